"""What a person may reply: a closed set, so that a conversation changes by nothing else.

parse_reply({"text": "证书丢了"})      # Words("证书丢了")
parse_reply({"answer": "senior"})      # Answer("senior")
parse_reply({"choose": {"case": "lost"}})
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.conversation.errors import ReplyNotRead


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence, to be understood."""

    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to the open question: the id of a choice, yes or no as a boolean, a day as YYYY-MM-DD, or words."""

    value: str | bool


@dataclass(frozen=True, slots=True)
class Back:
    """One step back."""


@dataclass(frozen=True, slots=True)
class Restart:
    """Everything from the beginning."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why is the open question asked?"""


@dataclass(frozen=True, slots=True)
class Change:
    """Answer this anew: a fact, `notice` or `case`."""

    fact: str


class Chosen(StrEnum):
    """What can be chosen without being asked."""

    NOTICE = "notice"
    CASE = "case"
    INTENT = "intent"


@dataclass(frozen=True, slots=True)
class Choose:
    """A button that is no answer to the open question."""

    what: Chosen
    value: str


Reply = Words | Answer | Back | Restart | Why | Change | Choose


def parse_reply(raw: object) -> Reply:
    """A reply from decoded JSON; raises `ReplyNotRead` for anything that is not exactly one of the shapes."""
    if not isinstance(raw, dict) or len(raw) != 1:
        raise ReplyNotRead
    ((key, value),) = raw.items()
    reader = _READERS.get(key)
    reply = reader(value) if reader else None
    if reply is None:
        raise ReplyNotRead
    return reply


def _answer(value: Any) -> Reply | None:
    # A number names a choice by its place, as people type it.
    if type(value) is int and 0 <= value < 100:
        return Answer(str(value))
    return Answer(value) if isinstance(value, (str, bool)) else None


def _choose(value: Any) -> Reply | None:
    if not isinstance(value, dict) or len(value) != 1:
        return None
    ((what, chosen),) = value.items()
    return Choose(Chosen(what), chosen) if what in list(Chosen) and isinstance(chosen, str) else None


_READERS: dict[Any, Callable[[Any], Reply | None]] = {
    "text": lambda value: Words(value) if isinstance(value, str) else None,
    "answer": _answer,
    "back": lambda value: Back() if value is True else None,
    "restart": lambda value: Restart() if value is True else None,
    "why": lambda value: Why() if value is True else None,
    "change": lambda value: Change(value) if isinstance(value, str) else None,
    "choose": _choose,
}
