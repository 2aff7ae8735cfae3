"""Calendar arithmetic of the notices: months after a day, and years after a year.

after_months(date(2026, 8, 31), 6)   →  date(2027, 2, 28)
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def after_months(day: date, months: int) -> date:
    """The corresponding day `months` calendar months later; the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def written(day: date, language: str) -> str:
    """The day as people write it: 2026年8月31日, 31 August 2026."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
