"""What a certificate says: the claims behind a code, and the limits that keep its QR symbol small.

    Claims(kind=Kind.CERTIFICATE, number="20264201000123", name="张三丰", title="高级工程师", level=Level.DEPUTY_SENIOR,
           specialty="建筑工程", approved_on=date(2026, 9, 30), issued_on=date(2026, 11, 20),
           signed_at=datetime(2026, 11, 20, 8, 0, tzinfo=UTC), status=StatusReference(1, 73214))

`Claims` cannot hold what the format refuses: constructing one checks every limit of `FORMAT.md` section 4 and raises
`InvalidClaim` naming the claim and the fault, never the value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum, IntEnum
from typing import Any, NamedTuple, Self
from unicodedata import is_normalized

from signing.errors import ClaimFault, InvalidClaim, ReceiptCode

MAX_NUMBER = 24
MAX_NUMBER_BYTES = 40
MAX_NAME = 50
MAX_TITLE = 20
MAX_SPECIALTY = 30
# What a version 15 symbol at error correction M leaves for text behind a 40-character address (FORMAT.md section 6).
MAX_TEXT_BYTES = 250
MAX_LIST_ID = (1 << 16) - 1
MAX_INDEX = (1 << 20) - 1
FIRST_YEAR, LAST_YEAR = 1900, 2099
FIRST_SIGNING_YEAR = 2000

# Listed rather than asked of `unicodedata`: signer and verifier may know different Unicode versions, and characters
# added for Chinese names after this Python was built must work today. Planes above 3 hold no script.
_FORBIDDEN_RANGES = (
    "\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe-\U0010ffff"
)
_FORBIDDEN = re.compile(f"[{_FORBIDDEN_RANGES}]")
_DOUBTFUL = re.compile(f"[ {_FORBIDDEN_RANGES}]")


class Kind(IntEnum):
    """The document kinds that carry a code; the number is the claim's value."""

    CERTIFICATE = 1
    RECOGNITION_LETTER = 2
    RECEIPT = 3
    """It has claims of its own (`signing.receipts`)."""

    @property
    def zh(self) -> str:
        """The Chinese name."""
        return ("资格证书", "认定书", "核验回执")[self - 1]

    @property
    def en(self) -> str:
        """The English name."""
        return ("certificate", "recognition letter", "verification receipt")[self - 1]


_RECEIPT = Kind.RECEIPT  # reading it off the class is slow in Python 3.11


class Band(Enum):
    """The three bands into which levels fall."""

    SENIOR = "senior"
    INTERMEDIATE = "intermediate"
    JUNIOR = "junior"

    @property
    def zh(self) -> str:
        """The Chinese name."""
        return {"senior": "高级", "intermediate": "中级", "junior": "初级"}[self.value]


class Level(IntEnum):
    """The level of a title; the number is the claim's value and never changes its meaning."""

    FULL_SENIOR = 1
    DEPUTY_SENIOR = 2
    INTERMEDIATE = 3
    ASSISTANT = 4
    TECHNICIAN = 5
    SENIOR_UNSTATED = 6
    """Senior on older papers that do not say which of the two grades."""
    JUNIOR_UNSTATED = 7
    """Junior on older papers that do not say which of the two grades."""

    @property
    def zh(self) -> str:
        """The Chinese name, as printed."""
        return ("正高级", "副高级", "中级", "助理级", "员级", "高级", "初级")[self - 1]

    @property
    def en(self) -> str:
        """The English name."""
        return _LEVELS_EN[self - 1]

    @property
    def band(self) -> Band:
        """Senior, intermediate or junior."""
        if self in (Level.FULL_SENIOR, Level.DEPUTY_SENIOR, Level.SENIOR_UNSTATED):
            return Band.SENIOR
        return Band.INTERMEDIATE if self is Level.INTERMEDIATE else Band.JUNIOR


_LEVELS_EN = (
    "full senior",
    "deputy senior",
    "intermediate",
    "assistant",
    "technician",
    "senior (grade not stated)",
    "junior (grade not stated)",
)


@dataclass(frozen=True, slots=True)
class StatusReference:
    """Where the certificate stands in a published status list: its list (0 to 65,535) and index (below 2**20)."""

    list_id: int
    index: int

    def __post_init__(self) -> None:
        if not (0 <= self.list_id <= MAX_LIST_ID and 0 <= self.index <= MAX_INDEX):
            raise InvalidClaim(claim="status", fault=ClaimFault.OUT_OF_RANGE)


class _Fields(NamedTuple):
    """The fields of `Claims`. A tuple is built in a sixth of the time of a frozen dataclass, on every scan."""

    kind: Kind
    number: str
    name: str
    title: str
    level: Level
    specialty: str
    approved_on: date
    issued_on: date
    signed_at: datetime
    status: StatusReference


