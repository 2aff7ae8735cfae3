"""Verification receipts (核验回执): what a check found, signed under a key of its own (`FORMAT.md` section 10).

    code = sign_receipt(receipt, signer)        # digits, behind the same address as a certificate's
    opened = open_receipt(digits, keys)         # opened.receipt, opened.number, opened.key
    opened = open_any(digits, keys)             # SignedCode or SignedReceipt, whichever the code is
    opened.receipt.expired(now)

A receipt says what was found at one moment. It is no certificate: `signing.codes.open_code` refuses it, and a key that
signs receipts signs nothing else.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple, TypeAlias

from signing import cbor
from signing.claims import MAX_NAME, MAX_TITLE, Kind, Level, check_moment, check_number, check_text
from signing.codes import SignedCode, digits_of, open_code, require_trusted, sign_content, verified_content
from signing.errors import ClaimFault, InvalidClaim, ReceiptCode, WrongKind
from signing.keys import KeySet, PublicKey, Signer
from signing.payload import CERTIFICATE, ISSUED_AT, KIND, exactly, integer, moment, says_receipt, string

EXPIRES = 4  # RFC 8392 section 3.1.4
NUMBER, NAME, TITLE, LEVEL = 2, 3, 4, 5  # as in a certificate
BASIS, FINDING, STATE, ENTRY, CHECKED_AT, COUNTS, SHA256 = range(10, 17)
MAX_TEXT_BYTES = 247
"""Of number, name and title: what the largest symbol leaves. With one Chinese character of specialty all fit."""
MAX_STATE = (1 << 32) - 1
MAX_ENTRY = (1 << 36) - 1
MAX_COUNT = 10_000
SHA256_SIZE = 32
_NUMBER_BYTES = 8  # 12 characters of 5 bits


class Basis(IntEnum):
    """What was checked; the number is the claim's value."""

    CODE = 1
    VERIFICATION_CODE = 2
    """A typed number with its verification code."""
    NAME = 3
    """A typed number with a name: whether this paper is the original was not checked."""
    LIST = 4


class Finding(IntEnum):
    """What a check found; the number is the claim's value. The names are the verdicts of a verification service."""

    VALID = 1
    REPLACED = 2
    REVOKED = 3
    CORRECTED = 4
    NOT_REGISTERED = 5
    BAD_SIGNATURE = 6
    UNKNOWN_KEY = 7
    UNTRUSTED_KEY = 8
    MALFORMED = 9
    FOREIGN = 10
    NO_MATCH = 11
    STATUS_UNKNOWN = 12
    NOT_CHECKED = 13
    """A row of a list that held nothing to check."""


OF_ONE_CERTIFICATE = frozenset({Finding.VALID, Finding.REPLACED, Finding.REVOKED, Finding.CORRECTED})
"""What a receipt for one certificate may say: anything else leaves open whether there is such a certificate at all."""


@dataclass(frozen=True, slots=True)
class CheckedCertificate:
    """One certificate as it was found, when the receipt was signed.

    `entry` is the registry's own number of its row, by which it is found again (below 2**36); None where number and
    name were typed, a question that can be asked again as it was.
    """

    basis: Basis
    finding: Finding
    number: str
    name: str
    title: str
    level: Level
    entry: int | None

    def __post_init__(self) -> None:
        check_number(self.number)
        check_text("name", self.name, MAX_NAME)
        check_text("title", self.title, MAX_TITLE)
        together = len(f"{self.number}{self.name}{self.title}".encode())
        _require(together <= MAX_TEXT_BYTES, "name", ClaimFault.TOO_LONG_TOGETHER)
        _require(self.basis is not Basis.LIST, "basis")
        _require(self.finding in OF_ONE_CERTIFICATE, "finding")
        _require((self.entry is None) == (self.basis is Basis.NAME), "entry")
        _require(self.entry is None or 0 <= self.entry <= MAX_ENTRY, "entry")


