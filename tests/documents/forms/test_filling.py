"""Filling a form: what is taken, what is refused and how that is said, and that data never becomes anything else."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from documents.fonts import Fonts
from documents.forms import FieldKind, FormFormat, file_name, fill, fill_roster, load_forms
from documents.forms.errors import (
    FormatNotOffered,
    NotARoster,
    PhotoRefused,
    TooManyRows,
    ValueTooLong,
    ValueUnprintable,
)
from documents.forms.filling import BLANK_ROWS, MOST_ROWS
from documents.forms.values import printed
from tests.documents.forms.samples import HOSTILE, RARE, jpeg, longest_row, longest_values
from tests.documents.paper import copied_text

FORMS = load_forms()
REPLACEMENT = FORMS["hubei-2013-80/replacement-registration"]
CONFIRMATION = FORMS["hubei-2013-80/confirmation-application"]
ROSTER = FORMS["huzhou-2007-35/roster"]
NOTICE = FORMS["hubei-2013-80/lost-notice"]


def word_text(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert archive.testzip() is None
        return archive.read("word/document.xml").decode()


def test_the_same_values_give_the_same_bytes_in_every_format(fonts: Fonts) -> None:
    for form in (REPLACEMENT, ROSTER, NOTICE):
        for format in form.formats:
            first, second = (hashlib.sha256(fill(form, {}, format, fonts)).digest() for _ in range(2))
            assert first == second, (form.id, format)
    first, second = (fill(CONFIRMATION, {"name": "张三"}, FormFormat.DOCX, fonts, photo=jpeg()) for _ in range(2))
    assert first == second


def test_dates_are_written_out_and_choices_ticked() -> None:
    shown = printed(CONFIRMATION.fields, {"born_on": "1980-02-01", "working_since": "2001-07", "origin": "部队"})
    assert shown["born_on"] == "1980年2月1日"
    assert shown["working_since"] == "2001年7月"
    assert shown["origin"] == "□外省　■部队　□中央所属单位"
    assert shown["arrival"] == "□调入　□安置　□应聘　□成建制"
    assert printed(CONFIRMATION.fields, {"origin": "香港"})["origin"] == "香港"


def test_words_that_a_form_does_not_ask_are_left_out(fonts: Fonts) -> None:
    blank = fill(REPLACEMENT, {}, FormFormat.DOCX, fonts)
    assert fill(REPLACEMENT, {"retired_on": "2007-04-30"}, FormFormat.DOCX, fonts) == blank


@pytest.mark.parametrize("field", [field for field in CONFIRMATION.fields if field.kind is not FieldKind.PHOTO])
def test_a_value_of_the_greatest_length_is_taken_and_one_more_character_is_not(field: Any) -> None:
    assert printed([field], {field.id: "省" * field.longest})
    with pytest.raises(ValueTooLong) as refused:
        printed([field], {field.id: "省" * (field.longest + 1)})
    assert field.label.zh in refused.value.say("zh")
    assert field.label.en in refused.value.say("en")


@pytest.mark.parametrize("value", ["张\x00三", "张\u202e三", "张\ud800", "张\n三", "张\ufffe三", "张\u200b三"])
def test_invisible_characters_are_named_by_code_point_and_never_repeated(value: str) -> None:
    with pytest.raises(ValueUnprintable) as refused:
        printed(REPLACEMENT.fields, {"name": value})
    assert f"U+{ord(value[1]):04X}" in refused.value.say("zh")
    assert "张" not in str(refused.value)


def test_a_character_that_no_font_draws_is_refused_in_a_pdf_alone(fonts: Fonts) -> None:
    missing = "\U0003134f"
    with pytest.raises(ValueUnprintable, match=r"U\+3134F"):
        fill(REPLACEMENT, {"name": missing}, FormFormat.PDF, Fonts(fonts.main))
    assert missing in word_text(fill(REPLACEMENT, {"name": missing}, FormFormat.DOCX, fonts))


@pytest.mark.parametrize("value", HOSTILE)
def test_markup_formulas_and_marks_in_a_value_stay_text(fonts: Fonts, value: str) -> None:
    values = {"name": value, "title": value}
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert word_text(fill(REPLACEMENT, values, FormFormat.DOCX, fonts)).count(escaped) == 2
    copied = copied_text(fill(REPLACEMENT, values, FormFormat.PDF, fonts))[0]
    assert copied.replace("\u200b", "").count(value) == 2
    text = fill(NOTICE, {**values, "number": "{name}"}, FormFormat.TXT, fonts).decode("utf-8-sig")
    assert text.startswith(f"遗失申明：{value}，性别")
    assert "证书编号：{name}，" in text


def test_a_roster_in_a_workbook_is_text_alone_and_keeps_every_digit(fonts: Fonts) -> None:
    people = [{"name": value, "identity": "420101190001010017", "unit": value} for value in HOSTILE]
    head = {"level": "高级", "reporting_unit": "=1+1"}
    body = fill_roster(ROSTER, head, [*people, {**longest_row(ROSTER), "serial": "6"}], FormFormat.XLSX, fonts)
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    values = [cell.value for cell in cells]
    assert values.count("420101190001010017") == len(HOSTILE)
    assert set(HOSTILE) <= set(values)
    assert "制表单位（盖章）：=1+1" in values
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "湖州市高级专业技术资格证书持有人员花名册"
    assert [row[0] for row in rows if str(row[0]).isdigit()] == ["1", "2", "3", "4", "5", "6"]
    assert any(RARE in str(cell) for row in rows for cell in row)


def test_a_blank_roster_has_rows_to_write_in_and_its_cells_are_text(fonts: Fonts) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(fill(ROSTER, {}, FormFormat.XLSX, fonts))).active
    assert sheet is not None
    header = next(row for row in sheet.iter_rows() if row[0].value == "序号")[0].row
    assert header is not None
    lines = list(sheet.iter_rows(min_row=header + 1, max_row=header + BLANK_ROWS))
    assert all(cell.number_format == "@" and not cell.value for row in lines for cell in row)


def test_a_photo_is_cut_to_its_place_and_kept_as_it_is(fonts: Fonts) -> None:
    wide = jpeg((800, 480))
    docx = fill(CONFIRMATION, {}, FormFormat.DOCX, fonts, photo=wide)
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert archive.read("word/media/photo.jpeg") == wide
    assert '<a:srcRect l="29375" r="29375" t="0" b="0"' in word_text(docx)
    for format in (FormFormat.DOCX, FormFormat.PDF):
        with pytest.raises(PhotoRefused):
            fill(CONFIRMATION, {}, format, fonts, photo=b"\xff\xd8 no photo")


def test_what_cannot_be_filled_is_said_in_words(fonts: Fonts) -> None:
    with pytest.raises(FormatNotOffered, match="DOCX, PDF"):
        fill(REPLACEMENT, {}, FormFormat.XLSX, fonts)
    with pytest.raises(NotARoster):
        fill(ROSTER, {"name": "张三"}, FormFormat.DOCX, fonts)
    with pytest.raises(NotARoster):
        fill_roster(REPLACEMENT, {}, [], FormFormat.DOCX, fonts)
    with pytest.raises(TooManyRows):
        fill_roster(ROSTER, {}, [{}] * (MOST_ROWS + 1), FormFormat.XLSX, fonts)
    with pytest.raises(ValueTooLong, match="row 2"):
        fill_roster(ROSTER, {}, [{"name": "张三"}, {"name": "张" * 51}], FormFormat.XLSX, fonts)


def test_a_saved_file_says_that_it_is_a_specimen() -> None:
    assert file_name(ROSTER, FormFormat.XLSX) == "湖州市级专业技术资格证书持有人员花名册（样表）.xlsx"
    assert longest_values(ROSTER)
