"""Which verdict a code, or a typed number, gets. Read-only, one indexed read per look-up.

    result = verify_code(text, keys=keys, registry=engine, address=address, now=now)
    if result.verdict is Verdict.VALID: ...

A signature proves what an authority once said; only the registry says what holds today. So a fault of the database is
`status_unknown` with what the signature proved, never a verdict on the paper.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from registry.chinese_time import date_in_china
from registry.identity import InvalidIdentity, parse_identity
from registry.models import AnyRow, AnySelect, Approval, Authority, Certificate, Code, Photo
from registry.names import matching_form, normalise_number
from registry.sealing import IdentityVault
from registry.verification_code import CODE_LENGTH, read_verification_code
from registry.words import Reason, State
from signing.address import Address
from signing.claims import Claims, Kind, Level
from signing.codes import open_code
from signing.errors import (
    BadSignature,
    ForeignAddress,
    MalformedCode,
    SigningError,
    UnknownKey,
    UntrustedKey,
)
from signing.keys import KeySet


class Verdict(StrEnum):
    """Everything a verification can end in."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"
    CORRECTED = "corrected"
    NOT_REGISTERED = "not_registered"
    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_KEY = "unknown_key"
    UNTRUSTED_KEY = "untrusted_key"
    MALFORMED = "malformed"
    FOREIGN = "foreign"
    NO_MATCH = "no_match"
    STATUS_UNKNOWN = "status_unknown"


@dataclass(frozen=True, slots=True)
class Printed:
    """What a certificate says on paper, and whose it is."""

    kind: Kind
    number: str
    name: str
    title: str
    level: Level
    specialty: str
    approved_on: date
    issued_on: date
    issuer: str
    issuer_name: str
    issuer_name_en: str


