"""Which verdict a code, or a typed number, gets. Read-only, one indexed read per look-up.

    result = verify_code(text, keys=keys, registry=engine, address=address, now=now)
    if result.verdict is Verdict.VALID: ...

A signature proves what an authority once said; only the registry says what holds today. So a fault of the database is
`status_unknown` with what the signature proved, never a verdict on the paper.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Engine, bindparam, exists, select
from sqlalchemy.exc import SQLAlchemyError

from registry.chinese_time import date_in_china
from registry.identity import InvalidIdentity, normalise_identity, parse_identity
from registry.models import AnySelect, Approval, Authority, Certificate, Code, Photo
from registry.names import matching_form, normalise_number
from registry.rows import LookUp
from registry.sealing import IdentityVault
from registry.verification_code import CODE_LENGTH, read_verification_code
from registry.words import Reason, State
from signing.address import Address
from signing.claims import MAX_NUMBER, Kind, Level
from signing.codes import open_code
from signing.errors import (
    BadSignature,
    ForeignAddress,
    MalformedCode,
    ReceiptCode,
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


class Printed(NamedTuple):
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


class Brief(NamedTuple):
    """All that number + name reveals beside the verdict."""

    title: str
    level: Level
    approved_on: date


class Verification(NamedTuple):
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
    has_photo: bool = False
    key_id: str | None = None
    is_receipt: bool = False
    """Where `malformed`: rightly signed, but the code of a verification receipt."""


# The fields of `Printed` come first and in its order.
COLUMNS = (
    Certificate.kind,
    Certificate.number,
    Certificate.name,
    Certificate.title,
    Certificate.level,
    Certificate.specialty,
    Certificate.approved_on,
    Certificate.issued_on,
    Certificate.issuer_id,
    Authority.name.label("issuer_name"),
    Authority.name_en.label("issuer_name_en"),
    Certificate.id,
    Certificate.state,
    Certificate.changed_at,
    Certificate.change_reason,
    Certificate.verification_code,
    exists().where(Photo.approval_id == Certificate.approval_id).label("has_photo"),
)


class CertificateRow(NamedTuple):
    """One row of `COLUMNS`: a certificate as the registry holds it."""

    kind: int
    number: str
    name: str
    title: str
    level: int
    specialty: str
    approved_on: date
    issued_on: date
    issuer: str
    issuer_name: str
    issuer_name_en: str
    id: int
    state: str
    changed_at: datetime | None
    change_reason: str | None
    verification_code: str
    has_photo: bool

    @property
    def printed(self) -> Printed:
        """The fields that stand on the paper."""
        return Printed._make((_KINDS[self[0]], *self[1:4], _LEVELS[self[4]], *self[5:11]))

    @property
    def change(self) -> tuple[date | None, Reason | None]:
        """Since which day in China, and why, the certificate is no longer as it was issued."""
        changed_on = date_in_china(self.changed_at) if self.changed_at else None
        return changed_on, Reason(self.change_reason) if self.change_reason else None


# Compared where a number does not exist, so that a miss costs what a wrong name costs.
_DECOY = CertificateRow(
    *(1, "", "某某某", "", 1, "", date(2000, 1, 1), date(2000, 1, 1), "", "", ""),
    *(0, State.VALID.value, None, None, "?" * CODE_LENGTH, False),
)


def by_digest(*columns: Any) -> AnySelect:
    """These columns of certificates and of the codes that lead to them."""
    return (
        select(*columns)
        .select_from(Code)
        .join(Certificate, Certificate.id == Code.certificate_id)
        .join(Authority, Authority.id == Certificate.issuer_id)
    )


def by_number(*columns: Any) -> AnySelect:
    """These columns of certificates."""
    return select(*columns).select_from(Certificate).join(Authority, Authority.id == Certificate.issuer_id)


_BY_DIGEST = by_digest(*COLUMNS).where(Code.digest == bindparam("digest"))
_BY_NUMBER = by_number(*COLUMNS).where(Certificate.number_key == bindparam("number"))
_PHOTO: AnySelect = (
    select(Photo.jpeg)
    .join(Certificate, Certificate.approval_id == Photo.approval_id)
    .where(Certificate.id == bindparam("id"))
)
_IDENTITY: AnySelect = (
    select(Approval.identity_index)
    .join(Certificate, Certificate.approval_id == Approval.id)
    .where(Certificate.id == bindparam("id"))
)


class _LookUps(NamedTuple):
    """The statements above, compiled for one engine."""

    by_digest: LookUp
    by_number: LookUp
    photo: LookUp
    identity: LookUp


@lru_cache(maxsize=4)
def _look_ups(registry: Engine) -> _LookUps:
    return _LookUps(*(LookUp(registry, statement) for statement in (_BY_DIGEST, _BY_NUMBER, _PHOTO, _IDENTITY)))


_KINDS = {kind.value: kind for kind in Kind}
_LEVELS = {level.value: level for level in Level}
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


class Proven(NamedTuple):
    """What a signature proved, before the registry is asked."""

    printed: Printed
    key_id: str
    digest: bytes


def verify_code(text: str, *, keys: KeySet, registry: Engine, address: Address, now: datetime) -> Verification:
    """The verdict on a scanned or pasted code: whole URL, path or digits. Never raises for what the text holds."""
    proven = prove(text, keys=keys, address=address, now=now)
    if isinstance(proven, Verification):
        return proven
    try:
        rows = _look_ups(registry).by_digest(digest=proven.digest)
    except SQLAlchemyError:
        return unanswered(proven, now)
    return standing(proven, rows[0] if rows else None, now)


def prove(text: str, *, keys: KeySet, address: Address, now: datetime) -> Proven | Verification:
    """What the signature in a text proves, or the verdict that needs no registry."""
    try:
        signed = open_code(address.code_in(text), keys)
    except SigningError as error:
        host, is_receipt = getattr(error, "host", None), isinstance(error, ReceiptCode)
        return Verification(_verdict_of(error), now, foreign_host=host, is_receipt=is_receipt)
    # The issuer's name is the registry's to say; until it is read, the key's issuer id stands for it.
    kind, number, name, title, level, specialty, approved_on, issued_on, _, _ = signed.claims
    issuer = signed.key.issuer
    printed = Printed(kind, number, name, title, level, specialty, approved_on, issued_on, issuer, issuer, issuer)
    return Proven(printed, signed.key.kid.hex(), signed.digest)


def _verdict_of(error: SigningError) -> Verdict:
    for fault, verdict in _VERDICTS_OF_FAULTS:
        if isinstance(error, fault):
            return verdict
    return Verdict.MALFORMED


def unanswered(proven: Proven, now: datetime) -> Verification:
    """The verdict on a proven code while the registry does not answer."""
    return Verification(Verdict.STATUS_UNKNOWN, now, proven.printed, key_id=proven.key_id)


def standing(proven: Proven, found: tuple[Any, ...] | None, now: datetime) -> Verification:
    """What the registry's row says of a proven code: state first, then whether a printed field was corrected since."""
    key_id = proven.key_id
    if found is None:
        return Verification(Verdict.NOT_REGISTERED, now, proven.printed, key_id=key_id)
    row = CertificateRow._make(found)
    current = row.printed
    printed = Printed(*proven.printed[:9], current.issuer_name, current.issuer_name_en)
    verdict = _VERDICTS_OF_STATES[row.state]
    if verdict is Verdict.VALID:
        if current == printed:
            return Verification(verdict, now, printed, certificate_id=row.id, has_photo=row.has_photo, key_id=key_id)
        verdict = Verdict.CORRECTED
    changed_on, reason = row.change
    return Verification(
        verdict,
        now,
        printed,
        current=current if verdict is Verdict.CORRECTED else None,
        changed_on=changed_on,
        reason=reason,
        certificate_id=row.id,
        has_photo=row.has_photo,
        key_id=key_id,
    )


