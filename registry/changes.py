"""What changes a certificate that was issued: replace, revoke, correct, sign an old paper anew.

Every change checks the allowed move and reason (`registry.words`), writes one event, and flushes. The replaced
certificate reads `replaced` from the same commit on that makes its successor valid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from registry import numbering
from registry.errors import CertificateNotFound, MoveNotAllowed, NotTheIssuer, ReasonNotAllowed, SignerOfAnother
from registry.issuing import Batch, approval_rows, event_row, sign_row, write_certificates
from registry.models import Approval, Authority, Certificate, Code, Event, table_of
from registry.names import normalise_number
from registry.rows import insert_rows
from registry.words import ALLOWED_FROM, ALLOWED_REASONS, Move, Reason, State
from signing.claims import Kind
from signing.keys import Signer

CORRECTABLE = ("name", "title", "specialty")
"""The printed fields a correction may change; anything else is a new certificate."""


def find_certificate(session: Session, number: str, issuer: str | None = None, *, lock: bool = True) -> Certificate:
    """The one certificate of that number (of that issuer), locked for change; raises `CertificateNotFound`."""
    query = select(Certificate).where(Certificate.number_key == normalise_number(number))
    if lock:
        query = query.with_for_update()
    if issuer is not None:
        query = query.where(Certificate.issuer_id == issuer)
    found = session.scalars(query).all()
    if len(found) != 1:
        raise CertificateNotFound(number=number, count=len(found))
    return found[0]


def replace(
    session: Session,
    certificate: Certificate,
    *,
    reason: Reason,
    signer: Signer,
    actor: str,
    now: datetime,
    random_bytes: Callable[[int], bytes],
) -> Certificate:
    """Issue a successor with a new number and today's issue date; the old certificate becomes `replaced`."""
    issuer = session.get_one(Authority, certificate.issuer_id)
    batch = Batch(issuer, signer, Kind(certificate.kind), actor, now, random_bytes)
    (successor_id,) = replace_all(session, [certificate], reason=reason, batch=batch)
    return session.get_one(Certificate, successor_id)


def replace_all(session: Session, certificates: Sequence[Certificate], *, reason: Reason, batch: Batch) -> list[int]:
    """Issue a successor for each certificate of the batch's issuer; returns the successors' ids, in order.

    Raises `MoveNotAllowed`, `ReasonNotAllowed`, `NotTheIssuer` and what issuing raises; nothing is written then.
    """
    for certificate in certificates:
        _require(certificate, Move.REPLACE, reason)
        if not certificate.issuer_id == batch.issuer.id == batch.signer.key.issuer:
            issuer = session.get_one(Authority, certificate.issuer_id)
            raise NotTheIssuer(number=certificate.number, issuer=issuer.name)
    approvals = approval_rows(session, [certificate.approval_id for certificate in certificates])
    successors = write_certificates(session, batch, approvals)
    events = []
    for certificate, successor in zip(certificates, successors, strict=True):
        certificate.state, certificate.replaced_by = State.REPLACED.value, successor
        certificate.changed_at, certificate.change_reason = batch.now, reason.value
        details = {"replaced_by": successor}
        why, when = reason.value, batch.now
        row = event_row(certificate.id, Move.REPLACE, actor=batch.actor, now=when, reason=why, details=details)
        events.append(row)
    session.flush()
    insert_rows(session, table_of(Event), events)
    return successors


def revoke(session: Session, certificate: Certificate, *, reason: Reason, actor: str, now: datetime) -> None:
    """Take a certificate out of force for good."""
    _require(certificate, Move.REVOKE, reason)
    _change(session, certificate, Move.REVOKE, State.REVOKED, reason=reason, actor=actor, now=now)


def correct(
    session: Session,
    certificate: Certificate,
    *,
    field: str,
    value: str,
    reason: Reason,
    signer: Signer,
    actor: str,
    now: datetime,
    random_bytes: Callable[[int], bytes],
) -> None:
    """Mend one printed field (`CORRECTABLE`) and sign a new code; the paper printed before then reads `corrected`.

    The new code has a place of its own in the status lists, where the old paper's bit does not touch it.
    """
    _require(certificate, Move.CORRECT, reason)
    if field not in CORRECTABLE:
        allowed = "、".join(CORRECTABLE)
        raise ReasonNotAllowed(reason=field, move=Move.CORRECT.zh, allowed=allowed)
    old = getattr(certificate, field)
    approval = session.get_one(Approval, certificate.approval_id)
    for row in (certificate, approval):
        setattr(row, field, value)
    (place,) = numbering.take_positions(session, certificate.issuer_id, 1, random_bytes=random_bytes)
    _sign(session, certificate, signer, now, place)
    certificate.changed_at = now
    certificate.change_reason = reason.value
    details = {"field": field, "old": old, "new": value}
    _record(session, certificate, Move.CORRECT, actor=actor, now=now, reason=reason, details=details)


def sign_old_paper(session: Session, certificate: Certificate, *, signer: Signer, actor: str, now: datetime) -> None:
    """Sign a code for a certificate that was issued on paper without one, so that it can be printed again with it."""
    _require(certificate, Move.SIGN, None)
    if session.scalar(select(Code.digest).where(Code.certificate_id == certificate.id).limit(1)):
        raise MoveNotAllowed(
            number=certificate.number,
            state="已有二维码",
            move=Move.SIGN.zh,
            state_en="signed already",
            move_en="signed",
        )
    _sign(session, certificate, signer, now, certificate.id)
    _record(session, certificate, Move.SIGN, actor=actor, now=now)


def _require(certificate: Certificate, move: Move, reason: Reason | None) -> None:
    state = State(certificate.state)
    if state not in ALLOWED_FROM[move]:
        raise MoveNotAllowed(
            number=certificate.number, state=state.zh, move=move.zh, state_en=state.en, move_en=move.en
        )
    allowed = ALLOWED_REASONS.get(move)
    if allowed is not None and reason not in allowed:
        words = "、".join(f"{each.value}（{each.zh}）" for each in Reason if each in allowed)
        raise ReasonNotAllowed(reason=reason or "", move=move.zh, allowed=words)


def _sign(session: Session, certificate: Certificate, signer: Signer, now: datetime, place: int) -> None:
    if signer.key.issuer != certificate.issuer_id:
        raise SignerOfAnother(key=signer.key.issuer, issuer=certificate.issuer_id)
    keys = numbering.list_keys(session, [place])
    row = {column.name: getattr(certificate, column.name) for column in Certificate.__table__.columns}
    session.execute(insert(Code), [sign_row(row, keys, signer, now, place=place)])


def _change(
    session: Session,
    certificate: Certificate,
    move: Move,
    state: State,
    *,
    reason: Reason,
    actor: str,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    certificate.state = state.value
    certificate.changed_at = now
    certificate.change_reason = reason.value
    _record(session, certificate, move, reason=reason, actor=actor, now=now, details=details)


def _record(
    session: Session,
    certificate: Certificate,
    move: Move,
    *,
    actor: str,
    now: datetime,
    reason: Reason | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    row = event_row(certificate.id, move, actor=actor, now=now, reason=reason and reason.value, details=details)
    session.execute(insert(Event), [row])
    session.flush()
