"""The verification code: twelve signs printed on the sheet for people who type instead of scan.

Eleven are random (54 bits), the last one checks, so that a slip of the finger is told from a wrong paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import mul

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 signs that nobody mistakes for one another (no 0 O 1 I L); 31 is prime, so one check sign finds every slip."""

CODE_LENGTH = 12
_RANDOM_SIGNS = CODE_LENGTH - 1


def new_verification_code(random_bytes: Callable[[int], bytes]) -> str:
    """Twelve signs for typing: eleven random ones (54 bits) and a check sign."""
    places: list[int] = []
    while len(places) < _RANDOM_SIGNS:
        # Bytes from 248 on are thrown away: 248 is eight times 31, so every sign stays equally likely.
        places += [byte % 31 for byte in random_bytes(16) if byte < 248]
    return "".join([ALPHABET[place] for place in places[:_RANDOM_SIGNS]]) + _check_sign(places)


def check_sign(body: str) -> str:
    """The last sign of a verification code: a weighted sum modulo 31 finds one wrong sign or two swapped neighbours."""
    return _check_sign([ALPHABET.index(sign) for sign in body])


def _check_sign(places: Sequence[int]) -> str:
    return ALPHABET[-sum(map(mul, places, range(2, _RANDOM_SIGNS + 2))) % 31]


def read_verification_code(typed: str) -> str | None:
    """The code in its stored form (capitals, no hyphens), or None where it cannot be one."""
    code = typed.upper().replace("-", "").replace(" ", "")
    if len(code) != CODE_LENGTH or any(sign not in ALPHABET for sign in code):
        return None
    return code if check_sign(code[:-1]) == code[-1] else None
