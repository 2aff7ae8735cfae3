"""What was counted, read for the authority: by day, by verdict, by way, and the foreign hosts.

figures(session, since=date(2026, 11, 1), until=date(2026, 11, 30)).as_dict()
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.verification import Verdict
from verify_site.models import Check, ForeignHost
from verify_site.statistics.counting import Other, Outcome, Way

MOST_HOSTS = 200
"""Hosts that are listed, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Host:
    """A site that codes led to instead of this one."""

    name: str
    first_on: date
    last_on: date
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of the days from `since` to `until`, both included; days without a check are there with nothing."""

    since: date
    until: date
    by_day: Mapping[date, Mapping[Outcome, int]]
    by_way: Mapping[Way, int]
    hosts: tuple[Host, ...]

    @property
    def by_outcome(self) -> dict[Outcome, int]:
        """Over all days; only verdicts (and receipts) that occurred, the most frequent first."""
        total: Counter[Outcome] = Counter()
        for outcomes in self.by_day.values():
            total.update(outcomes)
        return dict(sorted(total.items(), key=lambda each: (-each[1], each[0])))

    @property
    def total(self) -> int:
        """All checks."""
        return sum(self.by_outcome.values())

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "total": self.total,
            "days": [
                {"day": day.isoformat(), "verdicts": {outcome.value: count for outcome, count in outcomes.items()}}
                for day, outcomes in self.by_day.items()
            ],
            "verdicts": {outcome.value: count for outcome, count in self.by_outcome.items()},
            "ways": {way.value: count for way, count in self.by_way.items()},
            "foreign_hosts": [
                {
                    "host": host.name,
                    "first_on": host.first_on.isoformat(),
                    "last_on": host.last_on.isoformat(),
                    "count": host.count,
                }
                for host in self.hosts
            ],
        }


def figures(session: Session, *, since: date, until: date) -> Figures:
    """Read the counts of these days, and the foreign hosts that were last met in them."""
    by_day: dict[date, Counter[Outcome]] = {
        since + timedelta(days=offset): Counter() for offset in range((until - since).days + 1)
    }
    by_way: Counter[Way] = Counter()
    for check in session.scalars(select(Check).where(Check.day.between(since, until))):
        by_day[check.day][_outcome(check.verdict)] += check.count
        by_way[Way(check.way)] += check.count
    found = (
        select(ForeignHost)
        .where(ForeignHost.last_on >= since, ForeignHost.first_on <= until)
        .order_by(ForeignHost.count.desc(), ForeignHost.host)
        .limit(MOST_HOSTS)
    )
    hosts = tuple(Host(row.host, row.first_on, row.last_on, row.count) for row in session.scalars(found))
    return Figures(since, until, by_day, by_way, hosts)


def _outcome(stored: str) -> Outcome:
    return Other.RECEIPT if stored == Other.RECEIPT else Verdict(stored)
