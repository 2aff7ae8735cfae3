"""A list from upload to deletion in a real Chromium at 360 px, with and without the site's script, and axe on it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from registry.settings import Settings
from tests.verify_site.lists.conftest import in_this_thread, make_lists
from tests.verify_site.lists.files import read_xlsx
from tests.verify_site.papers import Papers
from tests.verify_site.test_browser import TAGS, WIDTH, _Quiet
from verify_site.lists.keeping import KeptList
from verify_site.lists.workshop import Workshop

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Gate:
    """A site whose lists wait until they are let through."""

    def __init__(self, papers: Papers, folder: Path) -> None:
        self.open = threading.Event()
        self.lists = make_lists(papers, folder)
        service = self.lists.app.extensions["service"]
        counts = self.lists.app.extensions["counts"]
        self.lists.app.extensions["workshop"] = Workshop(service.settings, counts, self._check)
        self._server = make_server("127.0.0.1", 0, self.lists.app, threaded=True, request_handler=_Quiet)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _check(self, kept: KeptList, settings: Settings, lock: int) -> None:
        self.open.wait(60)
        in_this_thread(kept, settings, lock)

    def close(self) -> None:
        """Stop serving."""
        self.open.set()
        self._server.shutdown()
        self._server.server_close()
        self.lists.app.extensions["service"].registry.dispose()


@pytest.fixture
def gate(papers: Papers, tmp_path: Path) -> Iterator[Gate]:
    """The site on a real port."""
    made = Gate(papers, tmp_path)
    yield made
    made.close()


@pytest.fixture
def spreadsheet(papers: Papers, tmp_path: Path) -> Path:
    """A list as a clerk saves it."""
    book = openpyxl.Workbook()
    for row in (
        ["证书编号", "姓名", "二维码"],
        [papers.valid.number, papers.valid.name, None],
        [papers.valid.number, "李四", None],
        [None, None, papers.codes["revoked"]],
        [papers.valid.number, None, None],
    ):
        book.worksheets[0].append(row)
    path = tmp_path / "新入职.xlsx"
    book.save(path)
    return path


def checked(page: Page) -> None:
    """No axe violation, and nothing to scroll sideways."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH


def test_a_list_goes_from_upload_to_deletion_and_every_page_is_accessible(
    browser: Browser, gate: Gate, spreadsheet: Path
) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": 800}, bypass_csp=True, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{gate.address}/lists")
    checked(page)
    page.set_input_files("#file", spreadsheet)
    page.click("form:has(#file) button")
    page.wait_for_selector("#list progress")
    page.evaluate("window.stays = true")
    checked(page)
    page.reload()
    assert page.locator("#list progress").count() == 1
    gate.open.set()
    page.wait_for_selector(".rows > li")
    assert page.locator(".rows > li").count() == 4
    checked(page)
    page.click("summary >> nth=0")
    page.click(".filters a:has-text('没有查到')")
    assert page.locator(".rows > li").count() == 1
    assert "李四" in page.inner_text(".rows")
    with page.expect_download() as started:
        page.click("text=下载 XLSX")
    rows = read_xlsx(started.value.path().read_bytes())
    assert [row[3] for row in rows[1:]][:2] == ["编号与姓名相符，证书目前有效", "没有查到相符的证书"]
    page.click("a.language")
    page.click("text=Delete now")
    assert "The list is deleted" in page.inner_text("h1")
    assert context.cookies() == []
    context.close()


def test_the_script_brings_the_bar_up_to_date_without_a_reload_under_the_sites_own_policy(
    browser: Browser, gate: Gate, spreadsheet: Path
) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{gate.address}/lists")
    page.set_input_files("#file", spreadsheet)
    page.click("form:has(#file) button")
    page.evaluate("window.stays = true; document.querySelector('#list').dataset.old = 'yes'")
    page.wait_for_selector("#list:not([data-old])")
    assert page.evaluate("window.stays") is True
    gate.open.set()
    page.wait_for_selector(".rows > li")
    assert complaints == []
    context.close()


def test_without_a_script_the_page_loads_itself_anew(browser: Browser, gate: Gate, papers: Papers) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": WIDTH, "height": 800})
    page = context.new_page()
    page.goto(f"{gate.address}/lists")
    page.fill("#text", f"{papers.valid.number} {papers.valid.name}")
    page.click("form:has(#text) button")
    page.wait_for_selector("#list progress")
    gate.open.set()
    page.wait_for_selector(".rows > li", timeout=15_000)
    context.close()
