"""The earliest day of an outcome as a calendar file (RFC 5545), to be kept until the unit may submit.

calendar_file(outcome, case, on=date(2026, 11, 20), language="zh")    # "BEGIN:VCALENDAR\r\n…"
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import blake2s

from bot.conversation import wording
from bot.conversation.errors import NoEarliestDate
from bot.conversation.wording import say
from messages import Language
from policy import Case, Outcome

_OCTETS = 75


def calendar_file(outcome: Outcome, case: Case, *, on: date, language: Language) -> str:
    """One all-day event on the earliest day, lines folded at 75 octets; raises `NoEarliestDate`."""
    day = outcome.earliest_date
    if day is None:
        raise NoEarliestDate
    basis = outcome.notice.basis.say(language)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Title certificates//Guide//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_uid(outcome, day)}",
        f"DTSTAMP:{on:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(say(wording.CALENDAR_SUMMARY, language, case=case.title.say(language)))}",
        f"DESCRIPTION:{_escaped(say(wording.CALENDAR_NOTE, language, basis=basis))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _uid(outcome: Outcome, day: date) -> str:
    """The same for the same matter and day, so that a file opened twice makes one event."""
    matter = f"{outcome.notice.id}/{outcome.case}/{day.isoformat()}"
    return f"{blake2s(matter.encode(), digest_size=8).hexdigest()}@title-certificate-guide"


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, never cut within a character; each after the first begins with a space."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _OCTETS:
            yield piece
            piece, size = " ", 1
        piece += character
        size += octets
    yield piece
