"""CSV files: UTF-8 with or without its mark, UTF-16 with its mark, or GB18030; commas, tabs or semicolons."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from tables import limits
from tables.errors import BrokenCsv, NotAList, TooManyColumns, TooManyRows, UnknownEncoding
from tables.rows import Cell, Row, Table

_CHUNK = 1 << 20
_SAMPLE = 1 << 14
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_WITHOUT_MARK = ("utf-8", "gb18030")


def open_csv(path: Path) -> Table:
    """The file as a table. Raises `UnknownEncoding`, `TooManyRows`, `NotAList`; reading rows may raise `BrokenCsv`."""
    start = _start(path, _SAMPLE)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise NotAList(found="网页或 XML", found_en="a web page or XML")
    encoding = next((name for mark, name in _MARKS.items() if start.startswith(mark)), None)
    if encoding is None and b"\0" in start:
        raise NotAList(found="二进制文件", found_en="a binary file")
    lines = _count_lines(path)
    if lines > limits.MAX_ROWS + limits.HEADING_ROWS:
        raise TooManyRows(limit=limits.MAX_ROWS)
    encoding = encoding or _guess(path)
    return Table(_rows(path, encoding), lines)


def _start(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _count_lines(path: Path) -> int:
    return sum(chunk.count(b"\n") or chunk.count(b"\r") for chunk in _chunks(path)) + 1


def _guess(path: Path) -> str:
    return next((name for name in _WITHOUT_MARK if _decodes(path, name)), None) or _refuse_encoding()


def _refuse_encoding() -> str:
    raise UnknownEncoding


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _rows(path: Path, encoding: str) -> Iterator[Row]:
    number = 0
    try:
        with path.open(encoding=encoding, newline="") as file:
            delimiter = _delimiter(file.read(_SAMPLE))
            file.seek(0)
            for cells in csv.reader(file, delimiter=delimiter, strict=True):
                number += 1
                if any(cells):
                    yield number, _trimmed(cells, number)
    except csv.Error as error:
        raise BrokenCsv(row=number + 1) from error
    except UnicodeDecodeError as error:
        raise UnknownEncoding from error


def _delimiter(sample: str) -> str:
    return max(",\t;", key=sample.count)


def _trimmed(cells: list[str], number: int) -> list[Cell]:
    if len(cells) > limits.MAX_COLUMNS and any(cells[limits.MAX_COLUMNS :]):
        raise TooManyColumns(row=number, limit=limits.MAX_COLUMNS)
    return [_bare(cell) if cell else None for cell in cells[: limits.MAX_COLUMNS]]


def _bare(cell: str) -> str:
    """The text without what people put around numbers so that a spreadsheet program keeps their digits."""
    if cell[0] in "='\t":
        if cell.startswith('="') and cell.endswith('"'):
            cell = cell[2:-1]
        cell = cell.lstrip("'\t")
    return cell[: limits.MAX_CELL + 1].replace("\0", "\ufffd")
