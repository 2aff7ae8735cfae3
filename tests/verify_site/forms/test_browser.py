"""The forms in a real Chromium at 360 px: axe, nothing to scroll sideways, and a download that arrives."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from tests.verify_site.papers import Papers, with_settings
from tests.verify_site.test_browser import TAGS, WIDTH, _Quiet
from verify_site.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def address(papers: Papers) -> Iterator[str]:
    """The site on a real port."""
    app = create_app(with_settings(papers.settings, demonstration=True), limited=False)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    app.extensions["service"].registry.dispose()


def test_the_catalogue_is_accessible_and_a_form_arrives(browser: Browser, address: str, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": 800}, bypass_csp=True)
    page = context.new_page()
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    for path in ("/forms", "/forms/hubei-2013-80/confirmation-application?lang=en"):
        page.goto(f"{address}{path}")
        results = Axe().run(page, options=options)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    with page.expect_download() as arriving:
        page.click("text=DOCX")
    arriving.value.save_as(tmp_path / "form.docx")
    assert arriving.value.suggested_filename == "专业技术任职资格确认申请表（样表）.docx"
    assert (tmp_path / "form.docx").read_bytes().startswith(b"PK")
    context.close()
