"""Walks every reachable state of a case by answering every question in every way that can differ.

    walk = explore(pack, pack.case("lost"), today)

Dates are answered by representatives of their intervals (`policy.representatives`), and the walk is repeated for every
day of asking that can differ. A state is a question asked or an outcome reached with what was answered so far.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from policy.conditions import DateIs, settle
from policy.evaluation import DeadEnd, Situation, answers_for, matters, step, turns
from policy.outcomes import Outcome
from policy.pack import Pack
from policy.representatives import conditions_of, days_to_ask_on
from policy.schema import Case, Choosing, Fact

Entry = tuple[str, str]  # such as ("statement", "registration-form")


@dataclass(frozen=True)
class Reached:
    """One distinct outcome, with one way there, for a person to follow."""

    outcome: Outcome
    on: date
    path: str


@dataclass
class Walk:
    """What a walk over one case saw."""

    case: Case
    days: tuple[date, ...]
    questions: int = 0
    endings: int = 0
    longest: int = 0
    outcomes: dict[tuple[object, ...], Reached] = field(default_factory=dict)
    entries: set[Entry] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    passed_over: int = 0
    dead_ends: list[str] = field(default_factory=list)
    loops: list[str] = field(default_factory=list)

    @property
    def pointless(self) -> set[str]:
        """Facts that conditions name but that never change anything, in any state."""
        return self.met - {name for kind, name in self.entries if kind == "fact"}

    @property
    def states(self) -> int:
        """Questions asked and outcomes reached, each with its own history."""
        return self.questions + self.endings


def explore(pack: Pack, case: Case, today: date) -> Walk:
    """Walk a case on every day of asking that differs, from nothing known."""
    walk = Walk(case, days_to_ask_on(case, _date_facts(pack, case), today))
    for day in walk.days:
        _visit(Situation(pack, case, MappingProxyType({}), day), walk)
    return walk


def _date_facts(pack: Pack, case: Case) -> tuple[Fact, ...]:
    """The date facts that a case can ask for."""
    names = {leaf.name for condition in conditions_of(case) for leaf in condition.leaves() if isinstance(leaf, DateIs)}
    names |= {computed.of for computed in case.dates}
    return tuple(pack.facts[name] for name in sorted(names) if name in pack.facts)


def _visit(situation: Situation, walk: Walk) -> Situation | None:
    """Walk everything below a state; returns one decided situation found there."""
    try:
        result = step(situation)
    except DeadEnd:
        walk.dead_ends.append(described(situation))
        return None
    if isinstance(result, Outcome):
        _record(situation, result, walk)
        return situation
    if situation.answer(result) is not None:
        walk.loops.append(described(situation))
        return None
    return _ask(situation, result, walk)


def _ask(situation: Situation, fact: str, walk: Walk) -> Situation | None:
    """Answer a question in every way; one that changes nothing here is passed over, as `evaluate` does."""
    walk.met.add(fact)
    branches = [situation.knowing(fact, answer) for answer in answers_for(situation, fact)]
    ending = _visit(branches[0], walk) if branches else None
    if not (ending and turns(ending, fact)) and not matters(situation, fact):
        walk.passed_over += 1
        return ending
    walk.questions += 1
    walk.entries.add(("fact", fact))
    walk.entries.update(("choice", f"{fact}={branch.answers[fact]}") for branch in branches)
    for branch in branches[1:]:
        _visit(branch, walk)
    return ending


def _record(situation: Situation, outcome: Outcome, walk: Walk) -> None:
    walk.endings += 1
    walk.longest = max(walk.longest, len(situation.answers))
    statements = tuple(statement.id for statement in outcome.statements)
    wait = outcome.earliest_date is not None and outcome.earliest_date > situation.today
    lines = tuple(_lines(situation, outcome))
    route = tuple(step.id for step in outcome.route)
    key = (outcome.entry, outcome.submitter.id, outcome.authority.id, statements, wait, lines, route)
    if key not in walk.outcomes:
        walk.outcomes[key] = Reached(outcome, situation.today, described(situation))
        walk.entries.update(_entries(outcome), lines)


def _entries(outcome: Outcome) -> Iterator[Entry]:
    yield "outcome", outcome.entry
    yield from (("statement", statement.id) for statement in outcome.statements)
    yield from (("form", form.id) for form in outcome.forms)
    yield from (("route step", step.id) for step in outcome.route)
    yield from (("authority", statement.ask.id) for statement in outcome.statements if statement.ask)
    yield "submitter", outcome.submitter.id
    yield "authority", outcome.authority.id


def _lines(situation: Situation, outcome: Outcome) -> Iterator[Entry]:
    """Which lines of the case's ordered lists chose submitter and authority."""
    rule = next(rule for rule in situation.case.outcomes if rule.id == outcome.entry)
    if rule.submitter is None:
        yield "submitter line", str(_line(situation, situation.case.submitter))
    if rule.authority is None:
        yield "authority line", str(_line(situation, situation.case.authority))


def _line(situation: Situation, entries: Sequence[Choosing]) -> int:
    """Which line of an ordered list was taken, counted from 1."""
    return next(index for index, entry in enumerate(entries, 1) if settle(entry.when, situation))


def described(situation: Situation) -> str:
    """A situation's history in words, for a complaint."""
    return " ".join([*(f"{fact}={answer}" for fact, answer in situation.answers.items()), f"on {situation.today}"])
