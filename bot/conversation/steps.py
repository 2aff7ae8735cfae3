"""The replies other than sentences: answers to the open question, back, change, choose, why, restart.

Each takes a talk and returns the turn that follows; what cannot be done is said, and the conversation stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.conversation import wording
from bot.conversation.answers import Given, NotPossible, read_answer
from bot.conversation.asides import answer_aside
from bot.conversation.questions import CASE, ELSEWHERE, NONE_OF_THESE, OWN, PLACE, Question
from bot.conversation.replies import Answer, Back, Change, Choose, Chosen, Restart, Why
from bot.conversation.standing import Moment, case_for
from bot.conversation.state import Conversation, Step, Value
from bot.conversation.telling import Talk
from bot.conversation.turns import Link, Turn
from bot.conversation.wording import Wording, say
from bot.understanding import Intent
from messages import Language
from policy import FactKind, PolicyError

BESIDE = (Intent.VERIFY, Intent.FEES, Intent.WHERE_WHEN, Intent.FORMS, Intent.SELF_SUBMIT)
"""What is answered at once, after which the conversation goes on where it was."""


def answer(talk: Talk, given: Answer) -> Turn:
    """The open question answered: by an id, a boolean, a day as YYYY-MM-DD, or words that mean one of these."""
    question = talk.question
    if question is None:
        return talk.says(wording.NOTHING_OPEN).turn()
    value = ("yes" if given.value else "no") if isinstance(given.value, bool) else given.value
    reading = _exact(question, value) or read_answer(question, value, talk.moment.on)
    if isinstance(reading, Given):
        return take(talk, question, reading.value)
    if isinstance(reading, NotPossible):
        return talk.says(reading.sentence, **reading.details).turn()
    return ask_again(talk, question, wording.UNKNOWN_ANSWER)


def _exact(question: Question, value: str) -> Given | None:
    """An answer as a form sends it: the id of an option, or an ISO day."""
    if option := question.option(value):
        return Given(option.id == "yes") if question.kind is FactKind.YES_NO else Given(option.id)
    if question.kind is FactKind.DATE:
        try:
            return Given(date.fromisoformat(value))
        except ValueError:
            return None
    return None


def ask_again(talk: Talk, question: Question, because: Wording) -> Turn:
    """The question stays open after an answer that was none; says what can be answered."""
    if question.kind is FactKind.DATE:
        return talk.says(wording.NOT_A_DAY).turn()
    separator = "；" if talk.language == "zh" else "; "
    labels = separator.join(say(option.words, talk.language) for option in question.options)
    talk = talk.says(because)
    return (talk.says(wording.CHOOSE_ONE, choices=labels) if labels else talk).turn()


def take(talk: Talk, question: Question, value: Value) -> Turn:
    """An answer that was read, put into the conversation if the notice allows it."""
    if question.id in OWN and isinstance(value, str):
        return choose(talk, Choose(Chosen(question.id), value))
    if isinstance(value, date) and value > talk.moment.on:
        return talk.says(wording.DAY_TO_COME).turn()
    try:
        if question.pack:
            question.pack.accepted({question.id: value}, talk.moment.on)
    except PolicyError as refused:
        return talk.adds(refused.say(talk.language)).turn()
    if question.kind is FactKind.TEXT:
        talk = talk.says(wording.TEXT_NOT_KEPT)
    return talk.plus(Step(facts=((question.id, value),))).turn()


def choose(talk: Talk, given: Choose) -> Turn:
    """A place, a matter or a case chosen, whether or not it was asked."""
    return _CHOOSING[given.what](talk, given.value)


def _choose_notice(talk: Talk, value: str) -> Turn:
    if value == ELSEWHERE:
        return talk.adds(not_covered(talk.moment, talk.language)).turn()
    if value not in talk.moment.packs:
        return talk.says(wording.UNKNOWN_NOTICE).turn()
    located = talk.plus(Step(notice=value))
    return after_notice(located.adds(*located.news_since(talk.standing)))


def _choose_case(talk: Talk, value: str) -> Turn:
    pack = talk.standing.pack
    if pack is None or value not in pack.cases:
        return talk.says(wording.UNKNOWN_CASE).turn()
    return talk.plus(Step(case=value)).turn()


def _choose_matter(talk: Talk, value: str) -> Turn:
    if value == NONE_OF_THESE:
        return talk.at(replace(talk.conversation, offered=())).says(wording.SAY_IT_OTHERWISE).turn()
    if value not in list(Intent):
        return talk.says(wording.UNKNOWN_ANSWER).turn()
    return want(talk, Intent(value))


_CHOOSING: dict[Chosen, Callable[[Talk, str], Turn]] = {
    Chosen.NOTICE: _choose_notice,
    Chosen.CASE: _choose_case,
    Chosen.INTENT: _choose_matter,
}


def after_notice(talk: Talk) -> Turn:
    """The turn once a notice is known: a side question that waited for it is answered now."""
    waiting = talk.conversation.aside
    if waiting is None:
        return talk.turn()
    talk = talk.at(replace(talk.conversation, aside=None))
    aside = answer_aside(waiting, talk.standing, talk.moment, talk.language)
    return talk.saying_also(replace(talk.saying, aside=aside)).turn()


def not_covered(moment: Moment, language: Language) -> str:
    """That the guide does not know the rules of a place."""
    separator = "、" if language == "zh" else ", "
    places = separator.join(pack.notice.applies_to.say(language) for pack in moment.packs.values())
    return say(wording.NOT_COVERED, language, places=places)


def want(talk: Talk, intent: Intent) -> Turn:
    """What a person wants, taken as said: a side question is answered, a matter begins."""
    talk = talk.saying_also(replace(talk.saying, intent=intent))
    unsettled = talk.at(replace(talk.conversation, offered=()))
    if intent in BESIDE:
        return beside(unsettled, intent)
    if intent is Intent.OUT_OF_SCOPE:
        return unsettled.says(wording.OUT_OF_SCOPE).turn()
    if intent is Intent.GREETING:
        return unsettled.says(wording.GREETED).turn()
    return talk.plus(Step(intent=intent)).turn()


def beside(talk: Talk, intent: Intent) -> Turn:
    """A side question answered; the conversation stays where it is."""
    if intent is Intent.VERIFY:
        link = Link("verification", say(wording.VERIFY_LINK, talk.language))
        talk = talk.says(wording.VERIFY)
        return talk.saying_also(replace(talk.saying, links=(link, *talk.saying.links))).turn()
    if talk.standing.pack is None:
        talk = talk.at(replace(talk.conversation, aside=intent))
    aside = answer_aside(intent, talk.standing, talk.moment, talk.language)
    return talk.saying_also(replace(talk.saying, aside=aside)).turn()


def other_matter(talk: Talk, intent: Intent) -> Turn:
    """Another matter named while a question is open: offered, not taken, so that no answer is lost by a slip."""
    pack = talk.standing.pack
    case = case_for(pack, intent) if pack else None
    name = case.title.say(talk.language) if case else say(wording.INTENTS[intent], talk.language)
    link = Link("intent", say(wording.SEE_CASE, talk.language, case=name), intent.value)
    talk = talk.says(wording.OTHER_MATTER, case=name)
    return talk.saying_also(replace(talk.saying, links=(link,))).turn()


def step_back(talk: Talk, _: Back | None = None) -> Turn:
    """One step back; at the beginning it says so."""
    earlier = talk.conversation.back()
    if earlier == talk.conversation:
        return talk.says(wording.AT_THE_BEGINNING).turn()
    return talk.at(earlier).says(wording.STEPPED_BACK).turn()


def restart(talk: Talk, _: Restart | None = None) -> Turn:
    """A new conversation in the same language."""
    fresh = Conversation(day=talk.moment.on, language=talk.language)
    return Talk(fresh, talk.moment).says(wording.STARTED_ANEW).turn()


def change(talk: Talk, given: Change) -> Turn:
    """Asks a fact, the place or the case anew; its answer replaces the earlier one and all others stay."""
    standing = talk.standing
    changeable = {*standing.known, *([PLACE] if standing.pack else []), *([CASE] if standing.case else [])}
    if given.fact not in changeable:
        return talk.says(wording.NOT_ANSWERED_YET).turn()
    return talk.at(replace(talk.conversation, changing=given.fact, offered=())).says(wording.CHANGE_IT).turn()


def explain(talk: Talk, _: Why | None = None) -> Turn:
    """Why the open question is asked; its clauses stand with the question."""
    if talk.question is None:
        return talk.says(wording.NOTHING_OPEN).turn()
    return talk.says(wording.WHY_ASKED, why=say(talk.question.why, talk.language)).turn()


STEPS: dict[type[Any], Callable[[Talk, Any], Turn]] = {
    Answer: answer,
    Back: step_back,
    Restart: restart,
    Why: explain,
    Change: change,
    Choose: choose,
}
"""What each reply other than a sentence does."""
