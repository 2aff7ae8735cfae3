"""Breaking any one rule of either notice is noticed by a situation: the tests are tested.

Each mutant is a case with one thing wrong: an outcome or statement gone, a condition turned around or dropped, a choice
left out, a day moved by one, a term one unit shorter.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from policy import Case, Pack, PolicyError, load_packs
from policy.conditions import ALWAYS, AllOf, AnyOf, Condition, DateIs, FactIs, Not, Several
from tests.policy.ledger import ids_of, recorded
from tests.policy.test_situations import TOLD

FULL = recorded()
# Outcomes above it have decided the two other places, so leaving the third out changes nothing; it is there to be read.
HARMLESS = {"outcomes entrusted wrong in way 4"}
CASES = [(pack.id, case) for pack in load_packs().values() for case in pack.cases]


def changed(case: Case, **parts: object) -> Case:
    """A copy with other parts, without what was computed from the old ones."""
    fresh = {name: getattr(case, name) for name in Case.model_fields}
    return Case.model_construct(**{**fresh, **parts})


def twisted(condition: Condition) -> Iterator[Condition]:
    """The condition with one comparison wrong."""
    if isinstance(condition, DateIs) and isinstance(condition.other, date):
        for days in (-1, 1):
            yield dataclasses.replace(condition, other=condition.other + timedelta(days=days))
    elif isinstance(condition, FactIs) and len(condition.answers) > 1:
        for answer in condition.answers:
            yield dataclasses.replace(condition, answers=tuple(a for a in condition.answers if a != answer))
    elif isinstance(condition, Not):
        yield from (Not(part) for part in twisted(condition.part))
    elif isinstance(condition, Several):
        kind = AllOf if isinstance(condition, AllOf) else AnyOf
        for index, part in enumerate(condition.parts):
            rest = (condition.parts[:index], condition.parts[index + 1 :])
            yield from (kind((*rest[0], other, *rest[1])) for other in twisted(part))
            if len(condition.parts) > 1:
                yield kind((*rest[0], *rest[1]))


def with_entry(case: Case, key: str, index: int, *entries: Any) -> Case:
    """The case with one entry of a list replaced, or removed."""
    old = getattr(case, key)
    return changed(case, **{key: (*old[:index], *entries, *old[index + 1 :])})


def mutants(case: Case) -> Iterator[tuple[str, Case]]:
    for key in ("outcomes", "statements", "submitter", "authority", "route"):
        for index, entry in enumerate(getattr(case, key)):
            name = f"{key} {getattr(entry, 'id', index)}"
            if key in {"statements", "route"} or entry.when != ALWAYS:
                yield f"{name} removed", with_entry(case, key, index)
            if entry.when == ALWAYS:
                continue
            wrong = [Not(entry.when), *([ALWAYS] if key in {"statements", "route"} else []), *twisted(entry.when)]
            for number, condition in enumerate(wrong):
                other = entry.model_copy(update={"when": condition})
                yield f"{name} wrong in way {number}", with_entry(case, key, index, other)
    for index, computed in enumerate(case.dates):
        update = {"months": computed.months - 1} if computed.months else {"new_year": (computed.new_year or 0) - 1}
        yield f"dates {computed.id} too short", with_entry(case, "dates", index, computed.model_copy(update=update))


def noticed(pack: Pack, case: str) -> bool:
    for told in TOLD:
        if (told.pack.id, told.case) != (pack.id, case):
            continue
        try:
            answer = dataclasses.replace(told, pack=pack).answer()
        except PolicyError:
            return True
        if ids_of(answer) != FULL[f"{told.file}: {told.name}"]:
            return True
        if getattr(answer, "earliest_date", None) != told.expect.get(
            "earliest", getattr(answer, "earliest_date", None)
        ):
            return True
    return False


@pytest.mark.parametrize(("notice", "case"), CASES)
def test_any_one_broken_rule_is_noticed_by_a_situation(notice: str, case: str) -> None:
    pack = load_packs()[notice]
    assert not noticed(pack, case)
    survivors = [
        name
        for name, mutant in mutants(pack.cases[case])
        if name not in HARMLESS
        and not noticed(dataclasses.replace(pack, cases=MappingProxyType({**pack.cases, case: mutant})), case)
    ]
    assert survivors == []
