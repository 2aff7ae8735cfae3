"""Which passwords may be chosen, and how they are kept."""

from __future__ import annotations

import pytest
from argon2 import Parameters, Type, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from casework.accounts.errors import PasswordRefused
from casework.accounts.passwords import Passwords, checked_password
from tests.casework.accounts.conftest import CHEAP, PASSWORD


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "x" * 201,
        "aaaaaaaaaaaa",
        "ababababababab",
        "Password1234",
        "woaini1314520",
        "mine-zhang.san-mine",
        "甲设计院一二三四五六七八",
        "１２３４５６７８９０１２",
    ],
)
def test_a_guessable_password_is_refused_with_the_cure(password: str) -> None:
    with pytest.raises(PasswordRefused):
        checked_password(password, login="zhang.san@example.cn", names=("张三", "甲设计院"))


@pytest.mark.parametrize(
    "password", [PASSWORD, "四只绿色的水壶在窗台上吹口哨", "all lower case and long", "x7 y8 z9 w0 v1"]
)
def test_a_long_password_needs_no_digits_capitals_or_signs(password: str) -> None:
    assert checked_password(password, login="zhang.san", names=("张三", "甲设计院")) == password


def test_a_digest_is_salted_argon2id_and_full_width_letters_are_the_same_password() -> None:
    one, two = CHEAP.digest(PASSWORD), CHEAP.digest(PASSWORD)
    assert one != two
    assert one.startswith("$argon2id$")
    assert CHEAP.matches(one, PASSWORD)
    assert CHEAP.matches(one, "".join(chr(ord(each) + 0xFEE0) if each != " " else "\u3000" for each in PASSWORD))
    assert not CHEAP.matches(one, PASSWORD + ".")
    assert not CHEAP.matches(None, "nobody's password")


def test_the_standard_parameters_are_those_of_rfc_9106_and_older_digests_are_outdated() -> None:
    assert extract_parameters(Passwords().digest(PASSWORD)) == RFC_9106_LOW_MEMORY
    assert (RFC_9106_LOW_MEMORY.time_cost, RFC_9106_LOW_MEMORY.memory_cost) == (3, 64 * 1024)
    stronger = Passwords(Parameters(Type.ID, 19, 16, 32, 2, 8, 1))
    assert stronger.outdated(CHEAP.digest(PASSWORD))
    assert not CHEAP.outdated(CHEAP.digest(PASSWORD))
