"""The challenge itself: signed, bound to its network, dated, and as hard as it says."""

from __future__ import annotations

import hmac
import os
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify_site.challenge.solving import solution, wrong_counter
from verify_site.challenge.puzzle import (
    LEAST_BITS,
    LIFE,
    MOST_BITS,
    Challenge,
    ChallengeInvalid,
    bits_after,
    issue,
    read,
    solves,
)

NETWORK, NOW = "192.0.2.0/24", 1_795_000_000


def sign(message: bytes) -> bytes:
    return hmac.digest(b"k" * 32, message, "sha256")


def made(bits: int = 8) -> Challenge:
    return issue(NETWORK, bits, sign=sign, now=NOW, random_bytes=os.urandom)


def test_a_challenge_reads_back_until_it_expires() -> None:
    challenge = made(17)
    assert read(challenge.token, NETWORK, sign=sign, now=NOW + LIFE - 1) == challenge
    for moment in (NOW - 1, NOW + LIFE):
        with pytest.raises(ChallengeInvalid):
            read(challenge.token, NETWORK, sign=sign, now=moment)


def test_a_challenge_belongs_to_one_network_and_one_key() -> None:
    challenge = made()
    with pytest.raises(ChallengeInvalid):
        read(challenge.token, "198.51.100.0/24", sign=sign, now=NOW)
    with pytest.raises(ChallengeInvalid):
        read(challenge.token, NETWORK, sign=partial(hmac.digest, b"x" * 32, digest="sha256"), now=NOW)


@given(st.text(max_size=80) | st.from_regex(r"[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{20,24}", fullmatch=True))
@settings(max_examples=150, deadline=None)
def test_no_invented_token_is_read(token: str) -> None:
    with pytest.raises(ChallengeInvalid):
        read(token, NETWORK, sign=sign, now=NOW)


def test_no_changed_character_of_a_token_goes_unnoticed_and_no_second_spelling_is_another_token() -> None:
    token = made().token
    for place, character in enumerate(token):
        other = token[:place] + ("A" if character != "A" else "B") + token[place + 1 :]
        try:
            # The last character of either half holds bits that count for nothing: then it is the same token.
            assert read(other, NETWORK, sign=sign, now=NOW).token == token
        except ChallengeInvalid:
            continue
        assert place in (token.index(".") - 1, len(token) - 1)


def test_an_answer_has_the_zero_bits_and_nothing_else_is_one() -> None:
    challenge = made(10)
    assert solves(challenge, solution(challenge.token, 10).partition(":")[2])
    for counter in ("", "-1", "１", "1e3", "9" * 17, wrong_counter(challenge.token, 10).partition(":")[2]):
        assert not solves(challenge, counter)


def test_the_work_grows_with_the_misses_up_to_what_a_phone_can_bear() -> None:
    assert [bits_after(misses, 10) for misses in (10, 39, 40, 100, 190, 1_000)] == [16, 16, 17, 19, 22, 22]
    assert (LEAST_BITS, MOST_BITS) == (16, 22)
