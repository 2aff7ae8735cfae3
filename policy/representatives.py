"""Answers that stand for all others, so that finitely many walks see everything.

A yes/no fact and a choice have few answers. A date has thousands of days, but a case only compares it with a handful
of days; between two such boundaries every day is treated alike, so the first day of each interval stands for it. The
boundary of a computed date (six months later) is searched on the calendar, because months are uneven. Where the day
itself is shown to people, the last day of each interval is taken too: two days that differ in nothing else must differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from policy.conditions import TODAY, Answer, Condition, DateIs, Relation
from policy.schema import Case, Conditional, Fact
from policy.vocabulary import FactKind

_DAY = timedelta(days=1)
_SAMPLE_TEXTS = ("甲", "乙")
_LAST_DAY = date(2999, 12, 31)
_MIRRORED = {
    Relation.BEFORE: Relation.AFTER,
    Relation.AFTER: Relation.BEFORE,
    Relation.UNTIL: Relation.FROM,
    Relation.FROM: Relation.UNTIL,
    Relation.IS: Relation.IS,
}
# A day on which a comparison turns: the first that is not before the bound, or the first after it.
_REACHES = frozenset({Relation.BEFORE, Relation.FROM, Relation.IS})
_PASSES = frozenset({Relation.AFTER, Relation.UNTIL, Relation.IS})


def conditions_of(case: Case) -> Iterator[Condition]:
    """Every condition of a case, outcomes first."""
    entries: tuple[Conditional, ...] = (*case.outcomes, *case.submitter, *case.authority, *case.statements, *case.route)
    for entry in entries:
        yield entry.when


def possible_answers(case: Case, fact: Fact, today: date) -> tuple[Answer, ...]:
    """Answers to the fact that reach everything it can change in this case, in a fixed order."""
    if fact.kind is FactKind.DATE:
        return _days(case, fact, today)
    return fact.answers or _SAMPLE_TEXTS


def days_to_ask_on(case: Case, facts: tuple[Fact, ...], around: date) -> tuple[date, ...]:
    """Days of asking that stand for all others; `around` stands for its own interval.

    The day of asking also bounds what dates can be answered, so every boundary of a date fact counts as one here.
    """
    turns = set(_turns(case, TODAY, lambda day: day, low=date.min + _DAY, high=_LAST_DAY))
    for fact in facts:
        for name, follow in _names(case, fact):
            turns |= set(_turns(case, name, follow, low=fact.earliest, high=_LAST_DAY))
    if not turns:
        return (around,)
    first_days = sorted({min(turns) - _DAY, *turns})
    own = max((day for day in first_days if day <= around), default=first_days[0])
    return tuple(around if day == own else day for day in first_days)


def _days(case: Case, fact: Fact, today: date) -> tuple[Answer, ...]:
    turns = {fact.earliest}
    for name, follow in _names(case, fact):
        turns |= {day for day in _turns(case, name, follow, low=fact.earliest, high=today, today=today) if day <= today}
    if _is_shown(case, fact):
        turns |= {day - _DAY for day in turns if day > fact.earliest} | {today}
    return tuple(sorted(turns))


def _is_shown(case: Case, fact: Fact) -> bool:
    names = {name for name, _ in _names(case, fact)}
    texts = (*(outcome.headline for outcome in case.outcomes), *(statement.text for statement in case.statements))
    return any(names.intersection(text.names) for text in texts) or any(
        outcome.earliest_date in names for outcome in case.outcomes
    )


def _names(case: Case, fact: Fact) -> Iterator[tuple[str, Callable[[date], date]]]:
    """The fact's own name and the dates computed from it, each with how it follows from the fact's day."""
    yield fact.id, lambda day: day
    for computed in case.dates:
        if computed.of == fact.id:
            yield computed.id, computed.follow


def _turns(
    case: Case, name: str, follow: Callable[[date], date], *, low: date, high: date, today: date | None = None
) -> Iterator[date]:
    """The days on which some comparison of the named date turns; those with `today` only when it is given."""
    for relation, other in _comparisons(case, name):
        bound = other if isinstance(other, date) else today
        if bound is None:
            continue
        if relation in _REACHES:
            yield _first_day(follow, bound, low, high)
        if relation in _PASSES:
            yield _first_day(follow, bound + _DAY, low, high)


def _comparisons(case: Case, name: str) -> Iterator[tuple[Relation, date | str]]:
    """Everything that the named date is compared with, read as if it stood on the left."""
    for condition in conditions_of(case):
        for leaf in condition.leaves():
            if isinstance(leaf, DateIs) and leaf.name == name:
                yield leaf.relation, leaf.other
            elif isinstance(leaf, DateIs) and leaf.other == name:
                yield _MIRRORED[leaf.relation], leaf.name


def _first_day(follow: Callable[[date], date], bound: date, low: date, high: date) -> date:
    """The first day from `low` whose following date is at or after the bound; the day after `high` if none."""
    below, above = 0, (high - low).days + 1
    while below < above:
        middle = (below + above) // 2
        if follow(low + middle * _DAY) >= bound:
            above = middle
        else:
            below = middle + 1
    return low + below * _DAY
