"""Drafts: begun from nothing or from what a person prepared, filled in, split where a part of a roster is returned.

    application_id = draft(session, member, "hubei-2013-80", "lost", now=now)
    change_draft(session, member, application_id, Changes(facts={…}, details={…}), version=1, now=now, vault=vault)

A draft may be incomplete and wrong; `checking` says what is missing, `submission` refuses it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.accounts.words import Role
from casework.applications.errors import NotOnThisApplication
from casework.applications.facts import matter_of, to_json
from casework.applications.models import Application, Attachment, Entry
from casework.applications.moving import Case, kept_text, open_case
from casework.applications.particulars import Details, checked_details, read_particulars
from casework.applications.words import EntryState, Kind, Material, Move, State
from casework.prepared import PreparedCase
from policy import Facts
from registry.chinese_time import date_in_china
from registry.sealing import IdentityVault

MOST_ENTRIES = 2000
LONGEST_SUBJECT = LONGEST_ASKED = 80
LONGEST_ANSWER = 1000
IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Whom the unit asked where the notice is unclear, on which day, and what the answer was."""

    asked: str
    on: date
    answer: str

    def to_json(self) -> dict[str, Any]:
        """As it is kept. Raises `TextTooLong`."""
        asked = kept_text(self.asked, LONGEST_ASKED, ("询问记录里“问了谁”", "Whom you asked"))
        answer = kept_text(self.answer, LONGEST_ANSWER, ("询问记录里的答复", "The answer that was given"))
        return {"asked": asked, "on": self.on.isoformat(), "answer": answer}


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change of a draft sets; None leaves as it is.

    `details` are the form's texts of the only entry (of a roster: see `set_entries`); `subject` says what a collection
    is about; `choices` names an organisation for a step; `materials` says how each required paper comes.
    """

    facts: Facts | None = None
    details: Details | None = None
    choices: Mapping[str, int] | None = None
    materials: Mapping[str, Material] | None = None
    inquiry: Inquiry | None = None
    subject: str | None = None


def draft(
    session: Session, member: Member, notice: str, matter: str, *, now: datetime, facts: Facts | None = None
) -> int:
    """Begin an application of a notice's case and return its id. Raises `NoSuchMatter`, `NotYourRole`."""
    member.require(Role.CLERK, Role.SUBMITTER)
    _, _, kind = matter_of(notice, matter)
    application = _blank(kind, notice, matter, member.organisation_id, now)
    application.facts = to_json(facts or {})
    session.add(application)
    session.flush()
    if kind.issues:
        session.add(_blank_entry(application.id, 1))
        application.entries = 1
    Case(session, application, (), member).record(Move.CREATE, now=now)
    return application.id


def draft_from_prepared(
    session: Session, member: Member, prepared: PreparedCase, *, now: datetime, vault: IdentityVault
) -> int:
    """Begin an application from what a person prepared with the guide: facts answered, forms filled."""
    application_id = draft(session, member, prepared.notice, prepared.case, now=now, facts=prepared.facts)
    case = open_case(session, member, application_id)
    if case.application.is_kind.issues:
        fill_entry(case.entries()[0], prepared.details, now=now, vault=vault)
        _name_the_subject(case)
    return application_id


def change_draft(
    session: Session,
    member: Member,
    application_id: int,
    changes: Changes,
    *,
    version: int,
    now: datetime,
    vault: IdentityVault,
) -> None:
    """Change what is given; the rest stays. Raises `DetailsRefused`, `TextTooLong` and what `moving` raises."""
    case = open_case(session, member, application_id, version=version)
    case.require(Move.CHANGE)
    application = case.application
    if changes.facts is not None:
        application.facts = to_json(changes.facts)
    if changes.choices is not None:
        application.choices = dict(changes.choices)
    if changes.materials is not None:
        application.materials = {name: material.value for name, material in changes.materials.items()}
    if changes.inquiry is not None:
        application.inquiry = changes.inquiry.to_json()
    if changes.details is not None and application.is_kind.issues:
        fill_entry(case.entries()[0], changes.details, now=now, vault=vault)
        _name_the_subject(case)
    if changes.subject is not None and not application.is_kind.issues:
        application.subject = kept_text(" ".join(changes.subject.split()), LONGEST_SUBJECT, ("批次和份数", "The batch"))
    case.record(Move.CHANGE, now=now)


def set_entries(
    session: Session,
    member: Member,
    application_id: int,
    rows: Sequence[Details],
    *,
    version: int,
    now: datetime,
    vault: IdentityVault,
) -> None:
    """Put the people of a roster in place of the entries; of an exchange only. Raises `NotOnThisApplication` else."""
    case = open_case(session, member, application_id, version=version)
    case.require(Move.CHANGE)
    if case.application.is_kind is not Kind.EXCHANGE or not 0 < len(rows) <= MOST_ENTRIES:
        raise NotOnThisApplication
    old = select(Entry.id).where(Entry.application_id == application_id)
    session.execute(delete(Attachment).where(Attachment.entry_id.in_(old)))
    session.execute(delete(Entry).where(Entry.application_id == application_id))
    _append(case, rows, after=0, now=now, vault=vault)


