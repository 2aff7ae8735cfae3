"""The printed sheet: every code scans, every field is there, nothing leaves its place, and data is never markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium
import pytest

from documents.certificate import Layout, Sheet, SheetKind, chinese_date, typeset
from documents.errors import (
    BadPhoto,
    BadVerificationCode,
    DocumentError,
    EmptyBatch,
    FieldTooLong,
    MissingGlyphs,
    SymbolTooLarge,
)
from documents.fonts import Fonts
from tests.documents.paper import (
    LONGEST_PREFIX,
    SHEET,
    address,
    alternative_texts,
    copied_text,
    opened,
    pixels_as_jpeg,
    rasterised,
    scanned,
)

MM = 72 / 25.4
LONGEST = replace(
    SHEET,
    name="阿不都热合曼·买买提吐尔逊·阿卜杜拉·穆太力普·拜合提亚尔·古丽",
    title="正高级工程师（建筑工程与市政公用工程技术管理方向，含装配式建筑设计与施工、智能建造）及相关专业",
    specialty="工程技术人员（建筑工程、市政公用工程、园林绿化工程、工程造价、工程质量监督、建筑装饰、暖通空调）",
    issuer="示范省示范土家族苗族自治州人力资源和社会保障局职称改革工作领导小组办公室",
    evaluating_body="示范省示范土家族苗族自治州建筑工程与市政公用工程专业高级专业技术职务任职资格评审委员会",
    address=address(920, LONGEST_PREFIX),
    official_address=LONGEST_PREFIX.removesuffix("/V/").lower(),
)
ABSURD = replace(
    SHEET,
    name="W" * 120,
    title="A" * 50,
    specialty="中" * 120,
    evaluating_body="Wm" * 60,
    issuer="局" * 120,
    number="8" * 120,
)


def batch() -> list[Sheet]:
    lengths = [
        (420, "HTTPS://ZC.RST.EXAMPLE.CN/V/"),
        (920, LONGEST_PREFIX),
        (300, "HTTPS://A.CN/V/"),
        (433, LONGEST_PREFIX),
    ]
    return [replace(SHEET, address=address(digits, prefix, seed)) for seed, (digits, prefix) in enumerate(lengths * 3)]


@pytest.mark.parametrize("demonstration", [False, True])
def test_every_code_on_a5_reads_back_at_150_dpi(fonts: Fonts, demonstration: bool) -> None:
    sheets = batch()
    pages = rasterised(typeset(sheets, Layout.A5, fonts, demonstration=demonstration))
    assert [scanned(page) for page in pages] == [[sheet.address] for sheet in sheets]


def test_every_code_on_a4_reads_back_at_150_dpi(fonts: Fonts) -> None:
    sheets = [*batch(), SHEET]
    pages = rasterised(typeset(sheets, Layout.A4_TWO_UP, fonts, demonstration=True))
    assert [code for page in pages for code in scanned(page)] == [sheet.address for sheet in sheets]
    assert len(pages) == 7


def test_the_densest_sheet_that_fits_still_reads_back(fonts: Fonts) -> None:
    dense = replace(SHEET, address=address(1010, LONGEST_PREFIX))
    (page,) = rasterised(typeset([dense], Layout.A5, fonts))
    assert scanned(page) == [dense.address]


@pytest.mark.parametrize(("layout", "size"), [(Layout.A5, (210, 148)), (Layout.A4_TWO_UP, (210, 297))])
def test_pages_have_the_size_of_their_paper(fonts: Fonts, layout: Layout, size: tuple[int, int]) -> None:
    with opened(typeset([SHEET], layout, fonts)) as document:
        assert len(document) == 1
        assert document[0].get_size() == pytest.approx((size[0] * MM, size[1] * MM), abs=0.1)


def test_all_fields_can_be_copied_from_the_page(fonts: Fonts) -> None:
    (text,) = copied_text(typeset([SHEET], Layout.A5, fonts))
    for line in (
        "姓名张三",
        "资格名称高级工程师",
        "级别高级（副高级）",
        "系列（专业）工程技术人员（建筑工程）",
        "评审组织示范省建筑工程高级评审委员会",
        "评审通过时间2026年9月5日",
        "证书编号20264201000017",
        "发证机关示范省职称改革工作领导小组办公室",
        "发证日期2026年11月21日",
        "核验码7K3M-9PQX-W2TD",
        "扫码，或在官方网站https://zc.rst.example.cn输入编号和核验码核验；",
        "请确认浏览器地址栏显示的是该网址。",
        "Scanthecode,",
    ):
        assert line in text
    assert text.startswith("专业技术资格证书")
    assert "贴照片处" in text
    assert "SPECIMEN" not in text


def test_a_sheet_without_an_evaluating_body_has_no_line_for_it(fonts: Fonts) -> None:
    (text,) = copied_text(typeset([replace(SHEET, evaluating_body=None)], Layout.A5, fonts))
    assert "评审组织" not in text


def test_a_recognition_letter_says_so(fonts: Fonts) -> None:
    (text,) = copied_text(typeset([replace(SHEET, kind=SheetKind.RECOGNITION_LETTER)], Layout.A5, fonts))
    assert "职称认定书" in text
    assert "认定书编号" in text
    assert "专业技术资格证书" not in text


def test_a_demonstration_is_marked_on_every_sheet(fonts: Fonts) -> None:
    for text in copied_text(typeset([SHEET, SHEET], Layout.A5, fonts, demonstration=True)):
        assert "样张演示SPECIMEN" in text


@pytest.mark.parametrize(
    "name", ['#panic("x")', "*x*_y_", "$x$", "[张]\\#三", "= 张 @x <y>", '"}, {"name": "李四', "{{x}}"]
)
def test_markup_in_a_name_prints_as_it_is(fonts: Fonts, name: str) -> None:
    (text,) = copied_text(typeset([replace(SHEET, name=name, title=name)], Layout.A5, fonts))
    assert text.count("".join(name.split())) == 2


def test_a_rare_character_of_a_name_prints(fonts: Fonts) -> None:
    if fonts.missing_glyphs("𬱖"):
        pytest.skip("needs the Debian package fonts-noto-cjk")
    (text,) = copied_text(typeset([replace(SHEET, name="于𬱖")], Layout.A5, fonts))
    assert "于𬱖" in text


def test_a_character_only_the_rare_fonts_have_prints(fonts: Fonts) -> None:
    if not fonts.rare or fonts.missing_glyphs("𠀀"):
        pytest.skip("needs the Debian package fonts-hanazono")
    (text,) = copied_text(typeset([replace(SHEET, name="于𠀀")], Layout.A5, fonts))
    assert "于𠀀" in text


def test_a_character_no_font_has_is_refused_by_position_and_code_point(fonts: Fonts) -> None:
    with pytest.raises(MissingGlyphs) as refused:
        typeset([SHEET, replace(SHEET, name="张\u202e三")], Layout.A5, fonts)
    assert refused.value.details == {"position": 2, "characters": "U+202E"}
    assert "张" not in refused.value.say("zh").split("：", 1)[1].replace("2 张", "")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"title": "工" * 121}, FieldTooLong),
        ({"verification_code": "7K3M"}, BadVerificationCode),
        ({"photo": b"\x89PNG\r\n"}, BadPhoto),
        ({"address": address(1300)}, SymbolTooLarge),
    ],
)
def test_what_would_not_print_right_is_refused_in_words(
    fonts: Fonts, change: dict[str, Any], error: type[DocumentError]
) -> None:
    with pytest.raises(error) as refused:
        typeset([replace(SHEET, **change)], Layout.A5, fonts)
    for language in ("zh", "en"):
        assert "张三" not in refused.value.say(language)
        assert SHEET.address not in refused.value.say(language)


def test_an_empty_batch_is_refused(fonts: Fonts) -> None:
    with pytest.raises(EmptyBatch):
        typeset([], Layout.A5, fonts)


@pytest.mark.parametrize("size", [(350, 490), (400, 400), (300, 600)])
def test_a_photo_fills_its_frame_whatever_its_shape(fonts: Fonts, size: tuple[int, int]) -> None:
    pdf = typeset([replace(SHEET, photo=pixels_as_jpeg(size, "blue"))], Layout.A5, fonts)
    (page,) = rasterised(pdf)
    for x, y in ((20.5, 39), (37, 62), (53.5, 86)):
        red, green, blue = page.getpixel((round(x * 150 / 25.4), round(y * 150 / 25.4)))  # type: ignore[misc]
        assert blue > 200
        assert max(red, green) < 60
    assert "贴照片处" not in copied_text(pdf)[0]
    assert b"/DCTDecode" in pdf


def test_a_broken_photo_is_refused_without_a_traceback_of_the_typesetter(fonts: Fonts) -> None:
    with pytest.raises(BadPhoto):
        typeset([replace(SHEET, photo=b"\xff\xd8\xff not a photo")], Layout.A5, fonts)


@pytest.mark.parametrize("sheet", [LONGEST, ABSURD], ids=["longest", "absurd"])
def test_the_longest_values_stay_within_their_places(fonts: Fonts, sheet: Sheet) -> None:
    with opened(typeset([sheet], Layout.A5, fonts)) as document:
        page = document[0].get_textpage()
        for index in range(page.count_chars()):
            left, bottom, right, top = (value / MM for value in page.get_charbox(index))
            assert 19 < left <= right < 191
            assert 8 < bottom <= top < 140
    (text,) = copied_text(typeset([sheet], Layout.A5, fonts))
    for value in (sheet.name, sheet.title, sheet.specialty, sheet.evaluating_body or "", sheet.issuer, sheet.number):
        assert value in text.replace("\u200b", "")


def test_values_of_neighbouring_rows_do_not_touch(fonts: Fonts) -> None:
    """Between two rows there must be a line of pixels free of black text, above each hairline."""
    (page,) = rasterised(typeset([LONGEST], Layout.A5, fonts), dpi=300)
    grey = page.convert("L")
    for row in range(6):
        y = 43.6 + 8 * row + 1.75  # the hairline below the row, in mm
        strip = grey.crop([round(value * 300 / 25.4) for value in (94, y + 0.2, 190, y + 0.45)])  # type: ignore[arg-type]
        assert min(strip.tobytes()) > 100


def test_fonts_are_embedded_and_subset(fonts: Fonts) -> None:
    pdf = typeset([SHEET], Layout.A5, fonts)
    assert len(pdf) < 200_000
    with opened(pdf) as document:
        texts = [item for item in document[0].get_objects() if item.type == pdfium.FPDF_PAGEOBJ_TEXT]
        used = [pdfium.FPDFTextObj_GetFont(item) for item in texts]
        assert used
        assert all(pdfium.FPDFFont_GetIsEmbedded(font) == 1 for font in used)


def test_the_document_is_tagged_titled_and_chinese(fonts: Fonts) -> None:
    with opened(typeset([SHEET], Layout.A5, fonts)) as document:
        assert pdfium.FPDFCatalog_IsTagged(document)
        assert document.get_metadata_dict()["Title"] == "专业技术资格证书"
    pdf = typeset([SHEET], Layout.A5, fonts)
    assert b"/Lang(zh-CN)" in pdf
    assert b"pdfuaid:part" in pdf


def test_pictures_have_a_text_for_those_who_do_not_see_them(fonts: Fonts) -> None:
    pdf = typeset([replace(SHEET, photo=pixels_as_jpeg((350, 490), "blue"))], Layout.A5, fonts)
    assert alternative_texts(pdf) == ["持证人照片", "二维码，内容为本证书的核验网址。核验码：7K3M-9PQX-W2TD"]


def test_the_same_sheets_give_the_same_bytes(fonts: Fonts) -> None:
    assert typeset([SHEET], Layout.A5, fonts) == typeset([SHEET], Layout.A5, fonts)


def test_progress_counts_the_sheets(fonts: Fonts) -> None:
    counted: list[int] = []
    typeset([SHEET] * 3, Layout.A4_TWO_UP, fonts, progress=counted.append)
    assert counted == [1, 2, 3]


def test_nothing_is_left_in_the_temporary_directory(
    fonts: Fonts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    typeset([SHEET], Layout.A5, fonts)
    assert list(tmp_path.iterdir()) == []


def test_dates_are_written_without_leading_zeros() -> None:
    assert chinese_date(date(2026, 1, 5)) == "2026年1月5日"


def test_a_sheet_shown_in_a_traceback_hides_the_person() -> None:
    assert "张三" not in repr(SHEET)
    assert SHEET.address not in repr(SHEET)
