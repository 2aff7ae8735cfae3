"""The pages in a real Chromium at 360 px: no violation of WCAG 2.2 AA by axe, nothing wider than the phone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy.exc import OperationalError
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.verify_site.papers import Papers, with_settings
from verify_site.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTH = 360
LOOK_UP = "form[action^='/look-up/name'] button"


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(papers: Papers) -> Iterator[str]:
    """A demonstration of the site on a real port."""
    app = create_app(with_settings(papers.settings, demonstration=True), limited=False)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone's page without JavaScript of the site's own; axe is put in by the tool."""
    context = browser.new_context(viewport={"width": WIDTH, "height": 800}, bypass_csp=True)
    yield context.new_page()
    context.close()


def assert_accessible(page: Page) -> None:
    """No axe violation, and nothing to scroll sideways.

    Colours do not hang on the language and take most of axe's time, so they are looked at in Chinese alone.
    """
    rules = {"color-contrast": {"enabled": page.get_attribute("html", "lang") != "en"}}
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "rules": rules}
    results = Axe().run(page, options=options)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_every_verdict_is_accessible(page: Page, address: str, papers: Papers, query: str) -> None:
    for code in [*papers.codes.values(), papers.valid.code]:
        page.goto(f"{address}/V/{code}{query}")
        assert_accessible(page)


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_every_other_page_and_answer_is_accessible(page: Page, address: str, papers: Papers, query: str) -> None:
    for path in ("/", "/about", "/nowhere"):
        page.goto(f"{address}{path}{query}")
        assert_accessible(page)
    for number, name in ((papers.valid.number, papers.valid.name), ("1", "某人"), ("9" * 40, " ")):
        page.goto(f"{address}/{query}")
        page.fill("[id='name.number']", number)
        page.fill("[id='name.name']", name)
        page.click(LOOK_UP)
        assert_accessible(page)
    page.goto(f"{address}/{query}")
    page.fill("[id='code.code']", "https://evil.example/V/1")
    page.click("form[action^='/look-up/code'] button")
    assert_accessible(page)


def test_a_page_of_unknown_status_is_accessible(
    page: Page, papers: Papers, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("SELECT …", {}, Exception("database is locked"))

    monkeypatch.setattr("registry.rows.LookUp.__call__", refuse)
    for query in ("", "?lang=en"):
        page.goto(f"{address}/V/{papers.valid.code}{query}")
        assert papers.valid.name in page.inner_text("main")
        assert_accessible(page)


def test_an_identity_number_is_compared_by_keyboard_alone(page: Page, address: str, papers: Papers) -> None:
    page.goto(f"{address}/V/{papers.valid.code}")
    page.focus("#identity")
    page.keyboard.type(papers.valid.identity)
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    assert "相符" in page.title()
    assert page.evaluate("document.querySelector('#identity-title').getBoundingClientRect().top") < 800
    assert_accessible(page)


def test_it_works_with_javascript_off_and_obeys_its_own_policy(browser: Browser, address: str, papers: Papers) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": WIDTH, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/")
    page.fill("[id='verification-code.number']", papers.valid.number)
    page.fill("[id='verification-code.verification_code']", papers.valid.verification_code)
    page.click("form[action^='/look-up/verification-code'] button")
    assert papers.valid.name in page.inner_text("main")
    page.click(".language button")
    assert "In the registry, and valid today" in page.inner_text("main")
    assert complaints == []
    assert all(url.startswith((address, "data:")) for url in asked)
    assert context.cookies() == []
    context.close()
