"""Known facts and a date in; the next question that can still change the result, or an outcome, out.

    result = evaluate(pack, "lost", {"has_unit": True}, date(2026, 11, 20))

Pure: nothing is read, kept or changed. `step` walks a case's ordered entries and stops at the first fact it lacks;
`matters` then looks for two answers to that fact which, all else equal, end differently. A fact that fails this is
never asked, whatever facts were already known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from policy.conditions import TODAY, Answer, Facts, Unsettled, settle
from policy.dates import written
from policy.errors import PolicyError
from policy.outcomes import Ask, Outcome, Question, RouteStep, Statement
from policy.pack import Pack
from policy.representatives import possible_answers
from policy.schema import (
    ASK_AUTHORITY,
    NAME_IN_BRACES,
    Case,
    Choice,
    Choosing,
    Fact,
    OutcomeRule,
    Text,
)
from policy.vocabulary import FactKind

_Entry = TypeVar("_Entry", OutcomeRule, Choosing)
_YES_NO = (
    Choice(id="yes", label=Text(zh="是", en="Yes")),
    Choice(id="no", label=Text(zh="否", en="No")),
)


class DeadEnd(PolicyError):
    """No entry of an ordered list holds: the data lacks a last entry without `when`."""

    zh = "通知数据 {notice} 的事项 {case} 没有覆盖这种情况。请为有序列表补上最后一项。"
    en = "Case {case} of notice {notice} does not cover this situation. Give the ordered list a last entry."


@dataclass(frozen=True)
class Situation:
    """A case with what is known about it on a day; what conditions look at."""

    pack: Pack
    case: Case
    answers: Mapping[str, Answer]
    today: date

    def answer(self, fact: str) -> Answer | None:
        """The answer to a fact, None while it is not known."""
        return self.answers.get(fact)

    def day(self, name: str) -> date:
        """A date by name; raises `Unsettled` while the fact behind it is not known."""
        if name == TODAY:
            return self.today
        computed = self.case.computed.get(name)
        fact = computed.of if computed else name
        known = self.answers.get(fact)
        if not isinstance(known, date):
            raise Unsettled(fact)
        return computed.follow(known) if computed else known

    def knowing(self, fact: str, answer: Answer) -> Situation:
        """The same situation with one more fact known."""
        return Situation(self.pack, self.case, MappingProxyType({**self.answers, fact: answer}), self.today)


def evaluate(pack: Pack, case_id: str, facts: Facts, on: date) -> Ask | Outcome:
    """The next question that matters, or the outcome; raises `UnknownCase`, `UnknownFact`, `AnswerNotPossible`."""
    _, result = advance(situated(pack, case_id, facts, on))
    return result if isinstance(result, Outcome) else Ask(pack.id, case_id, _question(pack.facts[result], on))


def situated(pack: Pack, case_id: str, facts: Facts, on: date) -> Situation:
    """The situation to evaluate, its facts checked; raises as `evaluate` does."""
    return Situation(pack, pack.case(case_id), pack.accepted(facts, on), on)


def advance(situation: Situation) -> tuple[Situation, str | Outcome]:
    """The outcome or the next fact that matters; facts on the way that change nothing are taken as anything."""
    result = step(situation)
    while isinstance(result, str) and not matters(situation, result):
        situation = situation.knowing(result, answers_for(situation, result)[0])
        result = step(situation)
    return situation, result


def step(situation: Situation) -> str | Outcome:
    """The id of the first fact that is missing, or the outcome."""
    try:
        return _decide(situation)
    except Unsettled as unsettled:
        return unsettled.fact


def answers_for(situation: Situation, fact: str) -> tuple[Answer, ...]:
    """Answers to a fact that stand for all others: every choice; for dates one day of each interval that differs."""
    return possible_answers(situation.case, situation.pack.facts[fact], situation.today)


def matters(situation: Situation, fact: str) -> bool:
    """Whether two answers to the fact can lead, with all other facts equal, to different outcomes."""
    first, *others = (situation.knowing(fact, answer) for answer in answers_for(situation, fact))
    return turns(_some_ending(first), fact) or any(_differ(first, other) for other in others)


def turns(ending: Situation, fact: str) -> bool:
    """Whether a decided situation gets another outcome by changing this fact alone: the quick proof that it matters."""
    outcome = step(ending)
    changed = (step(ending.knowing(fact, answer)) for answer in answers_for(ending, fact))
    return any(isinstance(result, Outcome) and result != outcome for result in changed)


def _some_ending(situation: Situation) -> Situation:
    while isinstance(missing := step(situation), str):
        situation = situation.knowing(missing, answers_for(situation, missing)[0])
    return situation


def _differ(left: Situation, right: Situation) -> bool:
    """Whether some completion of both situations, the same for both, separates their outcomes."""
    left_result, right_result = step(left), step(right)
    for result in (left_result, right_result):
        if isinstance(result, str):
            return any(
                _differ(left.knowing(result, answer), right.knowing(result, answer))
                for answer in answers_for(left, result)
            )
    return left_result != right_result


def _decide(situation: Situation) -> Outcome:
    rule = _first(situation, situation.case.outcomes)
    submitter = situation.pack.submitters[rule.submitter or _first(situation, situation.case.submitter).take]
    authority = situation.pack.authorities[rule.authority or _first(situation, situation.case.authority).take]
    plain = _plain_statements(situation.pack, situation.case.id, authority.id)
    return Outcome(
        notice=situation.pack.notice,
        case=situation.case.id,
        entry=rule.id,
        verdict=rule.verdict,
        headline=_worded(situation, rule.headline),
        submitter=submitter,
        authority=authority,
        statements=tuple(
            _filled(situation, plain[statement.id])
            for statement in situation.case.statements_of[rule.id]
            if settle(statement.when, situation)
        ),
        earliest_date=_earliest(situation, rule),
        see_case=rule.see_case,
        rests_on=rule.clauses,
        route=_route(situation, rule),
        effect=situation.case.effect,
    )


def _route(situation: Situation, rule: OutcomeRule) -> tuple[RouteStep, ...]:
    steps = situation.case.route_of.get(rule.id)
    if not steps:
        return ()
    plain = _plain_route(situation.pack, situation.case.id)
    return tuple(plain[step.id] for step in steps if settle(step.when, situation))


@lru_cache(maxsize=64)
def _plain_route(pack: Pack, case_id: str) -> Mapping[str, RouteStep]:
    rules = pack.cases[case_id].route
    return {rule.id: RouteStep(rule.id, rule.does, rule.by, rule.text, rule.clauses) for rule in rules}


def _first(situation: Situation, entries: Iterable[_Entry]) -> _Entry:
    for entry in entries:
        if settle(entry.when, situation):
            return entry
    raise DeadEnd(notice=situation.pack.id, case=situation.case.id)


@lru_cache(maxsize=256)
def _plain_statements(pack: Pack, case_id: str, authority_id: str) -> Mapping[str, Statement]:
    """A case's statements before their places are filled, by id; a walk meets the same ones again and again."""
    authority = pack.authorities[authority_id]
    return {
        rule.id: Statement(
            id=rule.id,
            kind=rule.kind,
            text=rule.text,
            clauses=rule.clauses,
            copies=rule.copies,
            original=rule.original,
            form=pack.forms[rule.form] if rule.form else None,
            ask=authority if rule.ask == ASK_AUTHORITY else pack.authorities.get(rule.ask or ""),
            topic=rule.topic,
        )
        for rule in pack.cases[case_id].statements
    }


