"""Dates in Chinese and Arabic notation, absolute or reckoned from today.

    find_dates("二〇一三年四月三十日", None)                    # [Found(PartialDate(2013, 4, 30), 0, 10)]
    find_dates("去年八月丢的", date(2026, 11, 20))              # [Found(PartialDate(2025, 8), 0, 4)]

A day that does not exist (2月30日) is no date at all. Relative dates need `today`; without it they are passed over.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from bot.understanding.gazetteer import Found
from bot.understanding.values import PartialDate

FIRST_YEAR, LAST_YEAR = 1950, 2099

_DIGITS = {character: at for at, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "o": 0, "两": 2}
_NUMBER = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_YEAR = r"(?:19|20)[0-9]{2}|[一二][〇○零o一二三四五六七八九]{3}"
# 98年, 零三年: a two-digit year, where it is no span of time (10年前, 20年工龄).
_SHORT_YEAR = (
    r"(?<![0-9〇零一二三四五六七八九十])(?:[0-9]{2}|[〇零一二三四五六七八九]{2})"
    r"(?=年(?!前|以前|之前|内|以上|以内|了|多|后|工龄|间|来))"
)
_RELATIVE_YEAR = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "大前年": -3}
_RELATIVE_DAY = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "大前天": -3, "today": 0, "yesterday": -1}
_RELATIVE_MONTH = {"这个月": 0, "本月": 0, "上个月": -1, "上月": -1, "上上个月": -2, "this month": 0, "last month": -1}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)


def _any(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_MONTH_AND_DAY = rf"(?:的)?\s?(?:(?P<month>{_NUMBER})\s?月份?(?:\s?(?P<day>{_NUMBER})\s?[日号]?)?)?"
_PATTERNS = {
    "numeric": (
        rf"(?<![0-9])(?P<year>{_YEAR})\s?[-./]\s?(?P<month>[0-9]{{1,2}})"
        r"(?:\s?[-./]\s?(?P<day>[0-9]{1,2}))?(?![0-9])"
    ),
    "written": rf"(?<![0-9])(?P<year>{_YEAR}|{_SHORT_YEAR})\s?年{_MONTH_AND_DAY}",
    "this_year": rf"(?P<relative>{_any(_RELATIVE_YEAR)}){_MONTH_AND_DAY}",
    "month": rf"(?P<relative>{_any(_RELATIVE_MONTH)})(?:的)?(?:(?P<day>{_NUMBER})\s?[日号])?",
    "day": rf"(?P<relative>{_any(_RELATIVE_DAY)})",
    "ago": rf"(?P<count>{_NUMBER}|两|半)\s?(?P<unit>个月|天|年)\s?(?:之|以)?前",
    "yearless": rf"(?<![0-9一二三四五六七八九十个])(?P<month>{_NUMBER})\s?月份?(?:\s?(?P<day>{_NUMBER})\s?[日号])?",
    "english": (
        rf"\b(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?)?(?P<name>{_MONTH_NAME})\.?"
        rf"(?: (?P<day_after>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9]))?(?:,? (?:in |of )?(?P<year>(?:19|20)[0-9]{{2}}))\b"
    ),
    "english_last": rf"\blast (?:(?P<name>{_MONTH_NAME})|year)\b",
    "english_year": r"\b(?:in|since|of|from) (?P<year>(?:19|20)[0-9]{2})\b(?!\s?[-./年])",
}
_COMPILED = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}


def find_dates(text: str, today: date | None) -> list[Found[PartialDate]]:
    """The dates of a normalised text, from left to right, not overlapping."""
    found: list[Found[PartialDate]] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern in _COMPILED.items():
        for match in pattern.finditer(text):
            start, end = match.span()
            if start == end or any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            # A date that does not exist is still taken, so that no part of it is read as another.
            taken.append((start, end))
            value = _READERS[kind](match, today)
            if value is not None and _exists(value):
                found.append(Found(value, start, end))
    return sorted(found, key=lambda one: one.start)


def _exists(value: PartialDate) -> bool:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        return False
    if value.month is None:
        return True
    return 1 <= value.month <= 12 and (value.day is None or 1 <= value.day <= monthrange(value.year, value.month)[1])


def number(text: str) -> int:
    """An integer below 100 in Arabic or Chinese figures: 28, 二十八, 十, 三十."""
    if text.isascii() and text.isdigit():
        return int(text)
    tens, ten, units = text.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[character]) for character in text))
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(units, 0)


def _year(text: str) -> int:
    figures = "".join(str(_DIGITS.get(character, character)) for character in text)
    year = int(figures)
    if len(figures) == 4:
        return year
    return year + (1900 if year >= 50 else 2000)


def _part(match: re.Match[str], name: str) -> int | None:
    text = match.groupdict().get(name)
    return None if text is None else number(text)


def _written(match: re.Match[str], _: date | None) -> PartialDate | None:
    return PartialDate(_year(match["year"]), _part(match, "month"), _part(match, "day"))


def _this_year(match: re.Match[str], today: date | None) -> PartialDate | None:
    if today is None:
        return None
    return PartialDate(today.year + _RELATIVE_YEAR[match["relative"]], _part(match, "month"), _part(match, "day"))


def _months_back(today: date, months: int) -> PartialDate:
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return PartialDate(year, month + 1)


def _month(match: re.Match[str], today: date | None) -> PartialDate | None:
    if today is None:
        return None
    month = _months_back(today, -_RELATIVE_MONTH[match["relative"]])
    return PartialDate(month.year, month.month, _part(match, "day"))


def _days_back(today: date, days: int) -> PartialDate | None:
    if today.toordinal() <= days:
        return None
    day = today - timedelta(days=days)
    return PartialDate(day.year, day.month, day.day)


def _day(match: re.Match[str], today: date | None) -> PartialDate | None:
    return None if today is None else _days_back(today, -_RELATIVE_DAY[match["relative"]])


def _ago(match: re.Match[str], today: date | None) -> PartialDate | None:
    """三个月前 is known to the month; 十年前 is too vague to be a date."""
    if today is None or match["unit"] == "年" or match["count"] == "半":
        return None
    count = number(match["count"])
    return _months_back(today, count) if match["unit"] == "个月" else _days_back(today, count)


def _yearless(match: re.Match[str], today: date | None) -> PartialDate | None:
    """3月5日 without a year is the last one that is not to come."""
    if today is None:
        return None
    value = PartialDate(today.year, _part(match, "month"), _part(match, "day"))
    if not _exists(value):
        return None
    return value if value.earliest <= today else PartialDate(value.year - 1, value.month, value.day)


def _english_month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _english(match: re.Match[str], _: date | None) -> PartialDate | None:
    day = match["day"] or match["day_after"]
    return PartialDate(int(match["year"]), _english_month(match["name"]), None if day is None else int(day))


def _english_last(match: re.Match[str], today: date | None) -> PartialDate | None:
    if today is None:
        return None
    if match["name"] is None:
        return PartialDate(today.year - 1)
    month = _english_month(match["name"])
    return PartialDate(today.year if month < today.month else today.year - 1, month)


_READERS: dict[str, Callable[[re.Match[str], date | None], PartialDate | None]] = {
    "numeric": _written,
    "written": _written,
    "this_year": _this_year,
    "month": _month,
    "day": _day,
    "ago": _ago,
    "yearless": _yearless,
    "english": _english,
    "english_last": _english_last,
    "english_year": _written,
}
