"""One turn in the making: a conversation, the moment, and what is to be said; and the turn it becomes.

Talk(conversation, moment).says(wording.STEPPED_BACK).turn()
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from bot.conversation import wording
from bot.conversation.asides import Aside
from bot.conversation.notice_help import NoticeHelp, wants_notice
from bot.conversation.questions import CASE, OWN, Question, open_question
from bot.conversation.standing import Moment, Standing, replay, version_of
from bot.conversation.state import Conversation, Named, Step
from bot.conversation.tokens import write_token
from bot.conversation.turns import Link, Turn, understood_of
from bot.conversation.wording import Wording, say
from bot.understanding import Intent
from messages import Language
from policy import FactKind, Outcome, Pack, Remaining, remaining_estimate


@dataclass(frozen=True, slots=True)
class Saying:
    """What a turn says beside its question or outcome."""

    sentences: tuple[str, ...] = ()
    aside: Aside | None = None
    notice_help: NoticeHelp | None = None
    links: tuple[Link, ...] = ()
    choices: tuple[Intent, ...] = ()
    intent: Intent | None = None
    confidence: float = 1.0
    problem: str | None = None


# Without slots, because what is replayed is kept for the length of the turn.
@dataclass(frozen=True)
class Talk:
    """A turn in the making. Every method returns another talk or the turn; nothing is changed."""

    conversation: Conversation
    moment: Moment
    saying: Saying = Saying()

    @property
    def language(self) -> Language:
        """The language in which it is held."""
        return self.conversation.language

    @cached_property
    def standing(self) -> Standing:
        """Where the conversation stands."""
        return replay(self.conversation, self.moment)

    @cached_property
    def question(self) -> Question | None:
        """The open question."""
        return open_question(self.conversation, self.standing, self.moment)

    def at(self, conversation: Conversation) -> Talk:
        """The same turn with another state of the conversation."""
        return self if conversation == self.conversation else Talk(conversation, self.moment, self.saying)

    def plus(self, step: Step) -> Talk:
        """The same turn one step on."""
        return self.at(self.conversation.plus(step))

    def says(self, sentence: Wording, **details: object) -> Talk:
        """The same turn with one more sentence of the guide."""
        return self.adds(say(sentence, self.language, **details))

    def adds(self, *sentences: str) -> Talk:
        """The same turn with further sentences."""
        return self.saying_also(replace(self.saying, sentences=(*self.saying.sentences, *sentences)))

    def saying_also(self, saying: Saying) -> Talk:
        """The same turn with something else to say; what was replayed is still right."""
        talk = Talk(self.conversation, self.moment, saying)
        talk.__dict__.update({name: value for name, value in vars(self).items() if name in {"standing", "question"}})
        return talk

    def news_since(self, earlier: Standing) -> tuple[str, ...]:
        """A sentence with the facts that became known since, if any; they can be corrected."""
        known = {each.fact: each for each in understood_of(earlier, self.language)}
        now = understood_of(self.standing, self.language)
        news = [each for each in now if known.get(each.fact) != each and each.fact not in OWN]
        if not news:
            return ()
        colon, separator = ("：", "；") if self.language == "zh" else (": ", "; ")
        facts = separator.join(f"{each.label}{colon}{each.text}" for each in news)
        return (say(wording.UNDERSTOOD, self.language, facts=facts),)

    def turn(self) -> Turn:
        """The finished turn."""
        standing, question = self.standing, self.question
        conversation = replace(self.conversation, version=version_of(standing.pack) if standing.pack else "")
        outcome = None if question else standing.outcome
        saying = self.saying
        return Turn(
            conversation=conversation,
            token=write_token(conversation),
            on=self.moment.on,
            intent=saying.intent or standing.intent or Intent.GREETING,
            confidence=saying.confidence,
            choices=conversation.offered or saying.choices,
            standing=standing,
            question=question,
            said=(*_concluded(outcome, self.language), *saying.sentences, *self._before_question()),
            understood=understood_of(standing, self.language),
            remaining=_remaining(standing, self.moment),
            aside=saying.aside,
            notice_help=saying.notice_help,
            links=(*saying.links, *_links(standing, outcome, conversation)),
            problem=saying.problem,
        )

    def _before_question(self) -> tuple[str, ...]:
        """What belongs before a question: that a notice has no such case, or which month was mentioned."""
        pack, question = self.standing.pack, self.question
        if question is None or pack is None:
            return ()
        if question.id == CASE and self.standing.intent and not self.conversation.changing:
            office = next(iter(pack.authorities.values())).name.say(self.language)
            return (say(wording.NO_SUCH_MATTER, self.language, citation=pack.notice.citation, office=office),)
        fact = pack.facts.get(question.id)
        heard = self.standing.slots.get(fact.slot.name) if fact and fact.kind is FactKind.DATE and fact.slot else None
        return (say(wording.HEARD_THE_MONTH, self.language, heard=heard),) if isinstance(heard, str) else ()


def _remaining(standing: Standing, moment: Moment) -> Remaining | None:
    if standing.pack is None or standing.case is None:
        return None
    if standing.outcome:
        return Remaining(0, 0)
    return _estimated(standing.pack, standing.case.id, tuple(standing.known.items()), moment.on)


# Turns of the same case ask for the same estimates again and again; the keys are closed facts.
@lru_cache(maxsize=4096)
def _estimated(pack: Pack, case_id: str, known: Named, on: date) -> Remaining:
    return remaining_estimate(pack, case_id, dict(known), on)


def _concluded(outcome: Outcome | None, language: Language) -> tuple[str, ...]:
    """Who submits, always first; then the outcome in one sentence and the notice it rests on."""
    if outcome is None:
        return ()
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
