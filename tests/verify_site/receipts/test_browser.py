"""The pages of receipts in a real Chromium at 360 px: taken from a verdict, and what everybody can use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browsing import assert_accessible, served
from tests.verify_site.receipts.conftest import Offering
from tests.verify_site.receipts.test_receipts import code_on, list_receipt, revoke

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def address(offering: Offering) -> Iterator[str]:
    """The site that signs receipts on a real port."""
    with served(offering.app) as address:
        yield address


def test_a_receipt_is_downloaded_from_a_verdict_and_its_page_is_accessible(page: Page, offering: Offering) -> None:
    paper = offering.papers.province.examples["valid"]
    page.goto(f"/V/{paper.code}")
    with page.expect_download() as started:
        page.click("text=保存核验回执")
    code = code_on(started.value.path().read_bytes())
    assert started.value.suggested_filename.startswith("核验回执 ")
    revoke(offering, paper.number)
    for path in (f"/V/{list_receipt(offering, b'x')}", f"/V/{code}"):
        page.goto(path)
        assert_accessible(page)
    assert "证书已被撤销" in page.inner_text("main")
