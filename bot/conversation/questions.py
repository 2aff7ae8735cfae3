"""The open question of a conversation: a fact that a notice asks, or one of the guide's own (matter, place, case).

open_question(conversation, standing, moment)     # None once there is an outcome
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.conversation import wording
from bot.conversation.standing import Moment, Standing
from bot.conversation.state import Conversation
from bot.conversation.wording import Wording
from messages import Language
from policy import Ask, Fact, FactKind, Pack, citations

MATTER, PLACE, CASE = "intent", "notice", "case"
OWN = (MATTER, PLACE, CASE)
NONE_OF_THESE = "none"
ELSEWHERE = "elsewhere"
_OPEN_SINCE = date(1949, 10, 1)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its id and its words."""

    id: str
    words: Wording


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, why, and what can be answered. `pack` is absent for the guide's own questions."""

    id: str
    kind: FactKind
    text: Wording
    why: Wording
    help: Wording | None = None
    options: tuple[Option, ...] = ()
    label: Wording | None = None
    earliest: date = _OPEN_SINCE
    clauses: tuple[str, ...] = ()
    pack: Pack | None = None

    def option(self, option_id: str) -> Option | None:
        """The option with this id."""
        return next((option for option in self.options if option.id == option_id), None)

    def as_dict(self, language: Language, on: date) -> dict[str, object]:
        """The question of the turn contract; days are bounded by `earliest` and `latest`."""
        dated = self.kind is FactKind.DATE
        return {
            "id": self.id,
            "text": wording.say(self.text, language),
            "kind": self.kind.value,
            "choices": [{"id": option.id, "text": wording.say(option.words, language)} for option in self.options],
            "help": wording.say(self.help, language) if self.help else "",
            "why": wording.say(self.why, language),
            "clauses": list(self.clauses),
            "citations": citations(self.pack, self.clauses) if self.pack else [],
            "earliest": self.earliest.isoformat() if dated else None,
            "latest": on.isoformat() if dated else None,
        }


def open_question(conversation: Conversation, standing: Standing, moment: Moment) -> Question | None:
    """What is to be answered next: what the person is changing, what is unsure, or what the case needs."""
    changed = conversation.changing
    if changed == PLACE:
        return place_question(moment)
    if standing.pack and changed == CASE:
        return case_question(standing.pack)
    if standing.pack and changed and changed in standing.pack.facts:
        return fact_question(standing.pack, standing.pack.facts[changed])
    if conversation.offered:
        return matter_question(conversation)
    return _next(conversation, standing, moment)


def _next(conversation: Conversation, standing: Standing, moment: Moment) -> Question | None:
    if standing.pack is None:
        wanted = standing.intent or conversation.aside
        return place_question(moment) if wanted else matter_question(conversation)
    if standing.case is None:
        return case_question(standing.pack)
    if isinstance(standing.result, Ask):
        return fact_question(standing.pack, standing.pack.facts[standing.result.question.id])
    return None


def fact_question(pack: Pack, fact: Fact) -> Question:
    """A fact of a notice as a question."""
    return Question(
        id=fact.id,
        kind=fact.kind,
        text=Wording(fact.question.zh, fact.question.en),
        label=Wording(fact.label.zh, fact.label.en),
        why=Wording(fact.why.zh, fact.why.en),
        help=Wording(fact.help.zh, fact.help.en),
        options=_options(fact),
        earliest=fact.earliest,
        clauses=fact.clauses,
        pack=pack,
    )


def _options(fact: Fact) -> tuple[Option, ...]:
    if fact.kind is FactKind.YES_NO:
        return Option("yes", Wording("是", "Yes")), Option("no", Wording("否", "No"))
    return tuple(Option(choice.id, Wording(choice.label.zh, choice.label.en)) for choice in fact.choices)


def matter_question(conversation: Conversation) -> Question:
    """What is it about: the likeliest intents where a sentence left it open, else three buttons; and "none"."""
    offered = conversation.offered or wording.THREE_BUTTONS
    options = [Option(intent.value, wording.INTENTS[intent]) for intent in offered]
    return _own(
        MATTER,
        wording.UNSURE if conversation.offered else wording.WHICH_MATTER,
        wording.WHY_MATTER,
        (*options, Option(NONE_OF_THESE, wording.NONE_OF_THESE)),
    )


def place_question(moment: Moment) -> Question:
    """Which notice: one button per place that a pack covers, and another place."""
    places = [
        Option(pack.id, Wording(pack.notice.applies_to.zh, pack.notice.applies_to.en)) for pack in moment.packs.values()
    ]
    options = (*places, Option(ELSEWHERE, wording.ELSEWHERE))
    return _own(PLACE, wording.WHICH_PLACE, wording.WHY_PLACE, options, wording.PLACE_HELP)


def case_question(pack: Pack) -> Question:
    """Which case of a notice."""
    options = tuple(Option(case.id, Wording(case.title.zh, case.title.en)) for case in pack.cases.values())
    return _own(CASE, wording.WHICH_MATTER, wording.WHY_MATTER, options)


def _own(
    question_id: str, text: Wording, why: Wording, options: tuple[Option, ...], help_: Wording | None = None
) -> Question:
    return Question(id=question_id, kind=FactKind.CHOICE, text=text, why=why, help=help_, options=options)
