"""The check without a network in a real Chromium: the conformance file, the network cut, axe, and a picture."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask

from signing.status_list import LIFE
from tests.vectors import conformance
from tests.verify_site.offline.conftest import SIGNED, served
from tests.verify_site.papers import Papers
from tests.verify_site.test_browser import TAGS, WIDTH
from verify_site.offline.files import current_release

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

RUNNER = (Path(__file__).parent / "conformance.js").read_text("utf-8")
SOON = SIGNED + timedelta(hours=1)
DETECTOR = """
  window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect() { return [{ rawValue: window.codeInPicture }]; }
  };
"""
"""Stands for what Android's and macOS' Chrome have and Debian's lacks."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone whose clock shows an hour after the lists were signed. The site's own policy lets everything pass."""
    context = browser.new_context(viewport={"width": WIDTH, "height": 800})
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text))
    context.on("weberror", lambda fault: complaints.append(str(fault.error)))
    context.clock.set_fixed_time(SOON)
    yield context
    context.close()
    assert [each for each in complaints if "net::ERR_" not in each] == []


def opened(context: BrowserContext, address: str, now: datetime = SOON) -> Page:
    page = context.new_page()
    page.clock.set_fixed_time(now)
    page.goto(address)
    page.wait_for_selector("#offline[data-started]")
    return page


def headline(page: Page, text: str) -> str:
    """What the page says of a text."""
    page.fill("#code", text)
    page.evaluate("document.getElementById('result').replaceChildren()")
    page.click("#typed button")
    page.wait_for_selector("#verdict")
    return page.inner_text("#verdict")


def test_the_browser_gives_every_answer_of_the_conformance_file(context: BrowserContext, offline_site: Flask) -> None:
    document: dict[str, Any] = json.loads(conformance.FILE.read_text("utf-8"))
    with served(offline_site) as address:
        page = opened(context, f"{address}/offline")
        started = time.monotonic()
        assert page.evaluate(RUNNER, [f"/offline/{current_release()}", document]) == {}
        assert time.monotonic() - started < 3
        page.close()


def test_with_the_network_cut_the_installed_app_says_what_was_known(
    context: BrowserContext, offline_site: Flask, papers: Papers
) -> None:
    with served(offline_site) as address:
        page = opened(context, f"{address}/offline")
        assert "已准备好" in page.inner_text("#state")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    page.reload()
    page.wait_for_selector("#offline[data-started]")
    assert "北京时间 2026年11月21日 18:00" in page.inner_text("#ages")
    assert headline(page, papers.valid.address) == "真实；截至北京时间 2026年11月21日 18:00 有效"
    assert {papers.valid.name, papers.valid.number, "武汉市人社局"} <= set(page.locator("#result dd").all_inner_texts())
    for verdict in ("replaced", "revoked", "corrected"):
        assert headline(page, papers.codes[verdict]) == "签名真实，但到北京时间 2026年11月21日 18:00 已不再有效"
    assert headline(page, papers.codes["bad_signature"]) == "签名不符，证书不可信"
    assert headline(page, papers.codes["unknown_key"]) == "不认识签发者，无法确认真假"
    assert headline(page, "https://evil.example/V/1") == "这个二维码指向别的网站"
    assert page.evaluate("[...document.images].every((image) => image.naturalWidth > 0)")
    page.click("#renew")
    page.wait_for_selector("#remark:has-text('没有更新成功')")
    english = opened(context, f"{address}/offline?lang=en", SIGNED + LIFE)
    assert "expired" in english.inner_text("#state")
    assert headline(english, papers.valid.address) == "Genuine, but whether it is in force is not known"
    assert "too old" in english.inner_text("#result")


def test_the_page_with_a_result_is_accessible(browser: Browser, offline_site: Flask, papers: Papers) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": 800}, bypass_csp=True)
    with served(offline_site) as address:
        page = opened(context, f"{address}/offline")
        headline(page, papers.valid.address)
        assert page.evaluate("document.activeElement.id") == "result"
        options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
        results = Axe().run(page, options=options)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        context.close()


def test_a_picture_is_read_where_the_browser_can_and_otherwise_the_page_says_so(
    context: BrowserContext, offline_site: Flask, papers: Papers, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes((Path(__file__).parents[3] / "docs" / "pictures" / "sheet.png").read_bytes())
    with served(offline_site) as address:
        page = opened(context, f"{address}/offline")
        assert page.is_visible("#no-detector")
        assert not page.is_visible("#camera")
        context.add_init_script(DETECTOR)
        page.goto(f"{address}/offline")
        page.wait_for_selector("#offline[data-started]")
        assert not page.is_visible("#no-detector")
        page.evaluate("text => { window.codeInPicture = text }", papers.valid.address)
        page.set_input_files("#picture", picture)
        page.wait_for_selector("#verdict:has-text('有效')")
        (tmp_path / "no-picture.png").write_text("no picture")
        page.set_input_files("#picture", tmp_path / "no-picture.png")
        page.wait_for_selector("#remark:has-text('不是能读的图片')")
        page.close()
