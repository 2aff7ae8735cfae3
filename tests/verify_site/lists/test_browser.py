"""A list from upload to deletion in a real Chromium at 360 px, with and without the site's script."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from registry.settings import Settings
from tests.browsing import assert_accessible, follow, phone, served
from tests.verify_site.lists.conftest import Lists, in_this_thread, make_lists
from tests.verify_site.lists.files import read_xlsx
from tests.verify_site.papers import Papers
from verify_site.lists.keeping import KeptList
from verify_site.lists.workshop import Workshop

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Gate:
    """Lists that wait until they are let through."""

    def __init__(self, lists: Lists) -> None:
        self.open = threading.Event()
        service, counts = lists.app.extensions["service"], lists.app.extensions["counts"]
        lists.app.extensions["workshop"] = Workshop(service.settings, counts, self._check)

    def _check(self, kept: KeptList, settings: Settings, lock: int) -> None:
        self.open.wait(60)
        in_this_thread(kept, settings, lock)


@pytest.fixture(scope="module")
def own_lists(papers: Papers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lists]:
    """Lists that only this module's gates let through."""
    made = make_lists(papers, tmp_path_factory.mktemp("gated"))
    yield made
    made.app.extensions["service"].registry.dispose()


@pytest.fixture(scope="module")
def address(own_lists: Lists) -> Iterator[str]:
    """Their site on a real port."""
    with served(own_lists.app) as address:
        yield address


@pytest.fixture
def gate(own_lists: Lists) -> Iterator[Gate]:
    """A gate of the test's own."""
    gate = Gate(own_lists)
    yield gate
    gate.open.set()


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


def test_a_list_goes_from_upload_to_deletion_and_every_page_is_accessible(
    page: Page, gate: Gate, spreadsheet: Path
) -> None:
    page.goto("/lists")
    assert_accessible(page)
    page.set_input_files("#file", spreadsheet)
    follow(page, "form:has(#file) button")
    assert page.locator("#list progress").count() == 1
    assert_accessible(page)
    page.reload()
    assert page.locator("#list progress").count() == 1
    gate.open.set()
    page.wait_for_selector(".rows > li")
    assert page.locator(".rows > li").count() == 4
    assert_accessible(page)
    page.click("summary >> nth=0")
    follow(page, ".filters a:has-text('没有查到')")
    assert page.locator(".rows > li").count() == 1
    assert "李四" in page.inner_text(".rows")
    with page.expect_download() as started:
        page.click("text=下载 XLSX")
    rows = read_xlsx(started.value.path().read_bytes())
    assert [row[3] for row in rows[1:]][:2] == ["编号与姓名相符，证书目前有效", "没有查到相符的证书"]
    follow(page, "a.language")
    follow(page, "text=Delete now")
    assert "The list is deleted" in page.inner_text("h1")
    assert page.context.cookies() == []


def test_the_script_brings_the_bar_up_to_date_without_a_reload(page: Page, gate: Gate, spreadsheet: Path) -> None:
    page.goto("/lists")
    page.set_input_files("#file", spreadsheet)
    follow(page, "form:has(#file) button")
    page.evaluate("window.stays = true; document.querySelector('#list').dataset.old = 'yes'")
    page.wait_for_selector("#list:not([data-old])")
    assert page.evaluate("window.stays") is True
    gate.open.set()
    page.wait_for_selector(".rows > li")


def test_without_a_script_the_page_loads_itself_anew(
    browser: Browser, address: str, gate: Gate, papers: Papers
) -> None:
    with phone(browser, address, java_script_enabled=False) as page:
        page.goto("/lists")
        page.fill("#text", f"{papers.valid.number} {papers.valid.name}")
        follow(page, "form:has(#text) button")
        assert page.locator("#list progress").count() == 1
        gate.open.set()
        page.wait_for_selector(".rows > li")
