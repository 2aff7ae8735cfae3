"""What a program reads: one strict JSON interface, and problems by RFC 9457."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from tests.verify_site.papers import Papers

PATH = "/api/v1/verifications"
MEMBERS = {"verdict", "checked_at", "certificate", "current", "changed_on", "reason", "foreign_host"}
GENUINE = {"valid", "replaced", "revoked", "corrected"}


def test_every_verdict_is_told_in_the_same_members(client: FlaskClient, papers: Papers) -> None:
    for verdict, code in papers.codes.items():
        posted = client.post(PATH, json={"code": code})
        scanned = client.get(f"/V/{code}", headers={"Accept": "application/json"})
        for answer in (posted, scanned):
            assert answer.status_code == 200
            assert answer.content_type == "application/json"
            assert answer.json is not None
            assert answer.json["verdict"] == verdict
            assert set(answer.json) == MEMBERS
            assert (answer.json["certificate"] is not None) == (verdict in GENUINE)


def test_a_genuine_code_answers_with_the_whole_certificate(client: FlaskClient, papers: Papers) -> None:
    answer = client.post(PATH, json={"code": papers.valid.address}).json
    assert answer is not None
    assert answer["certificate"] == {
        "kind": "certificate",
        "number": papers.valid.number,
        "name": papers.valid.name,
        "title": "工程师",
        "level": "intermediate",
        "approved_on": "2026-06-30",
        "specialty": "专业with_photo",
        "issued_on": "2026-11-21",
        "issuer": {"id": "wuhan", "name": "武汉市人社局", "name_en": "Wuhan HR bureau"},
    }


def test_changes_are_told_with_their_day_and_reason(client: FlaskClient, papers: Papers) -> None:
    revoked = client.post(PATH, json={"code": papers.codes["revoked"]}).json
    corrected = client.post(PATH, json={"code": papers.codes["corrected"]}).json
    assert revoked is not None
    assert corrected is not None
    assert (revoked["changed_on"], revoked["reason"]) == ("2026-11-21", "false_material")
    assert corrected["certificate"]["specialty"] != corrected["current"]["specialty"] == "给水排水"


def test_number_and_name_answer_with_three_fields_only(client: FlaskClient, papers: Papers) -> None:
    example = papers.province.examples["revoked"]
    answer = client.post(PATH, json={"number": example.number, "name": example.name}).json
    assert answer is not None
    assert answer["verdict"] == "revoked"
    assert set(answer["certificate"]) == {"title", "level", "approved_on"}
    assert answer["reason"] is None


def test_number_and_verification_code_answer_with_the_whole_certificate(client: FlaskClient, papers: Papers) -> None:
    typed = {"number": papers.valid.number, "verification_code": papers.valid.verification_code}
    answer = client.post(PATH, json=typed).json
    assert answer is not None
    assert answer["certificate"]["name"] == papers.valid.name


def test_a_foreign_code_names_its_host(client: FlaskClient) -> None:
    answer = client.post(PATH, json={"code": "https://evil.example/V/1"}).json
    assert answer is not None
    assert (answer["verdict"], answer["foreign_host"]) == ("foreign", "evil.example")


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        ("", 400, "unreadable"),
        ("{", 400, "unreadable"),
        ("[]", 400, "unreadable"),
        ('"code"', 400, "unreadable"),
        ('{"code": NaN}', 400, "unreadable"),
        ('{"code": "1", "code": "2"}', 400, "unreadable"),
        ("[" * 8000, 400, "unreadable"),
        ('{"code": ' + "1" * 6000 + "}", 400, "unreadable"),
        (b'{"code": "\xff"}', 400, "unreadable"),
        ("{}", 422, "invalid"),
        ('{"number": "1"}', 422, "invalid"),
        ('{"code": 1}', 422, "invalid"),
        ('{"code": null}', 422, "invalid"),
        ('{"number": ["1"], "name": "x"}', 422, "invalid"),
        ('{"code": "1", "number": "1", "name": "x"}', 422, "invalid"),
        ('{"number": "1", "name": "x", "verification_code": "y"}', 422, "invalid"),
        ('{"code": "1", "extra": true}', 422, "invalid"),
        ('{"number": "", "name": "x"}', 422, "invalid"),
        ('{"number": "1", "name": "\\ud800"}', 422, "invalid"),
        ('{"number": "1\\u0000", "name": "x"}', 422, "invalid"),
        ('{"number": "%s", "name": "x"}' % ("1" * 99), 422, "invalid"),
        ('{"code": "%s"}' % ("1" * 20000), 413, "too-large"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_with_its_own_status(
    client: FlaskClient, body: str | bytes, status: int, slug: str
) -> None:
    answer = client.post(PATH, data=body, content_type="application/json")
    problem = json.loads(answer.data)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert problem["status"] == status
    assert problem["type"] == f"https://zs.example.gov.cn/about#{slug}"
    assert problem["title"]
    assert problem["detail"]


def test_another_media_type_is_refused(client: FlaskClient) -> None:
    answer = client.post(PATH, data={"code": "1"})
    assert answer.status_code == 415
    assert "application/json" in json.loads(answer.data)["detail"]


def test_problems_speak_english_where_asked(client: FlaskClient) -> None:
    answer = client.post(PATH, json={"number": "1", "name": " "}, query_string={"lang": "en"})
    problem = json.loads(answer.data)
    assert problem["detail"] == "Enter the name."
    assert problem["field"] == "name"


def test_unknown_paths_and_methods_of_the_api_are_problems_too(client: FlaskClient) -> None:
    for answer in (client.get(PATH), client.get("/api/v2"), client.get("/x", headers={"Accept": "application/json"})):
        assert answer.content_type == "application/problem+json"
    assert client.get(PATH).headers["Allow"] == "OPTIONS, POST"


def test_the_types_of_problems_lead_to_their_explanation(client: FlaskClient) -> None:
    page = client.get("/about").text
    for slug in ("invalid", "unreadable", "not-json", "too-large", "too-many-requests", "unavailable", "unexpected"):
        assert f'id="{slug}"' in page


def test_the_public_keys_are_published_for_everybody(client: FlaskClient, papers: Papers) -> None:
    answer = client.get("/.well-known/certificate-keys.json")
    assert answer.content_type == "application/jwk-set+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.text == papers.settings.keys_file.read_text("utf-8")
    assert '"d"' not in answer.text
    again = client.get("/.well-known/certificate-keys.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
