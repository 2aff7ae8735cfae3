"""What a conversation is: a frozen value of closed facts, one step per turn, in order.

    conversation = Conversation(day=date(2026, 11, 20), language="zh").plus(Step(notice="hubei-2013-80"))

Nothing that a person typed is in it: slots and facts hold words of closed lists, region codes and days. Everything
shown is replayed from it (`bot.conversation.standing`), so an earlier value of it is an earlier turn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.understanding import Intent
from messages import Language

Value = bool | str | date
Named = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What one turn of the person added; `slots` were understood from a sentence, `facts` answered or corrected."""

    notice: str | None = None
    case: str | None = None
    intent: Intent | None = None
    slots: Named = ()
    facts: Named = ()

    def __bool__(self) -> bool:
        """Whether the step adds anything."""
        return bool(self.notice or self.case or self.intent or self.slots or self.facts)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The whole state of a conversation."""

    day: date
    """The day of the latest turn; a link holds for thirty days from it."""
    language: Language
    steps: tuple[Step, ...] = ()
    version: str = ""
    """The version of the notice's data by which the latest turn was answered; empty before a notice is known."""
    changing: str | None = None
    """What the person is about to answer anew: a fact, `notice` or `case`."""
    offered: tuple[Intent, ...] = ()
    """The intents among which the person is asked to choose, while none is sure."""
    aside: Intent | None = None
    """A side question that waits until the notice is known."""

    def plus(self, step: Step) -> Conversation:
        """The conversation one step on; what was being changed or offered is settled by it."""
        steps = (*self.steps, step) if step else self.steps
        return replace(self, steps=steps, changing=None, offered=())

    def back(self) -> Conversation:
        """The conversation one step earlier; at the beginning, itself."""
        if self.changing or self.offered or self.aside:
            return replace(self, changing=None, offered=(), aside=None)
        return replace(self, steps=self.steps[:-1])
