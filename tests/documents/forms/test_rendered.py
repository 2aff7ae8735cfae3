"""Every form as paper, blank and filled with the longest legal values: nothing leaves its cell, nothing is missing.

PDFs are made directly; the DOCX of all forms become PDFs by one run of LibreOffice.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from documents.fonts import Fonts
from documents.forms import Form, FormFormat, fill, fill_roster, load_forms
from documents.forms.filling import BLANK_ROWS
from documents.forms.page import A4, Page, roster_page, sheet_page
from documents.forms.values import printed
from tests.documents.forms.samples import jpeg, longest_row, longest_values
from tests.documents.paper import opened
from tests.needs import need_package, program

FORMS = load_forms()
SHEETS = [form for form in FORMS.values() if form.rows]
WORDS = [form for form in FORMS.values() if FormFormat.DOCX in form.formats]
MM = 72 / 25.4
SPECIMEN = "样表（非官方格式）"


def bare(text: str) -> str:
    """A text as it can be compared after it was wrapped."""
    return re.sub(r"[\s\u200b\u3000]", "", text)


def page_of(form: Form, *, filled: bool) -> Page:
    texts = printed(form.fields, longest_values(form) if filled else {})
    if not form.is_roster:
        return sheet_page(form, texts)
    blank = {column.id: "" for column in form.columns}
    rows = [{**printed(form.columns, longest_row(form)), "serial": "1"}] if filled else [blank] * BLANK_ROWS
    return roster_page(form, texts, rows)


def made(form: Form, format: FormFormat, fonts: Fonts, *, filled: bool) -> bytes:
    if not filled:
        return fill(form, {}, format, fonts)
    if form.is_roster:
        row = {name: value for name, value in longest_row(form).items() if name != "serial"}
        return fill_roster(form, longest_values(form), [row], format, fonts)
    photo = jpeg() if form.photo and format is FormFormat.DOCX else None
    return fill(form, longest_values(form), format, fonts, photo=photo)


def table_of(page: Any) -> tuple[float, float]:
    """Top and bottom of the lines that a page is ruled with, in millimetres from its upper edge."""
    lines = [item.get_bounds() for item in page.get_objects() if item.type == pdfium.FPDF_PAGEOBJ_PATH]
    height = page.get_height()
    return (height - max(line[3] for line in lines)) / MM, (height - min(line[1] for line in lines)) / MM


def cells_as_printed(page: Any, laid: Page) -> Iterator[tuple[str, str]]:
    """Each cell's text beside what stands within its lines on the paper."""
    text, height = page.get_textpage(), page.get_height()
    top = table_of(page)[0]
    for cell in laid.cells:
        left = laid.margin + sum(laid.columns[: cell.column])
        right = left + sum(laid.columns[cell.column : cell.column + cell.across])
        upper = top + sum(laid.heights[: cell.row])
        lower = upper + sum(laid.heights[cell.row : cell.row + cell.down])
        box = (left * MM, height - lower * MM, right * MM, height - upper * MM)
        yield bare(cell.text + cell.signature), bare(text.get_text_bounded(*box))


@pytest.mark.parametrize("filled", [False, True], ids=["blank", "longest"])
@pytest.mark.parametrize("form", [form for form in FORMS.values() if not form.text], ids=lambda form: form.id)
def test_every_text_of_a_pdf_stays_within_its_cell_on_one_side(fonts: Fonts, form: Form, filled: bool) -> None:
    with opened(made(form, FormFormat.PDF, fonts, filled=filled)) as document:
        assert len(document) == 1
        size = A4[::-1] if form.is_roster else A4
        assert document[0].get_size() == pytest.approx((size[0] * MM, size[1] * MM), abs=0.1)
        for laid, found in cells_as_printed(document[0], page_of(form, filled=filled)):
            assert found == laid
        whole = bare(document[0].get_textpage().get_text_bounded())
        assert SPECIMEN in whole
        assert whole.count("公章") == sum("公章" in field.signature for field in form.fields)


@pytest.fixture(scope="module")
def rendered(fonts: Fonts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every DOCX as a PDF of the same name, by LibreOffice."""
    folder = tmp_path_factory.mktemp("forms")
    for form in WORDS:
        for filled in (False, True):
            name = f"{form.notice}-{form.name}-{filled}.docx"
            (folder / name).write_bytes(made(form, FormFormat.DOCX, fonts, filled=filled))
    need_package("libreoffice-writer", Path("/usr/lib/libreoffice/program/libswlo.so"))
    command = [str(need_package("libreoffice-writer", program("soffice"))), "--headless", "--convert-to", "pdf"]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = sorted(folder.glob("*.docx"))
    subprocess.run([*command, profile, "--outdir", folder, *files], check=True, capture_output=True, timeout=120)
    return folder


@pytest.mark.parametrize("filled", [False, True], ids=["blank", "longest"])
@pytest.mark.parametrize("form", WORDS, ids=lambda form: form.id)
def test_every_value_of_a_docx_is_on_one_side_and_no_row_had_to_grow(rendered: Path, form: Form, filled: bool) -> None:
    document = pypdfium2.PdfDocument(rendered / f"{form.notice}-{form.name}-{filled}.pdf")
    try:
        assert len(document) == 1
        whole = bare(document[0].get_textpage().get_text_bounded())
        assert SPECIMEN in whole
        if form.text:
            return
        laid = page_of(form, filled=filled)
        for cell in laid.cells:
            assert cell.role == "photo" or bare(cell.text) in whole, cell
        top, bottom = table_of(document[0])
        assert bottom - top == pytest.approx(sum(laid.heights), abs=1 + 0.3 * len(laid.heights))
    finally:
        document.close()


def test_a_long_roster_goes_on_with_its_header_on_the_next_side(fonts: Fonts) -> None:
    form = FORMS["hubei-2013-80/filing-form"]
    rows = [{"name": f"张{number}"} for number in range(60)]
    with opened(fill_roster(form, {}, rows, FormFormat.PDF, fonts)) as document:
        texts = [bare(page.get_textpage().get_text_bounded()) for page in document]
    assert len(texts) > 2
    assert all("序号姓名性别" in text for text in texts if "张" in text)
    assert all(f"第{number}页共{len(texts)}页" in text for number, text in enumerate(texts, start=1))
    assert "张59" in "".join(texts[1:])
