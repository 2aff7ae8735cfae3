"""The answers to a notice's questions as an application keeps them: closed facts, in JSON.

    stored = to_json({"level": "senior", "published_on": date(2026, 3, 1)})
    from_json(pack, stored)                    # the same, as far as the notice of today still knows and allows them

What a pack calls by the slot of a sentence (level, route, unit_kind) can be asked for by that slot's name, so that this
code knows no particular notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from casework.applications.errors import NoSuchMatter
from casework.applications.words import Kind
from policy import Answer, Case, FactKind, Facts, Pack, PolicyError, load_packs
from registry.words import Route


def to_json(facts: Facts) -> dict[str, Any]:
    """The answers as JSON; a day is written as one."""
    return {fact: answer.isoformat() if isinstance(answer, date) else answer for fact, answer in facts.items()}


def from_json(pack: Pack, stored: Mapping[str, Any], on: date) -> Mapping[str, Answer]:
    """The answers that the notice knows and allows on that day; others are left out and will be asked again."""
    found: dict[str, Answer] = {}
    for fact_id, raw in stored.items():
        fact = pack.facts.get(fact_id)
        if fact is None:
            continue
        answer = _day(raw) if fact.kind is FactKind.DATE else raw
        try:
            pack.accepted({fact_id: answer}, on)
        except PolicyError:
            continue
        found[fact_id] = answer
    return MappingProxyType(found)


def _day(raw: Any) -> Any:
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError):
        return raw


def matter_of(notice: str, case_id: str, packs: Mapping[str, Pack] | None = None) -> tuple[Pack, Case, Kind]:
    """The pack and case that an application is about; raises `NoSuchMatter` where none can come of it."""
    pack = (load_packs() if packs is None else packs).get(notice)
    case = pack.cases.get(case_id) if pack else None
    if pack is None or case is None or case.effect is None:
        raise NoSuchMatter
    return pack, case, Kind.of(case.effect)


def contradicted(pack: Pack, facts: Facts, slot: str, said: str) -> str | None:
    """The id of a fact that answers otherwise than `said` in that slot would; None where nothing contradicts."""
    for fact in pack.facts.values():
        if fact.slot is None or fact.slot.name != slot or fact.id not in facts:
            continue
        meant = fact.slot.answer(said)
        if meant is not None and facts[fact.id] != meant:
            return fact.id
    return None


def route_of(pack: Pack, facts: Facts) -> Route:
    """How the title was obtained, by the facts; evaluation where the notice did not ask."""
    for fact in pack.facts.values():
        if fact.slot is not None and fact.slot.name == "route" and fact.id in facts:
            for route in Route:
                if fact.slot.answer(route.value) == facts[fact.id]:
                    return route
    return Route.EVALUATION
