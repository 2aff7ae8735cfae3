"""Guessing gains nothing: misses tell nothing, cost what hits cost, and are soon refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from registry.rows import LookUp
from tests.verify_site.papers import Papers
from verify_site.limits import FREE_MISSES
from verify_site.rendering import JSON_STEP, PAGE_STEP

PATH = "/api/v1/verifications"
WRONG_CODE = "ABCDEFGHJKMN"
TIME = re.compile(rb"\d\d:\d\d:\d\d")


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL statements that the site sends meanwhile."""
    sent: list[str] = []
    read = LookUp.__call__

    def noting(self: LookUp, **values: Any) -> list[tuple[Any, ...]]:
        sent.append(self.sql)
        return read(self, **values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LookUp, "__call__", noting)
        yield sent


def cases(papers: Papers) -> dict[str, list[dict[str, str]]]:
    """For each typed look-up: a hit, a wrong second field, an unknown number."""
    hit = papers.valid
    return {
        "name": [
            {"number": hit.number, "name": hit.name},
            {"number": hit.number, "name": "甲乙丙"},
            {"number": "20990001000001", "name": hit.name},
        ],
        "verification_code": [
            {"number": hit.number, "verification_code": hit.verification_code},
            {"number": hit.number, "verification_code": WRONG_CODE},
            {"number": "20990001000001", "verification_code": hit.verification_code},
        ],
    }


@pytest.mark.parametrize("kind", ["name", "verification_code"])
def test_hits_and_misses_send_the_same_statements(site: Flask, papers: Papers, kind: str) -> None:
    client = site.test_client()
    for path in (PATH, f"/look-up/{kind.replace('_', '-')}"):
        sent = []
        for typed in cases(papers)[kind]:
            with statements() as noted:
                client.post(path, **({"json": typed} if path == PATH else {"data": typed}))
            # Who has the verification code holds the paper and sees everything; only then a photo is read as well.
            sent.append([statement for statement in noted if "photos.jpeg" not in statement])
        assert sent[0]
        assert sent[0] == sent[1] == sent[2]


@pytest.mark.parametrize("kind", ["name", "verification_code"])
def test_misses_are_the_same_bytes_whatever_was_wrong(client: FlaskClient, papers: Papers, kind: str) -> None:
    _, wrong_second, unknown_number = cases(papers)[kind]
    answers = [client.post(PATH, json=typed) for typed in (wrong_second, unknown_number)]
    assert TIME.sub(b"", answers[0].data) == TIME.sub(b"", answers[1].data)
    pages = []
    for typed in (wrong_second, unknown_number):
        page = TIME.sub(b"", client.post(f"/look-up/{kind.replace('_', '-')}", data=typed).data)
        for value in typed.values():
            page = page.replace(escape(value).encode(), b"*")
        pages.append(page.rstrip())
    assert pages[0] == pages[1]


def test_hits_and_misses_have_one_length(client: FlaskClient, papers: Papers) -> None:
    for kind, typed in cases(papers).items():
        lengths = {len(client.post(PATH, json=one).data) for one in typed}
        assert lengths == {JSON_STEP}
        pages = {len(client.post(f"/look-up/{kind.replace('_', '-')}", data=one).data) for one in typed}
        assert pages == {PAGE_STEP}


def test_ten_thousand_guesses_yield_no_personal_field(site: Flask, papers: Papers) -> None:
    personal = [
        value.encode()
        for example in papers.province.examples.values()
        for value in (example.name, example.verification_code, example.identity)
    ]
    # Straight at the WSGI application: the test client costs more than the answer.
    environ = EnvironBuilder(path=PATH, method="POST", content_type="application/json").get_environ()
    answers = set()
    for guess in range(10_000):
        number = f"2026{1 + guess % 4:04d}{1 + guess // 2 % 500:06d}"
        typed = {"name": "张三"} if guess % 2 else {"verification_code": WRONG_CODE}
        body = json.dumps({"number": number, **typed}).encode()
        asked = environ | {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        answers.add(TIME.sub(b"", b"".join(site.wsgi_app(asked, lambda *_: lambda _: None))))
    (answer,) = answers
    assert b'"verdict":"no_match"' in answer
    assert not any(value in answer for value in personal)


def test_guessing_is_soon_refused(limited: FlaskClient) -> None:
    statuses = [limited.post(PATH, json={"number": str(guess), "name": "张三"}).status_code for guess in range(100)]
    assert statuses == [200] * FREE_MISSES + [429] * (100 - FREE_MISSES)
