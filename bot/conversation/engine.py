"""The pure step of a conversation: a token and a reply in, a turn out.

    turn = start("证书丢了", on=date(2026, 11, 20))
    turn = reply(turn.token, Answer("hubei-2013-80"), on=date(2026, 11, 20))
    turn = resume(turn.token, on=date(2026, 12, 1))

Nothing is stored between turns and none of these functions writes anything. They raise nothing for any text, token or
reply: what cannot be understood is answered by a sentence, and the conversation stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.conversation import wording
from bot.conversation.errors import LinkExpired, LinkFromAnotherVersion, LinkRefused
from bot.conversation.listening import listen
from bot.conversation.replies import Answer, Back, Change, Choose, Reply, Restart, Why, Words
from bot.conversation.standing import Moment, replay, version_of
from bot.conversation.state import Conversation, Step
from bot.conversation.steps import answer, change, choose, explain, restart, step_back
from bot.conversation.telling import Saying, tell
from bot.conversation.tokens import read_token
from bot.conversation.turns import Turn
from bot.conversation.wording import say
from messages import Language
from policy import Pack, load_packs

Packs = Mapping[str, Pack]


def start(
    text: str | None = None,
    *,
    notice: str | None = None,
    case: str | None = None,
    on: date,
    language: Language | None = None,
    packs: Packs | None = None,
) -> Turn:
    """The first turn: from a sentence, from a notice and perhaps a case of it, or with a greeting."""
    moment = _moment(packs, on)
    conversation = Conversation(day=on, language=language or "zh")
    said = Saying()
    if notice is not None:
        if notice in moment.packs:
            known = case if case in moment.packs[notice].cases else None
            conversation = conversation.plus(Step(notice=notice, case=known))
        else:
            said = said.plus(say(wording.UNKNOWN_NOTICE, conversation.language))
    if text is None or not text.strip():
        opening = said if conversation.steps else said.plus(say(wording.WELCOME, conversation.language))
        return tell(conversation, moment, opening)
    return listen(conversation, moment, text, said=said, language=language)


def reply(
    token: str,
    given: Reply,
    *,
    on: date,
    language: Language | None = None,
    packs: Packs | None = None,
) -> Turn:
    """The next turn; a token that cannot be continued gets a sentence and a new conversation."""
    moment = _moment(packs, on)
    opened = _opened(token, moment, language)
    if isinstance(opened, Turn):
        return opened
    conversation, said = opened
    match given:
        case Words(text):
            return listen(conversation, moment, text, said=said)
        case Answer(value):
            return answer(conversation, moment, value, said)
        case Back():
            return step_back(conversation, moment, said)
        case Restart():
            return restart(conversation, moment)
        case Why():
            return explain(conversation, moment, said)
        case Change(fact):
            return change(conversation, moment, fact, said)
        case Choose(what, value):
            return choose(conversation, moment, what, value, said)


def resume(token: str, *, on: date, language: Language | None = None, packs: Packs | None = None) -> Turn:
    """The turn at which a link was left; a link that cannot be continued gets a sentence and a new conversation."""
    moment = _moment(packs, on)
    opened = _opened(token, moment, language)
    if isinstance(opened, Turn):
        return opened
    conversation, said = opened
    return tell(conversation, moment, said.plus(say(wording.WELCOME_BACK, conversation.language)))


def _moment(packs: Packs | None, on: date) -> Moment:
    return Moment(load_packs() if packs is None else packs, on)


def _opened(token: str, moment: Moment, language: Language | None) -> tuple[Conversation, Saying] | Turn:
    """The conversation of a token as of today, with what has changed since; or a fresh turn that says why not."""
    try:
        conversation = read_token(token, on=moment.on)
    except LinkRefused as refused:
        fresh = Conversation(day=moment.on, language=language or "zh")
        said = Saying(sentences=(refused.say(fresh.language),), problem=_problem(refused))
        return tell(fresh, moment, said)
    conversation = replace(conversation, day=moment.on, language=language or conversation.language)
    return conversation, _what_changed(conversation, moment)


def _problem(refused: LinkRefused) -> str:
    if isinstance(refused, LinkExpired):
        return "expired"
    return "version" if isinstance(refused, LinkFromAnotherVersion) else "damaged"


def _what_changed(conversation: Conversation, moment: Moment) -> Saying:
    """Says so where the notice's data is no longer the one by which the last turn was answered."""
    standing = replay(conversation, moment)
    current = version_of(standing.pack) if standing.pack else ""
    if not conversation.version or conversation.version == current:
        return Saying()
    language = conversation.language
    labels = [
        standing.pack.facts[fact].label.say(language) if standing.pack and fact in standing.pack.facts else fact
        for fact in standing.dropped
    ]
    comma = "、" if language == "zh" else ", "
    lost = say(wording.NO_LONGER_HOLD, language, labels=comma.join(labels)) if labels else ""
    return Saying().plus(say(wording.RULES_CHANGED, language), lost or say(wording.ALL_STILL_HOLD, language))
