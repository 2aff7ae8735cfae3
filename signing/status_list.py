"""Status lists: which certificates are no longer in force as printed, one bit each, signed as a whole.

    token = write_token(StatusList.of([73214]), signer, uri=list_uri(address, 1), now=now, ttl=ttl, life=life)
    read_token(token, keys, uri=list_uri(address, 1), now=now).statuses.at(73214)    # 1
    standing_of(code.claims, token, keys, address=address, now=now)                  # never more than is known

The format is an IETF Token Status List (draft-ietf-oauth-status-list-16) as a CWT; `STATUS.md` says what of it is used.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import NamedTuple, Self

from signing import cbor
from signing.address import Address
from signing.claims import MAX_INDEX, Claims
from signing.errors import BadSignature, KeyNotActive, MalformedCode, UnknownKey, WrongPurpose
from signing.keys import SIGNATURE_SIZE, KeySet, KeyState, PublicKey, Purpose, Signer
from signing.status_errors import (
    StatusListExpired,
    StatusListFromFuture,
    StatusListMissing,
    StatusListOfAnother,
    StatusListOlder,
    StatusListTooShort,
    StatusListUnreadable,
    StatusListUntrusted,
    StatusUnknown,
)

LIST_SIZE = MAX_INDEX + 1
MAX_TOKEN = 256 * 1024
"""Bytes of a token. A one-bit list that does not compress at all needs half of it."""
TTL = timedelta(hours=12)
"""How long a checker keeps a list before it fetches a fresh one."""
LIFE = timedelta(days=7)
"""How long a list says anything: what a checker without a network may rely on."""
LEEWAY = timedelta(minutes=5)
"""How far the reader's clock may be behind the signer's."""

SIGN1_TAG = 18
ALGORITHM, KEY_ID, TYPE = 1, 4, 16  # RFC 9052 section 3.1, RFC 9596
MEDIA_TYPE = "application/statuslist+cwt"
SUBJECT, EXPIRES, ISSUED_AT, STATUSES, TIME_TO_LIVE = 2, 4, 6, 65533, 65534  # the draft's section 5.2
VALID, INVALID = 0, 1  # the draft's section 7.1
MOST_SECONDS = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class StatusList:
    """Statuses of 1, 2, 4 or 8 bits in a row; the first stands in the lowest bits of the first byte."""

    bits: int
    packed: bytes

    @classmethod
    def of(cls, invalid: Iterable[int], size: int = LIST_SIZE) -> Self:
        """A one-bit list of `size` statuses (a multiple of 8) in which these indices are `INVALID`."""
        packed = bytearray(size // 8)
        for index in invalid:
            packed[index >> 3] |= 1 << (index & 7)
        return cls(1, bytes(packed))

    def at(self, index: int) -> int:
        """The status at an index; raises `StatusListTooShort` beyond the end."""
        place, shift = divmod(index * self.bits, 8)
        if index < 0 or place >= len(self.packed):
            raise StatusListTooShort
        return self.packed[place] >> shift & (1 << self.bits) - 1

    def compressed(self) -> bytes:
        """The list as DEFLATE in ZLIB (RFC 1950, RFC 1951), at the highest level: the draft's section 4.1."""
        return zlib.compress(self.packed, 9)

    @classmethod
    def decompressed(cls, bits: int, data: bytes) -> Self:
        """Read `compressed` back, at most `LIST_SIZE` statuses; raises `StatusListUnreadable`."""
        if bits not in (1, 2, 4, 8):
            raise StatusListUnreadable
        largest = LIST_SIZE * bits // 8
        unpacking = zlib.decompressobj()
        try:
            packed = unpacking.decompress(data, largest + 1)
        except zlib.error:
            raise StatusListUnreadable from None
        if len(packed) > largest or not unpacking.eof or unpacking.unused_data:
            raise StatusListUnreadable
        return cls(bits, packed)


@dataclass(frozen=True, slots=True)
class SignedStatusList:
    """A status list whose signature holds, and when it was true; `ttl` is how long a copy need not be renewed."""

    uri: str
    statuses: StatusList
    issued_at: datetime
    expires_at: datetime
    ttl: timedelta


def list_uri(address: Address, list_id: int) -> str:
    """Where a status list is published, and what its token says that it is."""
    return f"{address.origin}/status/{list_id}.cwt"


def write_token(
    statuses: StatusList, signer: Signer, *, uri: str, now: datetime, ttl: timedelta, life: timedelta
) -> bytes:
    """Sign a list that is true at `now`; raises `KeyNotActive`, or `WrongPurpose` for a key of another purpose."""
    key = signer.key
    if key.state is not KeyState.ACTIVE:
        raise KeyNotActive(kid=key.kid.hex())
    if key.purpose is not Purpose.STATUS_LISTS:
        raise WrongPurpose(kid=key.kid.hex())
    issued_at = int(now.timestamp())
    protected = cbor.write({ALGORITHM: int(key.algorithm), KEY_ID: key.kid, TYPE: MEDIA_TYPE})
    payload = cbor.write(
        {
            SUBJECT: uri,
            ISSUED_AT: issued_at,
            EXPIRES: issued_at + int(life.total_seconds()),
            TIME_TO_LIVE: int(ttl.total_seconds()),
            STATUSES: {"bits": statuses.bits, "lst": statuses.compressed()},
        }
    )
    signature = signer.sign(_to_be_signed(protected, payload))
    return cbor.write(cbor.Tagged(SIGN1_TAG, [protected, {}, payload, signature]))


