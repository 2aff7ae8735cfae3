"""Unified social credit codes by GB 32100-2015, on synthetic codes."""

from __future__ import annotations

import pytest

from casework.accounts.credit_codes import ALPHABET, WRONG_CHECK, WRONG_ORGANISATION_CHECK, parse_credit_code
from casework.accounts.errors import CreditCodeRefused

VALID = (
    "91420000XXXXXXXX0Y",
    "12420000XXXXXXXX04",
    "52420000XXXXXXXX00",
    "91330500XXXXXXXX06",
    "12330500XXXXXXXX0B",
    "91420000MA0000007F",
)


@pytest.mark.parametrize("code", VALID)
def test_a_right_code_is_accepted_as_people_type_it(code: str) -> None:
    full_width = "".join(chr(ord(character) + 0xFEE0) for character in code.lower())
    for typed in (code, code.lower(), f" {code[:8]}-{code[8:]} ", full_width):
        assert parse_credit_code(typed).text == code


def test_every_single_changed_character_is_noticed() -> None:
    for code in VALID:
        for place in range(18):
            for other in set(ALPHABET) - {code[place]}:
                with pytest.raises(CreditCodeRefused):
                    parse_credit_code(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("91420000XXXXXXXX0X", "check character"),
        ("91420000XXXXIXXX0Y", "“I”"),
        ("91420000XXXXXXXX0", "has 17"),
        ("420000000012345", "has 15"),
        ("", "has 0"),
        ("9" * 5000, "has 5000"),
        ("91420000XXXXXXXX0测", "“测”"),
    ],
)
def test_a_wrong_code_is_refused_with_the_reason(code: str, why: str) -> None:
    with pytest.raises(CreditCodeRefused, match=why):
        parse_credit_code(code)


def test_an_early_pilot_code_is_warned_of_and_not_blocked() -> None:
    assert parse_credit_code("91420000XXXXXXXX0X", as_printed=True).warnings == (WRONG_CHECK,)


def test_a_wrong_organisation_code_within_a_right_code_is_only_warned_of() -> None:
    found = [parse_credit_code(f"91420000XXXXXXXX1{check}", as_printed=True) for check in ALPHABET]
    assert [each.warnings for each in found].count((WRONG_ORGANISATION_CHECK,)) == 1
    assert all(parse_credit_code(code).warnings == () for code in VALID if "MA" not in code)
