"""Unified social credit codes (统一社会信用代码) as people type them, checked by GB 32100-2015.

    parse_credit_code("９１４２００００xxxxxxxx0y").text      # "91420000XXXXXXXX0Y"

18 characters: 1 registering department, 1 kind, 6 region (GB/T 2260), 9 organisation code (GB 11714) with a check
character of its own, 1 check character over all. Letters I, O, S, V and Z do not occur. Some codes given out while the
standard was tried fail the checks; who has such a code says that it stands so on the paper, and is only warned.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from casework.accounts.errors import CreditCodeRefused
from messages.advice import Advice

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters in the order of their values (GB 32100-2015, table 2)."""
LENGTH = 18
"""Characters beyond which a text is not looked at."""
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHECKS = "0X987654321"
"""By the weighted sum mod 11 (GB 11714): 11 minus it, where 10 is X and 11 is 0."""
_SEPARATORS = re.compile(r"[\s\-\u200b-\u200f\u2010-\u2015\ufeff]+")

WRONG_LENGTH = Advice(
    "统一社会信用代码应为 18 位，这里有 {length} 位。",
    "A unified social credit code has 18 characters; this has {length}.",
    "请对照证照补全或更正；15 位的旧注册号、9 位的组织机构代码不能代替。",
    "Compare it with the certificate of registration; older numbers of 15 or 9 characters do not do.",
)
WRONG_CHARACTER = Advice(
    "统一社会信用代码中有不会出现的字符“{character}”（没有 I、O、S、V、Z）。",
    "The code holds “{character}”, which does not occur in one (nor do I, O, S, V and Z).",
    "请对照证照更正，注意数字 1、0、5、2。",
    "Compare it with the certificate of registration; mind the digits 1, 0, 5 and 2.",
)
WRONG_CHECK = Advice(
    "统一社会信用代码的校验码不对，多半有一位写错。",
    "The check character of the code is wrong, so probably one character is.",
    "请对照证照逐位核对；证照上确是这样的（早期试点代码），请勾选“与证照一致”。",
    "Compare every character; if the paper does say so (an early pilot code), tick “as on the paper”.",
)
WRONG_ORGANISATION_CHECK = Advice(
    "统一社会信用代码中的组织机构代码（第 9 至 17 位）校验码不对。",
    "The check character of the organisation code (characters 9 to 17) is wrong.",
    "请对照证照核对；无误则无需处理。",
    "Compare it with the paper; if they agree, nothing is to be done.",
)


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code in its one spelling, and what is unusual about it."""

    text: str
    warnings: tuple[Advice, ...] = ()


def parse_credit_code(text: str, *, as_printed: bool = False) -> CreditCode:
    """The code, full-width forms folded. `as_printed` turns a wrong check character into a warning.

    Raises `CreditCodeRefused`.
    """
    code = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if len(code) != LENGTH:
        raise CreditCodeRefused(WRONG_LENGTH.filled(length=len(code)))
    for character in code:
        if character not in ALPHABET:
            raise CreditCodeRefused(WRONG_CHARACTER.filled(character=character))
    if code[-1] != _check(code[:-1]):
        if not as_printed:
            raise CreditCodeRefused(WRONG_CHECK)
        return CreditCode(code, (WRONG_CHECK,))
    return CreditCode(code, () if code[16] == _organisation_check(code[8:16]) else (WRONG_ORGANISATION_CHECK,))


def _check(body: str) -> str:
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def _organisation_check(body: str) -> str:
    # Here letters are worth 10 to 35 in the plain alphabet, without the gaps of the code around them.
    total = sum(int(character, 36) * weight for character, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return _ORGANISATION_CHECKS[total % 11]
