"""A draft's page: each question, place and paper with what is kept, what was typed, and what is wrong with it.

values = draft_values(session, found, checked, Typed(), speech)
values["questions"], values["places"], values["papers"]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from casework.applications import submission
from casework.applications.attachments import MOST_FILES
from casework.applications.checking import Checked
from casework.applications.drafting import LONGEST_ANSWER, LONGEST_ASKED, LONGEST_SUBJECT, typed_details
from casework.applications.file_kinds import MAX_BYTES
from casework.applications.findings import Finding
from casework.applications.models import Application, Attachment
from casework.applications.particulars import REQUIRED
from casework.applications.queries import View
from casework.applications.words import Kind, Material, Move, State
from policy import Ask, Fact, FactKind, OutcomeVerdict, Pack
from policy.words import answer_in_words
from tables.values import EMPTY
from verify_site.desk.case_view import Reader, names_of
from verify_site.desk.draft_form import Fault, facts_of, fields_of, typed_answer, unprintable
from verify_site.desk.edge import member
from verify_site.guide.view import cited
from verify_site.language import N_, Speech
from verify_site.service import service

LEVELS = ("正高级", "副高级", "高级", "中级", "助理级", "员级", "初级")
"""As certificates say it; older ones say 高级 or 初级 alone."""
HINTS = {
    "identity": N_("照身份证填写；加密保存，页面上只显示前后几位"),
}
"""What a place's label does not say."""


@dataclass(slots=True)
class Typed:
    """What a form held that could not be saved, and why; the page shows it once more.

    None stands for what was saved: the page shows that as it is kept.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    inquiry: Mapping[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    details: Mapping[str, str] | None = None
    brought: frozenset[str] | None = None
    choices: Mapping[str, int] | None = None
    subject: str | None = None

    @property
    def wrong(self) -> bool:
        """Whether anything could not be saved."""
        return bool(self.faults or self.inquiry or self.files)


def draft_values(session: Session, found: View, checked: Checked, typed: Typed, speech: Speech) -> dict[str, Any]:
    """Everything that the page shows."""
    read = Reader.of(found, speech)
    application = found.application
    fitting = submission.fitting(session, checked)
    return {
        "application": application,
        "title": read.title,
        "pack": read.pack,
        "typed": typed,
        "answer": read.answer(),
        "questions": _questions(found, checked, typed, speech),
        "places": _places(found, read, checked, typed, speech),
        "papers": read.papers(),
        "brought": _brought(application) if typed.brought is None else typed.brought,
        "choices": application.choices if typed.choices is None else typed.choices,
        "files": _files_by_paper(found),
        "most_files": MOST_FILES,
        "limit": MAX_BYTES >> 20,
        "asks": checked.outcome is not None and checked.outcome.verdict is OutcomeVerdict.NEEDS_HUMAN,
        "inquiry": typed.inquiry or application.inquiry or {},
        "way": [(step, read.said(step.text), each, read.cited(step.clauses)) for step, each in fitting],
        "returned": _returned(read, names_of(session, found)),
        "roster": application.is_kind is Kind.EXCHANGE,
        "subject": _subject(application, typed),
        "longest": {"subject": LONGEST_SUBJECT, "asked": LONGEST_ASKED, "answer": LONGEST_ANSWER},
    }


def _brought(application: Application) -> frozenset[str]:
    """The papers that come as originals."""
    return frozenset(name for name, state in application.materials.items() if state == Material.BROUGHT)


def _subject(application: Application, typed: Typed) -> str | None:
    """What a collection is about; None for every other kind."""
    if application.is_kind.issues:
        return None
    return application.subject if typed.subject is None else typed.subject


def _returned(read: Reader, names: dict[int, str]) -> Any:
    """Why the case came back, where it did."""
    if read.view.application.is_state is not State.RETURNED:
        return None
    return next((each for each in read.timeline(names) if each.move is Move.RETURN), None)


def _questions(found: View, checked: Checked, typed: Typed, speech: Speech) -> list[dict[str, Any]]:
    """Each question with its choices, what is answered, and what is wrong with that."""
    pack, language = checked.pack, speech.language
    next_one = checked.result.question.id if isinstance(checked.result, Ask) else None
    told = {fact.id: finding for finding in checked.findings if (fact := fact_of(pack, finding))}
    return [
        {
            "id": fact.id,
            "kind": fact.kind.value,
            "text": fact.question.say(language),
            "help": fact.help.say(language),
            "choices": _choices(fact, speech),
            "value": typed.facts.get(fact.id) or _kept(checked, fact),
            "error": _error(typed.faults.get(fact.id), told.get(fact.id), speech),
            "next": fact.id == next_one,
            "cites": cited(pack, fact.clauses, speech),
        }
        for fact in facts_of(pack, pack.cases[found.application.matter])
    ]


def fact_of(pack: Pack, finding: Finding) -> Fact | None:
    """The question that a finding is about: it cites its clauses. A form's place may have the same id and label."""
    fact = pack.facts.get(finding.field or "")
    return fact if fact is not None and finding.clauses == fact.clauses else None


def _error(fault: Fault | None, finding: Finding | None, speech: Speech) -> str | None:
    if fault is not None:
        return fault.zh if speech.language == "zh" else fault.en
    return finding.advice.sentence(speech.language) if finding is not None else None


def _choices(fact: Fact, speech: Speech) -> list[tuple[str, str]]:
    if fact.kind is FactKind.YES_NO:
        answers = {"yes": True, "no": False}
        return [(name, answer_in_words(fact, each, speech.language).capitalize()) for name, each in answers.items()]
    return [(each.id, each.label.say(speech.language)) for each in fact.choices]


def _kept(checked: Checked, fact: Fact) -> str:
    answer = checked.facts.get(fact.id)
    return typed_answer(answer) if answer is not None else ""


def _places(found: View, read: Reader, checked: Checked, typed: Typed, speech: Speech) -> list[dict[str, Any]]:
    """The places of the forms; of a roster none, as its people come in a table."""
    if len(found.entries) != 1:
        return []
    kind = found.application.is_kind
    fields = fields_of(kind, read.forms())
    kept = typed_details(found.entries[0], service().vault) if typed.details is None else typed.details
    values = kept or {"unit": member().organisation_name}
    faults = unprintable(fields, values)
    told = _of_places(checked)
    return [
        {
            "id": each.id,
            "kind": each.kind.value,
            "label": read.said(each.label),
            "hint": speech.text(HINTS[each.id]) if each.id in HINTS else "",
            "choices": LEVELS if each.id == "level" else each.choices,
            "longest": each.longest,
            "value": values.get(each.id, ""),
            "needed": each.id in REQUIRED[kind],
            "error": _error(faults.get(each.id), told.get(each.id), speech),
        }
        for each in fields
    ]


def _of_places(checked: Checked) -> dict[str, Finding]:
    """What is wrong with what was typed. What is merely empty yet is told where the draft is checked."""
    return {
        finding.field: finding
        for finding in checked.findings
        if finding.field and finding.advice != EMPTY and fact_of(checked.pack, finding) is None
    }


def _files_by_paper(found: View) -> dict[str, list[Attachment]]:
    """The files of each paper; those for no paper in particular under the empty name."""
    by_paper: dict[str, list[Attachment]] = {}
    for each in _own(found.attachments):
        by_paper.setdefault(each.material or "", []).append(each)
    return by_paper


def _own(files: Iterable[Attachment]) -> Iterable[Attachment]:
    """Files of the application itself; a photo of a roster's person is told on the roster's page."""
    return (each for each in files if each.entry_id is None)
