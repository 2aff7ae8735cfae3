"""A pack: one notice, complete and checked, and what can be looked up in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from policy.conditions import Answer, Facts
from policy.dates import written
from policy.errors import AnswerNotPossible, UnknownCase, UnknownClause, UnknownFact
from policy.photo import Photo
from policy.schema import (
    Authority,
    Case,
    Clause,
    Fact,
    Form,
    LostNotice,
    Notice,
    StatementRule,
    Submitter,
)
from policy.vocabulary import FactKind, Intent, StatementKind


@dataclass(frozen=True, eq=False)
class Pack:
    """One notice as data. Made by `policy.loading`; never changes, and knows nothing of other packs."""

    notice: Notice
    clauses: Mapping[str, Clause]
    facts: Mapping[str, Fact]
    authorities: Mapping[str, Authority]
    submitters: Mapping[str, Submitter]
    forms: Mapping[str, Form]
    cases: Mapping[str, Case]
    rules: tuple[str, ...]
    lost_notice: LostNotice | None
    photos: tuple[Photo, ...] = ()

    @property
    def id(self) -> str:
        """The notice's id, e.g. `hubei-2013-80`."""
        return self.notice.id

    @property
    def general_submitter(self) -> Submitter:
        """Who submits in any matter of this notice; never an individual."""
        return self.submitters[self.notice.general_submitter]

    def statements(self, kind: StatementKind) -> tuple[tuple[Case, StatementRule], ...]:
        """Every statement of a kind with its case, for questions such as "what does it cost?"."""
        return tuple((case, rule) for case in self.cases.values() for rule in case.statements if rule.kind is kind)

    def photo_files(self, case_id: str) -> tuple[Photo, ...]:
        """The ways in which a photo can be attached as a file in a case; a file has to fit one of them."""
        materials = {rule.id for rule in self.case(case_id).statements if rule.kind is StatementKind.MATERIAL}
        return tuple(photo for photo in self.photos if photo.material in materials)

    def case(self, case_id: str) -> Case:
        """A case by id; raises `UnknownCase`."""
        found = self.cases.get(case_id)
        if found is None:
            raise UnknownCase(notice=self.id, case=case_id, known=", ".join(self.cases))
        return found

    def fact(self, fact_id: str) -> Fact:
        """A fact by id; raises `UnknownFact`."""
        found = self.facts.get(fact_id)
        if found is None:
            raise UnknownFact(notice=self.id, fact=fact_id)
        return found

    def clause(self, clause_id: str) -> Clause:
        """A clause by its rule id; raises `UnknownClause`."""
        found = self.clauses.get(clause_id)
        if found is None:
            raise UnknownClause(notice=self.id, clause=clause_id)
        return found

    def cite(self, clause_id: str) -> str:
        """The clause as officials write it: 鄂职改办〔2013〕80号 二（四）3."""
        return f"{self.notice.citation} {self.clause(clause_id).place}"

    def case_for(self, intent: Intent) -> Case | None:
        """The case that answers an intent, None when this notice has none."""
        return next((case for case in self.cases.values() if intent in case.intents), None)

    def applies_in(self, region_code: str) -> bool:
        """Whether the notice applies in a region, by its six-digit code."""
        return region_code.startswith(self.notice.regions)

    def from_slots(self, slots: Mapping[str, Answer]) -> dict[str, Answer]:
        """The facts that understood slots of a sentence fill; slot values that mean no answer fill nothing."""
        filled: dict[str, Answer] = {}
        for fact in self.facts.values():
            value = slots.get(fact.slot.name) if fact.slot else None
            answer = fact.slot.answer(value) if fact.slot and value is not None else None
            if answer is not None:
                filled[fact.id] = answer
        return filled

    def accepted(self, facts: Facts, on: date) -> Mapping[str, Answer]:
        """The facts as given, once each is known to this pack and possible; raises `AnswerNotPossible`."""
        for fact_id, answer in facts.items():
            require_possible(self.fact(fact_id), answer, on)
        return MappingProxyType(dict(facts))


def require_possible(fact: Fact, answer: Answer, on: date) -> None:
    """Raise `AnswerNotPossible` unless the answer can be given to this fact on that day."""
    if fact.kind is FactKind.DATE:
        if isinstance(answer, date) and fact.earliest <= answer <= on:
            return
    elif fact.kind is FactKind.TEXT:
        if isinstance(answer, str) and 0 < len(answer.strip()) <= fact.longest:
            return
    elif any(type(answer) is type(known) and answer == known for known in fact.answers):
        return
    zh, en = _allowed(fact, on)
    raise AnswerNotPossible(label_zh=fact.label.zh, label_en=fact.label.en, allowed_zh=zh, allowed_en=en)


def _allowed(fact: Fact, on: date) -> tuple[str, str]:
    if fact.kind is FactKind.DATE:
        return (
            f"请填写{written(fact.earliest, 'zh')}至{written(on, 'zh')}之间真实存在的日期。",
            f"Give a date that exists, from {written(fact.earliest, 'en')} to {written(on, 'en')}.",
        )
    if fact.kind is FactKind.TEXT:
        return f"请填写1到{fact.longest}个字。", f"Write 1 to {fact.longest} characters."
    if fact.kind is FactKind.YES_NO:
        return "请回答“是”或“否”。", "Answer yes or no."
    labels = fact.choices
    return (
        "请从这些选项中选择：" + "；".join(choice.label.zh for choice in labels) + "。",
        "Choose one of: " + "; ".join(choice.label.en for choice in labels) + ".",
    )
