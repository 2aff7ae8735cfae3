"""The guide in a real Chromium at 360 px: axe on every kind of turn, and the script that spares the page's reload."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from policy import FactKind
from tests.verify_site.guide.talk import link_asking, link_to, verdicts
from tests.verify_site.papers import Papers, with_settings
from tests.verify_site.test_browser import WIDTH, _Quiet, assert_accessible
from verify_site.app import create_app
from verify_site.guide.turns import begin

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SENTENCE = "我是从广东调到武汉的高级工程师，证书要怎么确认"
NOTICE = "遗失声明：张三，男，高级工程师资格证书不慎遗失，声明作废。"
BUTTONS = """() => [...document.querySelectorAll('main button, main .button, main .more, main summary, main textarea')]
  .filter((each) => each.offsetParent !== null)
  .filter((each) => each.getBoundingClientRect().height < 44)
  .map((each) => each.outerHTML)"""


@pytest.fixture(scope="module")
def address(papers: Papers) -> Iterator[str]:
    """A demonstration of the site on a real port."""
    app = create_app(with_settings(papers.settings, demonstration=True), limited=False)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that lets axe in."""
    context = browser.new_context(viewport={"width": WIDTH, "height": 800}, bypass_csp=True)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page of that phone."""
    page = context.new_page()
    yield page
    page.close()


@pytest.fixture
def strict_page(browser: Browser) -> Iterator[Page]:
    """A page under the site's own policy; whatever it complains about fails the test."""
    context = browser.new_context(viewport={"width": WIDTH, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def checked(page: Page) -> None:
    """No violation, nothing to scroll sideways, nothing too small for a thumb."""
    assert_accessible(page)
    assert page.evaluate(BUTTONS) == []


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_every_outcome_is_accessible(page: Page, address: str, query: str) -> None:
    for verdict in verdicts():
        page.goto(f"{address}/guide/c/{link_to(verdict)}{query}")
        assert page.locator(".checklist").count() == 1
        checked(page)


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_every_kind_of_question_is_accessible(page: Page, address: str, query: str) -> None:
    tokens = [link_asking(kind) for kind in (FactKind.YES_NO, FactKind.CHOICE, FactKind.DATE)]
    for token in (*tokens, begin("护照丢了怎么补").token, "damaged-link"):
        page.goto(f"{address}/guide/c/{token}{query}")
        page.evaluate("document.querySelector('details')?.setAttribute('open', '')")
        checked(page)
    page.goto(f"{address}/guide/c/{tokens[2]}{query}")
    page.fill("#year", "2024")
    page.fill("#month", "2")
    page.fill("#day", "30")
    page.click("form:has(#year) button")
    page.wait_for_selector("#date-error")
    checked(page)


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_everything_around_the_turns_is_accessible(page: Page, address: str, query: str) -> None:
    for path in (
        "",
        "/hubei-2013-80",
        "/huzhou-2007-35/clauses",
        "/huzhou-2007-35/damaged/map",
        "/huzhou-2007-35/newspaper",
    ):
        page.goto(f"{address}/guide{path}{query}")
        checked(page)
    page.goto(f"{address}/guide/hubei-2013-80/newspaper{query}")
    page.fill("#text", NOTICE)
    page.click(".say button")
    page.wait_for_selector(".items")
    checked(page)
    page.goto(f"{address}/guide/c/{begin('证书丢了', notice='hubei-2013-80').token}{query}")
    for sentence, there in ((NOTICE, ".items"), ("怎么收费，去哪里办？我自己能办吗", ".said")):
        page.fill("#text", sentence)
        page.click(".say button")
        page.wait_for_function("text => document.querySelector('.mine')?.textContent.includes(text)", arg=sentence)
        assert page.locator(there).count()
        checked(page)


def test_the_script_keeps_the_page_and_moves_the_focus_to_the_new_question(strict_page: Page, address: str) -> None:
    page = strict_page
    page.goto(f"{address}/guide")
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


def test_the_whole_way_can_be_gone_by_keyboard(strict_page: Page, address: str) -> None:
    page = strict_page
    page.goto(f"{address}/guide/c/{begin(notice='hubei-2013-80', case='lost').token}")
    asked = page.inner_text("#question")
    page.focus("#question")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "yes"
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)
    assert page.inner_text("#question") != asked
    assert page.evaluate("document.activeElement.id") == "question"


def test_without_a_network_what_was_written_stays(page: Page, address: str) -> None:
    page.goto(f"{address}/guide")
    page.fill("#text", SENTENCE)
    page.context.set_offline(True)
    page.click(".say button")
    page.wait_for_selector(".offline")
    assert page.input_value("#text") == SENTENCE
    page.context.set_offline(False)
    page.click(".say button")
    page.wait_for_selector(".question")


def test_a_link_in_another_language_loads_the_whole_page_anew(strict_page: Page, address: str) -> None:
    page = strict_page
    page.goto(f"{address}/guide")
    page.fill("#text", "I lost my senior engineer certificate in Wuhan")
    page.click(".say button")
    page.wait_for_selector("html[lang=en] .question")
    assert "Guide" in page.inner_text("nav.parts")
    page.click("a.language")
    page.wait_for_selector("html[lang=zh-CN] .question")
