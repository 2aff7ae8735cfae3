"""What an upload is: rows of a table or of pasted lines, or files with codes on them; checked in parts.

source = opened(upload, kind, name)           # raises ListRefused or tables.FileRefused
source.size, source.entries(range(0, source.step))
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from pictures.kinds import Kind, kind_of
from verify_site.lists.entries import Entry, entries_of_table, entries_of_text
from verify_site.lists.scans import Scans, entries_of_scan, is_archive_of_scans

TEXT, FILE = "text", "file"
ROWS_OF_A_PART = 500
SCANS_OF_A_PART = 20
_ZIP = b"PK"

Read = TypeVar("Read")


class Source(Protocol):
    """What is to be checked, in parts."""

    @property
    def size(self) -> int:
        """How many rows or files there are."""

    @property
    def step(self) -> int:
        """How many of them one part has."""

    def entries(self, places: range) -> Sequence[Entry]:
        """The entries of the rows or files at these places."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Entries that are known already."""

    rows: Sequence[Entry]
    step: int = ROWS_OF_A_PART

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def entries(self, places: range) -> Sequence[Entry]:
        """The rows at these places."""
        return self.rows[places.start : places.stop]


@dataclass(frozen=True, slots=True)
class Files:
    """Files whose codes are yet to be read."""

    scans: Scans
    step: int = SCANS_OF_A_PART

    @property
    def size(self) -> int:
        """How many files there are."""
        return len(self.scans)

    def entries(self, places: range) -> Sequence[Entry]:
        """The codes in the files at these places."""
        return [entry for scan in self.scans.read(places) for entry in entries_of_scan(scan)]


def opened(upload: bytes, kind: str, name: str) -> Source:
    """The source in an upload. Raises `ListRefused` or `tables.FileRefused`."""
    if kind == "text":
        return Rows(entries_of_text(upload.decode()))
    if is_archive_of_scans(upload) if upload.startswith(_ZIP) else is_scan(upload):
        return Files(Scans(upload, name))
    return Rows(in_memory(upload, entries_of_table))


def is_scan(upload: bytes) -> bool:
    """Whether a file is a picture or a PDF."""
    return kind_of(upload) is not Kind.OTHER


def in_memory(upload: bytes, read: Callable[[Path], Read]) -> Read:
    """What reading a file gives whose bytes lie in memory alone."""
    descriptor = os.memfd_create("list")
    with os.fdopen(descriptor, "wb") as file:
        file.write(upload)
        file.flush()
        return read(Path(f"/proc/self/fd/{descriptor}"))