def add_entries(
    session: Session,
    member: Member,
    application_id: int,
    rows: Sequence[Details],
    *,
    version: int,
    now: datetime,
    vault: IdentityVault,
) -> None:
    """Add people to a roster, whose entries and photos stay; for mended rows. Raises as `set_entries` does."""
    case = open_case(session, member, application_id, version=version)
    case.require(Move.CHANGE)
    before = case.application.entries
    if case.application.is_kind is not Kind.EXCHANGE or not 0 < len(rows) <= MOST_ENTRIES - before:
        raise NotOnThisApplication
    _append(case, rows, after=before, now=now, vault=vault)


def _append(case: Case, rows: Sequence[Details], *, after: int, now: datetime, vault: IdentityVault) -> None:
    """Add an entry for each row behind the first `after` ones, and write the change down."""
    for position, details in enumerate(rows, after + 1):
        entry = _blank_entry(case.application.id, position)
        fill_entry(entry, details, now=now, vault=vault)
        case.session.add(entry)
    case.application.entries = after + len(rows)
    _name_the_subject(case)
    case.record(Move.CHANGE, now=now, details={"entries": case.application.entries})


def fill_entry(entry: Entry, details: Details, *, now: datetime, vault: IdentityVault) -> None:
    """Keep what was typed, the identity number sealed, and beside it what can be read of it."""
    typed = checked_details(details)
    read = read_particulars(typed, today=date_in_china(now))
    identity = typed.pop(IDENTITY, "")
    entry.details = typed
    entry.identity_sealed = vault.seal(read.identity.number if read.identity else identity) if identity else None
    entry.identity_kind = read.identity.kind.value if read.identity else None
    entry.identity_index = vault.index(read.identity.number) if read.identity else None
    entry.name, entry.title, entry.specialty, entry.number = read.name, read.title, read.specialty, read.number
    entry.level = read.level.value if read.level else None
    entry.approved_on = read.approved_on


def typed_details(entry: Entry, vault: IdentityVault) -> dict[str, str]:
    """The form's texts with the identity number, for whoever may see the case."""
    if entry.identity_sealed is None:
        return dict(entry.details)
    return {**entry.details, IDENTITY: vault.unseal(entry.identity_sealed)}


def split_off(case: Case, entries: Sequence[Entry], *, now: datetime) -> Application:
    """Move some entries of a roster to an application of their own, which stands where this one stands.

    The choices, materials and inquiry go with them, so that the unit completes only what was wrong.
    """
    parent = case.application
    other = _blank(parent.is_kind, parent.notice, parent.matter, parent.submitter_id, now)
    other.state, other.facts, other.split_from = parent.state, dict(parent.facts), parent.id
    other.choices, other.materials, other.inquiry = dict(parent.choices), dict(parent.materials), parent.inquiry
    other.submitted_at = parent.submitted_at
    case.session.add(other)
    case.session.flush()
    for position, entry in enumerate(entries, 1):
        entry.application_id, entry.position = other.id, position
    _take_photos_along(case.session, other.id, [entry.id for entry in entries])
    case.session.flush()
    parent.entries -= len(entries)
    other.entries = len(entries)
    for each in (parent, other):
        each.subject = _subject([entry.name for entry in _entries(case.session, each.id)])
    return other


def _take_photos_along(session: Session, application_id: int, entry_ids: Sequence[int]) -> None:
    for start in range(0, len(entry_ids), 500):
        some = Attachment.entry_id.in_(entry_ids[start : start + 500])
        session.execute(update(Attachment).where(some).values(application_id=application_id))


def _entries(session: Session, application_id: int) -> list[Entry]:
    query = select(Entry).where(Entry.application_id == application_id).order_by(Entry.position)
    return list(session.scalars(query))


def _blank(kind: Kind, notice: str, matter: str, submitter_id: int, now: datetime) -> Application:
    return Application(
        kind=kind.value,
        state=State.DRAFT.value,
        version=0,
        notice=notice,
        matter=matter,
        facts={},
        subject="",
        entries=0,
        submitter_id=submitter_id,
        current_id=submitter_id,
        step=0,
        authority_id=None,
        choices={},
        materials={},
        inquiry=None,
        proposal=None,
        split_from=None,
        created_at=now,
        submitted_at=None,
        changed_at=now,
    )


def _blank_entry(application_id: int, position: int) -> Entry:
    return Entry(
        application_id=application_id,
        position=position,
        state=EntryState.OPEN.value,
        details={},
        name="",
        title="",
        specialty="",
        number="",
    )


def _name_the_subject(case: Case) -> None:
    case.session.flush()
    case.application.subject = _subject([entry.name for entry in case.entries()])


def _subject(names: Sequence[str]) -> str:
    first = next((name for name in names if name), "")
    return f"{first}等{len(names)}人"[:80] if len(names) > 1 else first
