"""One row of the results: what was given and what was found, with nothing in it that may not be shown.

line_of(entry, found)           # Line(row=7, verdict="revoked", …)
from_json(to_json(lines)) == lines
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from registry.verification import Brief, Printed, Verdict, Verification
from signing.claims import Level
from verify_site.lists.entries import Entry
from verify_site.wording import SHOWS_PRINTED, Asked

NOT_CHECKED = "not_checked"
"""The outcome of a row that held nothing to check."""


@dataclass(frozen=True, slots=True)
class Line:
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


def line_of(entry: Entry, found: Verification | None) -> Line:
    """The line of an entry; `found` is None exactly where the entry has a fault."""
    asked = Asked.NAME if entry.code is None else Asked.CODE
    given = {"row": entry.row, "place": entry.place, "given": entry.given, "asked": asked.value}
    if found is None:
        return Line(**given, fault=entry.fault)  # type: ignore[arg-type] # the names are checked by the tests
    return Line(
        **given,  # type: ignore[arg-type]
        verdict=found.verdict.value,
        changed_on=_iso(found.changed_on),
        reason=found.reason.value if found.reason and asked is Asked.CODE else None,
        host=found.foreign_host,
        now=_corrected(found),
        **_shown(found, entry),  # type: ignore[arg-type]
    )


def _shown(found: Verification, entry: Entry) -> dict[str, object]:
    """What a verdict lets be repeated: of a code what is printed, of a match what number and name reveal."""
    if found.verdict not in SHOWS_PRINTED:
        return {}
    if found.brief is not None:
        return {"number": entry.number, "name": entry.name, **_brief(found.brief)}
    if found.printed is None:
        return {}
    printed = found.printed
    known = printed.issuer_name != printed.issuer
    return {
        "number": printed.number,
        "name": printed.name,
        **_brief(Brief(printed.title, printed.level, printed.approved_on)),
        "specialty": printed.specialty,
        "issued_on": _iso(printed.issued_on),
        "issuer": printed.issuer_name if known else None,
        "issuer_en": printed.issuer_name_en if known else None,
    }


def _brief(brief: Brief) -> dict[str, object]:
    return {"title": brief.title, "level": int(brief.level), "approved_on": _iso(brief.approved_on)}


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
    """Lines as they are kept."""
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False).encode()


def from_json(content: bytes) -> list[Line]:
    """The lines that were kept."""
    return [_line(members) for members in json.loads(content)]


def _line(members: dict[str, object]) -> Line:
    fault, now = members.pop("fault"), members.pop("now")
    pairs = tuple(tuple(pair) for pair in now) if isinstance(now, list) else ()
    return Line(**members, fault=tuple(fault) if isinstance(fault, list) else None, now=pairs)  # type: ignore[arg-type]