def _filled(situation: Situation, statement: Statement) -> Statement:
    text = _worded(situation, statement.text)
    return statement if text is statement.text else replace(statement, text=text)


def _earliest(situation: Situation, rule: OutcomeRule) -> date | None:
    """The outcome's earliest date: a named date or a day written in the data."""
    if rule.earliest_date is None:
        return None
    if rule.earliest_date[0].isdigit():
        return date.fromisoformat(rule.earliest_date)
    return situation.day(rule.earliest_date)


def _worded(situation: Situation, text: Text) -> Text:
    if not text.names:
        return text
    return Text(zh=_fill(situation, text.zh, "zh"), en=_fill(situation, text.en, "en"))


def _fill(situation: Situation, sentence: str, language: str) -> str:
    def filled(found: re.Match[str]) -> str:
        name = found.group(1)
        fact = situation.pack.facts.get(name)
        if fact is None or fact.kind is FactKind.DATE:
            return written(situation.day(name), language)
        answer = situation.answer(name)
        if answer is None:
            raise Unsettled(name)
        return str(answer)

    return NAME_IN_BRACES.sub(filled, sentence)


def _question(fact: Fact, on: date) -> Question:
    dated = fact.kind is FactKind.DATE
    return Question(
        id=fact.id,
        kind=fact.kind,
        label=fact.label,
        text=fact.question,
        help=fact.help,
        why=fact.why,
        choices=_YES_NO if fact.kind is FactKind.YES_NO else fact.choices,
        earliest=fact.earliest if dated else None,
        latest=on if dated else None,
        clauses=fact.clauses,
    )
