"""Opening a list, whatever it was saved as: by what its first bytes are, never by its name.

with open_table(path) as table:
    for number, cells in table.rows: ...
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tables import limits
from tables.delimited import open_csv
from tables.errors import EmptyFile, FileTooLarge, NotAList, OldFormat, PasswordProtected, TooManyRows
from tables.package import open_package
from tables.rows import Table
from tables.sheet import sheet_rows
from tables.workbook import open_workbook

_ZIP = b"PK"
_COMPOUND = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"%PDF": ("PDF", "a PDF"),
    b"\x89PNG": ("图片", "a picture"),
    b"\xff\xd8\xff": ("图片", "a picture"),
    b"{\\rtf": ("RTF 文档", "an RTF document"),
    b"SQLite": ("数据库", "a database"),
    b"\x1f\x8b": ("压缩包", "an archive"),
    b"7z\xbc\xaf": ("压缩包", "an archive"),
    b"Rar!": ("压缩包", "an archive"),
}


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """The list in a file. Raises the `FileRefused` that says what the file is and what to do."""
    size = path.stat().st_size
    if size > limits.MAX_FILE_BYTES:
        raise FileTooLarge(size=size >> 20, limit=limits.MAX_FILE_BYTES >> 20)
    with path.open("rb") as file:
        start = file.read(8)
    if not start.strip():
        raise EmptyFile
    if start.startswith(_COMPOUND):
        raise PasswordProtected if _ENCRYPTED_STREAM in path.read_bytes() else OldFormat
    for mark, (zh, en) in _OTHERS.items():
        if start.startswith(mark):
            raise NotAList(found=zh, found_en=en)
    if not start.startswith(_ZIP):
        yield open_csv(path)
        return
    with open_package(path) as package:
        workbook = open_workbook(package)
        most = limits.MAX_ROWS + limits.HEADING_ROWS
        expected = package.count(workbook.sheet, "row", limit=most, tags_each=limits.MAX_TAGS_PER_ROW)
        if expected > most:
            raise TooManyRows(limit=limits.MAX_ROWS)
        yield Table(sheet_rows(package, workbook), expected, workbook.other_sheets)
