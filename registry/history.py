"""A certificate and everything that happened to it, for the operator who asks `show NUMBER`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import Authority, Certificate, Code, Event
from registry.words import Move, Reason, State
from signing.claims import Kind, Level
from signing.codes import digits_of


def story(session: Session, certificate: Certificate) -> dict[str, Any]:
    """The certificate's fields, state, codes and events as plain data; no identity number."""
    issuer = session.get_one(Authority, certificate.issuer_id)
    events = session.scalars(select(Event).where(Event.certificate_id == certificate.id).order_by(Event.id))
    codes = session.scalars(select(Code).where(Code.certificate_id == certificate.id).order_by(Code.signed_at))
    return {
        "number": certificate.number,
        "kind": Kind(certificate.kind).zh,
        "name": certificate.name,
        "title": certificate.title,
        "level": Level(certificate.level).zh,
        "specialty": certificate.specialty,
        "approved_on": certificate.approved_on.isoformat(),
        "issued_on": certificate.issued_on.isoformat(),
        "issuer": {"id": issuer.id, "name": issuer.name},
        "state": certificate.state,
        "verification_code": certificate.verification_code,
        "codes": [
            {"code": digits_of(code.cose), "key": code.key_id, "signed_at": code.signed_at.isoformat()}
            for code in codes
        ],
        "events": [
            {
                "at": event.at.isoformat(),
                "move": event.move,
                "reason": event.reason,
                "actor": event.actor,
                "details": event.details,
            }
            for event in events
        ],
    }


def as_text(told: dict[str, Any]) -> str:
    """The story for a terminal; codes only by their count, since they fill the screen (`--json` has them)."""
    lines = [
        f"{told['kind']} {told['number']}  {State(told['state']).zh}",
        f"  姓名 {told['name']}  资格名称 {told['title']}（{told['level']}）  专业 {told['specialty']}",
        f"  批准 {told['approved_on']}  发证 {told['issued_on']}  {told['issuer']['name']}",
        f"  核验码 {told['verification_code']}  已签二维码 {len(told['codes'])} 个",
    ]
    for event in told["events"]:
        reason = f"（{Reason(event['reason']).zh}）" if event["reason"] else ""
        lines.append(f"  {event['at'][:19]}Z  {Move(event['move']).zh}{reason}  经办 {event['actor']}")
    return "\n".join(lines)
