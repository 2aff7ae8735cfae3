"""One sheet of a workbook as rows, one at a time, whatever its size.

What a sheet claims about its extent is not believed; rows and columns count only where a cell holds something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from string import ascii_uppercase

from tables import limits
from tables.errors import BrokenFile, TooManyColumns, TooManyRows
from tables.package import Package
from tables.rows import Cell, CellFault, Row
from tables.workbook import Workbook, unescaped
from tables.xml import Attributes, feed, new_parser

_LETTERS = [*ascii_uppercase, *(a + b for a in ascii_uppercase for b in ascii_uppercase)]
_COLUMNS = {letters: number for number, letters in enumerate(_LETTERS[: limits.MAX_COLUMNS])}
_DIGITS = "0123456789"
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
# A real sheet has some forty kinds of elements.
_MAX_NAMES = 500
_MOST_RECENT = 4096
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a calendar date, no moment
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - a calendar date, no moment
_LAST_SERIAL = 2_958_466


def sheet_rows(package: Package, workbook: Workbook) -> Iterator[Row]:
    """The rows of the sheet that hold anything. Raises a `FileRefused` as soon as something is wrong."""
    reader = _SheetReader(workbook)
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    for chunk in package.chunks(workbook.sheet):
        feed(parser, chunk)
        yield from reader.done
        reader.done.clear()
    feed(parser, b"", final=True)
    yield from reader.done


class _LocalNames(dict[str, str]):
    """Names of elements without their prefix, each cut once."""

    def __missing__(self, name: str) -> str:
        if len(self) > _MAX_NAMES:
            raise BrokenFile
        return self.setdefault(name, name.rpartition(":")[2])


class _SheetReader:
    """Turns the parser's calls into rows. These three methods run for every cell, so they do the least they can."""

    __slots__ = (
        "_cells",
        "_collecting",
        "_depth",
        "_formula",
        "_names",
        "_number",
        "_reading_aloud",
        "_recent",
        "_reference",
        "_rows",
        "_style",
        "_text",
        "_type",
        "_workbook",
        "done",
    )

    def __init__(self, workbook: Workbook) -> None:
        self.done: list[Row] = []
        self._workbook = workbook
        self._cells: list[Cell] = []
        self._number = self._rows = self._depth = 0
        self._text = self._reference = self._type = self._style = ""
        self._collecting = self._formula = self._reading_aloud = False
        self._names = _LocalNames()
        self._recent: dict[str, str] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        local = self._names[name]
        if local == "c":
            get = attributes.get
            self._reference = get("r", "")
            self._type = get("t", "n")
            self._style = get("s", "")
            self._text = ""
            self._formula = False
        elif local == "v":
            self._collecting = True
        elif local == "row":
            self._begin_row(attributes)
        elif local == "t":
            self._collecting = not self._reading_aloud
        elif local == "f":
            self._formula = True
        elif local == "rPh":
            self._reading_aloud = True
        elif self._depth > limits.MAX_DEPTH:
            raise BrokenFile

    def end(self, name: str) -> None:
        self._depth -= 1
        local = self._names[name]
        if local == "c":
            if self._text or self._formula:
                self._end_cell()
        elif local in ("v", "t"):
            self._collecting = False
        elif local == "row":
            self._end_row()
        elif local == "rPh":
            self._reading_aloud = False

    def data(self, text: str) -> None:
        if self._collecting and len(self._text) <= limits.MAX_CELL:
            self._text += text[: limits.MAX_CELL + 1]

    def _begin_row(self, attributes: Attributes) -> None:
        if self._depth > limits.MAX_DEPTH:
            raise BrokenFile
        stated = attributes.get("r", "")
        self._number = int(stated) if _ROW_NUMBER.fullmatch(stated) else self._number + 1
        self._cells = []

    def _end_row(self) -> None:
        if not self._cells:
            return
        self._rows += 1
        if self._rows > limits.MAX_ROWS + limits.HEADING_ROWS:
            raise TooManyRows(limit=limits.MAX_ROWS)
        self.done.append((self._number, self._cells))
        self._cells = []

    def _end_cell(self) -> None:
        cells = self._cells
        letters = self._reference.rstrip(_DIGITS)
        column = _COLUMNS.get(letters, limits.MAX_COLUMNS) if letters else len(cells)
        if column >= limits.MAX_COLUMNS:
            raise TooManyColumns(row=self._number, limit=limits.MAX_COLUMNS)
        value = self._value()
        if column == len(cells):
            cells.append(value)
            return
        while len(cells) <= column:
            cells.append(None)
        cells[column] = value

    def _value(self) -> Cell:
        kind, text = self._type, self._text
        if not text:
            return CellFault.NO_CACHED_VALUE
        if kind == "s":
            return self._recent.get(text) or self._shared(text)
        if kind == "n":
            return self._of_number(text)
        if kind == "e":
            return CellFault.FORMULA_ERROR
        return unescaped(text)

    def _shared(self, position: str) -> Cell:
        try:
            text = self._workbook.strings[int(position)]
        except (ValueError, IndexError):
            raise BrokenFile from None
        # Words that repeat come first in a workbook's list, so the first ones met are those worth keeping.
        if len(self._recent) < _MOST_RECENT:
            self._recent[position] = text
        return text or None

    def _of_number(self, text: str) -> Cell:
        try:
            number = float(text)
        except ValueError:
            raise BrokenFile from None
        if self._style in self._workbook.date_styles:
            return _date_of(number, epoch_1904=self._workbook.epoch_1904) or number
        return number


def _date_of(serial: float, *, epoch_1904: bool) -> date | None:
    if not 1 <= serial < _LAST_SERIAL:
        return None
    # Excel counts a 29 February 1900 that never was, so days before it are one off; no list is that old.
    return ((_EPOCH_1904 if epoch_1904 else _EPOCH) + timedelta(days=int(serial))).date()
