"""The parts of a DOCX beside its text: paper, header and footer, styles, and what the package says about itself."""

from __future__ import annotations

from datetime import date
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from documents.forms.page import A4, Page
from documents.forms.word_markup import LATIN, SONG, R, paragraph, run, twips, w

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CONTENT_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="jpeg" ContentType="image/jpeg"/>
<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="{_MAIN}.settings+xml"/>
<Override PartName="/word/header1.xml" ContentType="{_MAIN}.header+xml"/>
<Override PartName="/word/footer1.xml" ContentType="{_MAIN}.footer+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>"""
_RELATIONS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""
_STYLES = f"""{_HEAD}<w:styles {_W}>
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{SONG}" w:cs="{LATIN}"/>
<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>
</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>
<w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
</w:styles>"""
_SETTINGS = f"""{_HEAD}<w:settings {_W}>
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat></w:settings>"""
PHOTO = "rId5"
"""The relation by which the text finds the photo."""


def fixed_parts() -> dict[str, bytes]:
    """The parts that are the same in every form, the list of contents first."""
    return {
        "[Content_Types].xml": _CONTENT_TYPES.encode(),
        "_rels/.rels": _RELATIONS.encode(),
        "word/styles.xml": _STYLES.encode(),
        "word/settings.xml": _SETTINGS.encode(),
    }


def relations(*, photo: bool) -> bytes:
    """What the text refers to."""
    targets = {
        "rId1": ("styles", "styles.xml"),
        "rId2": ("settings", "settings.xml"),
        "rId3": ("header", "header1.xml"),
        "rId4": ("footer", "footer1.xml"),
    }
    if photo:
        targets[PHOTO] = ("image", "media/photo.jpeg")
    lines = (
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{path}"/>' for key, (kind, path) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'.encode()


def properties(title: str, made_on: date) -> bytes:
    """What the file says about itself; its day is the form's, so that the same form is the same file."""
    moment = f"{made_on.isoformat()}T00:00:00Z"
    return f"""{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<dc:title>{escape(title)}</dc:title><dc:language>zh-CN</dc:language>
<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>
</cp:coreProperties>""".encode()


def header(page: Page) -> Element:
    """What the sheet is at the left, the clause it rests on at the right."""
    tab = w("tabs", w("tab", val="right", pos=twips(page.width)))
    between = w("r", w("tab"))
    runs = (run(page.mark, 8, SONG, grey=True), between, run(page.basis, 8, SONG, grey=True))
    return w("hdr", paragraph(*runs, size=8, look=(tab,)))


def footer(page: Page) -> Element:
    """The number of the sheet, where there can be several."""
    if not page.repeated:
        return w("ftr", paragraph(size=8))
    runs = [run("第", 8, SONG), _field("PAGE"), run("页　共", 8, SONG), _field("NUMPAGES"), run("页", 8, SONG)]
    return w("ftr", paragraph(*runs, size=8, align="center"))


def _field(name: str) -> Element:
    return w("fldSimple", run("1", 8, SONG), instr=name)


def section(page: Page) -> Element:
    """The paper, its margins, and which header and footer it has."""
    wide, high = A4[::-1] if page.landscape else A4
    size = w("pgSz", w=twips(wide), h=twips(high))
    if page.landscape:
        size = w("pgSz", w=twips(wide), h=twips(high), orient="landscape")
    side = twips(page.margin)
    margins = w(
        "pgMar", top=twips(17), bottom=twips(12), left=side, right=side, header=twips(9), footer=twips(6), gutter=0
    )
    return w("sectPr", _reference("header", "rId3"), _reference("footer", "rId4"), size, margins)


def _reference(kind: str, relation: str) -> Element:
    element = w(f"{kind}Reference", type="default")
    element.set(f"{{{R}}}id", relation)
    return element
