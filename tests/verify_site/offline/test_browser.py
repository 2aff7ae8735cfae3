"""The check without a network in a real Chromium: the conformance file, the network cut, axe, and a picture."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask

from signing.status_list import LIFE
from tests.browsing import assert_accessible, phone, served
from tests.vectors import conformance
from tests.verify_site.offline.conftest import SIGNED
from tests.verify_site.papers import Papers
from verify_site.offline.files import current_release

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RUNNER = (Path(__file__).parent / "conformance.js").read_text("utf-8")
SOON = SIGNED + timedelta(hours=1)
DETECTOR = """
  window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect() { return [{ rawValue: window.codeInPicture }]; }
  };
"""
"""Stands for what Android's and macOS' Chrome have and Debian's lacks."""


def opened(page: Page, path: str = "/offline", now: datetime = SOON) -> Page:
    """The page, ready, on a phone whose clock shows an hour after the lists were signed."""
    page.clock.set_fixed_time(now)
    page.goto(path)
    page.wait_for_selector("#offline[data-started]")
    return page


def headline(page: Page, text: str) -> str:
    """What the page says of a text."""
    page.fill("#code", text)
    page.evaluate("document.getElementById('result').replaceChildren()")
    page.click("#typed button")
    page.wait_for_selector("#verdict")
    return page.inner_text("#verdict")


def test_the_browser_gives_every_answer_of_the_conformance_file(page: Page) -> None:
    document: dict[str, Any] = json.loads(conformance.FILE.read_text("utf-8"))
    opened(page)
    started = time.monotonic()
    assert page.evaluate(RUNNER, [f"/offline/{current_release()}", document]) == {}
    assert time.monotonic() - started < 3


def test_with_the_network_cut_the_installed_app_says_what_was_known(
    browser: Browser, offline_site: Flask, papers: Papers
) -> None:
    with ExitStack() as until_cut:
        address = until_cut.enter_context(served(offline_site))
        with phone(browser, address) as page:
            opened(page)
            assert "已准备好" in page.inner_text("#state")
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            until_cut.close()
            page.context.set_offline(True)
            _check_without_network(page, papers)


def _check_without_network(page: Page, papers: Papers) -> None:
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
    english = opened(page.context.new_page(), "/offline?lang=en", SIGNED + LIFE)
    assert "expired" in english.inner_text("#state")
    assert headline(english, papers.valid.address) == "Genuine, but whether it is in force is not known"
    assert "too old" in english.inner_text("#result")


def test_the_page_with_a_result_is_accessible(page: Page, papers: Papers) -> None:
    opened(page)
    headline(page, papers.valid.address)
    assert page.evaluate("document.activeElement.id") == "result"
    assert_accessible(page)


def test_a_picture_is_read_where_the_browser_can_and_otherwise_the_page_says_so(
    page: Page, papers: Papers, tmp_path: Path
) -> None:
    opened(page)
    assert page.is_visible("#no-detector")
    assert not page.is_visible("#camera")
    page.add_init_script(DETECTOR)
    opened(page)
    assert not page.is_visible("#no-detector")
    page.evaluate("text => { window.codeInPicture = text }", papers.valid.address)
    page.set_input_files("#picture", Path(__file__).parents[3] / "docs" / "pictures" / "sheet.png")
    page.wait_for_selector("#verdict:has-text('有效')")
    (tmp_path / "no-picture.png").write_text("no picture")
    page.set_input_files("#picture", tmp_path / "no-picture.png")
    page.wait_for_selector("#remark:has-text('不是能读的图片')")
