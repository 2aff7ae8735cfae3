"""A draft's form: what it asks, and what somebody typed into it, read without losing anything.

    read = read_facts(pack, facts_of(pack, case), request.form, today)
    read.answers, read.faults              # answers by fact, and what is wrong with the others
    fields_of(kind, forms)                 # the places of the case's forms that the unit fills, each once

Every name in the form says what it is about: `fact-…`, `form-…`, `brought-…`, `file-…`, `choice-…`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from casework.applications.drafting import Inquiry
from casework.applications.particulars import LABELS, REQUIRED
from casework.applications.words import Kind, Material
from documents.forms import FieldKind, FieldSource, Form, FormError, FormField, Text2
from documents.forms.values import printed
from policy import Answer, Case, Fact, FactKind, Outcome, Pack, PolicyError, Statement, StatementKind
from policy.conditions import DateIs, FactIs
from policy.representatives import conditions_of
from tables.values import Refused, read_date

_FILLED = frozenset({FieldKind.TEXT, FieldKind.LONG, FieldKind.DATE})
_OF_THE_AUTHORITY = frozenset({"new_number", "new_issued_on", "recognition_number", "remarks"})
_DATES = frozenset({"approved_on", "issued_on"})
_YES_NO = {"yes": True, "no": False}


class Fault(NamedTuple):
    """What is wrong with an answer, in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ReadFacts:
    """The answers that could be read, each text as typed, and what is wrong with the rest."""

    answers: Mapping[str, Answer]
    typed: Mapping[str, str] = field(repr=False)
    faults: Mapping[str, Fault]


def facts_of(pack: Pack, case: Case) -> tuple[Fact, ...]:
    """The questions on which anything in the case depends, in the order in which it asks them."""
    return tuple(pack.facts[name] for name in dict.fromkeys(_names(case)) if name in pack.facts)


def _names(case: Case) -> Iterator[str]:
    for condition in conditions_of(case):
        for leaf in condition.leaves():
            if isinstance(leaf, FactIs):
                yield leaf.fact
            elif isinstance(leaf, DateIs):
                yield from (_source(case, name) for name in (leaf.name, leaf.other) if isinstance(name, str))
    for worded in (*(rule.headline for rule in case.outcomes), *(rule.text for rule in case.statements)):
        yield from (_source(case, name) for name in worded.names)


def _source(case: Case, name: str) -> str:
    """The fact from which a date follows; any other name stands for itself."""
    computed = case.computed.get(name)
    return computed.of if computed else name


def read_facts(pack: Pack, facts: Iterable[Fact], form: Mapping[str, str], today: date) -> ReadFacts:
    """Each fact's answer from a form; an empty one is not answered yet."""
    answers: dict[str, Answer] = {}
    typed: dict[str, str] = {}
    faults: dict[str, Fault] = {}
    for fact in facts:
        text = form.get(f"fact-{fact.id}", "").strip()
        if not text:
            continue
        typed[fact.id] = text
        try:
            answer = _answer(fact, text)
            pack.accepted({fact.id: answer}, today)
        except Refused as refusal:
            faults[fact.id] = Fault(refusal.advice.sentence("zh"), refusal.advice.sentence("en"))
        except PolicyError as error:
            faults[fact.id] = Fault(error.say("zh"), error.say("en"))
        else:
            answers[fact.id] = answer
    return ReadFacts(answers, typed, faults)


def _answer(fact: Fact, text: str) -> Answer:
    if fact.kind is FactKind.DATE:
        return read_date(text)
    return _YES_NO.get(text, text) if fact.kind is FactKind.YES_NO else text


def typed_answer(answer: Answer) -> str:
    """An answer as its form shows it."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return answer.isoformat() if isinstance(answer, date) else answer


def forms_of(case: Case, outcome: Outcome | None, forms: Mapping[str, Form], notice: str) -> tuple[Form, ...]:
    """The forms among the papers that the outcome wants, or, while it is open, that any outcome of the case does."""
    if outcome is not None:
        named = [each.form.id for each in outcome.statements if each.form and each.kind is StatementKind.MATERIAL]
    else:
        named = [rule.form for rule in case.statements if rule.form and rule.kind is StatementKind.MATERIAL]
    found = (forms.get(f"{notice}/{name}") for name in dict.fromkeys(named))
    return tuple(form for form in found if form is not None and not form.is_roster)


def fields_of(kind: Kind, forms: Iterable[Form]) -> tuple[FormField, ...]:
    """What the unit fills in, each field once with the least room of any form, then what the registry needs besides."""
    fields: dict[str, FormField] = {}
    for form in forms:
        for each in form.fields:
            if each.kind in _FILLED and each.id not in _OF_THE_AUTHORITY:
                fields[each.id] = min(fields.get(each.id, each), each, key=lambda one: one.longest)
    for name in REQUIRED[kind]:
        fields.setdefault(name, _needed(name))
    return tuple(fields.values()) if kind.issues else ()


def _needed(name: str) -> FormField:
    zh, en = LABELS[name]
    shape = FieldKind.DATE if name in _DATES else FieldKind.TEXT
    return FormField(id=name, label=Text2(zh=zh, en=en), kind=shape, source=FieldSource.NAMED, longest=60)


def read_details(fields: Iterable[FormField], form: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """The texts of the form over those that were kept; a field that the page did not show stays as it is."""
    typed = {}
    for each in fields:
        text = form.get(f"form-{each.id}")
        if text is not None:
            plain = text.replace("\r\n", "\n").strip()
            typed[each.id] = plain if each.kind is FieldKind.LONG else " ".join(plain.split())
    return {name: text for name, text in {**kept, **typed}.items() if text}


def unprintable(fields: Iterable[FormField], details: Mapping[str, str]) -> dict[str, Fault]:
    """What does not fit its place on the form, by field."""
    faults = {}
    for each in fields:
        try:
            printed([each], {each.id: details.get(each.id, "")})
        except FormError as error:
            faults[each.id] = Fault(error.say("zh"), error.say("en"))
    return faults


def read_materials(
    wanted: Iterable[Statement], form: Mapping[str, str], kept: Mapping[str, str], attached: Iterable[str | None]
) -> dict[str, Material]:
    """How each wanted paper comes. What an office wrote down about an original stays."""
    files = set(attached)
    found: dict[str, Material] = {}
    for statement in wanted:
        before = kept.get(statement.id)
        if before in (Material.RECEIVED, Material.GIVEN_BACK):
            found[statement.id] = Material(before)
        elif form.get(f"brought-{statement.id}"):
            found[statement.id] = Material.BROUGHT
        elif statement.id in files:
            found[statement.id] = Material.ATTACHED
    return found


def read_choices(form: Mapping[str, str]) -> dict[str, int]:
    """The organisation chosen for each step."""
    named = {name.removeprefix("choice-"): value for name, value in form.items() if name.startswith("choice-")}
    return {step: int(value) for step, value in named.items() if value.isascii() and value.isdigit()}


def read_inquiry(form: Mapping[str, str]) -> tuple[Inquiry | None, bool]:
    """The note about an inquiry, and whether something was typed that is none yet."""
    asked, day, answer = (form.get(f"inquiry-{part}", "").strip() for part in ("asked", "on", "answer"))
    if not any((asked, day, answer)):
        return None, False
    try:
        on = read_date(day)
    except Refused:
        return None, True
    return (Inquiry(asked, on, answer), False) if asked and answer else (None, True)
