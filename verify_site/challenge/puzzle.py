"""The challenge: a signed token and the work that it asks for. Nothing is kept to issue one.

    challenge = issue(network, bits, sign=sign, now=now, random_bytes=os.urandom)
    challenge.token                              for the visitor, who seeks a counter
    solves(challenge, "184467")                  SHA-256(token ":" counter) begins with `bits` zero bits
    read(token, network, sign=sign, now=now)     raises ChallengeInvalid

A token is base64url(4 bytes moment of issue, 1 byte bits, 12 random bytes) "." base64url(16 bytes of a signature over
the same and the network). The network stands in the signature alone, so that a token works from nowhere else and tells
nobody where it came from. `sign` is a keyed hash (HMAC-SHA-256). Times are seconds since 1970-01-01 UTC.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

LIFE = 600
"""Seconds in which a challenge may be answered."""
LEAST_BITS, MOST_BITS = 16, 22
"""About 65 thousand and 4 million hashes: a fraction of a second, and some seconds, of a phone."""
MISSES_PER_BIT = 30
Sign: TypeAlias = Callable[[bytes], bytes]
_HEAD, _RANDOM, _MAC = 5, 12, 16
_COUNTER = re.compile(r"[0-9]{1,16}")


class ChallengeInvalid(Exception):
    """A token that this site did not issue to this network, or that is too old."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What has to be solved: `bits` leading zero bits of SHA-256 over token, colon and counter."""

    token: str
    issued: int
    bits: int

    @property
    def expires(self) -> int:
        """The moment after which no answer is taken."""
        return self.issued + LIFE


def bits_after(misses: int, free: int) -> int:
    """How much work is asked after so many misses in an hour, of which `free` cost nothing."""
    return min(MOST_BITS, LEAST_BITS + max(0, misses - free) // MISSES_PER_BIT)


def issue(network: str, bits: int, *, sign: Sign, now: int, random_bytes: Callable[[int], bytes]) -> Challenge:
    """A new challenge for a network."""
    payload = now.to_bytes(4, "big") + bytes([bits]) + random_bytes(_RANDOM)
    return Challenge(f"{_text(payload)}.{_text(_signature(payload, network, sign))}", now, bits)


def read(token: str, network: str, *, sign: Sign, now: int) -> Challenge:
    """The challenge of a token; raises `ChallengeInvalid` unless it was issued here, to this network, not long ago."""
    payload, _, signature = token.partition(".")
    raw = _bytes(payload)
    if len(raw) != _HEAD + _RANDOM or not hmac.compare_digest(_bytes(signature), _signature(raw, network, sign)):
        raise ChallengeInvalid
    issued = int.from_bytes(raw[:4], "big")
    if not issued <= now < issued + LIFE:
        raise ChallengeInvalid
    # Written anew, so that one challenge has one spelling and cannot be spent twice under two.
    return Challenge(f"{_text(raw)}.{_text(_bytes(signature))}", issued, raw[4])


def solves(challenge: Challenge, counter: str) -> bool:
    """Whether the counter (decimal digits) is an answer."""
    if not _COUNTER.fullmatch(counter):
        return False
    digest = hashlib.sha256(f"{challenge.token}:{counter}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - challenge.bits) == 0


def _signature(payload: bytes, network: str, sign: Sign) -> bytes:
    return sign(payload + network.encode())[:_MAC]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    if len(text) > 64:
        raise ChallengeInvalid
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ChallengeInvalid from None