@dataclass(frozen=True, slots=True)
class Brief:
    """All that number + name reveals beside the verdict."""

    title: str
    level: Level
    approved_on: date


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer to one look-up."""

    verdict: Verdict
    checked_at: datetime
    printed: Printed | None = None
    """What the signature proved to be printed; for number + verification code, what the registry says is printed."""
    current: Printed | None = None
    """Where `corrected`: what the registry holds now."""
    brief: Brief | None = None
    """For number + name."""
    changed_on: date | None = None
    """The day in China since which a certificate is replaced, revoked or corrected."""
    reason: Reason | None = None
    foreign_host: str | None = None
    certificate_id: int | None = None
    key_id: str | None = None


_CERTIFICATE = (
    Certificate.id,
    Certificate.kind,
    Certificate.number,
    Certificate.name,
    Certificate.title,
    Certificate.level,
    Certificate.specialty,
    Certificate.approved_on,
    Certificate.issued_on,
    Certificate.issuer_id,
    Certificate.state,
    Certificate.changed_at,
    Certificate.change_reason,
    Certificate.verification_code,
    Authority.name.label("issuer_name"),
    Authority.name_en.label("issuer_name_en"),
)
_BY_DIGEST: AnySelect = (
    select(*_CERTIFICATE)
    .select_from(Code)
    .join(Certificate, Certificate.id == Code.certificate_id)
    .join(Authority, Authority.id == Certificate.issuer_id)
    .where(Code.digest == bindparam("digest"))
)
_BY_NUMBER: AnySelect = (
    select(*_CERTIFICATE)
    .select_from(Certificate)
    .join(Authority, Authority.id == Certificate.issuer_id)
    .where(Certificate.number_key == bindparam("number"))
)
_VERDICTS_OF_STATES = {
    State.VALID.value: Verdict.VALID,
    State.REPLACED.value: Verdict.REPLACED,
    State.REVOKED.value: Verdict.REVOKED,
}
_VERDICTS_OF_FAULTS: tuple[tuple[type[SigningError], Verdict], ...] = (
    (ForeignAddress, Verdict.FOREIGN),
    (UnknownKey, Verdict.UNKNOWN_KEY),
    (UntrustedKey, Verdict.UNTRUSTED_KEY),
    (BadSignature, Verdict.BAD_SIGNATURE),
    (MalformedCode, Verdict.MALFORMED),
)


def verify_code(text: str, *, keys: KeySet, registry: Engine, address: Address, now: datetime) -> Verification:
    """The verdict on a scanned or pasted code: whole URL, path or digits. Never raises for what the text holds."""
    try:
        signed = open_code(address.code_in(text), keys)
    except SigningError as error:
        return Verification(_verdict_of(error), now, foreign_host=getattr(error, "host", None))
    proven = _proven(signed.claims, signed.key.issuer)
    known = Verification(Verdict.STATUS_UNKNOWN, now, proven, key_id=signed.key.kid.hex())
    try:
        rows = _read(registry, _BY_DIGEST, {"digest": signed.digest})
    except SQLAlchemyError:
        return known
    if not rows:
        return replace(known, verdict=Verdict.NOT_REGISTERED)
    return _standing(known, rows[0])


def _verdict_of(error: SigningError) -> Verdict:
    for fault, verdict in _VERDICTS_OF_FAULTS:
        if isinstance(error, fault):
            return verdict
    return Verdict.MALFORMED


def _proven(claims: Claims, issuer: str) -> Printed:
    # The issuer's name is the registry's to say; until it is read, the key's issuer id stands for it.
    return Printed(
        claims.kind,
        claims.number,
        claims.name,
        claims.title,
        claims.level,
        claims.specialty,
        claims.approved_on,
        claims.issued_on,
        issuer,
        issuer,
        issuer,
    )


def _standing(known: Verification, row: AnyRow) -> Verification:
    """Add what the registry says of a proven code: state first, then whether a printed field was corrected since."""
    assert known.printed is not None  # noqa: S101 - a proven code always has its claims
    printed = replace(known.printed, issuer_name=row.issuer_name, issuer_name_en=row.issuer_name_en)
    current = _printed(row)
    verdict = _VERDICTS_OF_STATES[row.state]
    if verdict is Verdict.VALID and current != printed:
        verdict = Verdict.CORRECTED
    return replace(
        known,
        verdict=verdict,
        printed=printed,
        current=current if verdict is Verdict.CORRECTED else None,
        certificate_id=row.id,
        **_change(row, verdict),
    )


def match_name(number: str, name: str, *, registry: Engine, now: datetime) -> Verification:
    """Whether a typed number and name belong together; reveals title, level and approval date of a match, no more."""
    typed = matching_form(name)
    row = _find(number, registry, lambda row: _same(matching_form(row.name), typed))
    if isinstance(row, Verdict):
        return Verification(row, now)
    verdict = _VERDICTS_OF_STATES[row.state]
    brief = Brief(row.title, Level(row.level), row.approved_on)
    return Verification(verdict, now, brief=brief, **_change(row, verdict))


def match_verification_code(number: str, code: str, *, registry: Engine, now: datetime) -> Verification:
    """Whether a typed number and verification code belong together; a match shows all that is printed."""
    typed = read_verification_code(normalise_number(code)) or "?" * CODE_LENGTH
    row = _find(number, registry, lambda row: _same(row.verification_code, typed))
    if isinstance(row, Verdict):
        return Verification(row, now)
    verdict = _VERDICTS_OF_STATES[row.state]
    return Verification(verdict, now, _printed(row), certificate_id=row.id, **_change(row, verdict))


def _find(number: str, registry: Engine, fits: Any) -> AnyRow | Verdict:
    """The row of that number that fits, else the verdict. Every candidate is compared, none is returned early."""
    try:
        rows = _read(registry, _BY_NUMBER, {"number": normalise_number(number)[:24]})
    except SQLAlchemyError:
        return Verdict.STATUS_UNKNOWN
    fitting = [row for row in rows if fits(row)]
    return fitting[0] if len(fitting) == 1 else Verdict.NO_MATCH


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def identity_matches(
    certificate_id: int, identity: str, *, registry: Engine, vault: IdentityVault, now: datetime
) -> bool:
    """Whether this identity number is the holder's. Raises SQLAlchemy's errors where the registry does not answer."""
    try:
        number = parse_identity(identity, today=date_in_china(now)).number
    except InvalidIdentity:
        number = ""
    query = (
        select(Approval.identity_index)
        .join(Certificate, Certificate.approval_id == Approval.id)
        .where(Certificate.id == bindparam("id"))
    )
    rows = _read(registry, query, {"id": certificate_id})
    stored = rows[0].identity_index if rows else None
    return hmac.compare_digest(stored or b"", vault.index(number))


def photo_of(certificate_id: int, *, registry: Engine) -> bytes | None:
    """The holder's photo as JPEG bytes, if the registry has one."""
    query = (
        select(Photo.jpeg)
        .join(Certificate, Certificate.approval_id == Photo.approval_id)
        .where(Certificate.id == bindparam("id"))
    )
    rows = _read(registry, query, {"id": certificate_id})
    return rows[0].jpeg if rows else None


def _read(registry: Engine, query: AnySelect, values: Mapping[str, Any]) -> Sequence[AnyRow]:
    with registry.connect() as connection:
        return connection.execute(query, values).all()


def _printed(row: AnyRow) -> Printed:
    return Printed(
        Kind(row.kind),
        row.number,
        row.name,
        row.title,
        Level(row.level),
        row.specialty,
        row.approved_on,
        row.issued_on,
        row.issuer_id,
        row.issuer_name,
        row.issuer_name_en,
    )


def _change(row: AnyRow, verdict: Verdict) -> dict[str, Any]:
    if verdict is Verdict.VALID or row.changed_at is None:
        return {}
    return {
        "changed_on": date_in_china(row.changed_at),
        "reason": Reason(row.change_reason) if row.change_reason else None,
    }
