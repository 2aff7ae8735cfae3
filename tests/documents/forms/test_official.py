"""An official template: taken in only where it holds what it must and nothing that could act, then filled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from documents.fonts import Fonts
from documents.forms import FormFormat, file_name, fill, fill_roster, load_forms
from documents.forms.errors import FormatNotOffered, TemplateChanged, TemplateRefused
from documents.forms.filling import template_of
from documents.forms.official import check_template, install, must_hold
from documents.forms.package import packed
from documents.forms.template_file import LARGEST_FILE, LARGEST_PART
from tests.documents.forms.samples import HOSTILE, jpeg

FORMS = load_forms()
FORM = FORMS["hubei-2013-80/confirmation-application"]
ROSTER = FORMS["huzhou-2007-35/roster"]
TEMPLATE = template_of(FORM)
DOCUMENT = "word/document.xml"


def parts_of(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(docx: bytes) -> str:
    return parts_of(docx)[DOCUMENT].decode()


def changed(old: str, new: str, part: str = DOCUMENT) -> bytes:
    parts = parts_of(TEMPLATE)
    assert old in parts[part].decode()
    return packed({**parts, part: parts[part].decode().replace(old, new, 1).encode()})


def with_parts(more: Mapping[str, bytes]) -> bytes:
    return packed({**parts_of(TEMPLATE), **more})


def test_our_own_docx_with_its_marks_is_a_template_that_holds_every_field() -> None:
    for form in FORMS.values():
        if FormFormat.DOCX in form.formats:
            assert check_template(form, template_of(form)).lacks == (), form.id


def test_an_installed_template_is_official_and_is_filled_from_then_on(tmp_path: Path, fonts: Fonts) -> None:
    install(FORM, TEMPLATE, tmp_path, version="鄂2027", on=date(2027, 1, 2))
    forms = load_forms(tmp_path)
    form = forms[FORM.id]
    assert (form.official, form.version, form.date) == (True, "鄂2027", date(2027, 1, 2))
    assert form.formats == (FormFormat.DOCX,)
    assert [each.id for each in forms.values() if each.official] == [FORM.id]
    assert "样表" not in file_name(form, FormFormat.DOCX)
    with pytest.raises(FormatNotOffered):
        fill(form, {}, FormFormat.PDF, fonts)
    values = {"name": "于𬱖", "title": HOSTILE[1], "unit_opinion": HOSTILE[0], "born_on": "1980-01-02"}
    first, second = (fill(form, values, FormFormat.DOCX, fonts, photo=jpeg()) for _ in range(2))
    assert first == second
    text = text_of(first)
    for value in ("于𬱖", "&lt;w:t&gt;x&lt;/w:t&gt;&amp;amp;", "{{7*7}}", "1980年1月2日"):
        assert value in text
    assert any(name.startswith("word/media/") for name in parts_of(first))
    assert "{{" not in text_of(fill(form, {}, FormFormat.DOCX, fonts))


def test_an_official_roster_repeats_its_row(tmp_path: Path, fonts: Fonts) -> None:
    install(ROSTER, template_of(ROSTER), tmp_path, version="2", on=date(2027, 1, 2))
    form = load_forms(tmp_path)[ROSTER.id]
    assert form.formats == (FormFormat.DOCX, FormFormat.XLSX)
    people = [{"name": "张三"}, {"name": "=李四"}]
    text = text_of(fill_roster(form, {"level": "中级"}, people, FormFormat.DOCX, fonts))
    assert text.index("张三") < text.index("=李四")
    assert "{%" not in text
    assert "湖州市中级专业技术资格证书" in text


def test_a_template_that_was_changed_behind_the_check_is_not_used(tmp_path: Path) -> None:
    place = install(FORM, TEMPLATE, tmp_path, version="2", on=date(2027, 1, 2))
    place.write_bytes(TEMPLATE + b"\0")
    with pytest.raises(TemplateChanged):
        load_forms(tmp_path)


def test_what_is_missing_and_what_is_unknown_is_told_at_once() -> None:
    broken = changed("{{ name }}", "{{ surname }}")
    with pytest.raises(TemplateRefused) as refused:
        check_template(FORM, broken)
    assert "缺少必须有的 {{ name }}（姓名）" in refused.value.say("zh")
    assert "不认识 {{ surname }}" in refused.value.say("zh")
    assert "There is no {{ surname }}" in refused.value.say("en")


def test_a_field_that_was_only_inferred_may_be_missing() -> None:
    assert must_hold(FORM) == {"name"}
    assert check_template(FORM, changed("{{ archive }}", "")).lacks == ("archive",)
    assert must_hold(FORMS["hubei-2013-80/lost-notice"]) == {
        "name",
        "sex",
        "title",
        "approved_on",
        "number",
        "lost_on",
    }


NAME = "{{ name }}"
XML = '<?xml version="1.0" encoding="UTF-8"?><x/>'
CORE = "docProps/core.xml"
EVIL = "{{ name.__class__ }}"
REFUSED = {
    "an expression": changed(NAME, f"{NAME}{EVIL}"),
    "a loop": changed(NAME, NAME + "{% for i in range(9) %}"),
    "a comment mark": changed(NAME, NAME + "{# x #}"),
    "a mark that is not closed": changed(NAME, NAME + "{{ sex"),
    "a mark divided over runs": changed(NAME, NAME + "{</w:t></w:r><w:r><w:t>{ x.y }}"),
    "a mark in character references": changed(NAME, NAME + "&#123;&#123; x.y }}"),
    "a mark in a comment": changed(NAME, f"{NAME}<!-- {EVIL} -->"),
    "a mark in an attribute": changed("<w:body>", f'<w:body w:x="{EVIL}">'),
    "a mark in the properties": changed("<dc:title>", f"<dc:title>{EVIL}", CORE),
    "rows in a form for one person": changed(NAME, NAME + "{%tr for row in rows %}"),
    "an outside picture": with_parts(
        {"word/_rels/x.xml.rels": b'<Relationships><R TargetMode="External" Target="http://x"/></Relationships>'}
    ),
    "macros": with_parts({"word/vbaProject.bin": b"x"}),
    "a type for macros": changed("document.main+xml", "document.macroEnabled.main+xml", "[Content_Types].xml"),
    "an embedded program": with_parts({"word/embeddings/oleObject1.bin": b"x"}),
    "a document type": with_parts({"word/x.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}),
    "another encoding": with_parts({"word/x.xml": XML.replace("UTF-8", "UTF-7").encode()}),
    "broken XML": with_parts({"word/x.xml": b"<x>"}),
    "a path that climbs": with_parts({"../x.xml": XML.encode()}),
    "a bomb": with_parts({"word/x.xml": b" " * (LARGEST_PART + 1)}),
    "too many parts": with_parts({f"word/{number}.xml": XML.encode() for number in range(201)}),
    "no DOCX": packed({"a.txt": b"a"}),
    "no zip": b"\xd0\xcf\x11\xe0 an old document",
    "too large": b"PK" + b"\0" * LARGEST_FILE,
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_a_template_that_could_act_or_cannot_be_read_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(TemplateRefused):
        install(FORM, data, tmp_path, version="2", on=date(2027, 1, 2))
    assert list(tmp_path.iterdir()) == []


def test_a_roster_without_its_repeated_row_is_refused() -> None:
    whole = template_of(ROSTER)
    parts = parts_of(whole)
    broken = packed({**parts, DOCUMENT: parts[DOCUMENT].replace(b"{%tr endfor %}", b"")})
    with pytest.raises(TemplateRefused, match="each once"):
        check_template(ROSTER, broken)
