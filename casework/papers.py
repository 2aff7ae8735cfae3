"""What an approved entry becomes: a new certificate in an old one's place, a recognition letter, a first certificate.

    paper = make_paper(session, application, entry, batch)

Replacement: the lost certificate is replaced. Confirmation: a recognition letter with a number and code of its own and
the original date; the certificate from elsewhere stays with its holder. Transfer: the confirmed title gets a
certificate here. Exchange: the old certificate is replaced and written down as taken back to be destroyed. An old paper
that the registry does not know is recorded first, from what was approved, so that its number reads `replaced` then.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.applications.errors import PaperOfAnother
from casework.applications.facts import from_json, matter_of, route_of
from casework.applications.models import Application, Entry
from casework.applications.words import Kind
from registry.changes import replace
from registry.chinese_time import date_in_china
from registry.issuing import Batch
from registry.models import Approval, Certificate
from registry.names import matching_form, normalise_number
from registry.recording import Proven, issue_for, record_approval, record_destruction, record_old_paper
from registry.words import Reason
from signing.claims import Kind as PaperKind
from signing.claims import Level
from tables.values import Refused, read_date

PAPERS: dict[Kind, PaperKind] = {
    Kind.REPLACEMENT: PaperKind.CERTIFICATE,
    Kind.CONFIRMATION: PaperKind.RECOGNITION_LETTER,
    Kind.TRANSFER: PaperKind.CERTIFICATE,
    Kind.EXCHANGE: PaperKind.CERTIFICATE,
}
"""The paper that an approval of each kind ends in."""
REASONS: dict[Kind, Reason] = {Kind.REPLACEMENT: Reason.LOST, Kind.EXCHANGE: Reason.EXCHANGED}
"""Kinds that put a new certificate in an old one's place, and why."""


def make_paper(session: Session, application: Application, entry: Entry, batch: Batch) -> Certificate:
    """Make the paper of one approved entry, in the caller's transaction.

    Raises what the registry refuses: `OutsideJurisdiction`, `NotTheIssuer`, `MoveNotAllowed`, `SegmentUsedUp`.
    """
    reason = REASONS.get(application.is_kind)
    if reason is None:
        return issue_for(session, batch, _approval(session, application, entry, batch))
    old = _old_paper(session, application, entry, batch)
    entry.old_certificate_id = old.id
    new = replace(
        session,
        old,
        reason=reason,
        signer=batch.signer,
        actor=batch.actor,
        now=batch.now,
        random_bytes=batch.random_bytes,
    )
    if reason is Reason.EXCHANGED:
        details = {"application": application.reference}
        record_destruction(session, old, actor=batch.actor, now=batch.now, details=details)
    return new


def _approval(session: Session, application: Application, entry: Entry, batch: Batch) -> Approval:
    """What the application proved, as an approval of the issuer's, with the date of the original title."""
    asked_on = date_in_china(application.submitted_at or batch.now)
    pack, _, _ = matter_of(application.notice, application.matter)
    if entry.level is None or entry.approved_on is None:
        raise ValueError("a submitted entry has a level and a date")
    proven = Proven(
        name=entry.name,
        identity_kind=entry.identity_kind,
        identity_sealed=entry.identity_sealed,
        identity_index=entry.identity_index,
        title=entry.title,
        level=Level(entry.level),
        route=route_of(pack, from_json(pack, application.facts, asked_on)),
        specialty=entry.specialty,
        body=entry.details.get("evaluating_body", "")[:60],
        document=entry.details.get("document_number", "")[:60],
        approved_on=entry.approved_on,
    )
    source = application.reference
    return record_approval(session, proven, authority=batch.issuer, source=source, actor=batch.actor, now=batch.now)


def _old_paper(session: Session, application: Application, entry: Entry, batch: Batch) -> Certificate:
    """The certificate that is replaced, locked; a paper from before the registry is recorded first."""
    if entry.old_certificate_id is not None:
        return session.get_one(Certificate, entry.old_certificate_id, with_for_update=True)
    same = (Certificate.number_key == normalise_number(entry.number), Certificate.issuer_id == batch.issuer.id)
    known = session.scalars(select(Certificate).where(*same).with_for_update()).one_or_none()
    if known is not None:
        if matching_form(known.name) != matching_form(entry.name):
            raise PaperOfAnother(number=entry.number)
        return known
    return record_old_paper(
        session,
        _approval(session, application, entry, batch),
        number=entry.number,
        issued_on=_issued_on(entry),
        actor=batch.actor,
        now=batch.now,
        random_bytes=batch.random_bytes,
        details={"application": application.reference, "issuer": entry.details.get("issuer", "")},
    )


def _issued_on(entry: Entry) -> date | None:
    try:
        return read_date(entry.details.get("issued_on") or None)
    except Refused:
        return None
