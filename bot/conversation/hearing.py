"""What a sentence adds to a conversation: the slots worth keeping, the notice of its place, and what it corrects.

Only closed words, region codes and days pass; the sentence itself ends here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.conversation.standing import Moment, Standing
from bot.conversation.state import Step, Value
from bot.understanding import Intent, Level, PartialDate, Slot, SlotValue, Understanding
from policy import SLOTS

_LEVELS = {
    Level.FULL_SENIOR: "senior",
    Level.DEPUTY_SENIOR: "senior",
    Level.SENIOR_UNSTATED: "senior",
    Level.INTERMEDIATE: "intermediate",
    Level.ASSISTANT: "junior",
    Level.TECHNICIAN: "junior",
    Level.JUNIOR_UNSTATED: "junior",
}
# What the wish itself says about the certificate.
_DEFECTS = {Intent.DAMAGED: "damaged", Intent.CORRECTION: "misprinted"}
_CORRECTS = re.compile(
    r"^(?:不对|不是|错了|说错|我说错|更正|纠正|改成|改为|应该是|应该|其实|刚才说错)|改成|改为|说错了|说反了"
    r"|^(?:no,|actually|sorry|correction|i meant|wrong)"
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a sentence brought. `kept` are facts whose earlier answers it contradicts without correcting them."""

    step: Step
    kept: tuple[str, ...] = ()


def hear(said: Understanding, text: str, standing: Standing, moment: Moment) -> Heard:
    """The step that a sentence makes: new slots, facts that it corrects, and a notice where none was known."""
    slots = dict(_slots(said, moment))
    notice = None if standing.pack else _notice(said.slots, moment)
    if standing.pack is None:
        return Heard(Step(notice=notice, slots=tuple(slots.items())))
    filled = standing.pack.from_slots({name: value for name, value in slots.items() if _closed(name, value)})
    contrary = {fact: value for fact, value in filled.items() if standing.known.get(fact, value) != value}
    if contrary and not _CORRECTS.search(text):
        rest = {name: value for name, value in slots.items() if not _fills(standing, name, value, contrary)}
        return Heard(Step(slots=tuple(rest.items())), tuple(contrary))
    news = {name: value for name, value in slots.items() if standing.slots.get(name) != value}
    return Heard(Step(slots=tuple(news.items()), facts=tuple(contrary.items())))


def _closed(name: str, value: Value) -> bool:
    return SLOTS[name][0].value != "date" or not isinstance(value, str)


def _fills(standing: Standing, name: str, value: Value, contrary: Mapping[str, Value]) -> bool:
    return bool(standing.pack and set(standing.pack.from_slots({name: value})) & set(contrary))


def _notice(slots: Mapping[Slot, SlotValue], moment: Moment) -> str | None:
    """The notice that applies where the person went or works, else in the place that is merely named."""
    for slot in (Slot.REGION_TO, Slot.REGION):
        place = slots.get(slot)
        for pack in moment.packs.values() if isinstance(place, str) else ():
            if pack.applies_in(str(place)):
                return pack.id
    return None


def names_uncovered_place(said: Understanding, moment: Moment) -> bool:
    """Whether a sentence names where the person is, and no notice applies there."""
    named = bool({Slot.REGION_TO, Slot.REGION} & set(said.slots))
    return named and _notice(said.slots, moment) is None


def _slots(said: Understanding, moment: Moment) -> Iterator[tuple[str, Value]]:
    """The slots that some notice asks for, as values of the packs' vocabulary; texts are never among them."""
    wanted = {fact.slot.name for pack in moment.packs.values() for fact in pack.facts.values() if fact.slot}
    if "defect" in wanted and said.intent in _DEFECTS and not said.choices:
        yield "defect", _DEFECTS[said.intent]
    for slot, value in said.slots.items():
        name = slot.value
        if name not in wanted or SLOTS[name][0].value == "text":
            continue
        if isinstance(value, PartialDate):
            yield name, value.exact or str(value)
        else:
            known = _LEVELS[Level(value)] if slot is Slot.LEVEL else str(value)
            kind, words = SLOTS[name]
            if kind.value != "choice" or known in words:
                yield name, known
