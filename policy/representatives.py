"""Answers that stand for all others, so that finitely many walks see everything.

A yes/no fact and a choice have few answers. A date has thousands of days, but a case only compares it with a handful
of days; between two such boundaries every day is treated alike. For each comparison the boundary is searched on the
calendar, because a computed date (six months later) moves unevenly: the last day before it, the first day on it, the
last day on it, and the first day after it each stand for their interval.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from policy.conditions import TODAY, Answer, Condition, DateIs, leaves
from policy.schema import Case, Conditional, Fact
from policy.vocabulary import FactKind

_DAY = timedelta(days=1)
_SAMPLE_TEXTS = ("甲", "乙")


def conditions_of(case: Case) -> Iterator[Condition]:
    """Every condition of a case, outcomes first."""
    entries: tuple[Conditional, ...] = (*case.outcomes, *case.submitter, *case.authority, *case.statements)
    for entry in entries:
        yield entry.when


def possible_answers(case: Case, fact: Fact, today: date) -> tuple[Answer, ...]:
    """Answers to the fact that reach everything it can change in this case, in a fixed order."""
    if fact.kind is FactKind.DATE:
        return _days(case, fact, today)
    return fact.answers or _SAMPLE_TEXTS


def days_to_ask_on(case: Case, around: date) -> tuple[date, ...]:
    """Days of asking that stand for all others: around every day that `today` is compared with, and the given day."""
    days = {around}
    for boundary in _boundaries(case, TODAY):
        if isinstance(boundary, date):
            days |= {boundary - _DAY, boundary, boundary + _DAY}
    return tuple(sorted(days))


def _days(case: Case, fact: Fact, today: date) -> tuple[Answer, ...]:
    days = {fact.earliest, today}
    for name, follow in _names(case, fact):
        for other in _boundaries(case, name):
            bound = other if isinstance(other, date) else today
            days |= {day for day in _edges(follow, bound, fact.earliest, today) if fact.earliest <= day <= today}
    return tuple(sorted(days))


def _names(case: Case, fact: Fact) -> Iterator[tuple[str, Callable[[date], date]]]:
    """The fact's own name and the dates computed from it, each with how it follows from the fact's day."""
    yield fact.id, lambda day: day
    for computed in case.dates:
        if computed.of == fact.id:
            yield computed.id, computed.follow


def _boundaries(case: Case, name: str) -> Iterator[date | str]:
    """Everything that the named date is compared with, whichever side it stands on."""
    for condition in conditions_of(case):
        for leaf in leaves(condition):
            if isinstance(leaf, DateIs) and leaf.name == name:
                yield leaf.other
            elif isinstance(leaf, DateIs) and leaf.other == name:
                yield leaf.name


def _edges(follow: Callable[[date], date], bound: date, low: date, high: date) -> Iterator[date]:
    reached = _first_day(lambda day: follow(day) >= bound, low, high)
    passed = _first_day(lambda day: follow(day) > bound, low, high)
    yield from (reached - _DAY, reached, passed - _DAY, passed)


def _first_day(test: Callable[[date], bool], low: date, high: date) -> date:
    """The first day from `low` on which a test holds that stays true afterwards; the day after `high` if none."""
    span = (high - low).days + 1
    below = 0
    while below < span:
        middle = (below + span) // 2
        if test(low + middle * _DAY):
            span = middle
        else:
            below = middle + 1
    return low + below * _DAY
