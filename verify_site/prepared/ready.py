"""A conversation that has come to something worth preparing, and what its forms ask.

ready = ready_at(token, "zh")       None while a question is open, and where nothing is to be prepared
ready.fields                        the places of its forms that a person can fill, each once
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.conversation import Turn
from casework.prepared import PreparedCase
from documents.forms import FieldKind, Form, FormField, load_forms
from messages import Language
from policy import Answer, Case, Outcome, OutcomeVerdict, Pack, StatementKind
from policy.words import answer_in_words
from verify_site.guide.turns import take_up
from verify_site.guide.view import worth_preparing
from verify_site.service import service

_FILLED = (FieldKind.TEXT, FieldKind.LONG, FieldKind.DATE)
_NOT_THE_PERSONS = frozenset({"new_number", "new_issued_on", "recognition_number", "remarks"})
"""Text fields that the authority fills in."""
NEWSPAPER_NOTICE = "lost-notice"


@dataclass(frozen=True, slots=True)
class Ready:
    """An outcome with its forms. `forms` are those that go to the unit, `newspaper` the draft for the newspaper."""

    turn: Turn
    pack: Pack
    case: Case
    outcome: Outcome
    forms: tuple[Form, ...]
    newspaper: Form | None

    @property
    def language(self) -> Language:
        """The language of the conversation."""
        return self.turn.language

    @property
    def on(self) -> date:
        """The day of the turn, in China."""
        return self.turn.on

    @property
    def waits(self) -> bool:
        """Whether the earliest day is yet to come."""
        return self.outcome.earliest_date is not None and self.outcome.earliest_date > self.on

    @property
    def facts(self) -> Mapping[str, Answer]:
        """What the outcome rests on; answers to other matters stay out."""
        return {each.fact: each.value for each in self.turn.understood if each.fact in self.pack.facts}

    @property
    def fields(self) -> tuple[FormField, ...]:
        """What a person can fill in, each field once, in the order of the forms; the shortest room counts."""
        fields: dict[str, FormField] = {}
        for form in (*self.forms, *([self.newspaper] if self.newspaper else [])):
            for field in form.fields:
                if field.kind in _FILLED and field.id not in _NOT_THE_PERSONS:
                    known = fields.get(field.id, field)
                    fields[field.id] = min(known, field, key=lambda each: each.longest)
        return tuple(fields.values())

    @property
    def known(self) -> dict[str, str]:
        """What the conversation already answers, by field id."""
        return {field.id: text for field in self.fields if (text := self._known(field))}

    def prepared(self, details: Mapping[str, str]) -> PreparedCase:
        """What is stored for the unit."""
        return PreparedCase(self.pack.id, self.case.id, self.facts, self.on, details)

    def _known(self, field: FormField) -> str:
        answer = self.facts.get(field.id)
        if answer is None:
            return ""
        if isinstance(answer, date):
            return answer.isoformat()
        words = answer_in_words(self.pack.facts[field.id], answer, "zh")
        # A fact's choice is worded for its question; only where the form prints the same word does it fit.
        return words if words in field.choices or field.id == "level" else ""


def ready_at(token: str, language: Language) -> Ready | None:
    """What is to be prepared at this link; None where there is nothing."""
    turn = take_up(token, language)
    outcome, pack, case = turn.outcome, turn.pack, turn.standing.case
    if outcome is None or pack is None or case is None or not worth_preparing(outcome):
        return None
    forms = load_forms(service().settings.form_templates)
    return Ready(turn, pack, case, outcome, tuple(_forms(outcome, forms)), _newspaper(outcome, case, forms))


def _forms(outcome: Outcome, forms: Mapping[str, Form]) -> list[Form]:
    """The forms among the materials; the others are filled in by an office, or exist already."""
    named = [each.form.id for each in outcome.statements if each.form and each.kind is StatementKind.MATERIAL]
    found = [forms.get(f"{outcome.notice.id}/{name}") for name in dict.fromkeys(named)]
    return [form for form in found if form is not None and not form.is_roster]


def _newspaper(outcome: Outcome, case: Case, forms: Mapping[str, Form]) -> Form | None:
    """The draft of a notice of loss, while it has yet to be published."""
    form = forms.get(f"{outcome.notice.id}/{NEWSPAPER_NOTICE}")
    if form is None or case.id not in form.cases:
        return None
    return form if outcome.verdict is OutcomeVerdict.FIX_FIRST else None
