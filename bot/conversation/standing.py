"""Where a conversation stands: its steps replayed over the notices' data.

    standing = replay(conversation, Moment(load_packs(), date(2026, 11, 20)))
    standing.known       # {"issued_here": True, "level": "senior"}
    standing.result      # the Ask or the Outcome, None before notice and case are known

Pure. A later step overrides an earlier one; answers that the notice's data no longer allows are left out and named in
`dropped`, so that a conversation survives a change of the data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2s
from types import MappingProxyType

import policy
from bot.conversation.state import Conversation, Named, Step, Value
from bot.understanding import Intent
from policy import SLOTS, Ask, Case, FactKind, Outcome, Pack, PolicyError

WRITTEN_BY_HAND = "____"
"""Stands for the answer to a question for text: the conversation keeps that it was answered, not the words."""

_CASE_INTENTS = {intent.value: intent for intent in policy.Intent}


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """What a turn depends on beside the conversation: the notices and the day."""

    packs: Mapping[str, Pack]
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """A conversation, replayed."""

    pack: Pack | None
    case: Case | None
    intent: Intent | None
    known: Mapping[str, Value]
    """Facts of the pack, in the order in which they became known."""
    slots: Mapping[str, Value]
    """What sentences said, whether or not the notice asks for it."""
    dropped: tuple[str, ...]
    result: Ask | Outcome | None

    @property
    def outcome(self) -> Outcome | None:
        """The outcome, once there is one."""
        return self.result if isinstance(self.result, Outcome) else None


@lru_cache(maxsize=16)
def version_of(pack: Pack) -> str:
    """A short digest of everything that the pack says; it changes whenever its data changes."""
    said = (pack.notice, pack.facts, pack.cases, pack.authorities, pack.submitters, pack.forms, pack.lost_notice)
    return blake2s(repr(said).encode(), digest_size=4).hexdigest()


def case_for(pack: Pack, intent: Intent) -> Case | None:
    """The case with which a notice answers an intent; None where it has none, or where no case could answer it."""
    known = _CASE_INTENTS.get(intent.value)
    return pack.case_for(known) if known else None


def replay(conversation: Conversation, moment: Moment) -> Standing:
    """Where the conversation stands on that day; raises nothing for any conversation."""
    steps = conversation.steps
    pack, since = _pack(steps, moment)
    intent = next((step.intent for step in reversed(steps) if step.intent), None)
    slots = {name: value for step in steps for name, value in step.slots if name in SLOTS}
    if pack is None:
        return Standing(None, None, intent, MappingProxyType({}), MappingProxyType(slots), (), None)
    case = _case(pack, steps, since, intent)
    told = _told(pack, steps, since)
    known = {fact: value for fact, value in told.items() if _possible(pack, fact, value, moment.on)}
    result = _evaluated(pack, case.id, tuple(known.items()), moment.on) if case else None
    dropped = tuple(fact for fact in told if fact not in known)
    return Standing(pack, case, intent, MappingProxyType(known), MappingProxyType(slots), dropped, result)


# Turns of the same case come to the same situations again and again; the keys are closed facts.
@lru_cache(maxsize=4096)
def _evaluated(pack: Pack, case_id: str, known: Named, on: date) -> Ask | Outcome:
    return policy.evaluate(pack, case_id, dict(known), on)


def _pack(steps: Sequence[Step], moment: Moment) -> tuple[Pack | None, int]:
    """The notice chosen last, and the first step whose facts are its own: notices never mix."""
    chosen = [(at, step.notice) for at, step in enumerate(steps) if step.notice in moment.packs]
    if not chosen:
        return None, 0
    notice = chosen[-1][1]
    others = [place for place, (_, other) in enumerate(chosen) if other != notice]
    since = chosen[others[-1] + 1][0] if others else chosen[0][0]
    return moment.packs[str(notice)], since


def _case(pack: Pack, steps: Sequence[Step], since: int, intent: Intent | None) -> Case | None:
    """The case chosen or wanted last; a case chosen under another notice does not count."""
    for at in range(len(steps) - 1, -1, -1):
        step = steps[at]
        if step.case in pack.cases and at >= since:
            return pack.cases[str(step.case)]
        if step.intent:
            return case_for(pack, step.intent)
    return case_for(pack, intent) if intent else None


def _told(pack: Pack, steps: Sequence[Step], since: int) -> dict[str, Value]:
    told: dict[str, Value] = {}
    for at, step in enumerate(steps):
        told |= pack.from_slots({name: value for name, value in step.slots if _whole(name, value)})
        if at >= since:
            told |= {fact: _by_hand(pack, fact, value) for fact, value in step.facts}
    return told


def _whole(slot: str, value: Value) -> bool:
    """Whether a slot's value can be an answer: a closed word, or a day that is known to the day."""
    kind = SLOTS[slot][0].value if slot in SLOTS else "text"
    return kind != "text" and (kind != "date" or isinstance(value, date))


def _by_hand(pack: Pack, fact: str, value: Value) -> Value:
    """The answer to a fact, except that a text is never kept: whoever asked for it writes it on the paper."""
    known = pack.facts.get(fact)
    return WRITTEN_BY_HAND if known and known.kind is FactKind.TEXT else value


def _possible(pack: Pack, fact: str, value: Value, on: date) -> bool:
    try:
        pack.accepted({fact: value}, on)
    except PolicyError:
        return False
    return True
