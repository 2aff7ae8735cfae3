"""The verification code: twelve signs printed on the sheet for people who type instead of scan.

Eleven are random (54 bits), the last one checks, so that a slip of the finger is told from a wrong paper.
"""

from __future__ import annotations

from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 signs that nobody mistakes for one another (no 0 O 1 I L); 31 is prime, so one check sign finds every slip."""

CODE_LENGTH = 12


def new_verification_code(random_bytes: Callable[[int], bytes]) -> str:
    """Twelve signs for typing: eleven random ones (54 bits) and a check sign."""
    number = int.from_bytes(random_bytes(16))
    body = ""
    for _ in range(CODE_LENGTH - 1):
        number, place = divmod(number, len(ALPHABET))
        body += ALPHABET[place]
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """The last sign of a verification code: a weighted sum modulo 31 finds one wrong sign or two swapped neighbours."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, start=2))
    return ALPHABET[-total % len(ALPHABET)]


def read_verification_code(typed: str) -> str | None:
    """The code in its stored form (capitals, no hyphens), or None where it cannot be one."""
    code = typed.upper().replace("-", "").replace(" ", "")
    if len(code) != CODE_LENGTH or any(sign not in ALPHABET for sign in code):
        return None
    return code if check_sign(code[:-1]) == code[-1] else None
