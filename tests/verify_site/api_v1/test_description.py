"""The description: valid OpenAPI 3.1, complete, and held to by every answer under fuzzing."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate
from pydantic import TypeAdapter, ValidationError

from verify_site.api_v1.openapi import document
from verify_site.api_v1.operations import OPERATIONS, Question
from verify_site.language import spoken

PATH = "/api/v1/verifications"


@pytest.fixture
def told(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/api/v1/openapi.json")
    assert answer.content_type == "application/json"
    return dict(answer.json or {})


def test_it_is_openapi_3_1(told: dict[str, Any], client: FlaskClient) -> None:
    assert told["openapi"].startswith("3.1")
    validate(told)
    validate(client.get("/api/v1/openapi.json?lang=en").json or {})


def test_every_route_of_the_api_is_described_and_every_described_route_exists(site: Flask) -> None:
    routes = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in site.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") or rule.rule == "/V/<code>"
    }
    assert routes == {(operation.method.upper(), operation.path) for operation in OPERATIONS}


def test_the_english_description_has_no_chinese_and_the_chinese_one_says_everything(client: FlaskClient) -> None:
    english = json.dumps(document(spoken("en"), "https://x"), ensure_ascii=False)
    assert not re.search(r"[\u4e00-\u9fff]", english)
    assert "%(" not in english
    page = client.get("/api").text
    for operation in OPERATIONS:
        assert f"</strong> {operation.path}<" in page
        assert operation.summary in page


@pytest.mark.parametrize(
    "body",
    [
        {"code": "1"},
        {"number": "1", "name": "张三"},
        {"number": "1", "verification_code": "ABCDEFGHJKMN"},
        {},
        {"code": ""},
        {"code": 1},
        {"code": None},
        {"number": "1"},
        {"name": "张三"},
        {"code": "1", "name": "张三"},
        {"number": "1", "name": "张三", "verification_code": "A"},
        {"code": "1", "extra": True},
        {"number": ["1"], "name": "x"},
        [],
        "1",
        None,
    ],
)
def test_what_the_description_forbids_the_site_refuses_and_what_it_allows_the_site_answers(
    client: FlaskClient, body: object
) -> None:
    document(spoken("zh"), "https://x")
    try:
        TypeAdapter(Question).validate_python(body, strict=True)
        allowed = body != {"code": ""}  # minLength is a keyword of the description
    except ValidationError:
        allowed = False
    assert (client.post(PATH, json=body).status_code == 200) == allowed


def test_head_and_options_are_answered_and_no_other_origin_may_ask(client: FlaskClient) -> None:
    assert client.head("/api/v1/openapi.json").status_code == 200
    options = client.options(PATH, headers={"Origin": "https://elsewhere.example"})
    assert options.status_code == 200
    assert set(options.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
    for answer in (options, client.post(PATH, json={"code": "1"}, headers={"Origin": "https://elsewhere.example"})):
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
