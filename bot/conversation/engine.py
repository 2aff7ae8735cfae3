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
from bot.conversation.errors import ConversationTooLong, LinkExpired, LinkFromAnotherVersion, LinkRefused
from bot.conversation.listening import listen
from bot.conversation.replies import Reply, Words
from bot.conversation.standing import Moment, version_of
from bot.conversation.state import Conversation, Step
from bot.conversation.steps import STEPS, want
from bot.conversation.telling import Saying, Talk
from bot.conversation.tokens import read_token
from bot.conversation.turns import Turn
from bot.understanding import Intent
from bot.understanding.normalise import language_of, normalise
from messages import Language
from policy import Pack, load_packs

Packs = Mapping[str, Pack]


def start(
    text: str | None = None,
    *,
    notice: str | None = None,
    case: str | None = None,
    intent: Intent | None = None,
    on: date,
    language: Language | None = None,
    packs: Packs | None = None,
) -> Turn:
    """The first turn: from a sentence, a button's intent, a notice and perhaps a case of it, or with a greeting.

    Without a language, that of the sentence is taken, else Chinese.
    """
    moment = _moment(packs, on)
    said = text if text and text.strip() else None
    tongue = language or (language_of(normalise(said)) if said else "zh")
    talk = Talk(Conversation(day=on, language=tongue), moment)
    if notice is not None and notice in moment.packs:
        known = case if case in moment.packs[notice].cases else None
        talk = talk.plus(Step(notice=notice, case=known))
    elif notice is not None:
        talk = talk.says(wording.UNKNOWN_NOTICE)
    if said:
        return listen(talk, said, first=True)
    if intent:
        return want(talk, intent)
    return (talk if talk.conversation.steps else talk.says(wording.WELCOME)).turn()


def reply(
    token: str,
    given: Reply,
    *,
    on: date,
    language: Language | None = None,
    packs: Packs | None = None,
) -> Turn:
    """The next turn; a token that cannot be continued gets a sentence and a new conversation."""
    talk = _opened(token, _moment(packs, on), language)
    if talk.saying.problem:
        return talk.turn()
    try:
        return listen(talk, given.text) if isinstance(given, Words) else STEPS[type(given)](talk, given)
    except ConversationTooLong as full:
        return talk.adds(full.say(talk.language)).turn()


def resume(token: str, *, on: date, language: Language | None = None, packs: Packs | None = None) -> Turn:
    """The turn at which a link was left; a link that cannot be continued gets a sentence and a new conversation."""
    talk = _opened(token, _moment(packs, on), language)
    return (talk if talk.saying.problem else talk.says(wording.WELCOME_BACK)).turn()


def _moment(packs: Packs | None, on: date) -> Moment:
    return Moment(load_packs() if packs is None else packs, on)


def _opened(token: str, moment: Moment, language: Language | None) -> Talk:
    """The conversation of a token as of today, with what has changed since; or a new one that says why not."""
    try:
        conversation = read_token(token, on=moment.on)
    except LinkRefused as refused:
        fresh = Conversation(day=moment.on, language=language or "zh")
        return Talk(fresh, moment, Saying(sentences=(refused.say(fresh.language),), problem=_problem(refused)))
    conversation = replace(conversation, day=moment.on, language=language or conversation.language)
    return _what_changed(Talk(conversation, moment))


def _problem(refused: LinkRefused) -> str:
    if isinstance(refused, LinkExpired):
        return "expired"
    return "version" if isinstance(refused, LinkFromAnotherVersion) else "damaged"


def _what_changed(talk: Talk) -> Talk:
    """Says so where the notice's data is no longer the one by which the last turn was answered."""
    pack, version = talk.standing.pack, talk.conversation.version
    if not version or (pack and version == version_of(pack)):
        return talk
    facts = pack.facts if pack else {}
    labels = [facts[fact].label.say(talk.language) if fact in facts else fact for fact in talk.standing.dropped]
    talk = talk.says(wording.RULES_CHANGED)
    if not labels:
        return talk.says(wording.ALL_STILL_HOLD)
    separator = "、" if talk.language == "zh" else ", "
    return talk.says(wording.NO_LONGER_HOLD, labels=separator.join(labels))
