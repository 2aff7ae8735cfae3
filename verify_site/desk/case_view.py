"""A case in words, as its pages show it: papers, people, the timeline, whose turn it is.

told = case_told(session, member, application_id, speech)
told["reference"], told["materials"], told["timeline"]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.models import Organisation
from casework.applications.checking import materials_of
from casework.applications.drafting import typed_details
from casework.applications.facts import from_json, matter_of
from casework.applications.models import ApplicationEvent, Entry
from casework.applications.particulars import LABELS
from casework.applications.photo_rules import doubts_in_words
from casework.applications.queries import View
from casework.applications.words import EntryState, Material, Move, State
from documents.forms import Form, FormField, load_forms
from policy import Outcome, OutcomeVerdict, Pack, Statement, StatementKind, StepKind, evaluate
from policy.words import VERDICTS, answer_in_words
from registry.chinese_time import date_in_china
from registry.identity import mask
from registry.words import Word
from tables.values import Refused, read_date
from verify_site.desk.draft_form import fields_of, forms_of
from verify_site.desk.edge import edge
from verify_site.guide.view import LOOKS, Cited, Look, cited
from verify_site.language import Speech
from verify_site.service import service

ENTRIES_SHOWN = 200
"""People of a roster whose rows the case page shows; the rest is in the workbook."""
_OF_DAYS = ("on", "since")
"""How the ids of the forms' days end: `approved_on`, `working_since`."""
QUIET = frozenset({Move.CHANGE, Move.ATTACH, Move.DETACH})
"""Moves of which a run is told by its last one."""


class Told(NamedTuple):
    """A label and what stands there; `typed` are texts that somebody typed, so in Chinese on every page."""

    label: str
    text: str
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A wanted paper and how it is with the office; `state` is None while it is not accounted for."""

    id: str
    text: str
    original: bool | None
    state: Material | None
    cites: Cited


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the timeline; `when` is in China's time."""

    move: Move
    when: str
    organisation: str | None
    actor: str
    opinion: str
    cites: Cited | None
    originals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of the way, with its organisation and the moment when the case came there."""

    text: str
    organisation: str
    since: str | None
    current: bool
    cites: Cited | None


DOUBTS_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Person:
    """One entry: a person with the paper concerned; in `rows` the identity number is masked."""

    id: int
    position: int
    name: str
    identity: str
    title: str
    number: str
    state: EntryState
    new_number: str | None
    photo: int | None
    """The attachment with this person's photo, of a roster."""
    rows: tuple[Told, ...]


def word(each: Word, speech: Speech) -> str:
    """A word of a closed list in the language of the page."""
    return each.zh if speech.language == "zh" else each.en


