"""What bad input gets: a helpful sentence, the conversation as it was, and never a fault of ours."""

from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient

from bot.conversation.errors import ConversationTooLong
from policy import FactKind, load_packs
from tests.verify_site.guide.talk import Talk, link_asking, token_of
from verify_site.guide.routes import LARGEST_TEXT
from verify_site.guide.turns import today

LONG = "证书丢了怎么办" * 1430
EXPECTED = {
    "": "还没有写内容",
    "  \n ": "还没有写内容",
    LONG: "太长了，我没有读",
    "😀🎉👍": "只看得懂中文和英文",
    "<script>alert(1)</script><b>": "可以回答",
    "\x00\x07\x1b[31m": "可以回答",
    "Где мой сертификат?": "只看得懂中文和英文",
    "{{7*7}} %s {0}": "可以回答",
}


@pytest.mark.parametrize("text", EXPECTED, ids=range(len(EXPECTED)))
def test_a_sentence_that_says_nothing_gets_a_sentence_and_changes_nothing(talk: Talk, text: str) -> None:
    talk.send(notice="hubei-2013-80", case="lost").answer("yes")
    before, known = talk.question, talk.page.text.count('name="change"')
    talk.say(text)
    assert talk.page.status_code == 200
    assert EXPECTED[text] in talk.text
    assert talk.question == before
    assert talk.page.text.count('name="change"') == known
    assert "<script>alert" not in talk.page.text
    assert "\x00" not in talk.page.text
    assert talk.answer("published").question != before


@pytest.mark.parametrize("text", EXPECTED, ids=range(len(EXPECTED)))
def test_a_conversation_may_begin_with_nonsense(client: FlaskClient, text: str) -> None:
    talk = Talk(client).say(text)
    assert talk.page.status_code == 200
    assert 'class="said"' in talk.page.text
    assert 'name="text"' in talk.page.text
    assert "<script>alert" not in talk.page.text


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (("2024", "2", "30"), "日历上没有这一天"),
        (("2024", "13", "1"), "日历上没有这一天"),
        ((str(today().year + 1), "1", "1"), "还没到"),
        (("", "", ""), "请写出年月日"),
        (("去年", "三", "?"), "请写出年月日"),
        (("2024", "", "5"), "请写出年月日"),
        (("99999999", "1", "1"), "请写出年月日"),
        (("²", "1", "1"), "请写出年月日"),
        (("1066", "10", "14"), "年"),
        (("<b>", "1", "1"), "请写出年月日"),
    ],
)
def test_a_day_that_cannot_be_gets_a_sentence_and_stays_in_the_fields(
    client: FlaskClient, day: tuple[str, str, str], sentence: str
) -> None:
    talk = Talk(client)
    talk.address = f"/guide/c/{link_asking(FactKind.DATE)}"
    talk.day(*day)
    assert talk.page.status_code == 200
    assert sentence in talk.text
    assert 'name="year"' in talk.page.text
    assert ('aria-invalid="true"' in talk.page.text) == any(day)
    assert f'value="{day[0]}"' in talk.page.text or "<" in day[0]
    assert talk.day("２０２４", "3", "５").page.status_code == 200
    assert 'name="year"' not in talk.page.text or "2024年3月5日" in talk.text


def test_an_answer_that_is_not_among_the_choices(talk: Talk) -> None:
    talk.send(notice="hubei-2013-80", case="lost")
    for value in ("banana", "", "<b>", "hubei-2013-80", "x" * 5000):
        talk.send(answer=value)
        assert "可以回答" in talk.text
        assert "湖北省的机关发的" in talk.question


@pytest.mark.parametrize(
    "fields",
    [
        {"change": "nothing"},
        {"change": "<b>"},
        {"choose": "notice:nowhere"},
        {"choose": "case:nothing"},
        {"choose": "intent:fly"},
        {"choose": "nonsense"},
        {"choose": ""},
        {"unknown": "1"},
        {},
    ],
    ids=str,
)
def test_a_field_that_means_nothing_gets_a_sentence(talk: Talk, fields: dict[str, str]) -> None:
    talk.send(notice="hubei-2013-80", case="lost").answer("yes")
    before = talk.question
    talk.send(**fields)
    assert talk.page.status_code == 200
    assert 'class="said"' in talk.page.text
    assert talk.question == before


