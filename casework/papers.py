"""What approved entries become: a new certificate in an old one's place, a recognition letter, a first certificate.

    ids = make_papers(session, application, entries, batch)

Replacement: the lost certificate is replaced. Confirmation: a recognition letter with a number and code of its own and
the original date; the certificate from elsewhere stays with its holder. Transfer: the confirmed title gets a
certificate here. Exchange: the old certificate is replaced and written down as taken back to be destroyed. An old paper
that the registry does not know is recorded first, from what was approved, so that its number reads `replaced` then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.applications.errors import PaperOfAnother
from casework.applications.facts import from_json, matter_of, route_of
from casework.applications.models import Application, Entry
from casework.applications.words import Kind
from registry.changes import replace_all
from registry.chinese_time import date_in_china
from registry.issuing import AT_ONCE, Batch
from registry.models import Certificate
from registry.names import matching_form, normalise_number
from registry.recording import (
    OldPaper,
    Proven,
    certificates,
    issue_for,
    record_approvals,
    record_destruction,
    record_old_papers,
)
from registry.words import Reason, Route
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


def make_papers(session: Session, application: Application, entries: Sequence[Entry], batch: Batch) -> list[int]:
    """Make the papers of approved entries, in the caller's transaction; returns the certificates' ids, in order.

    Raises what the registry refuses: `OutsideJurisdiction`, `NotTheIssuer`, `MoveNotAllowed`, `SegmentUsedUp`, and
    `PaperOfAnother` where a number is registered for somebody else.
    """
    reason = REASONS.get(application.is_kind)
    if reason is None:
        return issue_for(session, batch, _approvals(session, application, entries, batch))
    old = _old_papers(session, application, entries, batch)
    for entry, paper in zip(entries, old, strict=True):
        entry.old_certificate_id = paper.id
    new = replace_all(session, old, reason=reason, batch=batch)
    if reason is Reason.EXCHANGED:
        record_destruction(session, old, batch=batch, details={"application": application.reference})
    return new


def _approvals(session: Session, application: Application, entries: Sequence[Entry], batch: Batch) -> list[int]:
    """What the application proved, as approvals of the issuer's, with the dates of the original titles."""
    proven = _proven(application, entries, batch)
    source = application.reference
    return record_approvals(session, proven, authority=batch.issuer, source=source, actor=batch.actor, now=batch.now)


def _proven(application: Application, entries: Sequence[Entry], batch: Batch) -> list[Proven]:
    asked_on = date_in_china(application.submitted_at or batch.now)
    pack, _, _ = matter_of(application.notice, application.matter)
    route = route_of(pack, from_json(pack, application.facts, asked_on))
    return [_of_entry(entry, route) for entry in entries]


def _of_entry(entry: Entry, route: Route) -> Proven:
    if entry.level is None or entry.approved_on is None:
        raise ValueError("a submitted entry has a level and a date")
    return Proven(
        name=entry.name,
        identity_kind=entry.identity_kind,
        identity_sealed=entry.identity_sealed,
        identity_index=entry.identity_index,
        title=entry.title,
        level=Level(entry.level),
        route=route,
        specialty=entry.specialty,
        body=entry.details.get("evaluating_body", ""),
        document=entry.details.get("document_number", ""),
        approved_on=entry.approved_on,
    )


def _old_papers(
    session: Session, application: Application, entries: Sequence[Entry], batch: Batch
) -> list[Certificate]:
    """The certificates that are replaced, locked; papers from before the registry are recorded first."""
    named = [entry.old_certificate_id for entry in entries if entry.old_certificate_id is not None]
    known = {paper.id: paper for paper in certificates(session, named)}
    by_number = _of_the_issuer(session, batch.issuer.id, [entry for entry in entries if not entry.old_certificate_id])
    unknown = [entry for entry in entries if not entry.old_certificate_id and entry.number not in by_number]
    by_number |= _recorded(session, application, unknown, batch)
    return [known[e.old_certificate_id] if e.old_certificate_id else by_number[e.number] for e in entries]


def _of_the_issuer(session: Session, issuer_id: str, entries: Sequence[Entry]) -> dict[str, Certificate]:
    """Papers that came into the registry after the application was submitted, by the number that was given."""
    keys = {normalise_number(entry.number): entry for entry in entries}
    found: dict[str, Certificate] = {}
    for start in range(0, len(keys), AT_ONCE):
        some = Certificate.number_key.in_(list(keys)[start : start + AT_ONCE])
        query = select(Certificate).where(Certificate.issuer_id == issuer_id, some).with_for_update()
        for paper in session.scalars(query):
            entry = keys[paper.number_key]
            if matching_form(paper.name) != matching_form(entry.name):
                raise PaperOfAnother(number=entry.number)
            found[entry.number] = paper
    return found


def _recorded(
    session: Session, application: Application, entries: Sequence[Entry], batch: Batch
) -> Mapping[str, Certificate]:
    if not entries:
        return {}
    approvals = _approvals(session, application, entries, batch)
    proven = _proven(application, entries, batch)
    papers = [
        OldPaper(approval_id, each, entry.number, _issued_on(entry))
        for approval_id, each, entry in zip(approvals, proven, entries, strict=True)
    ]
    details = {"application": application.reference}
    recorded = record_old_papers(session, papers, batch=batch, details=details)
    return {paper.number: paper for paper in recorded}


def _issued_on(entry: Entry) -> date | None:
    try:
        return read_date(entry.details.get("issued_on") or None)
    except Refused:
        return None
