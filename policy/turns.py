"""Questions and outcomes as the plain values of the turn contract, in one language.

    turn_question(pack, ask.question, "zh")      turn_outcome(pack, outcome, "zh")

Clauses appear as officials cite them; rule ids never leave the package by this way.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from messages import Language
from policy.outcomes import Outcome, Question, Statement
from policy.pack import Pack
from policy.schema import Authority


def turn_question(pack: Pack, question: Question, language: Language) -> dict[str, Any]:
    """`{"id", "text", "kind", "choices", "why", "clauses"}` with `help`, and for dates the possible range."""
    days = {"earliest": question.earliest, "latest": question.latest}
    return {
        **{name: day.isoformat() for name, day in days.items() if day},
        "id": question.id,
        "text": question.text.say(language),
        "kind": question.kind.value,
        "choices": [{"id": choice.id, "text": choice.label.say(language)} for choice in question.choices],
        "help": question.help.say(language),
        "why": question.why.say(language),
        "clauses": citations(pack, question.clauses),
    }


def turn_outcome(pack: Pack, outcome: Outcome, language: Language) -> dict[str, Any]:
    """The contract's outcome, with `headline` and `basis` (the notice and year it rests on) beside it."""
    return {
        "submitter": {"kind": outcome.submitter.kind.value, "text": outcome.submitter.text.say(language)},
        "verdict": outcome.verdict.value,
        "headline": outcome.headline.say(language),
        "basis": outcome.notice.basis.say(language),
        "currency": outcome.notice.currency.say(language),
        "authority": _authority(outcome.authority, language),
        "statements": [_statement(pack, statement, language) for statement in outcome.statements],
        "earliest_date": outcome.earliest_date.isoformat() if outcome.earliest_date else None,
        "see_case": outcome.see_case,
        "forms": [{"id": form.id, "text": form.name.say(language)} for form in outcome.forms],
        "clauses": citations(pack, outcome.clauses),
    }


def citations(pack: Pack, clauses: Iterable[str]) -> list[str]:
    """Clauses as people see them, each place once, in order."""
    return list(dict.fromkeys(pack.cite(clause) for clause in clauses))


def _authority(authority: Authority, language: Language) -> dict[str, Any]:
    contact = authority.contact.say(language) if authority.contact else None
    return {"id": authority.id, "text": authority.name.say(language), "contact": contact}


def _statement(pack: Pack, statement: Statement, language: Language) -> dict[str, Any]:
    values: dict[str, Any] = {
        "kind": statement.kind.value,
        "text": statement.text.say(language),
        "clauses": citations(pack, statement.clauses),
    }
    if statement.copies is not None:
        values["copies"] = statement.copies
    if statement.original is not None:
        values["original"] = statement.original
    if statement.form is not None:
        values["form"] = statement.form.id
    if statement.ask is not None:
        values["ask"] = _authority(statement.ask, language)
    return values
