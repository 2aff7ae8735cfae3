"""Certificates and their latest codes, as the sheets that `documents` typesets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, insert, select
from sqlalchemy.orm import Session

from documents.certificate import Sheet, SheetKind
from registry.authorities import jurisdiction
from registry.errors import NothingToDo
from registry.issuing import event_row
from registry.models import Approval, Authority, Certificate, Code, Event, Photo
from registry.words import Action, Move, Route, State
from signing.address import Address
from signing.claims import Kind, Level
from signing.codes import digits_of

_KINDS = {Kind.CERTIFICATE: SheetKind.CERTIFICATE, Kind.RECOGNITION_LETTER: SheetKind.RECOGNITION_LETTER}


def printable(session: Session, issuer: Authority, numbers: Sequence[str], limit: int) -> list[Certificate]:
    """The valid, signed certificates of these numbers; without numbers, those not printed yet, oldest first."""
    certificate: list[ColumnElement[bool]] = [
        Certificate.issuer_id == issuer.id,
        Certificate.state == State.VALID.value,
        exists().where(Code.certificate_id == Certificate.id),
    ]
    if numbers:
        certificate.append(Certificate.number.in_(numbers))
    else:
        printed = exists().where(Event.certificate_id == Certificate.id, Event.move == Move.PRINT.value)
        certificate.append(~printed)
    found = list(session.scalars(select(Certificate).where(*certificate).order_by(Certificate.id).limit(limit)))
    missing = set(numbers) - {each.number for each in found}
    if missing or not found:
        wanted = "、".join(sorted(missing)) or "—"
        raise NothingToDo(
            what_zh=f"没有可打印的证书（{wanted}）。只能打印本机关签发、有效且已签二维码的证书。",
            what_en=f"Nothing to print ({wanted}). Only this issuer's valid certificates with a code are printed.",
        )
    return found


def require_printer(session: Session, printer: Authority, issuer: Authority, certificates: list[Certificate]) -> None:
    """Raise `OutsideJurisdiction` unless `printer` may print these certificates of `issuer` (HB-1.x)."""
    table = jurisdiction(issuer.jurisdiction)
    approvals = {certificate.approval_id for certificate in certificates}
    kinds = select(Approval.route, Approval.level).where(Approval.id.in_(approvals)).distinct()
    for route, level in session.execute(kinds):
        table.require(Action.PRINT, printer, Route(route), Level(level), of=issuer)


def sheets(session: Session, issuer: Authority, certificates: list[Certificate], address: Address) -> list[Sheet]:
    """One sheet per certificate, with its latest code, photo and evaluating body."""
    ids = [certificate.id for certificate in certificates]
    signed = select(Code.certificate_id, Code.cose).where(Code.certificate_id.in_(ids)).order_by(Code.signed_at)
    codes = dict(session.execute(signed).all())
    approvals = {certificate.approval_id for certificate in certificates}
    bodies = dict(session.execute(select(Approval.id, Approval.body).where(Approval.id.in_(approvals))).all())
    photos = dict(session.execute(select(Photo.approval_id, Photo.jpeg).where(Photo.approval_id.in_(approvals))).all())
    return [
        Sheet(
            kind=_KINDS[Kind(each.kind)],
            number=each.number,
            name=each.name,
            title=each.title,
            level=Level(each.level).zh,
            specialty=each.specialty,
            approved_on=each.approved_on,
            issued_on=each.issued_on,
            issuer=issuer.name,
            evaluating_body=bodies[each.approval_id] or None,
            verification_code=each.verification_code,
            address=address.of(digits_of(codes[each.id])),
            official_address=address.origin,
            photo=photos.get(each.approval_id),
        )
        for each in certificates
    ]


def record_print(session: Session, ids: Sequence[int], *, actor: str, now: datetime) -> None:
    """Write down that these were printed, and by whom."""
    session.execute(
        insert(Event),
        [event_row(each, Move.PRINT, actor=actor, now=now) for each in ids],
    )
