"""The guide's JSON: the turn of the contract, and problems where a body is none."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from policy import FactKind
from tests.verify_site.guide.talk import link_asking

START = "/api/v1/guide"
TURN = {"conversation", "intent", "confidence", "choices", "understood", "question", "outcome"}
OUTCOME = {"verdict", "submitter", "authority", "statements", "earliest_date", "forms", "clauses"}


def turn(client: FlaskClient, path: str, body: object, query: str = "") -> dict[str, Any]:
    """The turn that a body gets."""
    answer = client.post(path + query, json=body)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/json"
    found: dict[str, Any] = answer.get_json()
    assert set(found) >= TURN
    return found


def replies(found: dict[str, Any]) -> str:
    """Where the next reply goes."""
    return f"{START}/{found['conversation']}/replies"


def test_from_a_sentence_to_an_outcome(client: FlaskClient) -> None:
    found = turn(client, START, {"text": "我是从广东调到武汉的高级工程师，证书要怎么确认"})
    assert found["intent"] == "confirm"
    assert found["understood"]["level"] == "senior"
    for _ in range(20):
        if found["outcome"]:
            break
        question = found["question"]
        assert {"id", "text", "kind", "choices", "why", "clauses"} <= set(question)
        found = turn(client, replies(found), {"answer": question["choices"][0]["id"]})
    assert found["question"] is None
    assert set(found["outcome"]) >= OUTCOME
    assert found["outcome"]["submitter"]["kind"] == "unit"
    assert all(statement["clauses"] for statement in found["outcome"]["statements"])


def test_the_other_replies_of_the_contract(client: FlaskClient) -> None:
    first = turn(client, START, {"notice": "hubei-2013-80", "text": "证书丢了"})
    answered = turn(client, replies(first), {"answer": True})
    assert answered["understood"]["issued_here"] is True
    back = turn(client, replies(answered), {"back": True})
    assert back["question"]["id"] == first["question"]["id"]
    changing = turn(client, replies(answered), {"change": "issued_here"})
    assert changing["question"]["id"] == "issued_here"
    told = turn(client, replies(answered), {"text": "要多少钱"})
    assert told["aside"]
    assert turn(client, START, {})["question"]["id"] == "intent"


def test_the_language_is_the_address_s_else_the_sentence_s(client: FlaskClient) -> None:
    assert turn(client, START, {"text": "证书丢了"}, "?lang=en")["language"] == "en"
    english = turn(client, START, {"text": "I lost my certificate"})
    assert english["language"] == "en"
    assert turn(client, replies(english), {"answer": "hubei-2013-80"})["language"] == "en"
    assert turn(client, replies(english), {"answer": "hubei-2013-80"}, "?lang=zh")["language"] == "zh"


def test_a_damaged_conversation_is_answered_by_a_new_one_that_says_why(client: FlaskClient) -> None:
    found = turn(client, f"{START}/nonsense/replies", {"answer": "yes"})
    assert found["problem"] == "damaged"
    assert found["conversation"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"{", 400),
        (b'{"text": "a", "text": "b"}', 400),
        (b'{"text": NaN}', 400),
        (b"\xff", 400),
        (b"[" * 100_000, 400),
        (b'{"text": 1}', 422),
        (b'{"notice": null, "text": "x"}', 422),
        (b'{"sentence": "x"}', 422),
        (b'{"answer": [1]}', 422),
        (b'{"text": "' + b"x" * 140_000 + b'"}', 413),
    ],
    ids=range(12),
)
def test_a_body_that_is_none_of_the_shapes_is_a_problem(client: FlaskClient, body: bytes, status: int) -> None:
    for path in (START, f"{START}/{link_asking(FactKind.CHOICE)}/replies"):
        answer = client.post(path, data=body, content_type="application/json")
        assert answer.status_code == status, answer.text
        assert answer.content_type == "application/problem+json"
        problem = answer.get_json()
        assert problem["status"] == status
        assert problem["detail"]
        english = client.post(f"{path}?lang=en", data=body, content_type="application/json").get_json()
        assert english["detail"].isascii() or status == 422


def test_other_media_types_and_methods_are_refused(client: FlaskClient) -> None:
    assert client.post(START, data={"text": "证书丢了"}).status_code == 415
    assert client.get(START).status_code == 405
    for reply in ({}, {"back": False}, {"text": "a", "answer": "b"}, {"fly": True}):
        assert client.post(f"{START}/{link_asking(FactKind.CHOICE)}/replies", json=reply).status_code == 422


def test_ten_thousand_characters_are_answered_by_a_sentence(client: FlaskClient) -> None:
    found = turn(client, START, {"text": "证" * 10_000})
    assert any("太长" in sentence for sentence in found["said"])


def test_a_network_has_many_turns_but_not_any_number(limited: FlaskClient) -> None:
    path = f"/guide/c/{link_asking(FactKind.CHOICE)}"
    statuses = [limited.get("/guide/c/nonsense/calendar.ics").status_code for _ in range(238)]
    assert set(statuses) == {303}
    assert limited.get(path).status_code == 200
    assert limited.post(START, json={}).status_code == 200
    refused = limited.post(START, json={})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    page = limited.get(path)
    assert page.status_code == 429
    assert "还在原来的链接里" in page.text
    assert limited.get("/guide").status_code == 200
    assert limited.post("/api/v1/verifications", json={"number": "1", "name": "某"}).status_code == 200