@pytest.mark.parametrize("token", ["x", "AXq0", "A" * 600, "B" * 50_000, "%00", "证书", "..", "A" * 8 + "%0A"])
def test_a_foreign_link_gets_a_sentence_and_a_new_conversation(client: FlaskClient, token: str) -> None:
    for answer in (client.get(f"/guide/c/{token}"), client.post(f"/guide/c/{token}", data={"answer": "yes"})):
        assert answer.status_code in (200, 404)
        assert "Traceback" not in answer.text
        if answer.status_code == 200:
            assert "不完整或已损坏" in answer.text
            assert 'name="text"' in answer.text


def test_a_cut_off_link_is_told_from_a_whole_one(client: FlaskClient) -> None:
    token = link_asking(FactKind.CHOICE)
    for broken in (token[:-1], token[1:], token[:20] + token[21:], token + "A"):
        assert "不完整或已损坏" in client.get(f"/guide/c/{broken}").text


def test_two_tabs_that_answer_the_same_question_do_not_disturb_each_other(client: FlaskClient) -> None:
    start = f"/guide/c/{token_of(load_packs()['hubei-2013-80'], 'lost', {'issued_here': True})}"
    tabs = [Talk(client), Talk(client)]
    for tab, value in zip(tabs, ("published", "not_yet"), strict=True):
        tab.address = start
        tab.send(answer=value)
    assert "六项" in tabs[0].text
    assert "六项" not in tabs[1].text
    again = Talk(client)
    again.address = start
    assert again.send(answer="published").text == tabs[0].text


def test_a_body_beyond_all_measure_gets_a_sentence_within_the_conversation(talk: Talk) -> None:
    talk.send(notice="hubei-2013-80", case="lost")
    before = talk.question
    talk.say("x" * (LARGEST_TEXT + 1))
    assert talk.page.status_code == 413
    assert "太长了，我没有读" in talk.text
    assert talk.question == before
    start = talk.client.post("/guide", data={"text": "x" * (LARGEST_TEXT + 1)})
    assert start.status_code == 413
    assert 'name="text"' in start.text
    other = talk.client.post("/look-up/name", data={"number": "1", "name": "x" * 20_000})
    assert other.status_code == 413


def test_a_hundred_changes_of_mind_break_nothing(talk: Talk) -> None:
    talk.send(notice="hubei-2013-80", case="lost").answer("yes")
    for turn in range(100):
        talk.send(change="issued_here").send(answer=("yes", "no")[turn % 2])
    assert talk.page.status_code == 200
    assert talk.send(restart="1").page.status_code == 200


def test_a_conversation_that_no_longer_fits_its_link_stays_as_it_was(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ConversationTooLong

    talk.send(notice="hubei-2013-80", case="lost")
    before = talk.question
    monkeypatch.setattr("verify_site.guide.turns.reply_to", refuse)
    talk.send(answer="yes")
    assert ConversationTooLong().say("zh") in talk.text
    assert talk.question == before
    told = talk.client.post(f"/api/v1{talk.address.replace('/c/', '/')}/replies", json={"answer": "yes"})
    assert ConversationTooLong().say("zh") in told.get_json()["said"]


def test_an_unknown_notice_or_case_is_no_page(client: FlaskClient) -> None:
    for path in ("/nowhere", "/nowhere/clauses", "/nowhere/lost/map", "/hubei-2013-80/nothing/map", "/c"):
        assert client.get(f"/guide{path}").status_code == 404
    assert client.get("/guide/hubei-2013-80/nothing/map.svg").status_code == 404
    started = client.post("/guide", data={"notice": "nowhere", "case": "lost"})
    assert "没有收录这份通知" in started.text


def test_nothing_that_a_person_typed_enters_a_log(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    canary = "张三丰CANARY420101199901019999"
    token = link_asking(FactKind.CHOICE)
    client.post("/guide", data={"text": f"我叫{canary}，证书丢了"})
    for field in ("text", "answer", "change", "choose", canary):
        client.post(f"/guide/c/{token}", data={field: canary})
    client.get(f"/guide/c/{canary}?lang={canary}")
    client.post("/guide/hubei-2013-80/newspaper", data={"text": canary, "c": canary})
    for body in ({"text": canary}, {canary: 1}, {"answer": canary}):
        client.post("/api/v1/guide", json=body)
        client.post(f"/api/v1/guide/{token}/replies", json=body)
    assert "POST /guide/c/<token> 200" in caplog.text
    for value in ("CANARY", "张三丰", "420101199901019999", token, token[:24]):
        assert value not in caplog.text
