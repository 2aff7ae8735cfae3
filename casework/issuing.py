"""Carrying out what was approved, beside the key: the operators' side of the desk, never imported by the site.

    report = issue_approved(engine, "wuhan", store=store, signer_for=signer_for, actor="王", now=now, …)
    report.papers, report.problems

One transaction for each application: its papers are numbered, signed and recorded with their holders' photos, what they
replace is replaced, and the application reads "issued", or nothing of it happened. So the command may be killed at any
moment and run again. What a notice or the registry refuses is noted on the application, which stays approved; the
others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from casework.applications.attachments import AttachmentStore
from casework.applications.errors import PaperOfAnother
from casework.applications.file_errors import FileLost, PhotoUnusable
from casework.applications.models import Application, ApplicationEvent, Entry, Step
from casework.applications.moving import record, standing_of, tell
from casework.applications.states import require_state
from casework.applications.words import EntryState, Kind, Move, NoticeKind, State
from casework.papers import PAPERS, make_papers
from casework.photos import keep_photos, photos_to_print
from messages import SpokenError
from registry.authorities import authority
from registry.changes import revoke
from registry.database import writing
from registry.errors import MoveNotAllowed, NotTheIssuer, OutsideJurisdiction, SignerOfAnother
from registry.issuing import Batch
from registry.models import Certificate
from registry.words import Reason
from signing.claims import Kind as PaperKind
from signing.keys import Signer

REFUSALS = (OutsideJurisdiction, NotTheIssuer, MoveNotAllowed, PaperOfAnother, FileLost, PhotoUnusable)
"""What concerns one application alone; any other fault stops the command."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An application that stays approved, and why."""

    reference: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Report:
    """What one run did: applications and papers issued, papers revoked, and what could not be done."""

    applications: int
    papers: int
    revoked: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What all applications of one run share."""

    engine: Engine
    store: AttachmentStore
    signer_for: Callable[[PaperKind], Signer]
    actor: str
    now: datetime
    random_bytes: Callable[[int], bytes]


def issue_approved(
    engine: Engine,
    issuer_id: str,
    *,
    store: AttachmentStore,
    signer_for: Callable[[PaperKind], Signer],
    actor: str,
    now: datetime,
    random_bytes: Callable[[int], bytes],
    limit: int | None = None,
) -> Report:
    """Issue the papers of the issuer's approved applications, oldest first, and revoke what it asked to be revoked.

    `signer_for` gives the issuer's key for a kind of paper. Raises `UnknownAuthority`, what `signer_for` raises,
    `SignerOfAnother`, and `SegmentUsedUp` where numbers run out; what was done before stays.
    """
    run = Run(engine, store, cache(signer_for), actor, now, random_bytes)
    with Session(engine) as session:
        authority(session, issuer_id)
        approved, to_revoke = _approved(session, issuer_id, limit), _to_revoke(session, issuer_id)
    problems: list[Problem] = []
    issued = [count for count in _each(run, approved, _issue, problems) if count]
    revoked = sum(_each(run, to_revoke, _revoke, problems))
    return Report(len(issued), sum(issued), revoked, tuple(problems))


def _each(
    run: Run, applications: Iterable[int], work: Callable[[int, Run], int], problems: list[Problem]
) -> Iterator[int]:
    """Do the work on each application in a transaction of its own; what is refused joins the problems."""
    for application_id in applications:
        try:
            papers = work(application_id, run)
        except REFUSALS as refusal:
            problems.append(_note(run, application_id, refusal))
        else:
            yield papers


def _approved(session: Session, issuer_id: str, limit: int | None) -> list[int]:
    mine = (Application.authority_id == issuer_id, Application.state == State.APPROVED.value)
    issuing = [kind.value for kind in Kind if kind.issues]
    query = select(Application.id).where(*mine, Application.kind.in_(issuing)).order_by(Application.id).limit(limit)
    return list(session.scalars(query))


def _to_revoke(session: Session, issuer_id: str) -> list[int]:
    query = (
        select(Application.id)
        .join(Entry, Entry.application_id == Application.id)
        .where(Application.authority_id == issuer_id, Entry.state == EntryState.TO_REVOKE.value)
        .distinct()
    )
    return sorted(session.scalars(query))


def _issue(application_id: int, run: Run) -> int:
    """Make the papers of one application, with their photos; 0 where another run was faster."""
    # Nobody can change the files of an approved application, so the long work on them needs no lock.
    photos = photos_to_print(run.engine, application_id, run.store)
    with writing(run.engine) as session:
        return _issue_locked(session, application_id, run, photos)


def _issue_locked(session: Session, application_id: int, run: Run, photos: Mapping[int | None, bytes]) -> int:
    application = _locked(session, application_id)
    if application.is_state is not State.APPROVED:
        return 0
    steps = _steps(session, application_id)
    rule = require_state(Move.ISSUE, standing_of(application, steps))
    issuer = authority(session, application.authority_id or "")
    kind = PAPERS[application.is_kind]
    if run.signer_for(kind).key.issuer != issuer.id:
        raise SignerOfAnother(key=run.signer_for(kind).key.issuer, issuer=issuer.id)
    batch = Batch(issuer, run.signer_for(kind), kind, run.actor, run.now, run.random_bytes)
    entries = _entries(session, application_id, EntryState.APPROVED)
    for entry, paper_id in zip(entries, make_papers(session, application, entries, batch), strict=True):
        entry.certificate_id, entry.state = paper_id, EntryState.ISSUED.value
    keep_photos(session, entries, photos)
    details = {"papers": len(entries)}
    record(session, application, Move.ISSUE, now=run.now, actor=run.actor, to=rule.to, details=details)
    tell(session, application.id, application.submitter_id, NoticeKind.ISSUED, run.now)
    return len(entries)


def _revoke(application_id: int, run: Run) -> int:
    """Revoke what an application issued and its authority asked to be revoked."""
    with writing(run.engine) as session:
        application = _locked(session, application_id)
        entries = _entries(session, application_id, EntryState.TO_REVOKE)
        for entry in entries:
            paper = session.get_one(Certificate, entry.certificate_id, with_for_update=True)
            revoke(session, paper, reason=Reason.FALSE_MATERIAL, actor=run.actor, now=run.now)
            entry.state = EntryState.REVOKED.value
        if entries:
            record(session, application, Move.REVOKE, now=run.now, actor=run.actor, details={"papers": len(entries)})
        return len(entries)


def _note(run: Run, application_id: int, refusal: SpokenError) -> Problem:
    """Write the reason on the application once, and tell who decided it."""
    zh, en = refusal.say("zh"), refusal.say("en")
    with writing(run.engine) as session:
        application = _locked(session, application_id)
        events = select(ApplicationEvent).where(ApplicationEvent.application_id == application_id)
        newest = session.scalars(events.order_by(ApplicationEvent.id.desc()).limit(1)).one()
        if (newest.move, newest.opinion) != (Move.PROBLEM.value, zh):
            record(session, application, Move.PROBLEM, now=run.now, actor=run.actor, opinion=zh, details={"en": en})
            decider = _steps(session, application_id)[-1].organisation_id
            tell(session, application_id, decider, NoticeKind.PROBLEM, run.now)
        return Problem(application.reference, zh, en)


def _locked(session: Session, application_id: int) -> Application:
    return session.get_one(Application, application_id, with_for_update=True, populate_existing=True)


def _steps(session: Session, application_id: int) -> list[Step]:
    return list(session.scalars(select(Step).where(Step.application_id == application_id).order_by(Step.position)))


def _entries(session: Session, application_id: int, state: EntryState) -> list[Entry]:
    query = select(Entry).where(Entry.application_id == application_id, Entry.state == state.value)
    return list(session.scalars(query.order_by(Entry.position)))
