"""Issuing: approvals become numbered, signed certificates, one transaction per batch.

    ids = issue(session, issuer=wuhan, signer=signer, limit=500, actor="王办事员", now=now, random_bytes=os.urandom)

Numbers, positions, signatures, certificates, codes and events of a batch are written together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from registry import numbering
from registry.authorities import jurisdiction
from registry.chinese_time import date_in_china
from registry.errors import SignerOfAnother
from registry.models import STATUS_LIST_SIZE, AnyRow, Approval, Authority, Certificate, Code, Event, table_of
from registry.names import normalise_number
from registry.rows import insert_rows
from registry.verification_code import new_verification_code
from registry.words import Action, Move, Route, State
from signing.claims import Claims, Kind, Level, StatusReference
from signing.codes import sign_bytes
from signing.keys import Signer

APPROVAL_COLUMNS = (
    Approval.id,
    Approval.name,
    Approval.title,
    Approval.level,
    Approval.specialty,
    Approval.approved_on,
    Approval.route,
)
"""What `write_certificates` needs to know of an approval."""
AT_ONCE = 500
"""Values that one look-up names."""


_KINDS = {kind.value: kind for kind in Kind}
_LEVELS = {level.value: level for level in Level}


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch shares."""

    issuer: Authority
    signer: Signer
    kind: Kind
    actor: str
    now: datetime
    random_bytes: Callable[[int], bytes]

    @property
    def issued_on(self) -> date:
        """The issue date on paper: today in China."""
        return date_in_china(self.now)


def issue(
    session: Session,
    *,
    issuer: Authority,
    signer: Signer,
    limit: int,
    actor: str,
    now: datetime,
    random_bytes: Callable[[int], bytes],
    kind: Kind = Kind.CERTIFICATE,
) -> list[int]:
    """Issue up to `limit` of the issuer's pending approvals, oldest first; returns the new certificates' ids.

    Raises `OutsideJurisdiction` where the notice gives such a certificate to somebody else, `SegmentUsedUp` where
    numbers run out, `SignerOfAnother` where the key is not the issuer's; nothing is written then. Flushes only.
    """
    pending = session.execute(
        select(*APPROVAL_COLUMNS)
        .where(Approval.authority_id == issuer.id, Approval.pending)
        .order_by(Approval.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if not pending:
        return []
    batch = Batch(issuer, signer, kind, actor, now, random_bytes)
    return write_certificates(session, batch, pending)


def write_certificates(session: Session, batch: Batch, approvals: Sequence[AnyRow]) -> list[int]:
    """Number, sign and record one certificate for each approval row; returns their ids."""
    _require_entitled(batch, approvals)
    numbers = numbering.take_numbers(session, batch.issuer, len(approvals))
    ids = numbering.take_positions(session, batch.issuer.id, len(approvals), random_bytes=batch.random_bytes)
    keys = numbering.list_keys(session, ids)
    rows = [
        _certificate_row(batch, approval, number, certificate_id)
        for approval, number, certificate_id in zip(approvals, numbers, ids, strict=True)
    ]
    codes = [sign_row(row, keys, batch.signer, batch.now) for row in rows]
    insert_rows(session, table_of(Certificate), rows)
    insert_rows(session, table_of(Code), codes)
    events = [event_row(each, Move.ISSUE, actor=batch.actor, now=batch.now) for each in ids]
    insert_rows(session, table_of(Event), events)
    session.execute(update(Approval).where(Approval.id.in_([row.id for row in approvals])).values(pending=False))
    return ids


def approval_rows(session: Session, ids: Sequence[int]) -> list[AnyRow]:
    """What `write_certificates` needs of these approvals, in their order; an id may stand twice."""
    found: dict[int, AnyRow] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = select(*APPROVAL_COLUMNS).where(Approval.id.in_(ids[start : start + AT_ONCE]))
        found |= {row.id: row for row in session.execute(query)}
    return [found[each] for each in ids]


def _require_entitled(batch: Batch, approvals: Sequence[AnyRow]) -> None:
    if batch.signer.key.issuer != batch.issuer.id:
        raise SignerOfAnother(key=batch.signer.key.issuer, issuer=batch.issuer.id)
    table = jurisdiction(batch.issuer.jurisdiction)
    for route, level in {(row.route, row.level) for row in approvals}:
        for action in (Action.NUMBER, Action.ISSUE):
            table.require(action, batch.issuer, Route(route), Level(level))


def _certificate_row(batch: Batch, approval: AnyRow, number: str, certificate_id: int) -> dict[str, Any]:
    return {
        "id": certificate_id,
        "approval_id": approval.id,
        "issuer_id": batch.issuer.id,
        "kind": batch.kind.value,
        "number": number,
        "number_key": normalise_number(number),
        "name": approval.name,
        "title": approval.title,
        "level": approval.level,
        "specialty": approval.specialty,
        "approved_on": approval.approved_on,
        "issued_on": batch.issued_on,
        "verification_code": new_verification_code(batch.random_bytes),
        "state": State.VALID.value,
    }


def sign_row(
    row: Mapping[str, Any], keys: Mapping[int, bytes], signer: Signer, now: datetime, *, place: int | None = None
) -> dict[str, Any]:
    """Sign what a certificate row says; returns the `codes` row.

    `place` is where the code stands in the status lists: a first code stands at its certificate's id.
    """
    list_id, position = divmod(row["id"] if place is None else place, STATUS_LIST_SIZE)
    claims = Claims(
        kind=_KINDS[row["kind"]],
        number=row["number"],
        name=row["name"],
        title=row["title"],
        level=_LEVELS[row["level"]],
        specialty=row["specialty"],
        approved_on=row["approved_on"],
        issued_on=row["issued_on"],
        signed_at=now.replace(microsecond=0),
        status=StatusReference(list_id, numbering.public_index(position, keys[list_id])),
    )
    signed = sign_bytes(claims, signer)
    return {
        "digest": signed.digest,
        "certificate_id": row["id"],
        "key_id": signer.key.kid.hex(),
        "signed_at": now,
        "cose": signed.cose,
    }


def event_row(
    certificate_id: int,
    move: Move,
    *,
    actor: str,
    now: datetime,
    reason: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """One line of the append-only history."""
    return {
        "certificate_id": certificate_id,
        "move": move.value,
        "reason": reason,
        "actor": actor,
        "at": now,
        "details": dict(details) if details else None,
    }
