"""Whatever arrives gets a clear answer: never a fault of ours, never a traceback, never a verdict it has not earned."""

from __future__ import annotations

import random

import pytest
from flask.testing import FlaskClient

from tests.verify_site.papers import Papers

GENUINE = {"valid", "replaced", "revoked", "corrected"}
BROKEN_PATHS = [
    "/V/",
    "/V/abc",
    "/V/0",
    "/V/%00",
    "/V/%FF%FE",
    "/V/1%2F2",
    "/V/1/2",
    "//V/1",
    "/V//1",
    "/V/../etc/passwd",
    "/V/" + "7" * 50_000,
    "/V/" + "%E8%AF%81" * 2_000,
    "/V/１２３",
    "/V/-1",
    "/V/1e9",
    "/V/<script>alert(1)</script>",
    "/V/{{7*7}}",
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/\x7f",
    "/V/1?lang=%FF&lang=en",
    "/V/1?lang=" + "x" * 5_000,
    "/V/1?" + "&".join(f"a{number}=1" for number in range(2_000)),
]


@pytest.mark.parametrize("path", BROKEN_PATHS, ids=range(len(BROKEN_PATHS)))
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_broken_address_gets_a_clear_answer(client: FlaskClient, path: str, accept: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code in (200, 404, 414)
    assert "Traceback" not in answer.text
    assert "<script" not in answer.text
    assert not any(f'"{verdict}"' in answer.text for verdict in GENUINE)
    assert ("html" in answer.content_type) == (accept == "text/html")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW", "POST"])
def test_a_wrong_method_is_refused_in_the_site_s_own_words(client: FlaskClient, method: str) -> None:
    answer = client.open("/V/1", method=method)
    assert answer.status_code == 405
    assert "不能这样打开这个页面" in answer.text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"number=%FF%FE&name=%00", "application/x-www-form-urlencoded"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"number=1&name=" + b"x" * 40_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % number for number in range(3_000)), "application/x-www-form-urlencoded"),
        (b"--b\r\nContent-Disposition: form-data; name=number\r\n\r\n1\r\n" * 200, "multipart/form-data; boundary=b"),
        (b"broken", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"", ""),
    ],
)
@pytest.mark.parametrize("path", ["/look-up/name", "/look-up/code", "/look-up/verification-code", "/V/1/identity"])
def test_a_broken_form_gets_a_clear_answer(client: FlaskClient, path: str, body: bytes, content_type: str) -> None:
    answer = client.post(path, data=body, content_type=content_type)
    assert answer.status_code in (200, 400, 413, 422)
    assert "<h1" in answer.text
    assert "Traceback" not in answer.text


def test_no_single_digit_or_bit_changed_in_a_code_is_accepted(client: FlaskClient, papers: Papers) -> None:
    chance = random.Random(20261121)
    code = papers.valid.code
    assert code is not None
    number = int(code)
    mutants = {str(number ^ (1 << bit)) for bit in range(0, number.bit_length(), 7)}
    for _ in range(300):
        place = chance.randrange(len(code))
        mutants.add(code[:place] + chance.choice("0123456789") + code[place + 1 :])
        mutants.add(code[:place])
        mutants.add(code + code[place:])
    for mutant in mutants - {code, ""}:
        answer = client.get(f"/V/{mutant}", headers={"Accept": "application/json"})
        assert answer.status_code == 200
        assert answer.json is not None
        assert answer.json["verdict"] not in GENUINE
        assert answer.json["certificate"] is None


def test_an_unexpected_error_is_told_without_its_details(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("CANARY 诸葛望舒")

    monkeypatch.setattr("verify_site.pages.check_code", fail)
    page = client.get("/V/123456")
    problem = client.get("/V/123456", headers={"Accept": "application/json"})
    assert (page.status_code, problem.status_code) == (500, 500)
    assert "网站出了故障" in page.text
    assert problem.content_type == "application/problem+json"
    assert "CANARY" not in page.text + problem.text + caplog.text
    assert "RuntimeError" in caplog.text
    assert "pages.py" in caplog.text
