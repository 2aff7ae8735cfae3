"""What a verification receipt needs of the registry: which state answered, and what holds now.

newest_event(engine)                                          # 48213
holds_now(receipt, registry=engine, now=now).verdict          # Verdict.REVOKED
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Engine, bindparam, func, select
from sqlalchemy.exc import SQLAlchemyError

from registry.models import Authority, Certificate, Event
from registry.rows import LookUp
from registry.verification import COLUMNS, CertificateRow, Verdict, Verification, by_number, match_name
from registry.words import State
from signing.receipts import CheckedCertificate, Finding, Receipt

_NEWEST_EVENT = select(func.max(Event.id))
_BY_ENTRY = by_number(*COLUMNS).where(Certificate.id == bindparam("entry"))
_AUTHORITY = select(Authority.name, Authority.name_en).where(Authority.id == bindparam("id"))


class _LookUps(NamedTuple):
    """The statements above, compiled for one engine."""

    newest_event: LookUp
    by_entry: LookUp
    authority: LookUp


@lru_cache(maxsize=4)
def _look_ups(registry: Engine) -> _LookUps:
    return _LookUps(*(LookUp(registry, statement) for statement in (_NEWEST_EVENT, _BY_ENTRY, _AUTHORITY)))


def newest_event(registry: Engine) -> int:
    """The id of the newest event, 0 without any: read before a check, it names a state that the check had at least.

    Raises SQLAlchemy's errors where the registry does not answer.
    """
    ((newest,),) = _look_ups(registry).newest_event()
    return newest or 0


def authority_names(issuer: str, *, registry: Engine) -> tuple[str, str]:
    """The Chinese and the English name of the authority that signed; its id where the registry does not know it."""
    rows = _look_ups(registry).authority(id=issuer)
    return (rows[0][0], rows[0][1]) if rows else (issuer, issuer)


def holds_now(receipt: Receipt, *, registry: Engine, now: datetime) -> Verification:
    """What the registry says now of the one certificate that a receipt is about; raises `TypeError` for a list's.

    A number with a name is asked again as it was typed, and reveals no more than it did then.
    """
    checked = receipt.subject
    if not isinstance(checked, CheckedCertificate):
        raise TypeError("a list is checked again by its rows")
    if checked.entry is None:
        return match_name(checked.number, checked.name, registry=registry, now=now)
    try:
        rows = _look_ups(registry).by_entry(entry=checked.entry)
    except SQLAlchemyError:
        return Verification(Verdict.STATUS_UNKNOWN, now)
    if not rows:
        return Verification(Verdict.NOT_REGISTERED, now)
    return _since(receipt, checked.finding, CertificateRow._make(rows[0]), now)


def _since(receipt: Receipt, then: Finding, row: CertificateRow, now: datetime) -> Verification:
    changed_on, reason = row.change
    if row.state != State.VALID:
        return Verification(Verdict(row.state), now, changed_on=changed_on, reason=reason)
    corrected_since = row.changed_at is not None and row.changed_at > receipt.checked_at
    if corrected_since or then is Finding.CORRECTED:
        return Verification(Verdict.CORRECTED, now, changed_on=changed_on, reason=reason)
    return Verification(Verdict.VALID, now)
