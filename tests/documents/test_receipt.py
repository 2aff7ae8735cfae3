"""The receipt on paper: one tagged page that says everything in both languages and carries its own code."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest

from documents.errors import MissingGlyphs
from documents.fonts import Fonts
from documents.receipt import Line, ReceiptSheet, Said, Tone, typeset_receipt
from tests.documents.paper import address, alternative_texts, copied_text, rasterised, scanned


def line(zh: str, value: str) -> Line:
    return Line(Said(zh, "label"), Said(value))


SHEET = ReceiptSheet(
    number="XQZ5-7DDH-RVVZ",
    finding=Said("证书真实，目前有效", "Genuine, and valid today"),
    meaning=Said("登记库中的状态是有效。", "It is valid in the registry."),
    tone=Tone.GOOD,
    checked=(line("证书编号", "20264201000123"), line("姓名", "阿卜杜热合曼·买买提依明·艾合买提江")),
    facts=(line("核验时间", "北京时间 2026年11月21日 17:30:00"),),
    notes=(Said("只说明核验当时的结果。", "It says what was found then."),),
    issuer=Said("示范省职改办", "Example title office"),
    address=address(391),
    official_address="https://zc.rst.example.cn",
)


@pytest.fixture(scope="module")
def pdf(fonts: Fonts) -> bytes:
    return typeset_receipt(SHEET, fonts)


def test_it_is_one_tagged_a4_page_that_holds_every_word(pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    assert len(document) == 1
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    document.close()
    assert b"/MarkInfo" in pdf
    (text,) = copied_text(pdf)
    for said in (SHEET.number, "核验回执", "证书真实，目前有效", "20264201000123", "阿卜杜热合曼", "示范省职改办"):
        assert said in text
    assert "Genuine,andvalidtoday" in text


def test_its_code_is_read_back_from_the_page_and_has_a_text_in_its_place(pdf: bytes) -> None:
    assert scanned(rasterised(pdf)[0]) == [SHEET.address]
    assert any(SHEET.number in text for text in alternative_texts(pdf))


def test_the_longest_code_and_texts_still_fit_one_page(fonts: Fonts) -> None:
    long = Said("长" * 50, "Long " * 40)
    full = replace(
        SHEET,
        address=address(918),
        checked=tuple(line("资格名称", "教" * 50) for _ in range(5)),
        notes=(long,) * 3,
        meaning=long,
        demonstration=True,
    )
    pages = rasterised(typeset_receipt(full, fonts))
    assert len(pages) == 1
    assert scanned(pages[0]) == [full.address]


def test_the_same_sheet_gives_the_same_bytes(pdf: bytes, fonts: Fonts) -> None:
    assert typeset_receipt(SHEET, fonts) == pdf


def test_markup_in_a_name_prints_as_it_is(fonts: Fonts) -> None:
    pdf = typeset_receipt(replace(SHEET, checked=(line("姓名", '#panic("x") *王* $1$'),)), fonts)
    assert '#panic("x")*王*$1$' in copied_text(pdf)[0]


def test_a_character_that_no_font_draws_is_refused_by_its_number(fonts: Fonts) -> None:
    with pytest.raises(MissingGlyphs, match="U\\+E000"):
        typeset_receipt(replace(SHEET, checked=(line("姓名", "王\ue000"),)), fonts)
