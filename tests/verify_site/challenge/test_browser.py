"""The challenge in a real Chromium: solved by its script, or waited for without one."""

from __future__ import annotations

import threading
import time as real_time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from tests.verify_site.papers import Papers
from tests.verify_site.test_browser import WIDTH, _Quiet, assert_accessible
from verify_site.app import create_app
from verify_site.limits import FREE_MISSES, PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def address(papers: Papers) -> Iterator[str]:
    """The site on a real port, after its visitor's network has used up the free misses."""
    app = create_app(papers.settings)
    for _ in range(FREE_MISSES):
        app.test_client().post("/look-up/name", data={"number": "1", "name": "某"})
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def look_up(page: Page, address: str, papers: Papers) -> None:
    page.goto(address)
    page.fill("[id='name.number']", papers.valid.number)
    page.fill("[id='name.name']", papers.valid.name)
    page.click("form[action^='/look-up/name'] button")


def test_the_script_solves_it_and_sends_the_form(browser: Browser, address: str, papers: Papers) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    look_up(page, address, papers)
    page.wait_for_selector("#verdict", timeout=20_000)
    assert "相符" in page.inner_text("#verdict")
    assert [each for each in complaints if "429" not in each] == []
    context.close()


def test_without_a_script_a_minute_s_wait_is_enough_and_the_page_is_accessible(
    browser: Browser, address: str, papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.route("**/challenge.js*", lambda route: route.abort())
    look_up(page, address, papers)
    assert f"请等 {PATIENCE} 秒" in page.inner_text("main")
    assert_accessible(page)
    page.click("#challenge button")
    assert page.inner_text("h1") == "请先完成安全检查"
    monkeypatch.setattr(
        "verify_site.challenge.gate.time", SimpleNamespace(time=lambda: real_time.time() + PATIENCE + 1)
    )
    page.click("#challenge button")
    assert "相符" in page.inner_text("#verdict")
    context.close()