@dataclass(frozen=True, slots=True)
class CheckedList:
    """A list as it was found: how many rows got which finding, and the SHA-256 of the file with its results."""

    checked_at: datetime
    counts: Mapping[Finding, int]
    sha256: bytes

    def __post_init__(self) -> None:
        check_moment("checked_at", self.checked_at)
        _require(all(count > 0 for count in self.counts.values()), "counts")
        _require(0 < sum(self.counts.values()) <= MAX_COUNT, "counts")
        _require(len(self.sha256) == SHA256_SIZE, "sha256")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says. `state` is the id of the registry's newest event when it was asked (below 2**32)."""

    issued_at: datetime
    expires_at: datetime
    state: int
    subject: CheckedCertificate | CheckedList

    def __post_init__(self) -> None:
        check_moment("issued_at", self.issued_at)
        check_moment("expires_at", self.expires_at)
        _require(self.expires_at > self.issued_at, "expires_at")
        _require(0 <= self.state <= MAX_STATE, "state")
        if isinstance(self.subject, CheckedList):
            _require(self.subject.checked_at <= self.issued_at, "checked_at")

    @property
    def checked_at(self) -> datetime:
        """When the registry was asked."""
        return self.subject.checked_at if isinstance(self.subject, CheckedList) else self.issued_at

    def expired(self, now: datetime) -> bool:
        """Whether its life is over; what it says stays what was found."""
        return now >= self.expires_at


class SignedReceipt(NamedTuple):
    """A receipt whose signature holds under a trusted key of this purpose."""

    receipt: Receipt
    key: PublicKey
    number: str


class NewReceipt(NamedTuple):
    """A receipt just signed: its digits and its number."""

    digits: str
    number: str


def sign_receipt(receipt: Receipt, signer: Signer) -> NewReceipt:
    """The code of a receipt, at most 920 digits. Raises `KeyNotActive`, `WrongPurpose` or `SignerFault`."""
    code = sign_content(write_receipt(receipt), Kind.RECEIPT, signer)
    return NewReceipt(digits_of(code.cose), receipt_number(code.digest))


def open_receipt(digits: str, keys: KeySet) -> SignedReceipt:
    """Verify a receipt's code and return what it says; never returns anything unproven.

    Raises what `open_code` raises, and `WrongKind` for a certificate's or letter's code. An expired receipt opens: no
    clock is consulted, and what was found does not become untrue.
    """
    content = verified_content(digits, keys)
    receipt = read_receipt(content.payload)
    require_trusted(content.key, Kind.RECEIPT, receipt.issued_at)
    return SignedReceipt(receipt, content.key, receipt_number(content.digest))


def open_any(digits: str, keys: KeySet) -> SignedCode | SignedReceipt:
    """Verify a code of any kind, for whoever is given one and cannot know which; raises what the two openers raise."""
    try:
        return open_code(digits, keys)
    except ReceiptCode:
        return open_receipt(digits, keys)


def receipt_number(digest: bytes) -> str:
    """The receipt's number, XXXX-XXXX-XXXX: the first 60 bits of its code's digest in base 32 (RFC 4648 section 6).

    It follows from what is signed, so nobody can give two receipts one number, and no register of them is needed.
    """
    letters = b32encode(digest[:_NUMBER_BYTES]).decode()[:12]
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def write_receipt(receipt: Receipt) -> bytes:
    """The payload of a receipt: the one deterministic encoding."""
    outer: dict[cbor.Label, cbor.Value] = {
        EXPIRES: int(receipt.expires_at.timestamp()),
        ISSUED_AT: int(receipt.issued_at.timestamp()),
        CERTIFICATE: {KIND: Kind.RECEIPT.value, STATE: receipt.state, **_subject_map(receipt.subject)},
    }
    return cbor.write(outer)


