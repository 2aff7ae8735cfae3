"""The small language in which the packs say when something holds, and its three-valued reading.

    level: senior                            the fact has this answer
    level: [intermediate, junior]            … one of these
    archive_moved: no                        a yes/no fact
    date: published_on, before: 2007-01-01   a date against a date, `today`, or a computed date
    all: [...]   any: [...]   not: ...       several lines in one mapping mean all of them

A fact that is not known yet makes a condition neither true nor false, unless the other parts already decide it.
`settle` returns the truth, or raises `Unsettled` with the first fact that could decide it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Protocol

Answer = bool | str | date
Facts = Mapping[str, Answer]
TODAY = "today"


class Unsettled(Exception):
    """The truth hangs on a fact that is not known yet."""

    def __init__(self, fact: str) -> None:
        super().__init__(fact)
        self.fact = fact


class Relation(Enum):
    """How the left date of a comparison must stand to the right one."""

    BEFORE = "before"
    UNTIL = "until"
    IS = "is"
    FROM = "from"
    AFTER = "after"

    def holds(self, left: date, right: date) -> bool:
        """Compare two dates; `until` and `from` include the day itself."""
        return _COMPARE[self](left, right)


_COMPARE: dict[Relation, Callable[[date, date], bool]] = {
    Relation.BEFORE: lambda left, right: left < right,
    Relation.UNTIL: lambda left, right: left <= right,
    Relation.IS: lambda left, right: left == right,
    Relation.FROM: lambda left, right: left >= right,
    Relation.AFTER: lambda left, right: left > right,
}


class Known(Protocol):
    """What a condition may look at."""

    def answer(self, fact: str) -> Answer | None:
        """The answer to a fact, None while it is not known."""
        ...

    def day(self, name: str) -> date:
        """A date by name: `today`, a date fact or a computed date; raises `Unsettled`."""
        ...


@dataclass(frozen=True)
class FactIs:
    """The fact has one of these answers."""

    fact: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class DateIs:
    """A named date stands in a relation to a day or to another named date."""

    name: str
    relation: Relation
    other: str | date


@dataclass(frozen=True)
class AllOf:
    """Every part holds; without parts it always holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = FactIs | DateIs | AllOf | AnyOf | Not
ALWAYS = AllOf(())


def settle(condition: Condition, known: Known) -> bool:
    """The condition's truth; raises `Unsettled` with the first fact on which it still hangs."""
    match condition:
        case FactIs(fact, answers):
            answer = known.answer(fact)
            if answer is None:
                raise Unsettled(fact)
            return answer in answers
        case DateIs(name, relation, other):
            left = known.day(name)
            return relation.holds(left, known.day(other) if isinstance(other, str) else other)
        case AllOf(parts):
            return _settle_parts(parts, known, decisive=False)
        case AnyOf(parts):
            return _settle_parts(parts, known, decisive=True)
        case Not(part):
            return not settle(part, known)


def _settle_parts(parts: tuple[Condition, ...], known: Known, *, decisive: bool) -> bool:
    """A later part may decide alone, so an open one is only reported when none does."""
    open_question: Unsettled | None = None
    for part in parts:
        try:
            if settle(part, known) is decisive:
                return decisive
        except Unsettled as unsettled:
            open_question = open_question or unsettled
    if open_question is not None:
        raise open_question
    return not decisive


def leaves(condition: Condition) -> Iterator[FactIs | DateIs]:
    """Every comparison inside a condition, in the order in which it is written."""
    match condition:
        case FactIs() | DateIs():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)


def parse_condition(raw: Any) -> Condition:
    """Read a condition from YAML data; raises ValueError with a sentence when it cannot be one."""
    if isinstance(raw, (FactIs, DateIs, AllOf, AnyOf, Not)):
        return raw
    if not isinstance(raw, dict) or not raw:
        raise ValueError("a condition is a mapping such as `level: senior` or `any: [...]`")
    if "date" in raw:
        return _parse_date(raw)
    parts = tuple(_parse_entry(key, value) for key, value in raw.items())
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _parse_entry(key: str, value: Any) -> Condition:
    if key in {"all", "any"}:
        if not isinstance(value, list) or not value:
            raise ValueError(f"`{key}` takes a list of conditions")
        parts = tuple(parse_condition(part) for part in value)
        return AllOf(parts) if key == "all" else AnyOf(parts)
    if key == "not":
        return Not(parse_condition(value))
    answers = tuple(value) if isinstance(value, list) else (value,)
    if not answers or not all(isinstance(answer, (bool, str)) for answer in answers):
        raise ValueError(f"`{key}` is compared with yes, no, a choice or a list of choices")
    return FactIs(key, answers)


def _parse_date(raw: dict[str, Any]) -> Condition:
    relations = [key for key in raw if key != "date"]
    known = {relation.value for relation in Relation}
    if len(relations) != 1 or relations[0] not in known:
        raise ValueError(f"`date` stands with exactly one of {', '.join(sorted(known))}")
    name, other = raw["date"], raw[relations[0]]
    if type(name) is not str or type(other) not in {str, date}:
        raise ValueError("`date` compares a named date with a day (YYYY-MM-DD), `today` or another named date")
    return DateIs(name, Relation(relations[0]), other)
