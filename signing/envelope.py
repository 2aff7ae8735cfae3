"""The envelope of a code: a tagged COSE_Sign1 (RFC 9052 section 4.2) as bytes, and its parts.

    raw = write_envelope(algorithm, kid, payload, signature)
    unverified_envelope(raw).payload

Nothing in an unverified envelope may be believed before its signature is checked.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from signing import cbor
from signing.errors import InvalidHeader, MissingHeader, NotSign1, UnknownHeader

SIGN1_TAG = 18
ALGORITHM, KEY_ID = 1, 4  # RFC 9052 section 3.1
KEY_ID_SIZE = 4
SIGNATURE_SIZE = 64
FIRST_BYTE = 0xD2  # tag 18; it makes the first decimal digit nonzero
MAX_DIGITS = 920  # what a version 15 symbol at M holds behind a 40-character address; 382 bytes

_CONTEXT = bytes.fromhex("846a5369676e617475726531")  # array of 4, "Signature1": RFC 9052 section 4.4


class Envelope(NamedTuple):
    """The parts of a code before anything about them is proven; `algorithm` is the COSE number in its header."""

    algorithm: int
    kid: bytes
    payload: bytes
    signature: bytes
    signed_bytes: bytes


def to_be_signed(algorithm: int, kid: bytes, payload: bytes) -> bytes:
    """The Sig_structure of RFC 9052 section 4.4, with no external data."""
    return b"%b%b\x40%b" % (_CONTEXT, _protected_item(algorithm, kid), cbor.write(payload))


def write_envelope(algorithm: int, kid: bytes, payload: bytes, signature: bytes) -> bytes:
    """The bytes of a code; the signature has `SIGNATURE_SIZE` bytes."""
    return b"\xd2\x84%b\xa0%b\x58\x40%b" % (_protected_item(algorithm, kid), cbor.write(payload), signature)


@lru_cache(maxsize=64)
def _protected_item(algorithm: int, kid: bytes) -> bytes:
    """The header as it stands in the envelope, a byte string that holds a map: the same for all codes of a key."""
    return cbor.write(cbor.write({ALGORITHM: algorithm, KEY_ID: kid}))


# Every valid code begins with one of these and differs from the other only in the algorithm.
_QUICK_PREFIXES = {bytes.fromhex("d28449a201260444"): -7, bytes.fromhex("d28449a201270444"): -8}


def unverified_envelope(raw: bytes) -> Envelope:
    """Take a code's bytes apart; raises a `MalformedCode` that names the first fault."""
    algorithm = _QUICK_PREFIXES.get(raw[:8])
    if algorithm is None or len(raw) < 82 or raw[12] != 0xA0 or raw[-66:-64] != b"\x58\x40":
        return strict_envelope(raw)
    if raw[13] == 0x58 and raw[14] >= 24:
        start, size = 15, raw[14]
    elif raw[13] == 0x59 and raw[14]:
        start, size = 16, raw[14] << 8 | raw[15]
    else:
        return strict_envelope(raw)
    if start + size != len(raw) - 66:
        return strict_envelope(raw)
    signed = b"%b%b\x40%b" % (_CONTEXT, raw[2:12], raw[13:-66])
    return Envelope(algorithm, raw[8:12], raw[start:-66], raw[-64:], signed)


def strict_envelope(raw: bytes) -> Envelope:
    """The same by the general reader alone: slower, and it names what is wrong."""
    if raw[0] != FIRST_BYTE:
        raise NotSign1
    tagged = cbor.read(raw)
    parts = tagged.value if isinstance(tagged, cbor.Tagged) else None
    if not isinstance(parts, list) or len(parts) != 4:
        raise NotSign1
    protected, unprotected, payload, signature = parts
    if not (isinstance(protected, bytes) and isinstance(unprotected, dict) and isinstance(payload, bytes)):
        raise NotSign1
    if not isinstance(signature, bytes) or len(signature) != SIGNATURE_SIZE:
        raise NotSign1
    algorithm, kid = _header(protected)
    if unprotected:
        raise UnknownHeader
    return Envelope(algorithm, kid, payload, signature, to_be_signed(algorithm, kid, payload))


def _header(protected: bytes) -> tuple[int, bytes]:
    if not protected:
        raise MissingHeader  # an empty header is written as no bytes at all, RFC 9052 section 3
    header = cbor.read(protected)
    if not isinstance(header, dict):
        raise NotSign1
    if any(label not in (ALGORITHM, KEY_ID) for label in header):
        raise UnknownHeader
    if ALGORITHM not in header or KEY_ID not in header:
        raise MissingHeader
    algorithm, kid = header[ALGORITHM], header[KEY_ID]
    if not isinstance(algorithm, int) or isinstance(algorithm, bool):
        raise InvalidHeader
    if not isinstance(kid, bytes) or len(kid) != KEY_ID_SIZE:
        raise InvalidHeader
    return algorithm, kid
