"""A roster as XLSX for Excel, WPS and LibreOffice.

Every cell is text, so that no number loses a digit and nothing becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from itertools import accumulate
from typing import Any

import xlsxwriter

from documents.forms.fitting import LEADING, POINT, lines_of
from documents.forms.page import UNOFFICIAL, notes_of
from documents.forms.schema import Form, Shares
from documents.forms.values import NO_DATE

_FONT = "宋体"
_CHARACTER = 2.1
"""Millimetres of a form on paper to one unit of column width, which is about 1.85 mm on the screen."""


def as_workbook(form: Form, title: str, head: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """The workbook; the same data gives the same bytes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        created = datetime.combine(form.date, time(), UTC).replace(tzinfo=None)
        book.set_properties({"title": title, "subject": UNOFFICIAL, "created": created})
        _Sheet(book, form).write(title, head, rows)
    return file.getvalue()


class _Sheet:
    """The one sheet of the workbook, written from the top."""

    def __init__(self, book: Any, form: Form) -> None:
        self._form = form
        self._last = len(form.columns) - 1
        self._sheet = book.add_worksheet(form.title.replace("　", "")[:31])
        text = {"font_name": _FONT, "num_format": "@", "valign": "vcenter", "text_wrap": True}
        self._looks = {
            "title": book.add_format({**text, "bold": True, "font_size": 18, "align": "center"}),
            "line": book.add_format({**text, "font_size": 10.5}),
            "label": book.add_format({**text, "bold": True, "font_size": 10, "align": "center", "border": 1}),
            "value": book.add_format({**text, "font_size": 10, "align": "center", "border": 1}),
            "note": book.add_format({**text, "font_size": 8.5}),
        }

    def write(self, title: str, head: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> None:
        """Title, head, rows, foot and notes in this order."""
        form, sheet = self._form, self._sheet
        for place, column in enumerate(form.columns):
            sheet.set_column(place, place, column.width / _CHARACTER)
        self._across(0, 0, self._last, title, "title")
        sheet.set_row(0, 32)
        at = 1
        for shares in form.head:
            at = self._line(at, shares, head)
        self._row(at, {column.id: column.label.zh for column in form.columns}, "label")
        self._set_up_paper(at)
        for number, row in enumerate(rows, start=at + 1):
            self._row(number, row, "value")
        at += len(rows) + 1
        for shares in form.foot:
            at = self._line(at, shares, head)
        for number, note in enumerate(notes_of(form), start=1):
            self._across(at, 0, self._last, f"{number}．{note}", "note")
            at += 1

    def _set_up_paper(self, header_row: int) -> None:
        """A4 landscape, one sheet wide, the header row on each."""
        sheet = self._sheet
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(header_row)
        sheet.freeze_panes(header_row + 1, 0)
        sheet.set_header(f"&L样表（非官方格式）第{self._form.version}版&R{self._form.basis}")
        sheet.set_footer("&C第&P页　共&N页")

    def _row(self, at: int, texts: Mapping[str, str], look: str) -> None:
        most = 1
        for place, column in enumerate(self._form.columns):
            text = texts.get(column.id, "")
            self._sheet.write_string(at, place, text, self._looks[look])
            most = max(most, lines_of(text, (column.width / _CHARACTER * 1.85 - 1) / (10 * POINT)))
        self._sheet.set_row(at, max(24, most * 10 * LEADING + 6))

    def _line(self, at: int, shares: Shares, texts: Mapping[str, str]) -> int:
        """Fields beside each other, each over the columns that make up its share."""
        form, whole = self._form, sum(shares.values())
        reached = list(accumulate(column.width for column in form.columns))
        begin, used = 0, 0
        for name, share in shares.items():
            used += share
            wanted = reached[-1] * used / whole
            end = min(range(begin, len(reached)), key=lambda place: abs(reached[place] - wanted))
            field = form.field(name)
            value = texts.get(name) or (NO_DATE if field.kind == "date" else "")
            self._across(at, begin, end, f"{field.label.zh}：{value}", "line")
            begin = end + 1
        self._sheet.set_row(at, 30)
        return at + 1

    def _across(self, row: int, first: int, last: int, text: str, look: str) -> None:
        """A text over several columns; merging would read a text that begins with = as a formula, so it comes after."""
        if last > first:
            self._sheet.merge_range(row, first, row, last, "", self._looks[look])
        self._sheet.write_string(row, first, text, self._looks[look])
