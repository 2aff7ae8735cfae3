"""From one sentence to what it wants and says; the module behind `bot.understanding.understand`.

decide(normalise("证书丢了"), load_model()).intent     # Intent.LOST
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bot.understanding.familiarity import is_familiar
from bot.understanding.features import (
    names_a_certificate,
    names_another_document,
    speaks_of_certificates,
    speaks_of_handing_in,
)
from bot.understanding.intents import Intent
from bot.understanding.model import Model, load_model
from bot.understanding.normalise import READ_CHARACTERS, is_readable, language_of, normalise
from bot.understanding.slots import extract
from bot.understanding.values import Slot, SlotValue
from messages import Language

OFFERED = 3
"""How many intents are offered where none is sure; "none of these" is always offered beside them."""

_ABOUT_THE_CERTIFICATE = {
    Intent.LOST,
    Intent.DAMAGED,
    Intent.CONFIRM,
    Intent.RENEW,
    Intent.VERIFY,
    Intent.CORRECTION,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a sentence wants: `intent` where `choices` is empty, else one of the likeliest, which are to be offered."""

    intent: Intent
    confidence: float
    """The probability of `intent`, from 0 to 1."""
    choices: tuple[Intent, ...] = ()

    @property
    def offers(self) -> tuple[Intent, ...]:
        """What a person meets: the intent itself, or the choices with "none of these", which is out of scope."""
        return (*self.choices, Intent.OUT_OF_SCOPE) if self.choices else (self.intent,)

    @property
    def takes_a_case(self) -> bool:
        """Whether the guide would act on a question of its own without asking back."""
        return not self.choices and self.intent.offered


@dataclass(frozen=True, slots=True)
class Understanding:
    """What one sentence wants and says."""

    intent: Intent
    confidence: float
    choices: tuple[Intent, ...]
    slots: Mapping[Slot, SlotValue]
    language: Language


def understand(text: str, today: date | None = None) -> Understanding:
    """What a text wants and says; raises nothing, whatever the text.

    Only the first 300 characters are read (`normalise.READ_CHARACTERS`). Dates such as 去年 or 3月5日 are understood
    where `today` is given.
    """
    normalised = normalise(text)[:READ_CHARACTERS]
    decision = decide(normalised, load_model())
    return Understanding(
        intent=decision.intent,
        confidence=decision.confidence,
        choices=decision.choices,
        slots=MappingProxyType(extract(normalised, today)),
        language=language_of(normalised),
    )


def decide(text: str, model: Model) -> Decision:
    """What a normalised text wants, by the model and its threshold."""
    if not is_readable(text):
        return Decision(Intent.OUT_OF_SCOPE, 1.0)
    probabilities = model.probabilities(text)
    likeliest = sorted(probabilities, key=lambda intent: -probabilities[intent])
    decision = Decision(likeliest[0], probabilities[likeliest[0]])
    threshold = model.threshold if speaks_of_certificates(text) else model.bare_threshold
    if decision.confidence >= threshold and _may_be_meant(decision.intent, text, model):
        return decision
    choices = tuple(intent for intent in likeliest if intent.offered)[:OFFERED]
    return Decision(decision.intent, decision.confidence, choices)


def _may_be_meant(intent: Intent, text: str, model: Model) -> bool:
    """Whether an intent may be taken without asking, by what the text names.

    People lose, break and misspell many things in the same words; only a named certificate makes it one. A fee or a
    form may be asked for without naming anything, but not in words that have nothing to do with certificates.
    """
    if not intent.offered or names_a_certificate(text):
        return True
    if intent in _ABOUT_THE_CERTIFICATE or names_another_document(text):
        return False
    # Whoever wants the guide to take an application finds ever new words, and the answer is the same to all of them.
    return (intent is Intent.SELF_SUBMIT and speaks_of_handing_in(text)) or is_familiar(text, model.own)
