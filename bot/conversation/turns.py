"""A turn: what the guide says, asks or concludes, as objects for pages and as plain values for the JSON contract.

turn.as_dict()     # {"conversation": token, "intent": …, "question": {…} or None, "outcome": {…} or None, …}
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from bot.conversation import wording
from bot.conversation.asides import Aside
from bot.conversation.notice_help import NoticeHelp
from bot.conversation.questions import Question
from bot.conversation.standing import Standing
from bot.conversation.state import Conversation, Value
from bot.understanding import Intent
from messages import Language
from policy import Case, Outcome, Pack, Remaining, citations, turn_outcome
from policy.conditions import FactIs
from policy.schema import Conditional
from policy.words import answer_in_words


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go beside answering. `to` is a page's name or what a `Choose` takes; the web knows addresses."""

    to: str
    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """One thing that the guide goes by, as people read it; it can be changed by `Change(fact)`."""

    fact: str
    value: Value
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn. `said` are the guide's sentences in order; `question` and `outcome` never stand together."""

    conversation: Conversation
    token: str
    on: date
    intent: Intent
    confidence: float
    choices: tuple[Intent, ...]
    standing: Standing
    question: Question | None
    said: tuple[str, ...]
    understood: tuple[Understood, ...]
    remaining: Remaining | None = None
    aside: Aside | None = None
    notice_help: NoticeHelp | None = None
    links: tuple[Link, ...] = ()
    problem: str | None = None
    """Why a link could not be continued: `damaged`, `expired`, `version`; None otherwise."""

    @property
    def language(self) -> Language:
        """The language of the turn."""
        return self.conversation.language

    @property
    def pack(self) -> Pack | None:
        """The notice by which the guide answers, once it is known."""
        return self.standing.pack

    @property
    def outcome(self) -> Outcome | None:
        """The outcome; none while a question is open."""
        return None if self.question else self.standing.outcome

    def as_dict(self) -> dict[str, Any]:
        """The turn of the contract, and beside it what pages show: `said`, `understood_text`, `remaining`, `links` …"""
        return {
            "conversation": self.token,
            "language": self.language,
            "intent": self.intent.value,
            "confidence": round(self.confidence, 3),
            "choices": [
                {"id": intent.value, "text": wording.say(wording.INTENTS[intent], self.language)}
                for intent in self.choices
            ],
            "understood": {each.fact: _plain(each.value) for each in self.understood},
            "understood_text": [
                {"fact": each.fact, "label": each.label, "text": each.text} for each in self.understood
            ],
            "said": list(self.said),
            "question": self.question.as_dict(self.language, self.on) if self.question else None,
            "outcome": self._outcome(),
            "aside": self._aside(),
            "notice_help": self.notice_help.as_dict(self.language) if self.notice_help else None,
            "remaining": _range(self.remaining),
            "links": [{"to": link.to, "text": link.text, "value": link.value} for link in self.links],
            "problem": self.problem,
        }

    def _outcome(self) -> dict[str, Any] | None:
        if self.outcome is None or self.pack is None:
            return None
        plain = turn_outcome(self.pack, self.outcome, self.language)
        submitter, authority = self.outcome.submitter, self.outcome.authority
        plain["submitter"] |= _cited(self.pack, submitter.clauses)
        plain["authority"] |= _cited(self.pack, authority.clauses)
        for told, statement in zip(plain["statements"], self.outcome.statements, strict=True):
            told |= {"id": statement.id, **_cited(self.pack, statement.clauses)}
        return {**plain, **_cited(self.pack, self.outcome.clauses), "case": self.outcome.case}

    def _aside(self) -> dict[str, Any] | None:
        if self.aside is None:
            return None
        lines = [
            {
                "kind": line.kind,
                "text": line.text,
                **({"form": line.form} if line.form else {}),
                "clauses": list(line.clauses),
                "citations": list(line.citations),
            }
            for line in self.aside.lines
        ]
        return {"text": self.aside.opening, "statements": lines}


def understood_of(standing: Standing, language: Language) -> tuple[Understood, ...]:
    """What the guide goes by: place, matter and facts, in the order in which they became known."""
    pack = standing.pack
    if pack is None:
        return ()
    place_label, matter_label = ("地方", "事项") if language == "zh" else ("Place", "Matter")
    place = Understood("notice", pack.id, place_label, pack.notice.applies_to.say(language))
    case = standing.case
    matter = [Understood("case", case.id, matter_label, case.title.say(language))] if case else []
    used = facts_of(pack, case.id) if case else frozenset(standing.known)
    facts = [_fact(pack, fact, value, language) for fact, value in standing.known.items() if fact in used]
    return (place, *matter, *facts)


def _fact(pack: Pack, fact_id: str, value: Value, language: Language) -> Understood:
    fact = pack.facts[fact_id]
    return Understood(fact_id, value, fact.label.say(language), answer_in_words(fact, value, language))


@lru_cache(maxsize=256)
def facts_of(pack: Pack, case_id: str) -> frozenset[str]:
    """The facts of which a case makes use; what else a sentence said is kept but not shown."""
    case = pack.cases[case_id]
    parts: tuple[Conditional, ...] = (*case.outcomes, *case.statements, *case.submitter, *case.authority)
    leaves = [leaf for part in parts for leaf in part.when.leaves()]
    names = {name for leaf in leaves for name in ([leaf.fact] if isinstance(leaf, FactIs) else [leaf.name, leaf.other])}
    texts = (*(outcome.headline for outcome in case.outcomes), *(rule.text for rule in case.statements))
    names |= {name for text in texts for name in text.names}
    return frozenset(fact for name in names if (fact := _fact_behind(case, name)) in pack.facts)


def _fact_behind(case: Case, name: object) -> str:
    """The fact that a name stands for: itself, or the fact from which a date is computed."""
    computed = case.computed.get(str(name))
    return computed.of if computed else str(name)


def _cited(pack: Pack, clauses: Iterable[str]) -> dict[str, list[str]]:
    rules = list(clauses)
    return {"clauses": rules, "citations": citations(pack, rules)}


def _plain(value: Value) -> bool | str:
    return value.isoformat() if isinstance(value, date) else value


def _range(remaining: Remaining | None) -> dict[str, int] | None:
    return {"min": remaining.at_least, "max": remaining.at_most} if remaining else None
