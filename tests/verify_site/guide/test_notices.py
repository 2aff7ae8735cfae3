"""The notices behind the guide: cases, clauses (with the official text if attached), pictures, newspaper notices."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from messages import Language
from policy import FactKind, OfficialTexts, OutcomeVerdict, load_packs
from tests.verify_site.guide.talk import link_asking, link_to, seen
from tests.verify_site.papers import Papers, with_settings
from verify_site.app import create_app
from verify_site.rendering import asset

CASES = [(pack.id, case) for pack in load_packs().values() for case in pack.cases]
COMPLETE = (
    "遗失声明：张三，男，不慎遗失高级工程师任职资格证书，评审通过时间2015年12月30日，"
    "证书编号20154201000001，遗失时间2026年3月5日，特此声明作废。"
)


def test_the_start_page_offers_every_case_that_people_ask_for_and_names_both_notices(client: FlaskClient) -> None:
    page = client.get("/guide").text
    for pack in load_packs().values():
        assert pack.notice.basis.zh in page
        for case in pack.cases.values():
            assert (f'name="case" value="{case.id}"' in page) or not case.intents
    assert "只能由单位提交" in page
    assert "/guide" in client.get("/").text


@pytest.mark.parametrize("query", ["", "?lang=en"])
@pytest.mark.parametrize("notice", load_packs())
def test_a_notice_lists_its_cases_and_each_can_be_begun(client: FlaskClient, notice: str, query: str) -> None:
    page = client.get(f"/guide/{notice}{query}").text
    for case in load_packs()[notice].cases.values():
        assert case.title.say("en" if query else "zh") in page
        begun = client.post(f"/guide{query}", data={"notice": notice, "case": case.id}, follow_redirects=True)
        assert case.title.say("en" if query else "zh") in begun.text


@pytest.mark.parametrize(("notice", "case"), CASES)
@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_every_case_has_a_picture_and_the_same_in_words(
    client: FlaskClient, notice: str, case: str, query: str
) -> None:
    language: Language = "en" if query else "zh"
    found = load_packs()[notice].cases[case]
    page = seen(client.get(f"/guide/{notice}/{case}/map{query}").text)
    for rule in found.outcomes:
        assert rule.headline.names or " ".join(rule.headline.say(language).split()) in page
    for statement in found.statements:
        assert statement.text.names or " ".join(statement.text.say(language).split()) in page
    picture = client.get(f"/guide/{notice}/{case}/map.svg{query}")
    assert picture.content_type == "image/svg+xml; charset=utf-8"
    assert ElementTree.fromstring(picture.text).tag.endswith("svg")  # noqa: S314 - our own picture


@pytest.mark.parametrize("notice", load_packs())
def test_every_clause_is_shown_where_its_citations_lead(client: FlaskClient, notice: str) -> None:
    page = client.get(f"/guide/{notice}/clauses").text
    for clause in load_packs()[notice].clauses.values():
        assert f'<div id="{clause.place}">' in page
        assert clause.summary.zh in page
    assert "本网站没有附原文" in page


def test_an_attached_official_text_stands_beside_the_summary(papers: Papers, tmp_path: Path) -> None:
    pack = load_packs()["hubei-2013-80"]
    places = list(dict.fromkeys(clause.place for clause in pack.clauses.values()))
    sections = [place for place in places if len(place) == 1]
    texts = OfficialTexts(tmp_path)
    (tmp_path / f"{pack.id}.txt").write_text("\n".join(f"{place}、第{place}条的<原话>" for place in sections), "utf-8")
    assert texts.of(pack)
    app = create_app(with_settings(papers.settings, notice_texts=tmp_path), limited=False)
    page = app.test_client().get(f"/guide/{pack.id}/clauses").text
    app.extensions["service"].registry.dispose()
    assert f"第{sections[0]}条的&lt;原话&gt;" in page
    assert "本网站没有附原文" not in page


def test_a_complete_newspaper_notice_has_all_six_items(client: FlaskClient) -> None:
    page = seen(client.post("/guide/hubei-2013-80/newspaper", data={"text": COMPLETE}).text)
    assert "各项都有" in page
    assert "缺 " not in page


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_an_incomplete_one_gets_what_is_missing_and_a_draft(client: FlaskClient, query: str) -> None:
    page = seen(client.post(f"/guide/hubei-2013-80/newspaper{query}", data={"text": "遗失声明：张三，男"}).text)
    assert ("缺 证书编号" in page) or ("Missing certificate number" in page)
    assert "证书编号：××" in page


@pytest.mark.parametrize("text", ["", "😀", "<b>", "x" * 10_000, "\x00", "声明" * 5_000, "x" * 140_000])
def test_any_text_gets_a_helpful_answer(client: FlaskClient, text: str) -> None:
    answer = client.post("/guide/hubei-2013-80/newspaper", data={"text": text, "c": "<b>"})
    assert answer.status_code == (413 if len(text) > 130_000 else 200)
    assert "核对结果" in answer.text
    assert "<b>" not in answer.text


def test_a_notice_that_requires_no_items_says_so(client: FlaskClient) -> None:
    page = client.get("/guide/huzhou-2007-35/newspaper").text
    assert "湖人专〔2007〕35号" in page
    assert "<textarea" not in page


def test_the_way_back_to_the_conversation_stays(client: FlaskClient) -> None:
    begun = client.post("/guide", data={"notice": "hubei-2013-80", "case": "lost"}, follow_redirects=True).text
    path = begun.split('href="/guide/hubei-2013-80/newspaper')[1].split('"')[0]
    page = client.get(f"/guide/hubei-2013-80/newspaper{path}").text
    token = path.removeprefix("?c=")
    assert f'href="/guide/c/{token}"' in page
    checked = client.post("/guide/hubei-2013-80/newspaper", data={"text": COMPLETE, "c": token}).text
    assert f'href="/guide/c/{token}"' in checked


def test_the_guide_s_pages_hold_one_script_of_their_own_and_nothing_inline(client: FlaskClient) -> None:
    paths = ("", "/hubei-2013-80", "/hubei-2013-80/clauses", "/hubei-2013-80/lost/map", "/hubei-2013-80/newspaper")
    for path in (*paths, f"/c/{link_to(OutcomeVerdict.PROCEED)}", f"/c/{link_asking(FactKind.DATE)}", "/c/nonsense"):
        page = client.get(f"/guide{path}").text
        assert re.findall(r"<script[^>]*>", page) == [f'<script src="{asset("guide.js")}" defer>']
        assert not re.search(r"<style| style=| on[a-z]+=|javascript:|https?://", page)
    script = client.get(asset("guide.js"))
    assert "javascript" in script.content_type
    assert "max-age" in script.headers["Cache-Control"]
