"""Elements of WordprocessingML (ECMA-376 part 1): runs, paragraphs and a picture.

paragraph(run("张三", 10.5, FANGSONG), size=10.5, align="center")
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from xml.etree.ElementTree import Element

from documents.forms.fitting import LEADING

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
for _prefix, _uri in (("w", W), ("r", R), ("wp", WP), ("a", A), ("pic", PIC)):
    ET.register_namespace(_prefix, _uri)
SONG, FANGSONG, LATIN = "宋体", "仿宋", "Times New Roman"
_GREY = "464646"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_EMU = 36000
"""English metric units of a millimetre, the unit of pictures."""


def as_xml(element: Element) -> bytes:
    """The element as a part of a package."""
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    body: bytes = ET.tostring(element, encoding="utf-8", xml_declaration=False)
    return head + body


def twips(millimetres: float) -> int:
    """Twentieths of a point, the unit of lengths in WordprocessingML."""
    return round(millimetres / 25.4 * 1440)


def w(tag: str, *children: Element, text: str | None = None, **attributes: object) -> Element:
    """An element with attributes, all of them of WordprocessingML."""
    element = Element(f"{{{W}}}{tag}", {f"{{{W}}}{name}": str(value) for name, value in attributes.items()})
    element.extend(children)
    element.text = text
    return element


def run(text: str, size: float, font: str, *, bold: bool = False, grey: bool = False, spaced: int = 0) -> Element:
    """Text in one look, `size` in points, `spaced` in twips between characters; its lines are divided by breaks."""
    # Signs such as □ stand in the Chinese font's width only where that font is named for all scripts.
    latin = LATIN if any(letter.isascii() for letter in text) else font
    look = w("rPr", w("rFonts", ascii=latin, hAnsi=latin, eastAsia=font, hint="eastAsia"))
    if bold:
        look.append(w("b"))
    if grey:
        look.append(w("color", val=_GREY))
    if spaced:
        look.append(w("spacing", val=spaced))
    look.extend((w("sz", val=round(size * 2)), w("szCs", val=round(size * 2))))
    made = w("r", look)
    for index, line in enumerate(text.split("\n")):
        if index:
            made.append(w("br"))
        shown = w("t", text=line)
        shown.set(_SPACE, "preserve")
        made.append(shown)
    return made


def paragraph(
    *runs: Element,
    size: float,
    align: str = "left",
    after: float = 0,
    indent: float = 0,
    look: tuple[Element, ...] = (),
) -> Element:
    """A paragraph whose lines are as high as type of `size` needs, the same in every program.

    `after` and the hanging `indent` are in points; `look` are properties that the schema puts before the spacing.
    """
    pitch = round(size * LEADING * 20)
    made = w("pPr", *look, w("spacing", before=0, after=round(after * 20), line=pitch, lineRule="exact"))
    if indent:
        made.append(w("ind", left=round(indent * 20), hanging=round(indent * 20)))
    made.append(w("jc", val=align))
    return w("p", made, *runs)


def picture(relation: str, words: str, size: tuple[int, int], surplus: tuple[float, float]) -> Element:
    """A picture in the line, `size` in millimetres, `surplus` the shares cut off at each side."""
    wide, high = (str(side * _EMU) for side in size)
    across, down = (str(round(share * 100_000)) for share in surplus)
    fill = _of(
        PIC,
        "blipFill",
        _of(A, "blip", **{f"{{{R}}}embed": relation}),
        _of(A, "srcRect", l=across, r=across, t=down, b=down),
        _of(A, "stretch", _of(A, "fillRect")),
    )
    frame = _of(A, "xfrm", _of(A, "off", x="0", y="0"), _of(A, "ext", cx=wide, cy=high))
    shape = _of(PIC, "spPr", frame, _of(A, "prstGeom", _of(A, "avLst"), prst="rect"))
    names = _of(PIC, "nvPicPr", _of(PIC, "cNvPr", id="1", name="photo"), _of(PIC, "cNvPicPr"))
    graphic = _of(A, "graphic", _of(A, "graphicData", _of(PIC, "pic", names, fill, shape), uri=PIC))
    described = _of(WP, "docPr", id="1", name="photo", descr=words)
    inline = _of(WP, "inline", _of(WP, "extent", cx=wide, cy=high), described, graphic)
    return w("r", w("drawing", inline))


def _of(namespace: str, tag: str, *children: Element, **attributes: str) -> Element:
    element = Element(f"{{{namespace}}}{tag}", attributes)
    element.extend(children)
    return element
