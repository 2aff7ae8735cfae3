"""A receipt scanned without a network: what it states of its day, and that the certificate is still to be checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask

from signing.receipts import Receipt, sign_receipt
from tests.vectors.make_receipts import LIST, ONE, TYPED
from tests.verify_site.offline.conftest import RECEIPTS, SIGNED, served
from tests.verify_site.test_browser import TAGS, WIDTH

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OVER = replace(TYPED, expires_at=ONE.issued_at + timedelta(seconds=1))


def shown(page: Page, receipt: Receipt) -> str:
    """What the page says of a receipt."""
    page.fill("#code", sign_receipt(receipt, RECEIPTS).digits)
    page.evaluate("document.getElementById('result').replaceChildren()")
    page.click("#typed button")
    page.wait_for_selector("#verdict")
    return page.inner_text("#result")


@pytest.mark.xdist_group("chromium")
def test_a_receipt_tells_its_day_and_that_today_is_open(browser: Browser, offline_site: Flask) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": 800}, bypass_csp=True)
    context.clock.set_fixed_time(SIGNED + timedelta(hours=1))
    with served(offline_site) as address:
        page = context.new_page()
        page.goto(f"{address}/offline")
        page.wait_for_selector("#offline[data-started]")
        said = shown(page, ONE)
        for words in (
            "这是一份核验回执，不是证书",
            "证书真实，核验时有效",
            "张三丰",
            "北京时间 2026年11月21日 17:30",
            "第 48213 号",
        ):
            assert words in said
        assert "请扫描证书本身的二维码" in said
        assert "有效期已过" not in said
        options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
        assert Axe().run(page, options=options).violations_count == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        over = shown(page, OVER)
        assert "回执的有效期已过" in over
        assert "编号与姓名相符，核验时有效" in over
        of_list = shown(page, LIST)
        assert "297 行" in of_list
        assert "XLSX 文件的 SHA-256" in of_list
        context.close()
