"""What a list asks, row by row, from a table or from pasted lines. A bad row is an entry that says what is wrong.

entries_of_text("20264201000123 张三丰\\nHTTPS://HOST/V/2183…")
entries_of_table(path)          raises a FileRefused or ListRefused for the whole
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from pathlib import Path

from messages import SpokenError
from messages.advice import Advice
from tables import Cell, Row, open_table
from tables.limits import HEADING_ROWS
from tables.values import Refused, number_text, text_of
from verify_site import typed
from verify_site.lists.errors import NoColumns, NoEntries, TooManyEntries

MOST_ENTRIES = 10_000
_SHORTEST_CODE = 60
"""Digits from which on a run of them is a code; a certificate's number has at most 24."""


class Column(Enum):
    """The columns of a list, and how people head them."""

    CODE = (
        "二维码",
        "二维码内容",
        "证书二维码",
        "代码",
        "链接",
        "网址",
        "核验网址",
        "code",
        "qrcode",
        "qr",
        "link",
        "url",
    )
    NUMBER = ("编号", "证书编号", "证书号", "证书号码", "证书编码", "资格证书编号", "number", "certificatenumber", "no")
    NAME = ("姓名", "持证人", "持证人姓名", "名字", "name", "holder", "fullname")


_HEADINGS = {heading: column for column in Column for heading in column.value}
_NOTE = re.compile(r"[(\[].*?[)\]]|[\s*:_.]")
_BETWEEN = re.compile(r"[\t,，;；、]+|\s+")

NO_NUMBER = Advice("没有填写证书编号。", "The number is missing.", "请补上后再核验。", "Fill it in.")
NO_NAME = Advice(
    "只有证书编号，没有姓名。",
    "There is a number and no name.",
    "请在编号后面写上姓名；只凭编号不能核验。",
    "Add the name; a number alone is not looked up.",
)
NO_CODE = Advice(
    "图片里没有找到二维码。",
    "No QR code was found in the picture.",
    "请重新扫描：放平、对准、光线充足；或改用证书编号和姓名核验。",
    "Scan it again, flat and well lit, or check it by number and name.",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row to check: a code, or a number with a name, or the fault that leaves nothing to check.

    `row` counts as the spreadsheet program does, or lines, or files; `place` names the file and page of a scan.
    """

    row: int
    place: str = ""
    code: str | None = None
    number: str = ""
    name: str = ""
    fault: tuple[str, str] | None = None

    @property
    def given(self) -> str:
        """What stood there, as the results repeat it; a long code by its beginning and end."""
        if self.code is None:
            return f"{self.number} {self.name}".strip()
        return self.code if len(self.code) <= 80 else f"{self.code[:40]}…{self.code[-12:]}"


def spoken(fault: Advice | SpokenError) -> tuple[str, str]:
    """A fault in Chinese and in English."""
    if isinstance(fault, SpokenError):
        return fault.say("zh"), fault.say("en")
    return fault.sentence("zh"), fault.sentence("en")


def entries_of_text(text: str) -> list[Entry]:
    """Pasted lines: on each a code, or a number and a name in either order."""
    lines = enumerate(text.splitlines(), start=1)
    return _limited(_entry_of_line(row, line.strip()) for row, line in lines if line.strip())


def _entry_of_line(row: int, line: str) -> Entry:
    if "/" in line or sum(char.isdigit() for char in line) >= _SHORTEST_CODE:
        return _coded(row, line)
    number, name = [*_BETWEEN.split(line, maxsplit=1), ""][:2]
    if not any(char.isdigit() for char in number) and any(char.isdigit() for char in name):
        *first, number = _BETWEEN.split(line)
        name = " ".join(first)
    return _typed(row, number, name)


def entries_of_table(path: Path) -> list[Entry]:
    """The rows of a spreadsheet below its headings. Raises `tables.FileRefused` or a `ListRefused`."""
    with open_table(path) as table:
        columns = _columns(table.rows)
        return _limited(entry for row in table.rows if (entry := _entry_of_row(row, columns)))


def _columns(rows: Iterator[Row]) -> Mapping[Column, int]:
    """Where each column stands; reads on to the heading row, which is among the first that hold anything."""
    for _, cells in islice(rows, HEADING_ROWS):
        found: dict[Column, int] = {}
        for place, cell in enumerate(cells):
            column = _HEADINGS.get(_folded(cell)) if isinstance(cell, str) else None
            if column is not None:
                found.setdefault(column, place)
        if Column.CODE in found or {Column.NUMBER, Column.NAME} <= found.keys():
            return found
    raise NoColumns


def _folded(heading: str) -> str:
    return _NOTE.sub("", unicodedata.normalize("NFKC", heading)).lower()


def _entry_of_row(row: Row, columns: Mapping[Column, int]) -> Entry | None:
    """The entry of a row; None where the columns that matter are empty, as below the end of a list."""
    number, cells = row
    given = {column: cells[place] if place < len(cells) else None for column, place in columns.items()}
    if all(cell is None or cell == "" for cell in given.values()):
        return None
    try:
        code = text_of(given.get(Column.CODE)).strip()
        if code:
            return _coded(number, code)
        return _typed(number, number_text(_one_line(given.get(Column.NUMBER))), text_of(given.get(Column.NAME)))
    except Refused as refused:
        return Entry(number, fault=spoken(refused.advice))


def _one_line(cell: Cell) -> Cell:
    return cell.strip() if isinstance(cell, str) else cell


def _coded(row: int, code: str) -> Entry:
    try:
        return Entry(row, code=typed.code(code))
    except SpokenError as error:
        return Entry(row, fault=spoken(error))


def _typed(row: int, number: str, name: str) -> Entry:
    if not number.strip():
        return Entry(row, name=name[:50], fault=spoken(NO_NUMBER))
    if not name.strip():
        return Entry(row, number=number[:24], fault=spoken(NO_NAME))
    try:
        return Entry(row, number=typed.number(number), name=typed.name(name))
    except SpokenError as error:
        return Entry(row, number=number[:24], name=name[:50], fault=spoken(error))


def _limited(entries: Iterable[Entry]) -> list[Entry]:
    taken = list(islice(entries, MOST_ENTRIES + 1))
    if len(taken) > MOST_ENTRIES:
        raise TooManyEntries(limit=f"{MOST_ENTRIES:,}")
    if not taken:
        raise NoEntries
    return taken
