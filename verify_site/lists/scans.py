"""Scans to check: one picture or PDF, or a ZIP archive of them, whose directory is judged before anything is unpacked.

    scans = Scans(data, "入职人员.zip")
    for scan in scans.read(range(20)):        # Scan(row=3, name="张三.jpg", data=b"…")
        entries_of_scan(scan)                 # an Entry for every code on it, or one that says what is wrong

Nothing is ever written under a name from an archive: the names are only shown.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from messages.advice import Advice
from pictures.errors import FileRefused, FileTooLarge
from pictures.files import codes_in
from verify_site.lists.entries import MOST_ENTRIES, NO_CODE, Entry, spoken
from verify_site.lists.errors import BrokenArchive, NoEntries, TooManyFiles, UnpacksTooLarge

MOST_FILES = 2_000
MOST_UNPACKED_MB = 400
MOST_OF_ONE_MB = 20
MOST_PAGES = 500
SECONDS = 300
"""What one file may cost of computing; a PDF of 500 scanned pages needs about half of it."""
_LONGEST_NAME = 120
_LEFT_BEHIND = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError, RuntimeError),
    *(OSError, KeyError),
)
_WINDOWS_NAMES = 0x800
"""The flag of a member whose name is UTF-8; without it Chinese Windows writes GB18030."""


DAMAGED = Advice(
    "压缩包里的这个文件已损坏，或者设有密码，取不出来。",
    "This file of the archive is damaged or protected by a password.",
    "请重新压缩（不设密码）后再上传。",
    "Pack it again without a password.",
)


@dataclass(frozen=True, slots=True)
class Scan:
    """One file to read: its place among the files, its name as it is shown, and its bytes or why there are none."""

    row: int
    name: str = field(repr=False)
    data: bytes = field(repr=False, default=b"")
    fault: tuple[str, str] | None = None


def is_archive_of_scans(data: bytes) -> bool:
    """Whether a ZIP archive is one of files, and not a spreadsheet. Raises `BrokenArchive`."""
    with _opened(data) as archive:
        return "[Content_Types].xml" not in archive.NameToInfo


class Scans:
    """The files of an upload; unpacked one by one, when they are read. Raises `ListRefused` for what asks too much."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        self._members = _members(data) if data.startswith(b"PK") else []

    def __len__(self) -> int:
        return len(self._members) or 1

    def read(self, places: range) -> Iterator[Scan]:
        """The files at these places; one that cannot be unpacked says so."""
        if not self._members:
            yield Scan(1, _shown(self._name), self._data)
            return
        with _opened(self._data) as archive:
            for place in places:
                yield _unpacked(archive, self._members[place], place + 1)


def _members(data: bytes) -> list[zipfile.ZipInfo]:
    with _opened(data) as archive:
        members = [info for info in archive.infolist() if _counts(info)]
    if not members:
        raise NoEntries
    if len(members) > MOST_FILES:
        raise TooManyFiles(limit=f"{MOST_FILES:,}")
    if sum(info.file_size for info in members) > MOST_UNPACKED_MB << 20:
        raise UnpacksTooLarge(limit=MOST_UNPACKED_MB)
    return members


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _FAULTS as error:
        raise BrokenArchive from error


def _counts(info: zipfile.ZipInfo) -> bool:
    """Folders and what macOS and Windows add are not files that anybody put there."""
    name = info.filename.rpartition("/")[2]
    return bool(name) and not info.is_dir() and not info.filename.startswith("__MACOSX/") and name not in _LEFT_BEHIND


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, row: int) -> Scan:
    name = _shown(_decoded(info))
    if info.file_size > MOST_OF_ONE_MB << 20:
        too_large = FileTooLarge(size=info.file_size >> 20, limit=MOST_OF_ONE_MB)
        return Scan(row, name, fault=spoken(too_large))
    try:
        # Python's zipfile never yields more bytes of a member than its directory declares.
        return Scan(row, name, archive.read(info))
    except _FAULTS:
        return Scan(row, name, fault=spoken(DAMAGED))


def _decoded(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _WINDOWS_NAMES:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _shown(name: str) -> str:
    """A file's own name without its folders, in characters that show."""
    own = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char if char.isprintable() else "?" for char in own)[:_LONGEST_NAME]


def entries_of_scan(scan: Scan) -> list[Entry]:
    """An entry for every code on a scan, or one that says what is wrong. Never raises for its bytes."""
    if scan.fault is not None:
        return [Entry(scan.row, scan.name, fault=scan.fault)]
    try:
        found = codes_in(scan.data, most_pages=MOST_PAGES, seconds=SECONDS)
    except FileRefused as error:
        return [Entry(scan.row, scan.name, fault=spoken(error))]
    if not found:
        return [Entry(scan.row, scan.name, fault=spoken(NO_CODE))]
    pages = any(code.page > 1 for code in found)
    return [
        Entry(scan.row, f"{scan.name} #{code.page}" if pages else scan.name, code=code.text)
        for code in found[:MOST_ENTRIES]
    ]
