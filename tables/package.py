"""The archive that an XLSX file is: what is in it is known, bounded and sound before anything is unpacked.

    with open_package(path) as package:
        for chunk in package.chunks("xl/workbook.xml"): ...

Python's zipfile never yields more bytes of a member than its directory declares, so the declared sizes bound the work.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tables import limits
from tables.errors import (
    BrokenFile,
    MacroFile,
    NotAList,
    OldFormat,
    OpenDocument,
    PasswordProtected,
    UnpacksTooLarge,
)

_CHUNK = 1 << 16
_ENCRYPTED = 0x1
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError)
# One token of XML must lie within this many bytes, so that no parser ever has to hold a giant one.
_WINDOW = 1 << 20


class Package:
    """An open archive whose directory has been checked."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name in self._archive.NameToInfo

    def chunks(self, name: str, size: int = _CHUNK) -> Iterator[bytes]:
        """The unpacked bytes of a part, piece by piece. Raises `BrokenFile`."""
        try:
            with self._archive.open(name) as part:
                while chunk := part.read(size):
                    yield chunk
        except KeyError:
            raise BrokenFile from None
        except _FAULTS as error:
            raise BrokenFile from error

    def small_part(self, name: str) -> bytes:
        """A part that is small in every real workbook, whole."""
        if not self.has(name):
            raise BrokenFile
        if self._archive.getinfo(name).file_size > limits.MAX_SMALL_PART_BYTES:
            raise UnpacksTooLarge
        return b"".join(self.chunks(name))

    def count(self, name: str, element: str, *, limit: int, tags_each: int) -> int:
        """How often an element begins in a part, quickly and without parsing; stops beyond `limit`.

        Raises `BrokenFile` for a part that is not UTF-8 XML with tokens of sane length, `UnpacksTooLarge` where it
        has more than `tags_each` tags for every such element (and for a thousand besides).
        """
        found, tags, tail, token = 0, 0, b"", b""
        for chunk in self.chunks(name, _WINDOW):
            if not token:
                token = b"<" + _root_prefix(chunk) + element.encode()
            elif b">" not in chunk and len(chunk) == _WINDOW:
                raise BrokenFile
            found += (tail + chunk).count(token)
            tags += chunk.count(b"<")
            if tags > tags_each * (found + 1_000):
                raise UnpacksTooLarge
            if found > limit:
                break
            tail = chunk[1 - len(token) :]
        return found


def _root_prefix(start: bytes) -> bytes:
    """The name space prefix of the root element with its colon, or nothing."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"<"):
        raise BrokenFile
    if text.startswith(b"<?"):
        text = text.partition(b"?>")[2].lstrip()
    name = text[1:200].split(b">")[0].split()[:1]
    prefix, colon, _ = (name[0] if name else b"").rpartition(b":")
    return prefix + colon


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open an XLSX archive. Raises the refusal that fits what the archive really is."""
    try:
        archive = zipfile.ZipFile(path)
    except _FAULTS as error:
        raise BrokenFile from error
    with archive:
        members = archive.infolist()
        _require_modest(members)
        _require_workbook(members)
        yield Package(archive)


def _require_modest(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > limits.MAX_MEMBERS or sum(member.file_size for member in members) > limits.MAX_UNPACKED_BYTES:
        raise UnpacksTooLarge
    for member in members:
        swollen = member.file_size > limits.MAX_RATIO * max(member.compress_size, 1)
        if swollen and member.file_size > limits.RATIO_MATTERS_FROM:
            raise UnpacksTooLarge


def _require_workbook(members: list[zipfile.ZipInfo]) -> None:
    names = {member.filename for member in members}
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise PasswordProtected
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise MacroFile
    if "xl/workbook.bin" in names:
        raise OldFormat
    if "mimetype" in names and "content.xml" in names:
        raise OpenDocument
    if "[Content_Types].xml" not in names:
        raise NotAList(found="一般的压缩包", found_en="an ordinary archive")
    if not any(name.startswith("xl/") for name in names):
        raise NotAList(found="其他 Office 文档", found_en="another Office document")
