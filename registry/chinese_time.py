"""Dates on paper are dates in China: one time zone, no summer time since 1991."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def date_in_china(moment: datetime) -> date:
    """The calendar date in China at that moment."""
    return moment.astimezone(CHINA).date()
