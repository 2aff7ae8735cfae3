"""The pack: what each case's holds in both languages, and that nothing typed stays here unless it is asked for."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.prepared import open_case
from casework.prepared.models import PreparedRow
from policy import load_packs
from registry.chinese_time import date_in_china
from tests.documents.paper import rasterised, scanned
from tests.verify_site.guide.talk import link_to, seen, verdicts
from tests.verify_site.papers import Papers, with_settings
from tests.verify_site.prepared.conftest import OwnSite
from tests.verify_site.prepared.packs import EFFECT_CASES, files_of, link_to_pack, text_of, word_text
from verify_site.app import create_app
from verify_site.guide.turns import take_up
from verify_site.guide.view import worth_preparing

PERSON = {
    "name": "欧阳若曦",
    "sex": "女",
    "identity": "11010519491231002X",
    "unit": "武汉市某某设计院",
    "number": "20154201000123",
    "title": "高级工程师",
}
LOST = link_to_pack("hubei-2013-80", "lost", "wait")
UNPUBLISHED = link_to_pack("hubei-2013-80", "lost", "fix_first")


def take(client: FlaskClient, token: str, query: str = "", **fields: str) -> dict[str, bytes]:
    answer = client.post(f"/prepare/{token}{query}", data=fields)
    assert (answer.status_code, answer.content_type) == (200, "application/zip")
    assert answer.headers["Cache-Control"] == "no-store"
    return files_of(answer.data)


@pytest.mark.parametrize(("notice", "case"), EFFECT_CASES)
def test_the_pack_of_every_case_says_the_unit_rule_first_and_holds_the_filled_forms(
    client: FlaskClient, notice: str, case: str
) -> None:
    token = link_to_pack(notice, case)
    outcome = take_up(token, "zh").outcome
    assert outcome is not None
    files = take(client, token, keep="nothing", **PERSON)
    rule = re.sub(r"\s", "", outcome.submitter.text.zh)
    checklist = text_of(files["01-办理清单.pdf"])
    assert rule in checklist[: len(rule) + 60]
    assert files["先读我.txt"].decode("utf-8-sig").startswith(outcome.submitter.text.zh)
    for statement in outcome.statements:
        assert re.sub(r"\s", "", statement.text.zh) in checklist, statement.id
    for clause in outcome.clauses:
        assert re.sub(r"\s", "", load_packs()[notice].clause(clause).place) in checklist, clause
    for name, data in files.items():
        if name.endswith(".docx"):
            assert all(value in word_text(data) for key, value in PERSON.items() if key in ("name", "identity")), name
        if name.startswith("02-") and name.endswith(".pdf"):
            assert PERSON["name"] in text_of(data), name
    assert "05-交接单.pdf" not in files
    assert {name for name in files if name.startswith("02-")} or case in ("collect", "lost")


def test_an_english_pack_reads_in_english_and_its_forms_stay_chinese(client: FlaskClient) -> None:
    files = take(client, LOST, "?lang=en", keep="answers", **PERSON)
    assert {name.split("/")[0] for name in files} == {
        "Read me first.txt",
        "01-Checklist.pdf",
        "02-Forms",
        "04-Earliest day.ics",
        "05-Hand-over sheet.pdf",
    }
    assert "Yourunitmustsubmit;individualscannot." in text_of(files["01-Checklist.pdf"])
    assert "Yourunitmustsubmit;individualscannot." in text_of(files["05-Hand-over sheet.pdf"])
    assert files["Read me first.txt"].decode("utf-8-sig").startswith("Your unit must submit; individuals cannot.")
    assert b"BEGIN:VEVENT" in files["04-Earliest day.ics"]


def test_a_notice_that_is_yet_to_be_published_comes_drafted_from_what_was_typed(client: FlaskClient) -> None:
    draft = take(client, UNPUBLISHED, keep="nothing", **PERSON)["03-登报声明草稿.txt"]
    assert draft.startswith(b"\xef\xbb\xbf")
    text = draft.decode("utf-8-sig")
    for key in ("name", "sex", "number", "title"):
        assert PERSON[key] in text
    assert "个人不能直接办理" in text.splitlines()[0]
    assert "03-登报声明草稿.txt" not in take(client, LOST, keep="nothing")


def test_the_same_pack_twice_is_the_same_bytes(client: FlaskClient) -> None:
    first, second = (client.post(f"/prepare/{LOST}", data={"keep": "nothing", **PERSON}).data for _ in range(2))
    assert files_of(first)["01-办理清单.pdf"] == files_of(second)["01-办理清单.pdf"]
    assert first == second


def test_nothing_typed_is_in_the_database_or_the_log_whatever_is_stored(
    own_site: OwnSite, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = own_site.app.test_client()
    for keep in ("nothing", "answers", "all"):
        take(client, LOST, keep=keep, **PERSON)
    held, logged = own_site.bytes_on_disk(), caplog.text
    for value in PERSON.values():
        if len(value) > 2:
            assert value.encode() not in held
            assert value not in logged
    assert LOST not in logged
    assert "POST /prepare/<token> 200" in logged


def test_names_are_stored_only_where_they_are_to_be_and_no_code_stores_nothing(own_site: OwnSite) -> None:
    client, engine = own_site.app.test_client(), own_site.app.extensions["service"].registry
    assert "05-交接单.pdf" not in take(client, LOST, keep="nothing", **PERSON)
    take(client, LOST, **PERSON)
    with Session(engine) as session:
        assert session.scalars(select(PreparedRow)).all() == []
    opened = []
    for keep in ("answers", "all"):
        sheet = take(client, LOST, keep=keep, **PERSON)["05-交接单.pdf"]
        [link] = scanned(rasterised(sheet, 110)[0])
        address, _, code = link.partition("#")
        assert address.endswith("/desk/hand-over")
        assert f"{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}" in text_of(sheet)
        with Session(engine) as session:
            opened.append(open_case(session, code, now=_now()))
    assert [each.details for each in opened] == [{}, PERSON]
    turn = take_up(LOST, "zh")
    assert opened[0].facts == {each.fact: each.value for each in turn.understood if each.fact in opened[0].facts}
    assert opened[0].prepared_on == date_in_china(_now())


def _now() -> datetime:
    return datetime.now(UTC)


def test_a_site_without_a_desk_offers_no_code_and_stores_nothing(papers: Papers) -> None:
    app = create_app(with_settings(papers.settings, desk=False), limited=False)
    client = app.test_client()
    assert 'name="keep"' not in client.get(f"/prepare/{LOST}").text
    assert "05-交接单.pdf" not in take(client, LOST, keep="all", **PERSON)
    app.extensions["service"].registry.dispose()


def test_the_form_asks_only_what_the_papers_ask_and_says_what_happens_to_it(client: FlaskClient) -> None:
    page = client.get(f"/prepare/{LOST}").text
    asked = set(re.findall(r'<(?:input|select|textarea) id="f-(\w+)"', page))
    assert {"name", "identity", "lost_on", "loss_story"} <= asked
    assert not asked & {"new_number", "unit_opinion", "photo", "origin", "retired_on"}
    assert "required" not in page.split("<main", 1)[1]
    assert (
        "您填写的姓名、号码只写进您下载的文件，本站不保存；除非您勾选为单位保存90天（加密，凭交接码才能打开）。" in page
    )
    published = take_up(LOST, "zh").standing.known["published_on"]
    assert f'value="{published}"' in page


def test_what_does_not_fit_comes_back_with_everything_typed(client: FlaskClient) -> None:
    answer = client.post(f"/prepare/{LOST}", data={"name": "王" * 51, "unit": "甲单位", "number": "1\x002"})
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 2
    assert "超过 50 个字" in answer.text
    assert 'value="甲单位"' in answer.text


@pytest.mark.parametrize("hostile", ['<script>alert(1)</script>"&', "{{ 7*7 }}", '#read("x")', "=cmd|'/c calc'!A1"])
def test_what_is_typed_is_never_run_by_any_paper(client: FlaskClient, hostile: str) -> None:
    files = take(client, UNPUBLISHED, keep="nothing", unit=hostile, name=hostile)
    [docx] = [data for name, data in files.items() if name.endswith(".docx")]
    [pdf] = [data for name, data in files.items() if name.startswith("02-") and name.endswith(".pdf")]
    assert re.sub(r"\s", "", hostile) in text_of(pdf)
    assert hostile in files["03-登报声明草稿.txt"].decode("utf-8-sig")
    assert "<script>" not in word_text(docx)
    page = client.post(f"/prepare/{LOST}", data={"name": hostile * 10})
    assert page.status_code == 422
    assert "<script" not in page.text
    assert "49" not in page.text


def test_a_conversation_without_papers_leads_back_to_itself(client: FlaskClient) -> None:
    for verdict in verdicts():
        token = link_to(verdict)
        outcome = take_up(token, "zh").outcome
        assert outcome is not None
        for path in (f"/prepare/{token}", f"/prepare/{token}/checklist.pdf"):
            assert client.get(path).status_code == (200 if worth_preparing(outcome) else 303)
        offered = 'href="/prepare/' in client.get(f"/guide/c/{token}").text
        assert offered == worth_preparing(outcome)
    for token in ("x", "A" * 600, "%00", link_to_pack("hubei-2013-80", "lost")[:-3]):
        assert client.get(f"/prepare/{token}").status_code == 303
        assert client.post(f"/prepare/{token}", data=PERSON).status_code == 303


def test_the_checklist_can_be_taken_alone(client: FlaskClient) -> None:
    answer = client.get(f"/prepare/{LOST}/checklist.pdf")
    assert answer.content_type == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "由谁提交" in text_of(answer.data)


def test_one_network_takes_only_so_many_packs_in_a_minute(limited: FlaskClient) -> None:
    statuses = [limited.post("/prepare/x").status_code for _ in range(21)]
    assert statuses == [303] * 20 + [429]
    refused = limited.post("/prepare/x")
    assert "Retry-After" in refused.headers
    assert "这里操作得太频繁了" in seen(refused.text)
