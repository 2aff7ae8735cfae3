"""The hand-over code: sixteen symbols of Crockford's base32 that a person reads out and a clerk types.

    code = new_code(os.urandom)          # "7Q2MXK4D0PZRV3T9": 75 random bits and a check symbol
    shown(code)                          # "7Q2M-XK4D-0PZR-V3T9"
    read_code("7q2m xk4d-Opzr v3t9")     # the same code; raises HandOverMistyped

The symbols are the elements of GF(2⁵), modulo x⁵ + x² + 1. Read as the coefficients of a polynomial, a code is zero at
x. A wrong symbol changes that value by a non-zero multiple of a power of x, two swapped ones by a multiple of the
difference of two powers, and the powers of x differ up to the 31st: any one wrong symbol and any one swap are found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from casework.prepared.errors import HandOverMistyped

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
_VALUES = {symbol: value for value, symbol in enumerate(SYMBOLS)}
_MODULUS = 0b100101
_TIMES_X = tuple(value << 1 ^ (_MODULUS if value & 0b10000 else 0) for value in range(len(SYMBOLS)))
_ALIKE = str.maketrans("ILO", "110")
_FILLING = "-‐‑–—－ \t\r\n\u00a0\u3000"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LONGEST_TYPED = 60


def new_code(random_bytes: Callable[[int], bytes]) -> str:
    """A new code of 75 random bits."""
    # 256 is a multiple of 32, so every symbol is equally likely.
    values = [byte % len(SYMBOLS) for byte in random_bytes(LENGTH - 1)]
    values.append(_TIMES_X[_value_at_x(values)])
    return "".join(SYMBOLS[value] for value in values)


def read_code(typed: str) -> str:
    """The code as it is stored nowhere: capitals, no hyphens, I and L read as 1, O as 0; raises `HandOverMistyped`."""
    if len(typed) > _LONGEST_TYPED:
        raise HandOverMistyped
    plain = "".join(mark for mark in typed if mark not in _FILLING)
    code = plain.translate(_FULL_WIDTH).upper().translate(_ALIKE)
    if not adds_up(code):
        raise HandOverMistyped
    return code


def adds_up(code: str) -> bool:
    """Whether sixteen symbols are a code: its check symbol fits the others."""
    if len(code) != LENGTH or not _VALUES.keys() >= set(code):
        return False
    return _value_at_x(_VALUES[symbol] for symbol in code) == 0


def shown(code: str) -> str:
    """The code in groups of four, as it is printed."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def _value_at_x(values: Iterable[int]) -> int:
    total = 0
    for value in values:
        total = _TIMES_X[total] ^ value
    return total
