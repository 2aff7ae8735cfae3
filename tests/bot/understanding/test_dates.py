"""Dates in Chinese and Arabic figures, absolute and reckoned from today."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding import PartialDate
from bot.understanding.dates import find_dates, number
from bot.understanding.normalise import normalise

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2007年4月30日", ["2007-04-30"]),
        ("2007年4月30号", ["2007-04-30"]),
        ("2007-04-30", ["2007-04-30"]),
        ("2007.4.30", ["2007-04-30"]),
        ("2007/4/30", ["2007-04-30"]),
        ("２００７年４月", ["2007-04"]),
        ("二〇一三年四月三十日", ["2013-04-30"]),
        ("二零一三年十二月", ["2013-12"]),
        ("一九九八年", ["1998"]),
        ("98年", ["1998"]),
        ("零三年", ["2003"]),
        ("九五年五月", ["1995-05"]),
        ("去年八月", ["2025-08"]),
        ("今年3月", ["2026-03"]),
        ("前年", ["2024"]),
        ("上个月", ["2026-10"]),
        ("这个月5号", ["2026-11-05"]),
        ("昨天", ["2026-11-19"]),
        ("前天", ["2026-11-18"]),
        ("三天前", ["2026-11-17"]),
        ("两个月前", ["2026-09"]),
        ("11个月前", ["2025-12"]),
        ("3月5日", ["2026-03-05"]),
        ("12月1日", ["2025-12-01"]),
        ("八月份", ["2026-08"]),
        ("30 april 2007", ["2007-04-30"]),
        ("april 30, 2007", ["2007-04-30"]),
        ("in may 2024", ["2024-05"]),
        ("last march", ["2026-03"]),
        ("last december", ["2025-12"]),
        ("last year", ["2025"]),
        ("2007年2月29日", []),
        ("2026年2月30日", []),
        ("2026年13月1日", []),
        ("1900年", []),
        ("十年前", []),
        ("20年工龄", []),
        ("6个月后", []),
        ("鄂职改办[2013]80号", []),
        ("13800138000", []),
        ("420101199001010011", []),
        ("2007年取得，2025年丢", ["2007", "2025"]),
    ],
)
def test_a_text_holds_these_dates(text: str, dates: list[str]) -> None:
    assert [str(found.value) for found in find_dates(normalise(text), TODAY)] == dates


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_from_figures(day: date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day.year}.{day.month}.{day.day}"):
        assert [found.value.exact for found in find_dates(text, None)] == [day]


@given(st.integers(1, 99))
def test_numbers_are_read_in_both_figures(value: int) -> None:
    figures = "零一二三四五六七八九"
    tens, units = divmod(value, 10)
    chinese = ("" if tens == 0 else "十" if tens == 1 else f"{figures[tens]}十") + (figures[units] if units else "")
    assert number(chinese) == number(str(value)) == value


def test_a_partial_date_says_its_first_and_last_day() -> None:
    assert PartialDate(2007).earliest == date(2007, 1, 1)
    assert PartialDate(2007).latest == date(2007, 12, 31)
    assert PartialDate(2024, 2).latest == date(2024, 2, 29)
    assert PartialDate(2024, 2).exact is None
    assert PartialDate(2024, 2, 3).exact == date(2024, 2, 3)
