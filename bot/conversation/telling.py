"""Makes a turn of a conversation: replays it, finds what is open, and says it.

tell(conversation, moment, Saying().plus("好的，退回一步。"))
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.conversation import wording
from bot.conversation.asides import Aside
from bot.conversation.notice_help import NoticeHelp, wants_notice
from bot.conversation.questions import Question, open_question
from bot.conversation.standing import Moment, Standing, replay, version_of
from bot.conversation.state import Conversation
from bot.conversation.tokens import write_token
from bot.conversation.turns import Link, Turn, understood_of
from bot.conversation.wording import say
from bot.understanding import Intent
from policy import FactKind, Outcome, Remaining, remaining_estimate


@dataclass(frozen=True, slots=True)
class Saying:
    """What a turn says beside its question or outcome."""

    sentences: tuple[str, ...] = ()
    aside: Aside | None = None
    notice_help: NoticeHelp | None = None
    links: tuple[Link, ...] = ()
    intent: Intent | None = None
    confidence: float = 1.0
    problem: str | None = None

    def plus(self, *sentences: str) -> Saying:
        """The same, with further sentences."""
        return replace(self, sentences=(*self.sentences, *sentences))


def tell(conversation: Conversation, moment: Moment, saying: Saying) -> Turn:
    """The turn at which a conversation stands."""
    standing = replay(conversation, moment)
    conversation = replace(conversation, version=version_of(standing.pack) if standing.pack else "")
    question = open_question(conversation, standing, moment)
    language = conversation.language
    outcome = None if question else standing.outcome
    return Turn(
        conversation=conversation,
        token=write_token(conversation),
        on=moment.on,
        intent=saying.intent or standing.intent or Intent.GREETING,
        confidence=saying.confidence,
        choices=conversation.offered,
        standing=standing,
        question=question,
        said=(*saying.sentences, *_asked(standing, question, conversation), *_concluded(outcome, conversation)),
        understood=understood_of(standing, language),
        remaining=_remaining(standing, moment),
        aside=saying.aside,
        notice_help=saying.notice_help,
        links=(*saying.links, *_links(standing, outcome, conversation)),
        problem=saying.problem,
    )


def _remaining(standing: Standing, moment: Moment) -> Remaining | None:
    if standing.pack is None or standing.case is None:
        return None
    return remaining_estimate(standing.pack, standing.case.id, standing.known, moment.on)


def _asked(standing: Standing, question: Question | None, conversation: Conversation) -> tuple[str, ...]:
    """What belongs before a question: that a notice has no such case, or which month was mentioned."""
    language = conversation.language
    if question is None or standing.pack is None:
        return ()
    if question.id == "case" and standing.intent and not conversation.changing:
        office = next(iter(standing.pack.authorities.values())).name.say(language)
        return (say(wording.NO_SUCH_MATTER, language, citation=standing.pack.notice.citation, office=office),)
    fact = standing.pack.facts.get(question.id)
    if fact and fact.kind is FactKind.DATE and fact.slot:
        heard = standing.slots.get(fact.slot.name)
        if isinstance(heard, str):
            return (say(wording.HEARD_THE_MONTH, language, heard=heard),)
    return ()


def _concluded(outcome: Outcome | None, conversation: Conversation) -> tuple[str, ...]:
    """Who submits, always first; then the outcome in one sentence and the notice it rests on."""
    if outcome is None:
        return ()
    language = conversation.language
    return (
        outcome.submitter.text.say(language),
        outcome.headline.say(language),
        outcome.notice.basis.say(language),
    )


def _links(standing: Standing, outcome: Outcome | None, conversation: Conversation) -> tuple[Link, ...]:
    pack, case, language = standing.pack, standing.case, conversation.language
    if pack is None or case is None:
        return ()
    links = []
    if outcome and outcome.see_case and outcome.see_case in pack.cases:
        title = pack.cases[outcome.see_case].title.say(language)
        links.append(Link("case", say(wording.SEE_CASE, language, case=title), outcome.see_case))
    if any(intent.value == "verify" for intent in case.intents):
        links.append(Link("verification", say(wording.VERIFY_LINK, language)))
    if wants_notice(case) and pack.lost_notice:
        links.append(Link("notice_helper", say(wording.NOTICE_HELPER, language), pack.id))
    if outcome and outcome.earliest_date and outcome.earliest_date > conversation.day:
        links.append(Link("calendar", say(wording.CALENDAR_LINK, language), outcome.earliest_date.isoformat()))
    links.append(Link("map", say(wording.MAP_LINK, language), f"{pack.id}/{case.id}"))
    return tuple(links)