def _subject_map(subject: CheckedCertificate | CheckedList) -> dict[cbor.Label, cbor.Value]:
    if isinstance(subject, CheckedList):
        return {
            BASIS: Basis.LIST.value,
            CHECKED_AT: int(subject.checked_at.timestamp()),
            COUNTS: {finding.value: count for finding, count in subject.counts.items()},
            SHA256: subject.sha256,
        }
    entry: dict[cbor.Label, cbor.Value] = {} if subject.entry is None else {ENTRY: subject.entry}
    return {
        NUMBER: subject.number,
        NAME: subject.name,
        TITLE: subject.title,
        LEVEL: subject.level.value,
        BASIS: subject.basis.value,
        FINDING: subject.finding.value,
        **entry,
    }


_OUTER = {EXPIRES: "expires_at", ISSUED_AT: "issued_at", CERTIFICATE: "certificate"}
_SHARED = {KIND: "kind", BASIS: "basis", STATE: "state"}
_ONE = {**_SHARED, NUMBER: "number", NAME: "name", TITLE: "title", LEVEL: "level", FINDING: "finding"}
_ONE_WITH_ENTRY = {**_ONE, ENTRY: "entry"}
_MANY = {**_SHARED, CHECKED_AT: "checked_at", COUNTS: "counts", SHA256: "sha256"}
_Fields: TypeAlias = dict[cbor.Label, cbor.Value]


def read_receipt(payload: bytes) -> Receipt:
    """The receipt in a payload; raises an error of `cbor.read`, `WrongKind`, or one that names the claim at fault."""
    content = cbor.read(payload)
    if not says_receipt(content):
        raise WrongKind(found="证书", found_en="certificate", expected=Kind.RECEIPT.zh, expected_en=Kind.RECEIPT.en)
    claims = exactly(content, _OUTER, "claims")
    fields = claims[CERTIFICATE]
    assert isinstance(fields, dict)  # noqa: S101 - `says_receipt` looked into it
    subject = _list(fields) if fields.get(BASIS) == Basis.LIST else _certificate(fields)
    return Receipt(
        moment(claims[ISSUED_AT], "issued_at"),
        moment(claims[EXPIRES], "expires_at"),
        integer(fields[STATE], "state", 0, MAX_STATE),
        subject,
    )


def _certificate(fields: _Fields) -> CheckedCertificate:
    exactly(fields, _ONE if fields.get(BASIS) == Basis.NAME else _ONE_WITH_ENTRY, "certificate")
    return CheckedCertificate(
        Basis(integer(fields[BASIS], "basis", Basis.CODE, Basis.NAME)),
        Finding(integer(fields[FINDING], "finding", min(Finding), max(Finding))),
        string(fields[NUMBER], "number"),
        string(fields[NAME], "name"),
        string(fields[TITLE], "title"),
        Level(integer(fields[LEVEL], "level", min(Level), max(Level))),
        integer(fields[ENTRY], "entry", 0, MAX_ENTRY) if ENTRY in fields else None,
    )


def _list(fields: _Fields) -> CheckedList:
    exactly(fields, _MANY, "certificate")
    counts, sha256 = fields[COUNTS], fields[SHA256]
    if not isinstance(counts, dict) or not isinstance(sha256, bytes):
        raise InvalidClaim(claim="counts" if isinstance(sha256, bytes) else "sha256", fault=ClaimFault.WRONG_TYPE)
    return CheckedList(
        moment(fields[CHECKED_AT], "checked_at"),
        {_finding(label): integer(count, "counts", 1, MAX_COUNT) for label, count in counts.items()},
        sha256,
    )


def _finding(label: cbor.Label) -> Finding:
    number = label if isinstance(label, int) else 0
    return Finding(integer(number, "counts", min(Finding), max(Finding)))


def _require(holds: bool, claim: str, fault: ClaimFault = ClaimFault.OUT_OF_RANGE) -> None:
    if not holds:
        raise InvalidClaim(claim=claim, fault=fault)
