"""The second factor: one-time codes of an authenticator app (RFC 6238), and recovery codes for when the phone is gone.

secret = new_secret(random_bytes)
step = step_of(secret, "492039", now=now, after=person.totp_step)     # None where the code is wrong or was used

Six digits, 30 seconds, SHA-1: what every authenticator app reads. One step to either side is accepted, for clocks that
are a little off; a step that was used, and all before it, are not.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import datetime

import pyotp

SECRET_BYTES = 20
"""The length that RFC 4226, section 4 recommends."""
STEP = 30
SIDES = (-1, 0, 1)
RECOVERY_CODES = 8
_RECOVERY_BYTES = 10
_CODE = re.compile("[0-9]{6}")
_NOT_OF_A_CODE = re.compile("[^0-9A-Z]")
_MISREAD = str.maketrans("0189", "OIBG")
"""Digits that base 32 (RFC 4648) lacks, as the letters that they are misread for."""

RandomBytes = Callable[[int], bytes]


def new_secret(random_bytes: RandomBytes) -> bytes:
    """A new secret of 160 bits."""
    return random_bytes(SECRET_BYTES)


def typed_secret(secret: bytes) -> str:
    """The secret as it is typed into an app: base 32 in groups of four."""
    return _grouped(base64.b32encode(secret).decode())


def address_of(secret: bytes, *, login: str, site: str) -> str:
    """The `otpauth:` address that an app scans."""
    return pyotp.TOTP(base64.b32encode(secret).decode()).provisioning_uri(name=login, issuer_name=site)


def step_of(secret: bytes, code: str, *, now: datetime, after: int | None) -> int | None:
    """The step whose code this is, if it lies within one of now and later than the last one used; else None."""
    digits = "".join(code.split())
    if not _CODE.fullmatch(digits):
        return None
    totp = pyotp.TOTP(base64.b32encode(secret).decode())
    current = int(now.timestamp()) // STEP
    for step in (current + side for side in SIDES):
        if pyotp.utils.strings_equal(totp.generate_otp(step), digits):
            return step if after is None or step > after else None
    return None


def new_recovery_codes(random_bytes: RandomBytes) -> tuple[str, ...]:
    """Eight codes of 80 bits, in groups of four."""
    return tuple(_grouped(base64.b32encode(random_bytes(_RECOVERY_BYTES)).decode()) for _ in range(RECOVERY_CODES))


def recovery_digest(code: str) -> bytes:
    """What is stored of a recovery code, and found by one as typed. 80 random bits need no slow digest."""
    return hashlib.sha256(_NOT_OF_A_CODE.sub("", code[:80].upper()).translate(_MISREAD).encode()).digest()


def _grouped(text: str) -> str:
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))
