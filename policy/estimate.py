"""How many questions are still to come, as a range that holds whatever the answers are.

remaining_estimate(pack, "confirm", facts, on)   →  Remaining(at_least=3, at_most=9)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain

from policy.conditions import TODAY, Condition, DateIs, Facts, Unsettled, settle
from policy.evaluation import Situation, advance, answers_for, situated
from policy.outcomes import Outcome
from policy.pack import Pack
from policy.schema import Conditional, OutcomeRule

# Situations looked at for `at_least`; beyond that the depth reached so far is still a true lower bound.
_LOOKS = 4


@dataclass(frozen=True)
class Remaining:
    """The number of questions left: never fewer than `at_least`, never more than `at_most`."""

    at_least: int
    at_most: int


def remaining_estimate(pack: Pack, case_id: str, facts: Facts, on: date) -> Remaining:
    """The range of questions left; 0 to 0 when the outcome is known. Raises as `evaluate` does."""
    situation = situated(pack, case_id, facts, on)
    at_least = _fewest(situation)
    return Remaining(at_least, max(at_least, _most(situation)) if at_least else 0)


def _fewest(situation: Situation) -> int:
    level, depth, looks = [situation], 0, 0
    while True:
        deeper: list[Situation] = []
        for each in level:
            if looks == _LOOKS:
                return depth
            looks += 1
            reached, result = advance(each)
            if isinstance(result, Outcome):
                return depth
            deeper += (reached.knowing(result, answer) for answer in answers_for(reached, result))
        level, depth = deeper, depth + 1


def _most(situation: Situation) -> int:
    """The largest number of open facts that any outcome still possible depends on."""
    passed: set[str] = set()
    largest = 0
    for outcome in situation.case.outcomes:
        try:
            holds = settle(outcome.when, situation)
        except Unsettled:
            holds = None
        passed |= _open(situation, outcome.when)
        if holds is not False:
            largest = max(largest, len(passed | _open_in(situation, outcome)))
        if holds:
            break
    return largest


def _open_in(situation: Situation, outcome: OutcomeRule) -> set[str]:
    """The open facts that an outcome's parts hang on, once the outcome itself is decided."""
    case = situation.case
    statements = case.statements_of[outcome.id]
    route = case.route_of.get(outcome.id, ())
    parts: tuple[Conditional, ...] = (*case.submitter, *case.authority, *statements, *route)
    wordings = (outcome.headline, *(statement.text for statement in statements))
    named = {outcome.earliest_date} if outcome.earliest_date else set()
    named |= set(chain.from_iterable(text.names for text in wordings))
    return set().union(*(_open(situation, part.when) for part in parts)) | _unknown(situation, named)


def _open(situation: Situation, condition: Condition) -> set[str]:
    try:
        settle(condition, situation)
    except Unsettled:
        names: set[str] = set()
        for leaf in condition.leaves():
            names |= {leaf.name, str(leaf.other)} if isinstance(leaf, DateIs) else {leaf.fact}
        return _unknown(situation, names)
    return set()


def _unknown(situation: Situation, names: set[str]) -> set[str]:
    computed = situation.case.computed
    facts = {computed[name].of if name in computed else name for name in names if name != TODAY}
    return {fact for fact in facts if fact in situation.pack.facts and situation.answer(fact) is None}
