"""Files that people upload: spreadsheets, scans, archives, and some that nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import openpyxl
import xlsxwriter

from documents import qr
from tests.province import ADDRESS

_DIRECTORY_ENTRY = b"PK\x01\x02"


def xlsx(rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook with these rows; texts stay texts."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                write = sheet.write_string if isinstance(value, str) else sheet.write
                write(number, place, value)
    return file.getvalue()


def read_xlsx(content: bytes) -> list[list[Any]]:
    """The values of the first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def picture(code: str) -> bytes:
    """A PNG that shows a code's symbol."""
    return qr.png(qr.symbol(ADDRESS.of(code)), scale=3)


def archive(members: Mapping[str, bytes]) -> bytes:
    """A ZIP with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return file.getvalue()


def announcing(content: bytes, size: int) -> bytes:
    """The same ZIP, whose directory says that each member unpacks to `size` bytes."""
    changed, at = bytearray(content), content.find(_DIRECTORY_ENTRY)
    while at >= 0:
        changed[at + 24 : at + 28] = size.to_bytes(4, "little")
        at = content.find(_DIRECTORY_ENTRY, at + 4)
    return bytes(changed)
