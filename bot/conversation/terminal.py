"""The conversation in a terminal: a line typed becomes a reply, a turn becomes lines of text.

reply_of('{"answer": "senior"}')     # Answer("senior")
reply_of("/改 level")                 # Change("level")
print(as_text(turn))
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from bot.conversation import wording
from bot.conversation.engine import Packs, reply, start
from bot.conversation.errors import ReplyNotRead
from bot.conversation.replies import Change, Reply, Words, parse_reply
from bot.conversation.turns import Turn
from bot.conversation.wording import say
from messages import Language
from policy import Outcome, Pack, citations
from policy.words import KINDS

_CHANGE = ("/改", "/change")


def reply_of(line: str) -> Reply:
    """A line as a reply: JSON of the contract, `/change FACT`, or words; raises `ReplyNotRead` for other JSON."""
    stripped = line.strip()
    if stripped.startswith("{"):
        try:
            return parse_reply(json.loads(stripped))
        except (ValueError, RecursionError):
            raise ReplyNotRead from None
    command, _, fact = stripped.partition(" ")
    return Change(fact.strip()) if command in _CHANGE else Words(line)


def next_turn(turn: Turn | None, given: Reply, *, on: date, language: Language | None, packs: Packs | None) -> Turn:
    """The turn after a reply; the first sentence opens the conversation."""
    if turn is None and isinstance(given, Words):
        return start(given.text, on=on, language=language, packs=packs)
    if turn is None:
        turn = start(on=on, language=language, packs=packs)
    return reply(turn.token, given, on=on, packs=packs)


def as_text(turn: Turn) -> str:
    """A turn as lines of text, in its own language."""
    return "\n".join(line for line in _lines(turn))


def _lines(turn: Turn) -> Iterator[str]:
    yield from turn.said
    if turn.aside:
        yield turn.aside.opening
        yield from (f"· {_cited(line.text, line.citations, turn.language)}" for line in turn.aside.lines)
    if turn.notice_help and turn.notice_help.draft:
        yield f"  {turn.notice_help.draft}"
    if turn.outcome and turn.pack:
        yield from _checklist(turn.outcome, turn.pack, turn.language)
    if turn.question:
        yield from _question(turn)


def _question(turn: Turn) -> Iterator[str]:
    question = turn.question
    if question is None:
        return
    yield ""
    left = ""
    if turn.remaining and turn.remaining.at_most:
        left = f" [{turn.remaining.at_least}–{turn.remaining.at_most}]"
    yield f"{say(question.text, turn.language)}{left}"
    for place, option in enumerate(question.options, start=1):
        yield f"  {place}. {say(option.words, turn.language)}"


def _checklist(outcome: Outcome, pack: Pack, language: Language) -> Iterator[str]:
    yield ""
    yield say(wording.OFFICE_IS, language, office=outcome.authority.name.say(language))
    for statement in outcome.statements:
        kind = KINDS[statement.kind][language]
        text = _cited(statement.text.say(language), citations(pack, statement.clauses), language)
        yield f"□ {kind} {text}"
    yield outcome.notice.currency.say(language)


def _cited(text: str, cited: list[str] | tuple[str, ...], language: Language) -> str:
    if not cited:
        return text
    return f"{text}（{'；'.join(cited)}）" if language == "zh" else f"{text} ({'; '.join(cited)})"
