"""The results as files and as a picture: XLSX, CSV, and bars that show how many rows ended how.

workbook(lines, speech)       # bytes of an XLSX in which every cell is text
csv_text(lines, speech)       # bytes of a CSV with its mark, no cell of which a spreadsheet takes for a formula
bars(counted)                 # an SVG; its words stand beside it on the page
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import xlsxwriter

from verify_site.language import N_, Speech
from verify_site.lists.lines import Line
from verify_site.lists.wording import COLUMNS, cells, headings

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def workbook(lines: Iterable[Line], speech: Speech) -> bytes:
    """All results on one sheet; every cell is a text, so that nothing is calculated and no digit is lost."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, bold = book.add_worksheet(speech.text(N_("核验结果"))), book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width, wrapped)
        _write_row(sheet, 0, headings(speech), bold)
        for row, line in enumerate(lines, start=1):
            _write_row(sheet, row, cells(line, speech), wrapped)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, sheet.dim_rowmax or 0, len(COLUMNS) - 1)
    return file.getvalue()


def template(speech: Speech) -> bytes:
    """An empty list with its headings, in text cells that keep every digit."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(speech.text(N_("名单"))), book.add_format({"bold": True, "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        sheet.set_column(0, 0, 24, text)
        sheet.set_column(1, 1, 16, text)
        sheet.set_column(2, 2, 60, text)
        _write_row(sheet, 0, [speech.text(words) for words in (N_("证书编号"), N_("姓名"), N_("二维码"))], bold)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def _write_row(sheet: Any, row: int, texts: Sequence[str], style: Any) -> None:
    for place, text in enumerate(texts):
        if text:
            sheet.write_string(row, place, text, style)


def csv_text(lines: Iterable[Line], speech: Speech) -> bytes:
    """All results in UTF-8 with the mark by which Excel knows it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(headings(speech))
    writer.writerows([defused(text) for text in cells(line, speech)] for line in lines)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def defused(text: str) -> str:
    """A text that no spreadsheet program takes for a formula: behind an apostrophe where it begins like one."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


_COLOURS = {"good": "#0b6b3a", "changed": "#8a4b00", "bad": "#a8071a", "unsure": "#1f4e79"}
_WIDTH, _ROW, _BAR = 340, 46, 280


def bars(outcomes: Sequence[tuple[str, str, int]]) -> str:
    """Bars of (words, tone, rows), the longest for the most, each below its words, so that a phone shows them too."""
    most = max((count for _, _, count in outcomes), default=1)
    height = _ROW * max(1, len(outcomes))
    drawn = "".join(_bar(place, *outcome, most) for place, outcome in enumerate(outcomes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="14" fill="#1b1f24">{drawn}</svg>'
    )


def _bar(place: int, words: str, tone: str, count: int, most: int) -> str:
    top, length = place * _ROW, max(3, round(_BAR * count / most))
    return (
        f'<text x="2" y="{top + 16}">{escape(words)}</text>'
        f'<rect x="2" y="{top + 22}" width="{length}" height="16" rx="3" fill="{_COLOURS[tone]}"/>'
        f'<text x="{length + 8}" y="{top + 35}">{count:,}</text>'
    )
