"""The guide in a real Chromium at 360 px: axe on every kind of turn, and the script that spares the page's reload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policy import FactKind
from tests.browsing import assert_accessible
from tests.verify_site.guide.talk import link_asking, link_to, verdicts
from verify_site.guide.turns import begin

if TYPE_CHECKING:
    from playwright.sync_api import Page

SENTENCE = "我是从广东调到武汉的高级工程师，证书要怎么确认"
NOTICE = "遗失声明：张三，男，高级工程师资格证书不慎遗失，声明作废。"


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_every_outcome_is_accessible(page: Page, query: str) -> None:
    for verdict in verdicts():
        page.goto(f"/guide/c/{link_to(verdict)}{query}")
        assert page.locator(".checklist").count() == 1
        assert_accessible(page)


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_every_kind_of_question_is_accessible(page: Page, query: str) -> None:
    tokens = [link_asking(kind) for kind in (FactKind.YES_NO, FactKind.CHOICE, FactKind.DATE)]
    for token in (*tokens, begin("护照丢了怎么补").token, "damaged-link"):
        page.goto(f"/guide/c/{token}{query}")
        page.evaluate("document.querySelector('details')?.setAttribute('open', '')")
        assert_accessible(page)
    page.goto(f"/guide/c/{tokens[2]}{query}")
    page.fill("#year", "2024")
    page.fill("#month", "2")
    page.fill("#day", "30")
    page.click("form:has(#year) button")
    page.wait_for_selector("#date-error")
    assert_accessible(page)


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_everything_around_the_turns_is_accessible(page: Page, query: str) -> None:
    for path in (
        "",
        "/hubei-2013-80",
        "/huzhou-2007-35/clauses",
        "/huzhou-2007-35/damaged/map",
        "/huzhou-2007-35/newspaper",
    ):
        page.goto(f"/guide{path}{query}")
        assert_accessible(page)
    page.goto(f"/guide/hubei-2013-80/newspaper{query}")
    page.fill("#text", NOTICE)
    page.click(".say button")
    page.wait_for_selector(".items")
    assert_accessible(page)
    page.goto(f"/guide/c/{begin('证书丢了', notice='hubei-2013-80').token}{query}")
    for sentence, there in ((NOTICE, ".items"), ("怎么收费，去哪里办？我自己能办吗", ".said")):
        page.fill("#text", sentence)
        page.click(".say button")
        page.wait_for_function("text => document.querySelector('.mine')?.textContent.includes(text)", arg=sentence)
        assert page.locator(there).count()
        assert_accessible(page)


def test_the_script_keeps_the_page_and_moves_the_focus_to_the_new_question(page: Page) -> None:
    page.goto("/guide")
    page.evaluate("window.stays = true")
    page.fill("#text", SENTENCE)
    page.click(".say button")
    page.wait_for_selector(".question")
    assert page.evaluate("window.stays") is True
    assert page.evaluate("document.activeElement.id") == "question"
    page.wait_for_selector("#guide-status:has-text('我理解的是')", state="attached")
    assert "资格是怎样取得的" in page.title()
    first = page.url
    assert "/guide/c/" in first
    page.click("button[value=evaluation]")
    page.wait_for_url(lambda url: url != first)
    second = page.inner_text("#question")
    assert page.evaluate("document.activeElement.id") == "question"
    page.go_back()
    page.wait_for_selector("#question:has-text('怎样取得')")
    page.go_forward()
    page.wait_for_selector(f"#question:text-is('{second}')")
    page.reload()
    assert page.inner_text("#question") == second
    assert page.evaluate("window.stays === undefined")
    assert page.context.cookies() == []


def test_the_whole_way_can_be_gone_by_keyboard(page: Page) -> None:
    page.goto(f"/guide/c/{begin(notice='hubei-2013-80', case='lost').token}")
    asked = page.inner_text("#question")
    page.focus("#question")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "yes"
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)
    assert page.inner_text("#question") != asked
    assert page.evaluate("document.activeElement.id") == "question"


def test_without_a_network_what_was_written_stays(page: Page) -> None:
    page.goto("/guide")
    page.fill("#text", SENTENCE)
    page.context.set_offline(True)
    page.click(".say button")
    page.wait_for_selector(".offline")
    assert page.input_value("#text") == SENTENCE
    page.context.set_offline(False)
    page.click(".say button")
    page.wait_for_selector(".question")


def test_a_link_in_another_language_loads_the_whole_page_anew(page: Page) -> None:
    page.goto("/guide")
    page.fill("#text", "I lost my senior engineer certificate in Wuhan")
    page.click(".say button")
    page.wait_for_selector("html[lang=en] .question")
    assert "Guide" in page.inner_text("nav.parts")
    page.click("a.language")
    page.wait_for_selector("html[lang=zh-CN] .question")
