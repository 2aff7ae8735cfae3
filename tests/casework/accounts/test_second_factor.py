"""One-time codes by the vectors of RFC 6238, appendix B, and recovery codes."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest

from casework.accounts.second_factor import STEP, new_recovery_codes, recovery_digest, step_of, typed_secret

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert step_of(SECRET, code, now=now, after=None) == seconds // STEP
    assert step_of(SECRET, f" {code[:3]} {code[3:]} ", now=now, after=None) == seconds // STEP
    assert step_of(SECRET, code[::-1], now=now, after=None) is None


def test_one_step_to_either_side_is_accepted_and_no_step_twice() -> None:
    now, step = datetime.fromtimestamp(1234567890, UTC), 1234567890 // STEP
    near = [step_of(SECRET, "005924", now=now + timedelta(seconds=off), after=None) for off in (-60, -30, 0, 30, 60)]
    assert near == [None, step, step, step, None]
    assert step_of(SECRET, "005924", now=now, after=step - 1) == step
    assert step_of(SECRET, "005924", now=now, after=step) is None
    assert step_of(SECRET, "005924", now=now, after=step + 1) is None


@pytest.mark.parametrize("code", ["", "28708", "2870822", "２８７０８２", "28708a", "-28708", "9" * 10_000])
def test_what_is_no_code_is_none(code: str) -> None:
    assert step_of(SECRET, code, now=datetime.fromtimestamp(59, UTC), after=None) is None


def test_recovery_codes_differ_and_are_found_as_people_type_them() -> None:
    codes = new_recovery_codes(os.urandom)
    assert len(set(codes)) == 8
    for code in codes:
        for typed in (code.lower(), code.replace(" ", "-"), code.replace("O", "0").replace("I", "1")):
            assert recovery_digest(typed) == recovery_digest(code)
    assert typed_secret(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
