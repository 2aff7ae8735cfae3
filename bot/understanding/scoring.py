"""How well sentences are understood: measured on sentences that no training has seen.

score_intents(HELD_OUT).lines()     # what `python -m bot score` prints
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.understanding.errors import SlotsUnread
from bot.understanding.examples import Example, read_labelled
from bot.understanding.intents import Intent
from bot.understanding.model import load_model
from bot.understanding.normalise import normalise
from bot.understanding.sentence import Decision, decide, understand
from bot.understanding.slots import extract
from bot.understanding.values import Slot

_TESTS = Path(__file__).parents[2] / "tests" / "bot" / "understanding"
HELD_OUT = _TESTS / "held_out.txt"
HELD_OUT_SLOTS = _TESTS / "held_out_slots.txt"
SLOTS_TODAY = date(2026, 11, 20)
"""The day on which the sentences with slots are said."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A sentence that was not understood as meant."""

    text: str
    meant: Intent
    decision: Decision


@dataclass(frozen=True, slots=True)
class IntentScore:
    """Counts over one file of labelled sentences; `microseconds` is CPU time a sentence, slots included."""

    sentences: int
    likeliest_right: int
    sure: int
    taken: int
    """How many are taken for a question of the guide's own without asking back."""
    taken_right: int
    right_or_offered: int
    outside: int
    outside_taken: int
    misses: tuple[Miss, ...]
    confusions: Counter[tuple[Intent, Intent]]
    microseconds: float

    @property
    def share(self) -> float:
        """The share that is right, or right among what is offered where unsure."""
        return self.right_or_offered / self.sentences

    def lines(self) -> list[str]:
        """The score for people."""
        total = self.sentences
        lines = [
            f"sentences                                  {total}",
            f"likeliest intent right                     {self.likeliest_right} ({self.likeliest_right / total:.1%})",
            f"answered without asking                    {self.sure}",
            f"of these taken for a case                  {self.taken}, rightly {self.taken_right}",
            f"right, or right among the three offered *  {self.right_or_offered} ({self.share:.1%})",
            f"out of scope taken for a case              {self.outside_taken} of {self.outside}",
            f"CPU time a sentence                        {self.microseconds / 1000:.2f} ms",
            "* out of scope and unsure counts as right: “none of these” is offered beside the three",
            "",
            "not understood:",
        ]
        lines += [f"  {miss.meant.value:<12} {_met(miss.decision):<40} {miss.text}" for miss in self.misses]
        lines += ["", "likeliest intent by the intent meant, where they differ:"]
        lines += [
            f"  {meant.value:<12} → {got.value:<12} {count}" for (meant, got), count in self.confusions.most_common()
        ]
        return lines

    def as_dict(self) -> dict[str, object]:
        """The counts for programs."""
        return {
            "sentences": self.sentences,
            "likeliest_right": self.likeliest_right,
            "sure": self.sure,
            "taken": self.taken,
            "taken_right": self.taken_right,
            "right_or_offered": self.right_or_offered,
            "outside": self.outside,
            "outside_taken": self.outside_taken,
            "microseconds": round(self.microseconds),
        }


def _met(decision: Decision) -> str:
    return "/".join(choice.value for choice in decision.choices) + "?" if decision.choices else decision.intent.value


def score_intents(path: Path) -> IntentScore:
    """Measure the committed model on a file of labelled sentences."""
    examples, model = read_labelled(path), load_model()
    decisions = [decide(normalise(example.text), model) for example in examples]
    pairs = list(zip(examples, decisions, strict=True))
    taken = [(example, decision) for example, decision in pairs if decision.takes_a_case]
    outside = [decision for example, decision in pairs if example.intent is Intent.OUT_OF_SCOPE]
    misses = [
        Miss(example.text, example.intent, decision)
        for example, decision in pairs
        if example.intent not in decision.offers
    ]
    wrong = Counter((example.intent, made.intent) for example, made in pairs if example.intent is not made.intent)
    return IntentScore(
        sentences=len(pairs),
        likeliest_right=len(pairs) - wrong.total(),
        sure=sum(not decision.choices for decision in decisions),
        taken=len(taken),
        taken_right=sum(example.intent is decision.intent for example, decision in taken),
        right_or_offered=len(pairs) - len(misses),
        outside=len(outside),
        outside_taken=sum(decision.takes_a_case for decision in outside),
        misses=tuple(misses),
        confusions=wrong,
        microseconds=_microseconds(examples),
    )


def _microseconds(examples: Sequence[Example]) -> float:
    started = time.process_time()
    for example in examples:
        understand(example.text, SLOTS_TODAY)
    return (time.process_time() - started) * 1_000_000 / len(examples)


@dataclass(frozen=True, slots=True)
class SlotCase:
    """A sentence and all that it says, as text by slot."""

    text: str
    slots: dict[str, str]


def read_slot_cases(path: Path) -> list[SlotCase]:
    """Read lines of `sentence | slot=value; slot=value`. Raises `SlotsUnread` for any other line or an unknown slot."""
    cases = []
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, bar, said = line.rpartition("|")
        pairs = [pair.strip().partition("=") for pair in said.split(";") if pair.strip()]
        if not bar or any(not value or name not in Slot.__members__.values() for name, _, value in pairs):
            raise SlotsUnread(file=path.name, line=line)
        cases.append(SlotCase(text.strip(), {name: value for name, _, value in pairs}))
    return cases


@dataclass(frozen=True, slots=True)
class SlotScore:
    """Counts of slots over one file: how many were extracted, how many of those are right, how many there are."""

    sentences: int
    extracted: int
    right: int
    meant: int
    differences: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The share of extracted slots that are right."""
        return self.right / self.extracted if self.extracted else 1.0

    @property
    def recall(self) -> float:
        """The share of what the sentences say that was extracted rightly."""
        return self.right / self.meant if self.meant else 1.0

    def lines(self) -> list[str]:
        """The score for people."""
        return [
            f"slots: {self.sentences} sentences, precision {self.precision:.1%} ({self.right} of {self.extracted}), "
            f"recall {self.recall:.1%} ({self.right} of {self.meant})",
            *(f"  {difference}" for difference in self.differences),
        ]

    def as_dict(self) -> dict[str, object]:
        """The counts for programs."""
        return {
            "sentences": self.sentences,
            "extracted": self.extracted,
            "right": self.right,
            "meant": self.meant,
        }


def score_slots(path: Path) -> SlotScore:
    """Compare what is extracted from each sentence of a file with what it says."""
    cases = read_slot_cases(path)
    found = [
        {slot.value: str(value) for slot, value in extract(normalise(case.text), SLOTS_TODAY).items()} for case in cases
    ]
    pairs = list(zip(cases, found, strict=True))
    return SlotScore(
        sentences=len(cases),
        extracted=sum(len(slots) for slots in found),
        right=sum(len(slots.items() & case.slots.items()) for case, slots in pairs),
        meant=sum(len(case.slots) for case in cases),
        differences=tuple(
            f"{case.text}: {dict(slots.items() ^ case.slots.items())}" for case, slots in pairs if slots != case.slots
        ),
    )
