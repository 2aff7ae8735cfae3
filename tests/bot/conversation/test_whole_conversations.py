"""Whole conversations, from a sentence to an outcome, as a person and a lawyer can read them in `whole/`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from policy import SubmitterKind
from tests.bot.conversation.talking import ON, Conversation, asked

FOLDER = Path(__file__).parent / "whole"


@dataclass
class Script:
    name: str
    on: date = ON
    lines: list[str] = field(default_factory=list)


def scripts() -> list[Script]:
    found: list[Script] = []
    for path in sorted(FOLDER.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("## "):
                found.append(Script(f"{path.stem}: {line[3:]}"))
            elif line.startswith("on "):
                found[-1].on = date.fromisoformat(line[3:])
            elif line.startswith((">", "?", "=")):
                found[-1].lines.append(line)
    return found


@pytest.mark.parametrize("script", scripts(), ids=lambda script: script.name)
def test_a_conversation_goes_as_written(script: Script) -> None:
    held = Conversation(script.on)
    for line in script.lines:
        mark, text = line[0], line[1:].strip()
        if mark == ">":
            held.say(text)
        elif mark == "?":
            assert asked(held.turn) == text, held.turn.said
        else:
            ending(held, text)


def ending(held: Conversation, expected: str) -> None:
    verdict, submitter, earliest = expected.split()
    outcome = held.turn.outcome
    assert outcome is not None, f"still asks {asked(held.turn)}: {held.turn.said}"
    assert (outcome.verdict.value, outcome.submitter.kind.value) == (verdict, submitter)
    assert (outcome.earliest_date.isoformat() if outcome.earliest_date else "-") == earliest
    assert held.turn.said[0] == outcome.submitter.text.say(held.turn.language)


def test_every_kind_of_submitter_is_met() -> None:
    ends = {line.split()[2] for script in scripts() for line in script.lines if line.startswith("=")}
    assert ends == {kind.value for kind in SubmitterKind}
