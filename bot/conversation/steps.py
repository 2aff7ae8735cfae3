"""The replies other than sentences: answers to the open question, back, change, choose, why, restart.

Each takes a conversation and returns the turn that follows; what cannot be done is said, and nothing changes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.conversation import wording
from bot.conversation.answers import Given, NotPossible, read_answer
from bot.conversation.asides import answer_aside
from bot.conversation.questions import CASE, ELSEWHERE, NONE_OF_THESE, OWN, PLACE, Question, open_question
from bot.conversation.replies import Chosen
from bot.conversation.standing import Moment, Standing, case_for, replay
from bot.conversation.state import Conversation, Step, Value
from bot.conversation.telling import Saying, tell
from bot.conversation.turns import Link, Turn
from bot.conversation.wording import say
from bot.understanding import Intent
from policy import FactKind, PolicyError

_AT_ONCE = (Intent.VERIFY, Intent.FEES, Intent.WHERE_WHEN, Intent.FORMS, Intent.SELF_SUBMIT)


def answer(conversation: Conversation, moment: Moment, value: str | bool, said: Saying) -> Turn:
    """The open question answered: by an id, a boolean, a day as YYYY-MM-DD, or words that mean one of these."""
    question = open_question(conversation, replay(conversation, moment), moment)
    if question is None:
        return tell(conversation, moment, said.plus(say(wording.NOTHING_OPEN, conversation.language)))
    if isinstance(value, bool):
        value = "yes" if value else "no"
    reading = _exact(question, value) or read_answer(question, value, moment.on)
    if isinstance(reading, Given):
        return take(conversation, moment, question, reading.value, said)
    if isinstance(reading, NotPossible):
        return impossible(conversation, moment, reading, said)
    return tell(conversation, moment, said.plus(*ask_again(question, conversation, wording.UNKNOWN_ANSWER)))


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


def ask_again(question: Question, conversation: Conversation, because: wording.Wording) -> tuple[str, ...]:
    """Sentences after an answer that was none: what can be answered."""
    language = conversation.language
    if question.kind is FactKind.DATE:
        return (say(wording.NOT_A_DAY, language),)
    comma = "；" if language == "zh" else "; "
    labels = comma.join(say(option.words, language) for option in question.options)
    offer = (say(wording.CHOOSE_ONE, language, choices=labels),) if labels else ()
    return (say(because, language), *offer)


def impossible(conversation: Conversation, moment: Moment, reading: NotPossible, said: Saying) -> Turn:
    """The question stays open after an answer that cannot be."""
    return tell(conversation, moment, said.plus(say(reading.sentence, conversation.language, **reading.details)))


def take(conversation: Conversation, moment: Moment, question: Question, value: Value, said: Saying) -> Turn:
    """An answer that was read, put into the conversation if the notice allows it."""
    if question.id in OWN and isinstance(value, str):
        return choose(conversation, moment, Chosen(question.id), value, said)
    try:
        if question.pack:
            question.pack.accepted({question.id: value}, moment.on)
    except PolicyError as refused:
        if isinstance(value, date) and value > moment.on:
            return impossible(conversation, moment, NotPossible(wording.DAY_TO_COME), said)
        return tell(conversation, moment, said.plus(refused.say(conversation.language)))
    if question.kind is FactKind.TEXT:
        said = said.plus(say(wording.TEXT_NOT_KEPT, conversation.language))
    return tell(conversation.plus(Step(facts=((question.id, value),))), moment, said)


def choose(conversation: Conversation, moment: Moment, what: Chosen, value: str, said: Saying) -> Turn:
    """A place, a matter or a case chosen, whether or not it was asked."""
    if what is Chosen.NOTICE:
        return _choose_notice(conversation, moment, value, said)
    if what is Chosen.CASE:
        pack = replay(conversation, moment).pack
        if pack is None or value not in pack.cases:
            return tell(conversation, moment, said.plus(say(wording.UNKNOWN_CASE, conversation.language)))
        return tell(conversation.plus(Step(case=value)), moment, said)
    return _choose_matter(conversation, moment, value, said)


def _choose_notice(conversation: Conversation, moment: Moment, value: str, said: Saying) -> Turn:
    language = conversation.language
    if value == ELSEWHERE:
        return tell(conversation, moment, said.plus(not_covered(conversation, moment)))
    if value not in moment.packs:
        return tell(conversation, moment, said.plus(say(wording.UNKNOWN_NOTICE, language)))
    return after_notice(conversation.plus(Step(notice=value)), moment, said)


def after_notice(conversation: Conversation, moment: Moment, said: Saying) -> Turn:
    """The turn once a notice is known: a side question that waited for it is answered now."""
    waiting = conversation.aside
    conversation = replace(conversation, aside=None)
    if waiting:
        standing = replay(conversation, moment)
        said = replace(said, aside=answer_aside(waiting, standing, moment, conversation.language))
    return tell(conversation, moment, said)


def not_covered(conversation: Conversation, moment: Moment) -> str:
    """That the guide does not know the rules of a place."""
    language = conversation.language
    comma = "、" if language == "zh" else ", "
    places = comma.join(pack.notice.applies_to.say(language) for pack in moment.packs.values())
    return say(wording.NOT_COVERED, language, places=places)


def _choose_matter(conversation: Conversation, moment: Moment, value: str, said: Saying) -> Turn:
    language = conversation.language
    if value == NONE_OF_THESE:
        settled = replace(conversation, offered=())
        return tell(settled, moment, said.plus(say(wording.SAY_IT_OTHERWISE, language)))
    if value not in list(Intent):
        return tell(conversation, moment, said.plus(say(wording.UNKNOWN_ANSWER, language)))
    return want(conversation, moment, Intent(value), said)


def want(conversation: Conversation, moment: Moment, intent: Intent, said: Saying) -> Turn:
    """What a person wants, taken as said: a side question is answered, a matter begins."""
    said = replace(said, intent=intent)
    if intent in _AT_ONCE:
        return beside(replace(conversation, offered=()), moment, intent, said)
    if intent is Intent.OUT_OF_SCOPE:
        return tell(
            replace(conversation, offered=()), moment, said.plus(say(wording.OUT_OF_SCOPE, conversation.language))
        )
    if intent is Intent.GREETING:
        return tell(conversation, moment, said.plus(say(wording.GREETED, conversation.language)))
    return tell(conversation.plus(Step(intent=intent)), moment, said)


def beside(conversation: Conversation, moment: Moment, intent: Intent, said: Saying) -> Turn:
    """A side question answered; the conversation stays where it is."""
    language = conversation.language
    if intent is Intent.VERIFY:
        link = Link("verification", say(wording.VERIFY_LINK, language))
        return tell(conversation, moment, replace(said.plus(say(wording.VERIFY, language)), links=(link, *said.links)))
    standing = replay(conversation, moment)
    if standing.pack is None:
        conversation = replace(conversation, aside=intent)
    return tell(conversation, moment, replace(said, aside=answer_aside(intent, standing, moment, language)))


def other_matter(conversation: Conversation, moment: Moment, standing: Standing, intent: Intent, said: Saying) -> Turn:
    """Another matter named while a question is open: offered, not taken, so that no answer is lost by a slip."""
    language = conversation.language
    case = case_for(standing.pack, intent) if standing.pack else None
    name = case.title.say(language) if case else say(wording.INTENTS[intent], language)
    link = Link("intent", say(wording.SEE_CASE, language, case=name), intent.value)
    return tell(conversation, moment, replace(said.plus(say(wording.OTHER_MATTER, language, case=name)), links=(link,)))


def step_back(conversation: Conversation, moment: Moment, said: Saying) -> Turn:
    """One step back; at the beginning it says so."""
    earlier = conversation.back()
    sentence = wording.AT_THE_BEGINNING if earlier == conversation else wording.STEPPED_BACK
    return tell(earlier, moment, said.plus(say(sentence, conversation.language)))


def restart(conversation: Conversation, moment: Moment) -> Turn:
    """A new conversation in the same language."""
    fresh = Conversation(day=moment.on, language=conversation.language)
    return tell(fresh, moment, Saying().plus(say(wording.STARTED_ANEW, conversation.language)))


def change(conversation: Conversation, moment: Moment, fact: str, said: Saying) -> Turn:
    """Asks a fact, the place or the case anew; its answer replaces the earlier one and all others stay."""
    standing = replay(conversation, moment)
    changeable = {*standing.known, *([PLACE] if standing.pack else []), *([CASE] if standing.case else [])}
    if fact not in changeable:
        return tell(conversation, moment, said.plus(say(wording.NOT_ANSWERED_YET, conversation.language)))
    asking = replace(conversation, changing=fact, offered=())
    return tell(asking, moment, said.plus(say(wording.CHANGE_IT, conversation.language)))


def explain(conversation: Conversation, moment: Moment, said: Saying) -> Turn:
    """Why the open question is asked; its clauses stand with the question."""
    language = conversation.language
    question = open_question(conversation, replay(conversation, moment), moment)
    if question is None:
        return tell(conversation, moment, said.plus(say(wording.NOTHING_OPEN, language)))
    return tell(conversation, moment, said.plus(say(wording.WHY_ASKED, language, why=say(question.why, language))))
