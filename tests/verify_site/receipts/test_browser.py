"""The pages of receipts in a real Chromium at 360 px: no violation by axe, nothing wider than the phone."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from tests.verify_site.receipts.conftest import Offering
from tests.verify_site.receipts.test_receipts import code_on, list_receipt, revoke
from tests.verify_site.test_browser import TAGS, WIDTH, _Quiet

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_a_receipt_is_downloaded_from_a_verdict_and_its_page_is_accessible(
    browser: Browser, offering: Offering
) -> None:
    server = make_server("127.0.0.1", 0, offering.app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    context = browser.new_context(viewport={"width": WIDTH, "height": 800}, bypass_csp=True, accept_downloads=True)
    page = context.new_page()
    paper = offering.papers.province.examples["valid"]
    page.goto(f"{address}/V/{paper.code}")
    with page.expect_download() as started:
        page.click("text=保存核验回执")
    code = code_on(started.value.path().read_bytes())
    assert started.value.suggested_filename.startswith("核验回执 ")
    revoke(offering, paper.number)
    for path in (f"/V/{code}", f"/V/{list_receipt(offering, b'x')}"):
        page.goto(address + path)
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    page.goto(f"{address}/V/{code}")
    assert "证书已被撤销" in page.inner_text("main")
    context.close()
    server.shutdown()
    server.server_close()