def read_token(raw: bytes, keys: KeySet, *, uri: str, now: datetime) -> SignedStatusList:
    """Verify the token that should stand at `uri`, in the order of `STATUS.md`; raises a `StatusUnknown`."""
    protected, payload, signature = _parts(raw)
    key = _trusted_key(protected, payload, signature, keys)
    claims = _map_of(payload, {SUBJECT: str, EXPIRES: int, ISSUED_AT: int, STATUSES: dict, TIME_TO_LIVE: int})
    listed = _exactly(claims[STATUSES], {"bits": int, "lst": bytes})
    issued_at, expires_at = _moment(claims[ISSUED_AT]), _moment(claims[EXPIRES])
    ttl = timedelta(seconds=_seconds(claims[TIME_TO_LIVE]))
    if key.withdrawn_from is not None and issued_at >= key.withdrawn_from:
        raise StatusListUntrusted
    if claims[SUBJECT] != uri:
        raise StatusListOfAnother(uri=uri)
    if issued_at > now + LEEWAY:
        raise StatusListFromFuture
    if expires_at <= now:
        raise StatusListExpired(expired=expires_at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    bits, lst = listed["bits"], listed["lst"]
    if not isinstance(bits, int) or not isinstance(lst, bytes):
        raise StatusListUnreadable
    return SignedStatusList(uri, StatusList.decompressed(bits, lst), issued_at, expires_at, ttl)


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor.write(["Signature1", protected, b"", payload])  # RFC 9052 section 4.4


def _parts(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """Protected header, payload and signature of a tagged COSE_Sign1 with nothing in its unprotected header."""
    if len(raw) > MAX_TOKEN:
        raise StatusListUnreadable
    tagged = _read(raw)
    parts = tagged.value if isinstance(tagged, cbor.Tagged) and tagged.tag == SIGN1_TAG else None
    if not isinstance(parts, list) or len(parts) != 4 or parts[1] != {}:
        raise StatusListUnreadable
    protected, _, payload, signature = parts
    if not (isinstance(protected, bytes) and isinstance(payload, bytes) and isinstance(signature, bytes)):
        raise StatusListUnreadable
    if len(signature) != SIGNATURE_SIZE:
        raise StatusListUnreadable
    return protected, payload, signature


def _trusted_key(protected: bytes, payload: bytes, signature: bytes, keys: KeySet) -> PublicKey:
    header = _map_of(protected, {ALGORITHM: int, KEY_ID: bytes, TYPE: str})
    kid = header[KEY_ID]
    if header[TYPE] != MEDIA_TYPE or not isinstance(kid, bytes):
        raise StatusListUnreadable
    try:
        key = keys.find(kid)
        if key.purpose is not Purpose.STATUS_LISTS or header[ALGORITHM] != key.algorithm:
            raise StatusListUntrusted
        key.verify(signature, _to_be_signed(protected, payload))
    except (UnknownKey, BadSignature):
        raise StatusListUntrusted from None
    return key


def _read(data: bytes) -> cbor.Value:
    try:
        return cbor.read(data)
    except MalformedCode:
        raise StatusListUnreadable from None


def _map_of(data: bytes, types: Mapping[cbor.Label, type]) -> Mapping[cbor.Label, cbor.Value]:
    return _exactly(_read(data), types)


def _exactly(value: cbor.Value, types: Mapping[cbor.Label, type]) -> Mapping[cbor.Label, cbor.Value]:
    """A map with these entries of these types and no other."""
    if not isinstance(value, dict) or value.keys() != types.keys():
        raise StatusListUnreadable
    if any(type(value[label]) is not wanted for label, wanted in types.items()):
        raise StatusListUnreadable
    return value


def _seconds(value: cbor.Value) -> int:
    if not isinstance(value, int) or not 0 <= value <= MOST_SECONDS:
        raise StatusListUnreadable
    return value


def _moment(value: cbor.Value) -> datetime:
    return datetime.fromtimestamp(_seconds(value), UTC)


class Standing(Enum):
    """What a genuine code is known to be worth without asking the registry."""

    IN_FORCE = "in_force"
    NOT_IN_FORCE = "not_in_force"
    STATUS_UNKNOWN = "status_unknown"


class Stand(NamedTuple):
    """A standing, the moment at which the list said so, and for `STATUS_UNKNOWN` the reason."""

    standing: Standing
    as_of: datetime | None = None
    why: StatusUnknown | None = None


def standing_of(claims: Claims, token: bytes | None, keys: KeySet, *, address: Address, now: datetime) -> Stand:
    """What a status list says of a genuine code; a list that is absent or wrong in any way leaves it unknown.

    Never raises. Any status other than `VALID` means: no longer in force as printed.
    """
    list_id, index = claims.status.list_id, claims.status.index
    try:
        if token is None:
            raise StatusListMissing(list_id=list_id)
        found = read_token(token, keys, uri=list_uri(address, list_id), now=now)
        if found.issued_at < claims.signed_at:
            raise StatusListOlder
        status = found.statuses.at(index)
    except StatusUnknown as why:
        return Stand(Standing.STATUS_UNKNOWN, why=why)
    return Stand(Standing.IN_FORCE if status == VALID else Standing.NOT_IN_FORCE, found.issued_at)
