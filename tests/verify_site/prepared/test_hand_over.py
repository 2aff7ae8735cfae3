"""The person's page for a hand-over code: it shows and deletes what the code opens, and guessing leads nowhere."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from casework.prepared import DAYS, PreparedCase, new_code, shown, store_case
from policy import load_packs
from registry.database import writing
from tests.verify_site.guide.talk import seen
from tests.verify_site.papers import Papers
from tests.verify_site.prepared.conftest import OwnSite
from verify_site.app import create_app
from verify_site.guide.turns import today

DETAILS = {"name": "欧阳若曦", "identity": "11010519491231002X", "loss_story": "<b>搬家</b>\n遗失"}


def stored(site: OwnSite, *, days_ago: int = 0, details: dict[str, str] | None = None) -> str:
    fact = next(fact for fact in load_packs()["hubei-2013-80"].facts.values() if fact.id == "level")
    case = PreparedCase("hubei-2013-80", "lost", {fact.id: fact.choices[0].id}, today(), details or {})
    with writing(site.app.extensions["service"].writer) as session:
        return store_case(session, case, now=datetime.now(UTC) - timedelta(days=days_ago), random_bytes=os.urandom)


def test_whoever_holds_the_code_sees_what_is_stored_and_until_when(own_site: OwnSite) -> None:
    code = stored(own_site, details=DETAILS)
    client = own_site.app.test_client()
    page = client.post("/hand-over", data={"code": shown(code).lower()})
    assert page.status_code == 200
    for said in ("证书遗失补办", "级别", "高级", "姓名", "欧阳若曦", "遗失原因及过程", "<b>搬家</b>"):
        assert said in seen(page.text), said
    assert "<b>搬家" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    english = seen(client.post("/hand-over?lang=en", data={"code": code}).text)
    assert "Replacing a lost certificate" in english
    assert "How it was lost" in english


def test_without_a_code_nothing_is_told_and_a_code_in_the_address_is_ignored(own_site: OwnSite) -> None:
    code = stored(own_site, details=DETAILS)
    assert "欧阳" not in own_site.app.test_client().get(f"/hand-over?code={code}").text


def test_deleting_is_at_once_and_for_good(own_site: OwnSite) -> None:
    code = stored(own_site, details=DETAILS)
    client = own_site.app.test_client()
    assert "已经删除" in client.post("/hand-over/delete", data={"code": code}).text
    for path in ("/hand-over", "/hand-over/delete"):
        answer = client.post(path, data={"code": code})
        assert answer.status_code == 404
        assert "没有内容" in seen(answer.text)


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("", 422, "16位"),
        ("7Q2M-XK4D-0PZR-V3T8", 422, "对照交接单"),
        ("<script>alert(1)</script>", 422, "对照交接单"),
        ("0" * 100_000, 422, "对照交接单"),
    ],
)
def test_a_mistyped_code_says_what_to_do(client: FlaskClient, code: str, status: int, said: str) -> None:
    answer = client.post("/hand-over", data={"code": code})
    assert (answer.status_code, said in seen(answer.text)) == (status, True)
    assert "<script>" not in answer.text


def test_an_expired_code_says_so(own_site: OwnSite) -> None:
    code = stored(own_site, days_ago=DAYS + 1)
    answer = own_site.app.test_client().post("/hand-over", data={"code": code})
    assert answer.status_code == 404
    assert "超过90天" in seen(answer.text)


def test_guessing_ends_after_twenty_codes_an_hour_and_a_typing_error_costs_nothing(papers: Papers) -> None:
    app = create_app(papers.settings)
    client = app.test_client()
    assert {client.post("/hand-over", data={"code": "7Q2M"}).status_code for _ in range(30)} == {422}
    statuses = [client.post("/hand-over", data={"code": new_code(os.urandom)}).status_code for _ in range(21)]
    assert statuses == [404] * 20 + [429]
    assert client.post("/hand-over/delete", data={"code": new_code(os.urandom)}).status_code == 429
    app.extensions["service"].registry.dispose()
