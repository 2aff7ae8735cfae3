"""Claims as bytes and back: a CWT claims set (RFC 8392) with integer labels, as `FORMAT.md` section 4 lays it out.

`read_claims` has two readers. The quick one matches the single layout that usual claims have and gives up on anything
else; the strict one reads any CBOR and names the fault. A property test holds them together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache

from signing import cbor
from signing.claims import Claims, Kind, Level, StatusReference
from signing.errors import ClaimFault, InvalidClaim, MissingClaim, ReceiptCode, UnknownClaim

ISSUED_AT = 6  # RFC 8392 section 3.1.6
CERTIFICATE = -65537  # the first of the private-use labels, RFC 8392 section 9.1
KIND, NUMBER, NAME, TITLE, LEVEL, SPECIALTY, APPROVED, ISSUED, STATUS = range(1, 10)
CLAIM_NAMES = {
    KIND: "kind",
    NUMBER: "number",
    NAME: "name",
    TITLE: "title",
    LEVEL: "level",
    SPECIALTY: "specialty",
    APPROVED: "approved_on",
    ISSUED: "issued_on",
    STATUS: "status",
}

MAX_PAYLOAD = 300  # 47 bytes around at most 250 of text
EPOCH = date(1970, 1, 1).toordinal()
_KINDS = {kind.value: kind for kind in Kind if kind is not Kind.RECEIPT}
_LEVELS = {level.value: level for level in Level}
_SMALL = [bytes((number,)) for number in range(24)]  # numbers below 24 are one byte, themselves


def write_claims(claims: Claims) -> bytes:
    """The payload of a code: the one deterministic encoding of these claims, item by item in the order of labels."""
    kind, number, name, title, level, specialty, approved_on, issued_on, signed_at, status = claims
    return b"".join(
        (
            b"\xa2\x06",
            _moment_item(signed_at),
            b"\x3a\x00\x01\x00\x00\xa9\x01",
            _SMALL[kind],
            b"\x02",
            _text_item(number),
            b"\x03",
            _text_item(name),
            b"\x04",
            _text_item(title),
            b"\x05",
            _SMALL[level],
            b"\x06",
            _text_item(specialty),
            b"\x07",
            _day_item(approved_on),
            b"\x08",
            _day_item(issued_on),
            b"\x09\x82",
            cbor.write(status.list_id),
            cbor.write(status.index),
        )
    )


# A batch shares its dates and its moment, so these are mostly found rather than written.
@lru_cache(maxsize=1024)
def _day_item(day: date) -> bytes:
    return cbor.write(day.toordinal() - EPOCH)


@lru_cache(maxsize=64)
def _moment_item(moment: datetime) -> bytes:
    return cbor.write(int(moment.timestamp()))


def _text_item(text: str) -> bytes:
    encoded = text.encode()
    return _TEXT_HEADS[len(encoded)] + encoded


def read_claims(payload: bytes) -> Claims:
    """The claims in a payload; raises an error of `cbor.read`, or one that names the claim at fault."""
    return _read_quickly(payload) or read_claims_strictly(payload)


# The layout of valid claims. No text of theirs holds a byte below 0x20 and every label is one, so a text ends where
# the next label stands; that its head states the same length is checked after the match.
_HEAD_AND_TEXT = rb"([\x61-\x77]|\x78[\x18-\xfa])([\x20-\xff]+)"
_DAY = rb"(?:\x19([\x01-\xff].)|\x39([\x01-\xff].))"
_UNSIGNED = rb"([\x00-\x17]|\x18[\x18-\xff]|\x19[\x01-\xff].|\x1a(?!\x00\x00)....)"
_LAYOUT = re.compile(
    rb"\xa2\x06\x1a(....)\x3a\x00\x01\x00\x00\xa9\x01([\x01\x02])"
    rb"\x02%(text)b\x03%(text)b\x04%(text)b\x05([\x01-\x07])\x06%(text)b"
    rb"\x07%(day)b\x08%(day)b\x09\x82%(unsigned)b%(unsigned)b"
    % {b"text": _HEAD_AND_TEXT, b"day": _DAY, b"unsigned": _UNSIGNED},
    re.DOTALL,
)
_TEXT_HEADS = [cbor.write("x" * size)[: -size or None] for size in range(MAX_PAYLOAD)]


def _read_quickly(data: bytes) -> Claims | None:
    """The claims, where the payload has the usual layout; `None` leaves the decision to the strict reader."""
    match = _LAYOUT.fullmatch(data)
    if match is None or len(data) > MAX_PAYLOAD:
        return None
    (time, kind, number_head, number, name_head, name, title_head, title, level, specialty_head, specialty,
     approved, approved_before, issued, issued_before, list_id, index) = match.groups()  # fmt: skip
    heads = _TEXT_HEADS
    if not (
        heads[len(number)] == number_head
        and heads[len(name)] == name_head
        and heads[len(title)] == title_head
        and heads[len(specialty)] == specialty_head
    ):
        return None
    try:
        return Claims(
            _KINDS[kind[0]],
            number.decode(),
            name.decode(),
            title.decode(),
            _LEVELS[level[0]],
            specialty.decode(),
            date.fromordinal(EPOCH + int.from_bytes(approved, "big")) if approved else _before_1970(approved_before),
            date.fromordinal(EPOCH + int.from_bytes(issued, "big")) if issued else _before_1970(issued_before),
            datetime.fromtimestamp(int.from_bytes(time, "big"), UTC),
            StatusReference(_unsigned(list_id), _unsigned(index)),
        )
    except UnicodeDecodeError:
        return None


def _before_1970(argument: bytes) -> date:
    return date.fromordinal(EPOCH - 1 - int.from_bytes(argument, "big"))


def _unsigned(item: bytes) -> int:
    return item[0] if len(item) == 1 else int.from_bytes(item[1:], "big")


def read_claims_strictly(payload: bytes) -> Claims:
    """The same as `read_claims`, by the general reader alone: slower, and it names what is wrong."""
    content = cbor.read(payload)
    if says_receipt(content):
        raise ReceiptCode  # first, because a receipt has other claims than these
    claims = exactly(content, {ISSUED_AT: "signed_at", CERTIFICATE: "certificate"}, "claims")
    fields = exactly(claims[CERTIFICATE], CLAIM_NAMES, "certificate")
    return Claims(
        Kind(integer(fields[KIND], "kind", Kind.CERTIFICATE, Kind.RECOGNITION_LETTER)),
        string(fields[NUMBER], "number"),
        string(fields[NAME], "name"),
        string(fields[TITLE], "title"),
        Level(integer(fields[LEVEL], "level", min(Level), max(Level))),
        string(fields[SPECIALTY], "specialty"),
        _date(fields[APPROVED], "approved_on"),
        _date(fields[ISSUED], "issued_on"),
        moment(claims[ISSUED_AT], "signed_at"),
        _status(fields[STATUS]),
    )


def says_receipt(content: cbor.Value) -> bool:
    """Whether a payload is the one of a verification receipt."""
    certificate = content.get(CERTIFICATE) if isinstance(content, dict) else None
    return isinstance(certificate, dict) and certificate.get(KIND) == Kind.RECEIPT


def exactly(value: cbor.Value, names: Mapping[int, str], what: str) -> dict[cbor.Label, cbor.Value]:
    """A map with all of these labels and no other; raises `InvalidClaim`, `UnknownClaim` or `MissingClaim`."""
    if not isinstance(value, dict):
        raise InvalidClaim(claim=what, fault=ClaimFault.WRONG_TYPE)
    if any(label not in names for label in value):
        raise UnknownClaim
    for label, name in names.items():
        if label not in value:
            raise MissingClaim(claim=name)
    return value


def integer(value: cbor.Value, claim: str, lowest: int, highest: int) -> int:
    """An integer within its limits; raises `InvalidClaim`."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidClaim(claim=claim, fault=ClaimFault.WRONG_TYPE)
    if not lowest <= value <= highest:
        raise InvalidClaim(claim=claim, fault=ClaimFault.OUT_OF_RANGE)
    return value


def string(value: cbor.Value, claim: str) -> str:
    """A text; raises `InvalidClaim`."""
    if not isinstance(value, str):
        raise InvalidClaim(claim=claim, fault=ClaimFault.WRONG_TYPE)
    return value


def moment(value: cbor.Value, claim: str) -> datetime:
    """A time in UTC from whole seconds since 1970 (RFC 8392 section 2, without fractions); raises `InvalidClaim`."""
    return datetime.fromtimestamp(integer(value, claim, 0, (1 << 32) - 1), UTC)


def _date(value: cbor.Value, claim: str) -> date:
    days = integer(value, claim, 1 - EPOCH, date.max.toordinal() - EPOCH)
    return date.fromordinal(EPOCH + days)


def _status(value: cbor.Value) -> StatusReference:
    if not isinstance(value, list) or len(value) != 2:
        raise InvalidClaim(claim="status", fault=ClaimFault.WRONG_TYPE)
    list_id, index = (integer(part, "status", 0, 1 << 32) for part in value)
    return StatusReference(list_id, index)
