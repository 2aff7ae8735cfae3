"""A receipt scanned without a network: what it states of its day, and that the certificate is still to be checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from signing.receipts import Receipt, sign_receipt
from tests.browsing import assert_accessible
from tests.vectors.make_receipts import LIST, ONE, TYPED
from tests.verify_site.offline.conftest import RECEIPTS
from tests.verify_site.offline.test_browser import headline, opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

OVER = replace(TYPED, expires_at=ONE.issued_at + timedelta(seconds=1))


def shown(page: Page, receipt: Receipt) -> str:
    """What the page says of a receipt."""
    headline(page, sign_receipt(receipt, RECEIPTS).digits)
    return page.inner_text("#result")


def test_a_receipt_tells_its_day_and_that_today_is_open(page: Page) -> None:
    opened(page)
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
    assert_accessible(page)
    over = shown(page, OVER)
    assert "回执的有效期已过" in over
    assert "编号与姓名相符，核验时有效" in over
    of_list = shown(page, LIST)
    assert "297 行" in of_list
    assert "XLSX 文件的 SHA-256" in of_list