def forms_folder() -> dict[str, Form]:
    """The forms as this site offers them."""
    return dict(load_forms(service().settings.form_templates))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a case out in one language, by the notice of today."""

    view: View
    pack: Pack
    outcome: Outcome | None
    speech: Speech

    @classmethod
    def of(cls, view: View, speech: Speech) -> Reader:
        """The reader of a case. Raises `NoSuchMatter` where its notice is gone."""
        application, today = view.application, date_in_china(edge().now)
        pack, case, _ = matter_of(application.notice, application.matter)
        result = evaluate(pack, case.id, from_json(pack, application.facts, today), today)
        return cls(view, pack, result if isinstance(result, Outcome) else None, speech)

    def said(self, text: Any) -> str:
        """A wording of the pack."""
        return str(text.say(self.speech.language))

    def cited(self, clauses: Iterable[str]) -> Cited | None:
        """The clauses with links; None where there are none that the notice of today knows."""
        return cited_or_none(self.pack, clauses, self.speech)

    @property
    def title(self) -> str:
        """What the case is about."""
        return self.said(self.pack.cases[self.view.application.matter].title)

    def facts(self) -> list[Told]:
        """The answers in words."""
        today = date_in_china(edge().now)
        answers = from_json(self.pack, self.view.application.facts, today)
        language = self.speech.language
        return [
            Told(self.said(self.pack.facts[name].label), answer_in_words(self.pack.facts[name], answer, language))
            for name, answer in answers.items()
        ]

    def inquiry(self) -> dict[str, str] | None:
        """Whom the unit asked, on which day, and the answer; None where nobody was asked."""
        kept = self.view.application.inquiry
        return {**kept, "on": in_words("on", kept["on"], self.speech)} if kept else None

    def deadlines(self) -> list[tuple[str, Cited | None]]:
        """What the notice says of time in this case, with the clauses."""
        said = self.outcome.statements if self.outcome else ()
        timed = [each for each in said if each.kind is StatementKind.DEADLINE]
        return [(self.said(each.text), self.cited(each.clauses)) for each in timed]

    def papers(self) -> list[Paper]:
        """The wanted papers, and how each is."""
        wanted = materials_of(self.outcome) if self.outcome else ()
        return [self._paper(statement) for statement in wanted]

    def _paper(self, statement: Statement) -> Paper:
        kept = self.view.application.materials.get(statement.id)
        known = Material(kept) if kept in set(Material) else None
        cites = cited(self.pack, statement.clauses, self.speech)
        return Paper(statement.id, self.said(statement.text), statement.original, known, cites)

    def timeline(self, names: dict[int, str]) -> list[Happened]:
        """What happened, newest first; of a run of changes by one person the last."""
        texts = {paper.id: paper.text for paper in self.papers()}
        return [self._happened(event, names, texts) for event in _told_once(self.view.events)][::-1]

    def _happened(self, event: ApplicationEvent, names: dict[int, str], texts: dict[str, str]) -> Happened:
        details = event.details or {}
        in_english = self.speech.language == "en" and event.move == Move.PROBLEM
        return Happened(
            move=Move(event.move),
            when=self.speech.moment(event.at),
            organisation=names.get(event.organisation_id or 0),
            actor=event.actor,
            opinion=str(details.get("en", "")) if in_english else event.opinion,
            cites=self.cited(event.clauses.split()),
            originals=tuple(texts.get(name, name) for name in details.get("materials", ())),
        )

    def way(self) -> list[Stop]:
        """The steps of a submitted case."""
        route = {step.id: step for step in self.outcome.route} if self.outcome else {}
        here = self.view.application
        stops = []
        for step in self.view.steps:
            rule = route.get(step.rule)
            stops.append(
                Stop(
                    text=self.said(rule.text) if rule else STEPS[StepKind(step.does)][self.speech.language],
                    organisation=self.view.organisations[step.organisation_id],
                    since=self.speech.moment(step.reached_at) if step.reached_at else None,
                    current=here.current_id == step.organisation_id and here.step == step.position,
                    cites=self.cited(rule.clauses) if rule else None,
                )
            )
        return stops

    def people(self, numbers: dict[int, str]) -> list[Person]:
        """The first entries, identity numbers masked."""
        # What no form of the case asks for may stand there all the same: a roster's columns, or an earlier version's.
        column = 0 if self.speech.language == "zh" else 1
        labels = {each.id: self.said(each.label) for each in self.fields()}
        labels |= {name: words[column] for name, words in LABELS.items() if name not in labels}
        return [self._person(entry, labels, numbers) for entry in self.view.entries[:ENTRIES_SHOWN]]

    def _person(self, entry: Entry, labels: dict[str, str], numbers: dict[int, str]) -> Person:
        typed = typed_details(entry, service().vault)
        hidden = mask(typed["identity"]) if typed.get("identity") else ""
        shown = {**typed, "identity": hidden} if hidden else typed
        ordered = [*(name for name in labels if name in shown), *(name for name in shown if name not in labels)]
        return Person(
            id=entry.id,
            position=entry.position,
            name=entry.name or typed.get("name", ""),
            identity=hidden,
            title=entry.title or typed.get("title", ""),
            number=entry.number or typed.get("number", ""),
            state=EntryState(entry.state),
            new_number=numbers.get(entry.certificate_id or 0),
            photo=next((each.id for each in self.view.attachments if each.entry_id == entry.id), None),
            rows=tuple(typed_row(labels.get(name, name), name, shown[name], self.speech) for name in ordered),
        )

    def photo_doubts(self) -> list[str]:
        """What the check of the photos left to who reviews them, a line for each, by the roster's rows."""
        rows = {entry.id: entry.position for entry in self.view.entries}
        found = [
            finding
            for each in self.view.attachments
            for finding in doubts_in_words(self.pack, each.photo_doubts, row=rows.get(each.entry_id or 0))
        ]
        ordered = sorted(found[:DOUBTS_SHOWN], key=lambda finding: finding.row or 0)
        return [finding.line(self.speech.language) for finding in ordered]

    def fields(self) -> tuple[FormField, ...]:
        """The places of the case's forms that the unit fills."""
        return fields_of(self.view.application.is_kind, self.forms())

    def forms(self) -> tuple[Form, ...]:
        """The forms that the case needs."""
        application = self.view.application
        return forms_of(self.pack.cases[application.matter], self.outcome, forms_folder(), self.pack.id)

    def answer(self) -> dict[str, Any] | None:
        """The notice's answer: verdict, headline, earliest day, who submits; None while a question is open."""
        outcome = self.outcome
        if outcome is None:
            return None
        return {
            "look": look_of(outcome),
            "verdict": VERDICTS[outcome.verdict][self.speech.language],
            "headline": self.said(outcome.headline),
            "cites": self.cited(outcome.rests_on),
            "submitter": self.said(outcome.submitter.text),
            "submitter_cites": self.cited(outcome.submitter.clauses),
            "earliest": self.speech.date(outcome.earliest_date) if outcome.earliest_date else None,
            "ask": self._ask(outcome) if outcome.verdict is OutcomeVerdict.NEEDS_HUMAN else None,
        }

    def _ask(self, outcome: Outcome) -> str:
        asked = next((each.ask for each in outcome.statements if each.ask), outcome.authority)
        return f"{self.said(asked.name)}{' ' + self.said(asked.contact) if asked.contact else ''}"


