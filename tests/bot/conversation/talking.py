"""Holds a conversation in tests: says lines, remembers every turn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.conversation import Answer, Reply, Turn, Words, reply, start
from messages import Language
from policy import Pack, load_packs_from

INVENTED = load_packs_from(Path(__file__).parent.parent.parent / "policy" / "packs")
ON = date(2026, 11, 20)


class Conversation:
    """Everything said so far; `turn` is the latest."""

    def __init__(
        self, on: date = ON, language: Language | None = None, packs: Mapping[str, Pack] | None = None
    ) -> None:
        self.on = on
        self.language = language
        self.packs = packs
        self.turns: list[Turn] = []

    @property
    def turn(self) -> Turn:
        return self.turns[-1]

    def say(self, given: str | Reply) -> Turn:
        if not self.turns and isinstance(given, str):
            turn = start(given, on=self.on, language=self.language, packs=self.packs)
        else:
            if not self.turns:
                self.turns.append(start(on=self.on, language=self.language, packs=self.packs))
            given = Words(given) if isinstance(given, str) else given
            turn = reply(self.turn.token, given, on=self.on, packs=self.packs)
        self.turns.append(turn)
        return turn

    def says(self, *lines: str | Reply) -> Turn:
        for line in lines:
            self.say(line)
        return self.turn


def talk(*lines: str | Reply, on: date = ON, language: Language | None = None) -> Turn:
    """The turn after these lines."""
    return Conversation(on, language).says(*lines)


def asked(turn: Turn) -> str | None:
    """The id of the open question."""
    return turn.question.id if turn.question else None


def heard(turn: Turn) -> dict[str, object]:
    """What the guide goes by."""
    understood: dict[str, object] = turn.as_dict()["understood"]
    return understood


def said(turn: Turn) -> str:
    """All that the guide says in words, side answers and outcome included."""
    return "\n".join(words_in(turn.as_dict(), skipped={"conversation", "clauses", "citations"}))


def words_in(plain: object, skipped: set[str]) -> list[str]:
    """Every text in plain values, in order, except under the skipped keys."""
    if isinstance(plain, str):
        return [plain]
    if isinstance(plain, dict):
        return [text for key, value in plain.items() if key not in skipped for text in words_in(value, skipped)]
    if isinstance(plain, list):
        return [text for value in plain for text in words_in(value, skipped)]
    return []


__all__ = ["INVENTED", "ON", "Answer", "Conversation", "asked", "heard", "said", "talk", "words_in"]
