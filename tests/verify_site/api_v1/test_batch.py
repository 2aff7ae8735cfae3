"""Batches: in order, one fault never stops the rest, paid once, and no way around what a single question may ask."""

from __future__ import annotations

import os
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.verify_site.api_v1.conftest import MakeKey
from tests.verify_site.papers import Papers
from verify_site.limits import FREE_MISSES
from verify_site.models import ApiRequest
from verify_site.rendering import JSON_STEP

PATH, SINGLE = "/api/v1/verifications/batch", "/api/v1/verifications"


def mixed(papers: Papers) -> list[Any]:
    hit = papers.valid
    return [
        *({"code": code} for code in papers.codes.values()),
        {"number": hit.number, "name": hit.name},
        {"number": hit.number, "name": "甲乙丙"},
        {"number": hit.number, "verification_code": hit.verification_code},
        {"code": "https://evil.example/V/1"},
    ]


FAULTY: list[Any] = [{}, 7, None, "1", [], {"code": 1}, {"number": "1"}, {"code": "1", "x": 1}, {"code": "\ud800"}]


def untimed(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "checked_at": None}


@pytest.mark.parametrize("with_key", [False, True])
def test_a_batch_answers_what_single_questions_answer_in_their_order(
    keyed_site: Flask, make_key: MakeKey, client: FlaskClient, papers: Papers, with_key: bool
) -> None:
    asked = mixed(papers)
    batch = keyed_site.test_client().post(PATH, json=asked, headers=make_key() if with_key else {})
    assert batch.status_code == 200
    singles = [client.post(SINGLE, json=each).json for each in asked]
    assert [untimed(each) for each in batch.json or []] == [untimed(each) for each in singles if each]


@pytest.mark.parametrize("with_key", [False, True])
def test_a_faulty_item_has_its_problem_in_its_place(
    keyed_site: Flask, make_key: MakeKey, papers: Papers, with_key: bool
) -> None:
    asked = [{"code": papers.valid.code}, *FAULTY, {"code": papers.valid.code}]
    answer = keyed_site.test_client().post(PATH, json=asked, headers=make_key() if with_key else {})
    first, *middle, last = answer.json or []
    assert first["verdict"] == last["verdict"] == "valid"
    assert [(each["status"], each["type"].partition("#")[2]) for each in middle] == [(422, "invalid")] * len(FAULTY)


def test_a_batch_has_one_to_a_thousand_items(keyed_site: Flask, make_key: MakeKey) -> None:
    client, headers = keyed_site.test_client(), make_key()
    for count, status in ((0, 422), (1, 200), (1_000, 200), (1_001, 422)):
        assert client.post(PATH, json=[{"code": "1"}] * count, headers=headers).status_code == status
    assert client.post(PATH, json={"code": "1"}, headers=headers).status_code == 400
    assert client.post(PATH, data="[" + " " * 2**20 + "]", content_type="application/json").status_code == 413


def test_a_batch_larger_than_what_is_left_is_refused_whole(keyed_site: Flask, make_key: MakeKey) -> None:
    client, headers = keyed_site.test_client(), make_key(per_day=10)
    assert client.post(PATH, json=[{"code": "1"}] * 11, headers=headers).status_code == 429
    assert '"day";r=0;' in client.post(PATH, json=[{"code": "1"}] * 10, headers=headers).headers["RateLimit"]


def test_repeating_a_request_under_one_key_costs_once(keyed_site: Flask, make_key: MakeKey, papers: Papers) -> None:
    client, headers = keyed_site.test_client(), make_key(per_day=10) | {"Idempotency-Key": '"8e03978e"'}
    asked = [{"code": papers.valid.code}] * 6
    answers = [client.post(PATH, json=asked, headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert len({str([untimed(each) for each in answer.json or []]) for answer in answers}) == 1
    assert all('"day";r=4;' in answer.headers["RateLimit"] for answer in answers)
    other = client.post(PATH, json=asked[:3], headers=headers)
    assert (other.status_code, (other.json or {})["field"]) == (422, "Idempotency-Key")
    fresh = client.post(PATH, json=asked[:3], headers=headers | {"Idempotency-Key": "another"})
    assert '"day";r=1;' in fresh.headers["RateLimit"]


def test_what_is_kept_of_a_repeatable_request_is_two_hashes(
    keyed_site: Flask, make_key: MakeKey, papers: Papers
) -> None:
    asked = [{"number": papers.valid.number, "name": papers.valid.name}]
    keyed_site.test_client().post(PATH, json=asked, headers=make_key() | {"Idempotency-Key": os.urandom(8).hex()})
    with Session(keyed_site.extensions["service"].registry) as session:
        kept = session.scalars(select(ApiRequest)).all()
    assert {len(row.idempotency) for row in kept} == {len(row.body) for row in kept} == {32}


@pytest.mark.parametrize("name", ["", "钥匙", 'a"b', "x" * 256])
def test_an_unreadable_idempotency_key_is_refused(keyed_site: Flask, make_key: MakeKey, name: str) -> None:
    headers = make_key() | {"Idempotency-Key": name.encode().decode("latin-1")}
    assert keyed_site.test_client().post(PATH, json=[{"code": "1"}], headers=headers).status_code == 422


def test_without_a_key_there_is_nothing_to_repeat_at_no_cost(keyed_site: Flask) -> None:
    answer = keyed_site.test_client().post(PATH, json=[{"code": "1"}], headers={"Idempotency-Key": "a"})
    assert answer.status_code == 401


def test_a_batch_without_a_key_guesses_no_more_than_single_questions(limited: FlaskClient) -> None:
    asked = [{"number": str(guess), "name": "张三"} for guess in range(300)]
    answers = limited.post(PATH, json=asked).json or []
    assert [each.get("verdict") for each in answers[:FREE_MISSES]] == ["no_match"] * FREE_MISSES
    assert {each["type"].partition("#")[2] for each in answers[FREE_MISSES:]} == {"challenge"}


def test_a_number_alone_reveals_nothing_in_a_batch_and_misses_have_the_length_of_hits(
    keyed_site: Flask, make_key: MakeKey, papers: Papers
) -> None:
    client, headers = keyed_site.test_client(), make_key()
    alone = client.post(PATH, json=[{"number": papers.valid.number}, {"number": "1"}], headers=headers).json or []
    assert alone[0] == alone[1]
    lengths = {
        len(client.post(PATH, json=[{"number": number, "name": name}], headers=headers).data)
        for number, name in ((papers.valid.number, papers.valid.name), (papers.valid.number, "甲"), ("1", "甲"))
    }
    assert lengths == {JSON_STEP + 2}
