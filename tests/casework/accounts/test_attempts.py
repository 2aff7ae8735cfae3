"""How failing slows down, on each engine, also when many try at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from casework.accounts.attempts import OF_A_LOGIN, OF_A_NETWORK, OF_EVERYBODY, forgive, spend
from casework.accounts.errors import SignInRefused, TooManyAttempts
from registry.database import writing
from tests.casework.accounts.conftest import NOW, PASSWORD, Accounts

KEY = {b"k" * 32: OF_A_LOGIN}


def test_a_wait_doubles_to_a_quarter_of_an_hour_and_no_further() -> None:
    waits = [OF_A_LOGIN.wait(failures).total_seconds() for failures in range(20)]
    assert waits[:9] == [0, 0, 0, 0, 0, 0, 1, 2, 4]
    assert max(waits) == OF_A_LOGIN.wait(10**9).total_seconds() == 900
    assert OF_EVERYBODY.wait(10**9) == timedelta(seconds=10)
    assert OF_A_NETWORK.wait(30) == timedelta(0)


def test_failures_add_up_heal_with_time_and_are_forgiven(engine: Engine) -> None:
    def attempt(after: timedelta) -> int:
        try:
            with writing(engine) as session:
                spend(session, KEY, now=NOW + after)
        except TooManyAttempts as error:
            return error.seconds
        return 0

    seen = [attempt(timedelta(seconds=0)) for _ in range(8)]
    assert seen == [0, 0, 0, 0, 0, 0, 2, 2]
    assert attempt(timedelta(seconds=2)) == 0
    assert attempt(timedelta(seconds=2)) == 3
    with writing(engine) as session:
        forgive(session, KEY, now=NOW + timedelta(seconds=3))
    assert [attempt(timedelta(seconds=3)) for _ in range(7)] == [0, 0, 0, 0, 0, 0, 2]
    healed = timedelta(hours=1, seconds=3)
    assert [attempt(healed) for _ in range(3)] == [0, 0, 2]


def test_many_attempts_at_once_are_each_counted(accounts: Accounts) -> None:
    def guess(number: int) -> type[Exception]:
        try:
            accounts.keeper.sign_in("admin3@example.cn", f"wrong guess {number}", network="203.0.113.0/24", now=NOW)
        except (SignInRefused, TooManyAttempts) as error:
            return type(error)
        raise AssertionError

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(guess, range(24)))
    assert seen.count(SignInRefused) == 6
    assert seen.count(TooManyAttempts) == 18
    with pytest.raises(TooManyAttempts):
        accounts.keeper.sign_in("admin3@example.cn", PASSWORD, network="203.0.113.0/24", now=NOW)