class Claims(_Fields):
    """What one certificate or recognition letter says; raises `InvalidClaim` where it must not.

    Texts are in NFC. A letter carries its own number and issue date and the approval date of the title it recognises.
    """

    __slots__ = ()

    def __new__(  # noqa: PLR0917 - the claims in the order of their labels
        cls,
        kind: Kind,
        number: str,
        name: str,
        title: str,
        level: Level,
        specialty: str,
        approved_on: date,
        issued_on: date,
        signed_at: datetime,
        status: StatusReference,
    ) -> Self:
        """Check everything, once: what exists may be signed and printed."""
        if kind is _RECEIPT:
            raise ReceiptCode
        # Decided on the four texts at once, and a doubt settled text by text: together they may have a fault that none
        # of them has, never the other way round (a part of a text in NFC is in NFC).
        text = f"{number}{name}{title}{specialty}"
        if (
            not (0 < len(number) <= MAX_NUMBER and 0 < len(name) <= MAX_NAME)
            or not (0 < len(title) <= MAX_TITLE and 0 < len(specialty) <= MAX_SPECIALTY)
            or _DOUBTFUL.search(text)
            or not is_normalized("NFC", text)
            or len(text.encode()) > MAX_TEXT_BYTES
            or not number.isascii()
        ):
            _refuse_texts(number, name, title, specialty)
        _refuse_times(approved_on, issued_on, signed_at)
        fields = (kind, number, name, title, level, specialty, approved_on, issued_on, signed_at, status)
        return tuple.__new__(cls, fields)

    def but(self, **changes: Any) -> Self:
        """The same claims with some changed, checked again."""
        return type(self)(**(self._asdict() | changes))


def _refuse_times(approved_on: date, issued_on: date, signed_at: datetime) -> None:
    if not FIRST_YEAR <= approved_on.year <= LAST_YEAR:
        raise InvalidClaim(claim="approved_on", fault=ClaimFault.OUT_OF_RANGE)
    if not FIRST_YEAR <= issued_on.year <= LAST_YEAR:
        raise InvalidClaim(claim="issued_on", fault=ClaimFault.OUT_OF_RANGE)
    check_moment("signed_at", signed_at)


def check_moment(claim: str, moment: datetime) -> None:
    """Refuse a time that is not in UTC and whole seconds, or outside 2000 to 2099."""
    if (moment.tzinfo is not UTC and moment.utcoffset() != timedelta(0)) or moment.microsecond:
        raise InvalidClaim(claim=claim, fault=ClaimFault.NOT_UTC_SECONDS)
    if not FIRST_SIGNING_YEAR <= moment.year <= LAST_YEAR:
        raise InvalidClaim(claim=claim, fault=ClaimFault.OUT_OF_RANGE)


def _refuse_texts(number: str, name: str, title: str, specialty: str) -> None:
    check_number(number)
    check_text("name", name, MAX_NAME)
    check_text("title", title, MAX_TITLE)
    check_text("specialty", specialty, MAX_SPECIALTY)
    check_text_bytes(number, name, title, specialty)


def check_number(number: str) -> None:
    """Refuse a certificate's number that no code may carry."""
    check_text("number", number, MAX_NUMBER)
    if " " in number:
        raise InvalidClaim(claim="number", fault=ClaimFault.SPACE)
    if len(number.encode()) > MAX_NUMBER_BYTES:
        raise InvalidClaim(claim="number", fault=ClaimFault.TOO_LONG)


def check_text(claim: str, text: str, longest: int) -> None:
    """Refuse a text that no code may carry, naming its claim; `longest` counts characters (code points)."""
    if not text:
        raise InvalidClaim(claim=claim, fault=ClaimFault.EMPTY)
    if len(text) > longest:
        raise InvalidClaim(claim=claim, fault=ClaimFault.TOO_LONG)
    if _FORBIDDEN.search(text):
        raise InvalidClaim(claim=claim, fault=ClaimFault.FORBIDDEN_CHARACTER)
    if text[0] == " " or text[-1] == " " or "  " in text:
        raise InvalidClaim(claim=claim, fault=ClaimFault.SPACE)
    if not is_normalized("NFC", text):
        raise InvalidClaim(claim=claim, fault=ClaimFault.NOT_NFC)


def check_text_bytes(number: str, name: str, title: str, specialty: str) -> None:
    """Refuse texts that together need more than `MAX_TEXT_BYTES` bytes of UTF-8, more than the largest symbol holds."""
    if len(f"{number}{name}{title}{specialty}".encode()) > MAX_TEXT_BYTES:
        raise InvalidClaim(claim="name", fault=ClaimFault.TOO_LONG_TOGETHER)
