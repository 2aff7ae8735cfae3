"""Recording what applications proved: approvals of their own, old papers with their numbers, their destruction.

    ids = record_approvals(session, [proven, …], authority=wuhan, source="SQ-000123", actor="王", now=now)
    papers = record_old_papers(session, [OldPaper(ids[0], proven, "鄂武2005-00123", None)], batch=batch, details={…})

Approved lists come in by `registry.importing`; this is what one application of a unit rests on, in the transaction that
issues for it. Write-verbs flush, never commit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from registry.errors import MoveNotAllowed
from registry.issuing import AT_ONCE, Batch, approval_rows, event_row, write_certificates
from registry.models import Approval, Authority, Certificate, Event, Import, Photo, table_of
from registry.names import normalise_number
from registry.numbering import take_positions
from registry.rows import insert_rows
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

    @property
    def key(self) -> tuple[bytes | None, str, str, date, str]:
        """What makes an approval one and the same within an authority."""
        return (self.identity_index, self.title, self.specialty, self.approved_on, self.route.value)


@dataclass(frozen=True, slots=True)
class OldPaper:
    """A paper from before the registry: its approval, what it says, and its issue date if that is known."""

    approval_id: int
    proven: Proven
    number: str
    issued_on: date | None


def record_approvals(
    session: Session, proven: Sequence[Proven], *, authority: Authority, source: str, actor: str, now: datetime
) -> list[int]:
    """The ids of the approvals, in order: registered ones of these people and titles, new ones for the others.

    A new one rests on the application `source` and waits for no certificate of its own.
    """
    known = _registered(session, authority.id, [each.identity_index for each in proven if each.identity_index])
    # Without an identity number nobody can tell two people apart, so each such person is one.
    keys: list[Any] = [each.key if each.identity_index else place for place, each in enumerate(proven)]
    fresh = {key: each for key, each in zip(keys, proven, strict=True) if key not in known}
    if fresh:
        import_id = _source_row(session, authority, source, actor, now)
        rows = [_approval_row(each, authority.id, import_id) for each in fresh.values()]
        statement = insert(Approval).returning(Approval.id, sort_by_parameter_order=True)
        known |= dict(zip(fresh, session.connection().execute(statement, rows).scalars(), strict=True))
    return [known[key] for key in keys]


def _registered(session: Session, authority_id: str, indices: Sequence[bytes]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    columns = (Approval.identity_index, Approval.title, Approval.specialty, Approval.approved_on, Approval.route)
    for start in range(0, len(indices), AT_ONCE):
        some = Approval.identity_index.in_(indices[start : start + AT_ONCE])
        query = select(*columns, Approval.id).where(Approval.authority_id == authority_id, some)
        found |= {tuple(row[:-1]): row[-1] for row in session.execute(query)}
    return found


def _approval_row(proven: Proven, authority_id: str, import_id: int) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "authority_id": authority_id,
        "pending": False,
        "name": proven.name,
        "identity_kind": proven.identity_kind,
        "identity_sealed": proven.identity_sealed,
        "identity_index": proven.identity_index,
        "title": proven.title,
        "level": proven.level.value,
        "route": proven.route.value,
        "specialty": proven.specialty,
        "body": proven.body,
        "document": proven.document,
        "approved_on": proven.approved_on,
    }


def _source_row(session: Session, authority: Authority, source: str, actor: str, now: datetime) -> int:
    row = {
        "authority_id": authority.id,
        "what": "application",
        "file_sha256": hashlib.sha256(source.encode()).hexdigest(),
        "rows": 1,
        "actor": actor[:80],
        "at": now,
    }
    return session.execute(insert(Import).values(row).returning(Import.id)).scalar_one()


def record_old_papers(
    session: Session, papers: Sequence[OldPaper], *, batch: Batch, details: Mapping[str, Any]
) -> list[Certificate]:
    """Record papers from before the registry, with their numbers and no code, so that new ones can replace them.

    Where an issue date is not known the day of approval stands for it.
    """
    ids = take_positions(session, batch.issuer.id, len(papers), random_bytes=batch.random_bytes)
    rows = [_paper_row(batch, paper, certificate_id) for paper, certificate_id in zip(papers, ids, strict=True)]
    insert_rows(session, table_of(Certificate), rows)
    _events(session, ids, Move.RECORD, batch, details)
    return certificates(session, ids)


def _paper_row(batch: Batch, paper: OldPaper, certificate_id: int) -> dict[str, Any]:
    proven = paper.proven
    return {
        "id": certificate_id,
        "approval_id": paper.approval_id,
        "issuer_id": batch.issuer.id,
        "kind": Kind.CERTIFICATE.value,
        "number": paper.number,
        "number_key": normalise_number(paper.number),
        "name": proven.name,
        "title": proven.title,
        "level": proven.level.value,
        "specialty": proven.specialty,
        "approved_on": proven.approved_on,
        "issued_on": paper.issued_on or proven.approved_on,
        "verification_code": new_verification_code(batch.random_bytes),
        "state": State.VALID.value,
    }


def issue_for(session: Session, batch: Batch, approval_ids: Sequence[int]) -> list[int]:
    """Number, sign and record one paper of the batch's kind for each approval, in order; raises as `issuing.issue`."""
    return write_certificates(session, batch, approval_rows(session, approval_ids))


def certificates(session: Session, ids: Sequence[int]) -> list[Certificate]:
    """These certificates, locked for change, in their order."""
    found: dict[int, Certificate] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = select(Certificate).where(Certificate.id.in_(ids[start : start + AT_ONCE])).with_for_update()
        found |= {paper.id: paper for paper in session.scalars(query)}
    return [found[each] for each in ids]


def record_photos(session: Session, photos: Mapping[int, bytes]) -> None:
    """Keep the holders' photos, as `registry.photos.clean_photo` made them, by approval; a newer one takes the place.

    Papers print with them from now on; what was printed before stays as it is.
    """
    rows = [{"approval_id": approval_id, "jpeg": jpeg} for approval_id, jpeg in photos.items()]
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        session.execute(delete(Photo).where(Photo.approval_id.in_([row["approval_id"] for row in some])))
        insert_rows(session, table_of(Photo), some)


def record_destruction(
    session: Session, papers: Sequence[Certificate], *, batch: Batch, details: Mapping[str, Any]
) -> None:
    """Write down that replaced papers were taken back to be destroyed; raises `MoveNotAllowed` for one in force."""
    for paper in papers:
        state = State(paper.state)
        if state not in ALLOWED_FROM[Move.DESTROY]:
            raise MoveNotAllowed(
                number=paper.number,
                state=state.zh,
                move=Move.DESTROY.zh,
                state_en=state.en,
                move_en=Move.DESTROY.en,
            )
    _events(session, [paper.id for paper in papers], Move.DESTROY, batch, details)


def _events(session: Session, ids: Sequence[int], move: Move, batch: Batch, details: Mapping[str, Any]) -> None:
    rows = [event_row(each, move, actor=batch.actor, now=batch.now, details=details) for each in ids]
    insert_rows(session, table_of(Event), rows)
