"""The guide by forms alone: from a sentence to a checklist, back, changed, left and resumed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from bot.conversation import DAYS
from policy import Answer, FactKind, OutcomeVerdict, SubmitterKind, load_packs
from policy.words import VERDICTS
from tests.verify_site.guide.talk import Talk, link_asking, link_to, seen, token_of, verdicts
from verify_site.guide import turns as guide_turns
from verify_site.guide.turns import take_up, today
from verify_site.guide.view import LOOKS

LOST: dict[str, Answer] = {
    "issued_here": True,
    "newspaper": "published",
    "notice_items": "complete",
    "newspaper_original": True,
}


def test_one_sentence_fills_what_it_says_and_the_next_question_is_asked(talk: Talk) -> None:
    talk.say("我是从广东调到武汉的高级工程师，证书要怎么确认")
    assert "省外证书确认" in talk.text
    assert "外省单位" in talk.text
    assert "资格是怎样取得的" in talk.question
    assert "为什么问这个" in talk.text
    assert "鄂职改办〔2013〕80号" in talk.text
    assert re.search(r"还有 \d+ 到 \d+ 个问题", talk.text)


def test_an_english_sentence_is_answered_on_an_english_page(talk: Talk) -> None:
    talk.say("I lost my senior engineer certificate in Wuhan")
    assert '<html lang="en">' in talk.page.text
    assert talk.address.endswith("?lang=en")
    assert "What I understood" in talk.text
    assert not re.search(r"[\u4e00-\u9fff]", talk.question)


def test_the_address_chooses_the_language_whatever_the_sentence(client: FlaskClient) -> None:
    talk = Talk(client, "?lang=en").say("高级工程师证书丢了，在武汉评的")
    assert '<html lang="en">' in talk.page.text
    switched = client.get(talk.address.replace("?lang=en", ""))
    assert '<html lang="zh-CN">' in switched.text
    assert "证书遗失补办" in switched.text


def test_a_lost_certificate_leads_to_a_checklist_with_the_earliest_day(talk: Talk) -> None:
    talk.send(notice="hubei-2013-80", case="lost").answers("yes", "published", "complete", "yes")
    published = today() - timedelta(days=40)
    talk.day(str(published.year), f"{published.month}", f"{published.day}")
    while 'name="answer"' in talk.page.text:
        found = re.search(r'name="answer" value="([^"]+)"', talk.page.text)
        assert found
        talk.answer(found[1])
    assert "还要等" in talk.text
    assert "最早可以报送的日期" in talk.text
    first, second = talk.text.index("由谁提交"), talk.text.index("还要等")
    assert first < second, "who submits stands first"
    calendar = talk.client.get(f"{talk.address}/calendar.ics")
    assert calendar.content_type == "text/calendar; charset=utf-8"
    assert "BEGIN:VEVENT" in calendar.text


@pytest.mark.parametrize("verdict", verdicts(), ids=lambda verdict: verdict.value)
@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_every_statement_of_every_verdict_cites_its_clause(
    client: FlaskClient, verdict: OutcomeVerdict, query: str
) -> None:
    page = client.get(f"/guide/c/{link_to(verdict)}{query}").text
    assert VERDICTS[verdict]["en" if query else "zh"] in seen(page)
    checklist = page.split('<article class="checklist">')[1].split("</article>")[0]
    for statement in re.findall(r"<li>(.*?)</li>", checklist, re.DOTALL):
        assert 'class="cites"' in statement
    assert checklist.index('class="first"') < checklist.index('class="badge"')
    for path in set(re.findall(r'href="([^"#]+)#[^"]+" lang="zh-CN"', checklist)):
        assert client.get(unescape(path)).status_code == 200


@pytest.mark.parametrize("verdict", verdicts(), ids=lambda verdict: verdict.value)
def test_nothing_of_an_outcome_is_left_out(client: FlaskClient, verdict: OutcomeVerdict) -> None:
    outcome = take_up(link_to(verdict), "zh").outcome
    assert outcome
    page = seen(client.get(f"/guide/c/{link_to(verdict)}").text)
    said = [outcome.headline, outcome.submitter.text, outcome.authority.name, outcome.notice.basis]
    said += [outcome.notice.currency, *(form.name for form in outcome.forms)]
    for statement in outcome.statements:
        said.append(statement.text)
        assert statement.ask is None or f"请单位问： {statement.ask.name.zh}" in page
    for text in said:
        assert " ".join(text.zh.split()) in page


def test_every_verdict_has_its_look() -> None:
    assert set(LOOKS) == set(OutcomeVerdict)
    assert {kind.value for kind in SubmitterKind} == {"unit", "agency", "authority"}


def test_a_citation_leads_to_its_clause(client: FlaskClient) -> None:
    page = client.get(f"/guide/c/{link_to(OutcomeVerdict.PROCEED)}").text
    path, anchor = re.findall(r'href="([^"#]+)#([^"]+)" lang="zh-CN"', page)[0]
    ids = re.findall(r'<div id="([^"]+)"', client.get(path).text)
    assert len(ids) == len(set(ids))
    assert unquote(anchor) in ids


def test_an_answer_leads_to_a_link_that_can_be_reloaded(talk: Talk) -> None:
    talk.send(notice="hubei-2013-80", case="lost")
    answer = talk.client.post(talk.address, data={"answer": "yes"})
    assert answer.status_code == 303
    again = talk.client.get(answer.headers["Location"])
    assert again.status_code == 200
    assert "欢迎回来" not in again.text


def test_a_link_left_for_days_is_taken_up_with_a_greeting(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_of(load_packs()["hubei-2013-80"], "lost", LOST)
    later = today() + timedelta(days=DAYS)
    monkeypatch.setattr(guide_turns, "today", lambda: later)
    monkeypatch.setattr("verify_site.guide.pages.today", lambda: later)
    page = client.get(f"/guide/c/{token}").text
    assert "欢迎回来" in page
    assert "哪一天" in page or "日期" in page
    later += timedelta(days=1)
    page = client.get(f"/guide/c/{token}").text
    assert "已经失效" in page
    assert 'name="text"' in page


def test_back_change_and_restart(talk: Talk) -> None:
    talk.send(notice="hubei-2013-80", case="lost")
    first = talk.question
    talk.answer("yes")
    second = talk.question
    talk.answer("published")
    talk.send(change="issued_here")
    assert talk.question == first
    assert "其他回答都留着" in talk.text
    talk.answer("yes")
    assert talk.question not in (first, second)
    talk.send(back="1").send(back="1")
    assert talk.question == second
    talk.send(restart="1")
    assert "重新开始" in talk.text
    assert "我的理解" not in talk.text


def test_a_question_in_the_middle_is_answered_and_the_open_one_stays(talk: Talk) -> None:
    talk.send(notice="hubei-2013-80", case="lost").answer("yes")
    open_question = talk.question
    talk.say("要多少钱？")
    assert "您说： 要多少钱？" in talk.text
    assert "费用" in talk.text
    assert talk.question == open_question


def test_asking_to_submit_gets_the_unit_rule_and_no_acceptance(talk: Talk) -> None:
    talk.send(notice="hubei-2013-80", case="lost").say("我自己直接交给你行不行？")
    assert "个人不能提交" in talk.text
    assert "鄂职改办〔2013〕80号" in talk.text


def test_an_unsure_sentence_offers_buttons_and_none_of_these(talk: Talk) -> None:
    talk.say("护照丢了怎么补")
    assert talk.page.text.count('name="answer"') >= 3
    talk.answer("none")
    assert "请换个说法" in talk.text


def test_a_pasted_notice_is_checked_within_the_conversation(talk: Talk) -> None:
    talk.send(notice="hubei-2013-80", case="lost").answers("yes", "published")
    talk.say("遗失声明：张三，男，高级工程师资格证书不慎遗失，声明作废。")
    assert "缺 证书编号" in talk.text
    assert "有 姓名 张三" in talk.text
    assert "二（四）2" in talk.text


def test_verification_questions_lead_to_the_verification_page(talk: Talk) -> None:
    talk.say("这张证书是不是真的，怎么查真伪？")
    assert "核验" in talk.text
    assert '<a href="/">' in talk.page.text


def test_a_calendar_without_a_day_leads_back_to_the_conversation(client: FlaskClient) -> None:
    for token in (link_to(OutcomeVerdict.REFUSE), link_asking(FactKind.CHOICE), "nonsense-token"):
        answer = client.get(f"/guide/c/{token}/calendar.ics")
        assert answer.status_code == 303
        assert client.get(answer.headers["Location"]).status_code == 200


def test_the_forms_of_a_checklist_lead_to_their_downloads(client: FlaskClient) -> None:
    pack = load_packs()["hubei-2013-80"]
    ready: dict[str, Answer] = {"published_on": date(2026, 3, 2), "has_unit": True}
    ready |= {"route": "evaluation", "level": "senior"}
    page = client.get(f"/guide/c/{token_of(pack, 'lost', {**LOST, **ready})}").text
    assert 'href="/forms/hubei-2013-80/replacement-registration"' in page
    assert client.get("/forms/hubei-2013-80/replacement-registration").status_code == 200
