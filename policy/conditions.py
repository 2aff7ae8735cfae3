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
from typing import Any, ClassVar, Protocol

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

    def look(self, known: Known) -> bool | str:
        """Open until the fact is known."""
        answer = known.answer(self.fact)
        return self.fact if answer is None else answer in self.answers

    def leaves(self) -> Iterator[FactIs | DateIs]:
        """Itself."""
        yield self


@dataclass(frozen=True)
class DateIs:
    """A named date stands in a relation to a day or to another named date."""

    name: str
    relation: Relation
    other: str | date

    def look(self, known: Known) -> bool | str:
        """Open until the facts behind the named dates are known."""
        try:
            left = known.day(self.name)
            right = known.day(self.other) if isinstance(self.other, str) else self.other
        except Unsettled as unsettled:
            return unsettled.fact
        return self.relation.holds(left, right)

    def leaves(self) -> Iterator[FactIs | DateIs]:
        """Itself."""
        yield self


@dataclass(frozen=True)
class Several:
    """Conditions taken together; a later one may decide alone, so an open one counts only when none does."""

    parts: tuple[Condition, ...]
    decisive: ClassVar[bool]

    def look(self, known: Known) -> bool | str:
        """The decisive truth if any part has it, else the first open fact, else the other truth."""
        open_fact: str | None = None
        for part in self.parts:
            truth = part.look(known)
            if truth is self.decisive:
                return truth
            if isinstance(truth, str) and open_fact is None:
                open_fact = truth
        return not self.decisive if open_fact is None else open_fact

    def leaves(self) -> Iterator[FactIs | DateIs]:
        """The comparisons of all parts."""
        for part in self.parts:
            yield from part.leaves()


class AllOf(Several):
    """Every part holds; without parts it always holds."""

    decisive = False


class AnyOf(Several):
    """At least one part holds."""

    decisive = True


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Condition

    def look(self, known: Known) -> bool | str:
        """The opposite, or open as the part is."""
        truth = self.part.look(known)
        return truth if isinstance(truth, str) else not truth

    def leaves(self) -> Iterator[FactIs | DateIs]:
        """The comparisons of the part."""
        yield from self.part.leaves()


# Something that is true, false, or open while a fact is not known: `look` says which, `leaves` what it compares.
Condition = FactIs | DateIs | Several | Not
ALWAYS = AllOf(())


def settle(condition: Condition, known: Known) -> bool:
    """The condition's truth; raises `Unsettled` with the first fact on which it still hangs."""
    truth = condition.look(known)
    if isinstance(truth, str):
        raise Unsettled(truth)
    return truth


def parse_condition(raw: Any) -> Condition:
    """Read a condition from YAML data; raises ValueError with a sentence when it cannot be one."""
    if isinstance(raw, (FactIs, DateIs, Several, Not)):
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
