"""Dates in running Chinese text: 2015年11月, 2015.11.3, 二〇一五年十一月三日.

dates_in("于2024年3月5日遗失")   →  [WrittenDate(start=1, end=10, text="2024年3月5日", year=2024, month=3, day=5)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_DIGITS = {char: index for index, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "两": 2}
_ARABIC = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*(?:"
    r"年\s*(?:(?P<month>\d{1,2})\s*月(?:份)?\s*(?:(?P<day>\d{1,2})\s*[日号])?)?"
    r"|[-./](?P<month2>\d{1,2})(?:[-./](?P<day2>\d{1,2}))?(?!\d))"
)
_CHINESE = re.compile(
    r"(?P<year>[一二][〇○O零一二三四五六七八九]{3})年\s*"
    r"(?:(?P<month>[一二三四五六七八九十]{1,2})月(?:份)?\s*(?:(?P<day>[一二三四五六七八九十]{1,3})[日号])?)?"
)


@dataclass(frozen=True)
class WrittenDate:
    """A date as written, with its place in the text; month and day may be missing."""

    start: int
    end: int
    text: str
    year: int
    month: int | None
    day: int | None

    @property
    def exists(self) -> bool:
        """Whether the calendar has it, as far as it is written."""
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            return False
        return True


def dates_in(text: str) -> list[WrittenDate]:
    """Every date written in a text, in order; dates that do not exist are returned too."""
    return sorted((*_arabic(text), *_chinese(text)), key=lambda found: found.start)


def _arabic(text: str) -> Iterator[WrittenDate]:
    for found in _ARABIC.finditer(text):
        month = found["month"] or found["month2"]
        day = found["day"] or found["day2"]
        yield WrittenDate(
            found.start(),
            found.end(),
            found.group().strip(),
            int(found["year"]),
            int(month) if month else None,
            int(day) if day else None,
        )


def _chinese(text: str) -> Iterator[WrittenDate]:
    for found in _CHINESE.finditer(text):
        year = int("".join(str(_DIGITS[char]) for char in found["year"]))
        month, day = (_number(found[part]) if found[part] else None for part in ("month", "day"))
        yield WrittenDate(found.start(), found.end(), found.group().strip(), year, month, day)


def _number(chinese: str) -> int:
    """十一 → 11, 二十三 → 23; at most two digits."""
    tens, ten, units = chinese.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[char]) for char in chinese))
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0)
