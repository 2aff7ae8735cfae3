"""Attempts of a harvester, counted: what was tried, and how often it gained anything."""

from __future__ import annotations

import socket
import time as real_time
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.verify_site.challenge.solving import solution, wrong_counter
from tests.verify_site.papers import Papers, with_settings
from verify_site.app import create_app
from verify_site.limits import FREE_MISSES, PATIENCE

PATH = "/api/v1/verifications"


def guess(
    client: FlaskClient, number: int, given: str = "", *, address: str = "192.0.2.7", **spoofed: str
) -> TestResponse:
    headers = {"Challenge-Solution": given, **{name.replace("_", "-"): value for name, value in spoofed.items()}}
    typed = {"number": f"2026420100{number:04d}", "name": "张三"}
    return client.post(PATH, json=typed, headers=headers, environ_overrides={"REMOTE_ADDR": address})


def answered(answers: list[TestResponse]) -> int:
    return sum(answer.status_code == 200 for answer in answers)


def asked(answer: TestResponse) -> tuple[str, int]:
    """Token and bits of the challenge that was answered."""
    assert answer.status_code == 429
    problem = answer.json or {}
    assert problem["type"].endswith("#challenge")
    return problem["challenge"]["token"], problem["challenge"]["bits"]


@pytest.fixture
def suspect(limited: FlaskClient) -> FlaskClient:
    """Somebody whose network has used up its free misses."""
    assert answered([guess(limited, number) for number in range(FREE_MISSES)]) == FREE_MISSES
    return limited


def test_three_hundred_guesses_with_spoofed_addresses_and_no_work_gain_ten_answers(limited: FlaskClient) -> None:
    answers = [
        guess(
            limited,
            number,
            address=f"192.0.2.{number % 254 + 1}",
            X_Forwarded_For=f"198.51.{number % 250}.1",
            X_Real_IP=f"203.0.113.{number % 250}",
            Forwarded=f"for=198.51.{number % 250}.2",
        )
        for number in range(300)
    ]
    assert answered(answers) == FREE_MISSES
    assert all(b"no_match" not in answer.data for answer in answers[FREE_MISSES:])


def test_each_solution_is_good_once(suspect: FlaskClient) -> None:
    token, bits = asked(guess(suspect, 1))
    given = solution(token, bits)
    assert guess(suspect, 1, given).status_code == 200
    counter = int(given.partition(":")[2]) + 1
    replays = [guess(suspect, 2, given) for _ in range(50)] + [guess(suspect, 2, solution(token, bits, counter))]
    replays += [guess(suspect, 2, given.replace(":", "=:"))]
    assert answered(replays) == 0


def test_forged_challenges_and_wrong_answers_gain_nothing(suspect: FlaskClient) -> None:
    token, bits = asked(guess(suspect, 1))
    payload, _, signature = token.partition(".")
    easier = "A" * len(payload)
    forged = [
        *(solution(f"{easier}.{signature}", 8, start) for start in (0, 1000, 5000)),
        solution(f"{payload}.{signature[::-1]}", 8),
        *(wrong_counter(token, bits) for _ in range(50)),
        *("", ":", "::", "a:b", "x" * 9_000, f"{token}", f"{token}:", f"{token}:0x1", f"{token}:-1"),
    ]
    assert answered([guess(suspect, 2, given) for given in forged]) == 0


def test_a_solution_works_from_its_own_network_alone(suspect: FlaskClient) -> None:
    for number in range(FREE_MISSES):
        guess(suspect, number, address="198.51.100.1")
    token, bits = asked(guess(suspect, 1))
    given = solution(token, bits)
    assert guess(suspect, 1, given, address="198.51.100.1").status_code == 429
    assert guess(suspect, 1, given, address="192.0.2.250").status_code == 200


def test_waiting_lets_one_through_in_a_minute_however_many_tickets_were_taken(
    suspect: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets = [asked(guess(suspect, number))[0] for number in range(40)]
    too_early = [guess(suspect, number, f"{ticket}:") for number, ticket in enumerate(tickets)]
    assert answered(too_early) == 0
    later = SimpleNamespace(time=lambda: real_time.time() + PATIENCE + 1)
    monkeypatch.setattr("verify_site.challenge.gate.time", later)
    assert answered([guess(suspect, number, f"{ticket}:") for number, ticket in enumerate(tickets)]) == 1


def test_hits_are_asked_for_the_same_work_and_scanned_codes_never(suspect: FlaskClient, papers: Papers) -> None:
    hit = {"number": papers.valid.number, "name": papers.valid.name}
    assert suspect.post(PATH, json=hit, environ_overrides={"REMOTE_ADDR": "192.0.2.9"}).status_code == 429
    at_home = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.9"}}
    for _ in range(20):
        assert suspect.get(f"/V/{papers.valid.code}", **at_home).status_code == 200
        assert suspect.post(PATH, json={"code": papers.valid.code}, **at_home).status_code == 200
        assert suspect.post("/look-up/code", data={"code": papers.valid.address}, **at_home).status_code == 200


def test_the_challenge_comes_also_while_the_store_is_away(papers: Papers) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        store = f"redis://127.0.0.1:{unused.getsockname()[1]}/0"
        client = create_app(with_settings(papers.settings, limit_store=store)).test_client()
        answers = [guess(client, number) for number in range(FREE_MISSES + 5)]
        assert answered(answers) == FREE_MISSES
        given = solution(*asked(answers[-1]))
        assert answered([guess(client, 1, given) for _ in range(5)]) == 1


def test_the_page_repeats_the_form_but_never_an_identity_number(suspect: FlaskClient) -> None:
    fields = {"number": "20264201000001", "verification_code": "ABCDEFGHJKMN", "identity": "42010119900101004X"}
    answer = suspect.post(
        "/look-up/verification-code/identity", data=fields, environ_overrides={"REMOTE_ADDR": "192.0.2.9"}
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, str(PATIENCE))
    assert fields["number"] in answer.text
    assert fields["verification_code"] in answer.text
    assert fields["identity"] not in answer.text
