"""One row of the results: what was given and what was found, with nothing in it that may not be shown.

line_of(entry, found)           # Line(row=7, verdict="revoked", …)
from_json(to_json(lines)) == lines
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from registry.verification import Printed, Verdict, Verification
from signing.claims import Level
from verify_site.lists.entries import Entry
from verify_site.wording import SHOWS_PRINTED, Asked

NOT_CHECKED = "not_checked"
"""The outcome of a row that held nothing to check."""


class Line(NamedTuple):
    """What was given, the verdict, and what may be shown with it; dates as ISO 8601, absent values None.

    `fault` says in Chinese and English why there was nothing to check; then there is no verdict. `now` holds the fields
    that the registry corrected, as they are now.
    """

    row: int
    place: str
    given: str
    asked: str
    verdict: str | None = None
    fault: tuple[str, str] | None = None
    number: str | None = None
    name: str | None = None
    title: str | None = None
    level: int | None = None
    specialty: str | None = None
    approved_on: str | None = None
    issued_on: str | None = None
    issuer: str | None = None
    issuer_en: str | None = None
    changed_on: str | None = None
    reason: str | None = None
    host: str | None = None
    now: tuple[tuple[str, str], ...] = ()

    @property
    def outcome(self) -> str:
        """The verdict, or `not_checked`."""
        return self.verdict or NOT_CHECKED


_NOTHING_SHOWN: tuple[Any, ...] = (None,) * 9


def line_of(entry: Entry, found: Verification | None) -> Line:
    """The line of an entry; `found` is None exactly where the entry has a fault."""
    asked = Asked.NAME if entry.code is None else Asked.CODE
    if found is None:
        return Line(entry.row, entry.place, entry.given, asked.value, fault=entry.fault)
    reason = found.reason.value if found.reason and asked is Asked.CODE else None
    changed_on, now = _iso(found.changed_on), _corrected(found)
    given = (entry.row, entry.place, entry.given, asked.value, found.verdict.value, None)
    return Line._make((*given, *_shown(found, entry), changed_on, reason, found.foreign_host, now))


def _shown(found: Verification, entry: Entry) -> tuple[Any, ...]:
    """What a verdict lets be repeated, from `number` to `issuer_en`: of a code what is printed, of a match what number
    and name reveal.
    """
    if found.verdict not in SHOWS_PRINTED:
        return _NOTHING_SHOWN
    if found.brief is not None:
        title, level, approved_on = found.brief
        return (entry.number, entry.name, title, int(level), None, _iso(approved_on), None, None, None)
    if found.printed is None:
        return _NOTHING_SHOWN
    _, number, name, title, level, specialty, approved_on, issued_on, issuer, issuer_name, issuer_name_en = (
        found.printed
    )
    names = (issuer_name, issuer_name_en) if issuer_name != issuer else (None, None)
    return (number, name, title, int(level), specialty, _iso(approved_on), _iso(issued_on), *names)


def _corrected(found: Verification) -> tuple[tuple[str, str], ...]:
    if found.verdict is not Verdict.CORRECTED or found.printed is None or found.current is None:
        return ()
    pairs = zip(Printed._fields, found.printed, found.current, strict=True)
    return tuple((field, _plain(new)) for field, old, new in pairs if old != new and not field.startswith("issuer"))


def _plain(value: object) -> str:
    if isinstance(value, Level):
        return value.zh
    return value.isoformat() if isinstance(value, date) else str(value)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def to_json(lines: Iterable[Line]) -> bytes:
    """Lines as they are kept: each an array of its fields."""
    return json.dumps(list(lines), ensure_ascii=False).encode()


def from_json(content: bytes) -> list[Line]:
    """The lines that were kept."""
    return [_line(Line._make(fields)) for fields in json.loads(content)]


def _line(line: Line) -> Line:
    # JSON has no tuples, and equal lines should be equal again.
    fault = None if line.fault is None else (line.fault[0], line.fault[1])
    return line._replace(fault=fault, now=tuple((field, value) for field, value in line.now))
