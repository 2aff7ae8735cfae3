"""Recording what an application proved: an approval of its own, an old paper with its number, its destruction.

    approval = record_approval(session, proven, authority=wuhan, vault=vault, source="SQ-000123", actor="王", now=now)
    old = record_old_paper(session, approval, number="鄂武2005-00123", issued_on=None, actor="王", now=now, …)

Lists of thousands come in by `registry.importing`; this is for one person at a time, in the transaction that issues.
Write-verbs flush, never commit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from registry.errors import MoveNotAllowed
from registry.issuing import APPROVAL_COLUMNS, Batch, event_row, write_certificates
from registry.models import Approval, Authority, Certificate, Event, Import
from registry.numbering import take_positions
from registry.verification_code import new_verification_code
from registry.words import ALLOWED_FROM, Move, Route, State
from signing.claims import Kind, Level


@dataclass(frozen=True, slots=True)
class Proven:
    """A person and the title that an approved application proved, the identity number sealed and indexed already."""

    name: str
    identity_kind: str | None
    identity_sealed: bytes | None
    identity_index: bytes | None
    title: str
    level: Level
    route: Route
    specialty: str
    body: str
    document: str
    approved_on: date


def record_approval(
    session: Session, proven: Proven, *, authority: Authority, source: str, actor: str, now: datetime
) -> Approval:
    """The registered approval of that person and title, or a new one that rests on the application `source`."""
    if proven.identity_index is not None:
        same = (
            Approval.identity_index == proven.identity_index,
            Approval.authority_id == authority.id,
            Approval.title == proven.title,
            Approval.specialty == proven.specialty,
            Approval.approved_on == proven.approved_on,
            Approval.route == proven.route.value,
        )
        known = session.scalars(select(Approval).where(*same)).one_or_none()
        if known is not None:
            return known
    approval = Approval(
        import_id=_source_row(session, authority, source, actor, now),
        authority_id=authority.id,
        pending=False,
        name=proven.name,
        identity_kind=proven.identity_kind,
        identity_sealed=proven.identity_sealed,
        identity_index=proven.identity_index,
        title=proven.title,
        level=proven.level.value,
        route=proven.route.value,
        specialty=proven.specialty,
        body=proven.body,
        document=proven.document,
        approved_on=proven.approved_on,
    )
    session.add(approval)
    session.flush()
    return approval


def _source_row(session: Session, authority: Authority, source: str, actor: str, now: datetime) -> int:
    digest = hashlib.sha256(source.encode()).hexdigest()
    same = (Import.authority_id == authority.id, Import.what == "application", Import.file_sha256 == digest)
    known = session.scalars(select(Import.id).where(*same)).first()
    if known is not None:
        return known
    row = {"authority_id": authority.id, "what": "application", "file_sha256": digest, "rows": 1}
    return session.execute(insert(Import).values(**row, actor=actor[:80], at=now).returning(Import.id)).scalar_one()


def record_old_paper(
    session: Session,
    approval: Approval,
    *,
    number: str,
    issued_on: date | None,
    actor: str,
    now: datetime,
    random_bytes: Callable[[int], bytes],
    details: Mapping[str, Any],
) -> Certificate:
    """Record a paper from before the registry, with its number and no code, so that it can be replaced by a new one.

    Where its issue date is not known the day of approval stands for it.
    """
    (certificate_id,) = take_positions(session, approval.authority_id, 1, random_bytes=random_bytes)
    fields = {name: getattr(approval, name) for name in ("name", "title", "level", "specialty", "approved_on")}
    paper = Certificate(
        id=certificate_id,
        approval_id=approval.id,
        issuer_id=approval.authority_id,
        kind=Kind.CERTIFICATE.value,
        number=number,
        issued_on=issued_on or approval.approved_on,
        verification_code=new_verification_code(random_bytes),
        state=State.VALID.value,
        **fields,
    )
    session.add(paper)
    session.flush()
    event = event_row(certificate_id, Move.RECORD, actor=actor, now=now, details=details)
    session.execute(insert(Event), [event])
    return paper


def issue_for(session: Session, batch: Batch, approval: Approval) -> Certificate:
    """Number, sign and record one paper of the batch's kind for an approval; raises as `issuing.issue` does."""
    rows = session.execute(select(*APPROVAL_COLUMNS).where(Approval.id == approval.id)).all()
    (certificate_id,) = write_certificates(session, batch, rows)
    return session.get_one(Certificate, certificate_id)


def record_destruction(
    session: Session, paper: Certificate, *, actor: str, now: datetime, details: Mapping[str, Any]
) -> None:
    """Write down that a replaced paper was taken back to be destroyed; raises `MoveNotAllowed` for one in force."""
    state = State(paper.state)
    if state not in ALLOWED_FROM[Move.DESTROY]:
        raise MoveNotAllowed(
            number=paper.number,
            state=state.zh,
            move=Move.DESTROY.zh,
            state_en=state.en,
            move_en=Move.DESTROY.en,
        )
    event = event_row(paper.id, Move.DESTROY, actor=actor, now=now, details=details)
    session.execute(insert(Event), [event])
    session.flush()
