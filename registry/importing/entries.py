"""One checked row, and the check whether the file held it before."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from registry.identity import Identity
from registry.words import Route, State
from signing.claims import Level


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list in which nothing was wrong."""

    row: int
    name: str
    identity: Identity | None
    identity_index: bytes | None
    title: str
    level: Level
    route: Route
    specialty: str
    body: str
    document: str
    approved_on: date
    issued_on: date
    """On the paper, for issued ones; else the day of the import."""
    photo: Path | None = None
    number: str = ""
    """On the paper, for issued ones; else empty."""
    state: State = State.VALID

    @property
    def approval_key(self) -> tuple[bytes | None, str, str, date, str]:
        """What makes an approval one and the same within an authority; the registry's unique key."""
        return (self.identity_index, self.title, self.specialty, self.approved_on, self.route.value)


_BUCKETS = 4096


class FirstSeen:
    """In which row each key stood first, in 12 bytes per row: 64 bits of the key's hash, sorted in buckets.

    Python seeds the hash anew in every process, so nobody can prepare two rows that are taken for the same.
    """

    __slots__ = ("_hashes", "_rows")

    def __init__(self) -> None:
        self._hashes = [array("Q") for _ in range(_BUCKETS)]
        self._rows = [array("I") for _ in range(_BUCKETS)]

    def before(self, key: Hashable, row: int) -> int | None:
        """The earlier row of an equal key; else None, and this row is remembered."""
        digest = hash(key) & 0xFFFF_FFFF_FFFF_FFFF
        # High bits choose the bucket: the low ones of a tuple's hash repeat more.
        bucket = digest >> 52
        hashes, rows = self._hashes[bucket], self._rows[bucket]
        place = bisect_left(hashes, digest)
        if place < len(hashes) and hashes[place] == digest:
            return rows[place]
        hashes.insert(place, digest)
        rows.insert(place, row)
        return None