def match_name(number: str, name: str, *, registry: Engine, now: datetime) -> Verification:
    """Whether a typed number and name belong together; reveals title, level and approval date of a match, no more."""
    try:
        rows = _look_ups(registry).by_number(number=number_key(number))
    except SQLAlchemyError:
        return Verification(Verdict.STATUS_UNKNOWN, now)
    return name_standing(name, rows, now)


def number_key(number: str) -> str:
    """A typed number as the registry's index spells it."""
    return normalise_number(number)[:MAX_NUMBER]


def name_standing(name: str, rows: Sequence[tuple[Any, ...]], now: datetime) -> Verification:
    """What the rows of a typed number say of a typed name."""
    typed = matching_form(name)
    row = _fitting(rows, lambda row: _same(matching_form(row.name), typed))
    if row is None:
        return Verification(Verdict.NO_MATCH, now)
    verdict = _VERDICTS_OF_STATES[row.state]
    brief = Brief(row.title, Level(row.level), row.approved_on)
    changed_on, reason = (None, None) if verdict is Verdict.VALID else row.change
    return Verification(verdict, now, brief=brief, changed_on=changed_on, reason=reason)


def match_verification_code(number: str, code: str, *, registry: Engine, now: datetime) -> Verification:
    """Whether a typed number and verification code belong together; a match shows all that is printed."""
    typed = read_verification_code(normalise_number(code)) or "?" * CODE_LENGTH
    try:
        rows = _look_ups(registry).by_number(number=number_key(number))
    except SQLAlchemyError:
        return Verification(Verdict.STATUS_UNKNOWN, now)
    row = _fitting(rows, lambda row: _same(row.verification_code, typed))
    if row is None:
        return Verification(Verdict.NO_MATCH, now)
    verdict = _VERDICTS_OF_STATES[row.state]
    changed_on, reason = (None, None) if verdict is Verdict.VALID else row.change
    return Verification(
        verdict,
        now,
        row.printed,
        changed_on=changed_on,
        reason=reason,
        certificate_id=row.id,
        has_photo=row.has_photo,
    )


def _fitting(rows: Sequence[tuple[Any, ...]], fits: Callable[[CertificateRow], bool]) -> CertificateRow | None:
    """The one row that fits. Every candidate is compared, none is returned early."""
    fitting = [row for row in map(CertificateRow._make, rows or [_DECOY]) if fits(row) and row.id]
    return fitting[0] if len(fitting) == 1 else None


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def identity_matches(
    certificate_id: int, identity: str, *, registry: Engine, vault: IdentityVault, now: datetime
) -> bool:
    """Whether this identity number is the holder's. Raises SQLAlchemy's errors where the registry does not answer."""
    try:
        number = parse_identity(identity, today=date_in_china(now)).number
    except InvalidIdentity:
        # Passports and travel permits have no form to check, so they are compared as they were stored.
        number = normalise_identity(identity)
    rows = _look_ups(registry).identity(id=certificate_id)
    stored = rows[0][0] if rows else None
    return hmac.compare_digest(stored or b"", vault.index(number))


def photo_of(certificate_id: int, *, registry: Engine) -> bytes | None:
    """The holder's photo as JPEG bytes, if the registry has one."""
    rows = _look_ups(registry).photo(id=certificate_id)
    return rows[0][0] if rows else None