def typed_row(label: str, name: str, text: str, speech: Speech) -> Told:
    """A typed text with its label; a day as the page writes days, so not as it was typed."""
    words = in_words(name, text, speech)
    return Told(label, words, typed=words == text)


def in_words(name: str, text: str, speech: Speech) -> str:
    """The text of a field; one that names a day, if it can be read as one, is written out."""
    if name.rpartition("_")[2] not in _OF_DAYS:
        return text
    try:
        return speech.date(read_date(text))
    except Refused:
        return text


STEPS = {
    StepKind.SUBMIT: {"zh": "报送", "en": "submit"},
    StepKind.REVIEW: {"zh": "审核", "en": "review"},
    StepKind.DECIDE: {"zh": "审批", "en": "decide"},
}
"""What a step does, where the notice of today no longer has it."""


def cited_or_none(pack: Pack, clauses: Iterable[str], speech: Speech) -> Cited | None:
    """Clauses with links; None where there are none that the notice knows."""
    known = [clause for clause in clauses if clause in pack.clauses]
    return cited(pack, known, speech) if known else None


def look_of(outcome: Outcome) -> Look:
    """Colour and icon of a verdict."""
    return LOOKS[outcome.verdict]


def _told_once(events: Sequence[ApplicationEvent]) -> Iterator[ApplicationEvent]:
    for event, following in zip(events, (*events[1:], None), strict=True):
        same = following is not None and (event.move, event.person_id) == (following.move, following.person_id)
        if not (same and Move(event.move) in QUIET):
            yield event


def names_of(session: Session, view: View) -> dict[int, str]:
    """The organisations that the timeline names; also those that are on the way no more."""
    wanted = {event.organisation_id for event in view.events if event.organisation_id} - set(view.organisations)
    more = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted))).all()
    return {**view.organisations, **dict(more)}


def turn_of(view: View) -> str | None:
    """Who has the case now; None where nobody has."""
    current = view.application.current_id
    if current is None or view.application.is_state in (State.APPROVED, State.ISSUED):
        return None
    return view.organisations.get(current)
