"""The unit's pages in a real Chromium: axe, both widths, and an application made by hand without a script."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from casework.accounts.words import Role
from casework.applications.rosters import roster_workbook
from tests.casework.applications.desk import details
from tests.verify_site.desk.office import Office, open_office
from tests.verify_site.desk.test_browser import checked, enter
from tests.verify_site.desk.unit.forms import begin, save, typed
from tests.verify_site.papers import Papers
from tests.verify_site.test_browser import _Quiet

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def served(papers: Papers, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A desk on a real port, without HTTPS as in the demonstration."""
    folder = tmp_path_factory.mktemp("unit")
    office = open_office(papers.settings, folder, sqlite_template, address="http://127.0.0.1:8000", demonstration=True)
    server = make_server("127.0.0.1", 0, office.app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    office.app.config["address"] = f"http://127.0.0.1:{server.server_port}"
    yield office
    server.shutdown()
    server.server_close()
    office.close()


def test_an_application_is_made_by_hand_on_pages_that_everybody_can_use(served: Office, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True)
    enter(context, served, "unit_a", Role.CLERK)
    page, address = context.new_page(), served.app.config["address"]
    page.goto(f"{address}/desk")
    page.click("text=新的申请")
    checked(page)
    page.click("text=证书遗失补办")
    fill_in(page, typed(81, **{"form-approved_on": "去年"}))
    page.click("text=保存，并核对报送")
    page.wait_for_selector(".findings")
    checked(page)
    page.click(".findings a")
    assert page.evaluate("document.querySelector(':target').id") == "form-approved_on"
    page.fill("#form-approved_on", "2010-06-30")
    for box in ("brought-registration-form", "brought-newspaper-original"):
        page.check(f"input[name={box}]")
    page.set_input_files("#file-newspaper-original", {"name": "x.pdf", "mimeType": "", "buffer": b"MZ"})
    page.click("text=保存，并核对报送")
    page.wait_for_selector(".summary")
    checked(page)
    case = page.url.partition("/draft")[0]
    enter(context, served, "unit_a", Role.SUBMITTER)
    page.goto(f"{case}/submit")
    page.click("text=以本单位名义报送")
    page.wait_for_selector(".done")
    assert page.locator(".now").inner_text() == "武汉市人社局"
    page.goto(f"{address}/desk/hand-over#7Q2MXK4D0PZRV3T9")
    assert page.input_value("#code") == "7Q2MXK4D0PZRV3T9"
    assert "#" not in page.url
    for path in (case, f"{case}?lang=en", f"{address}/desk", f"{address}/desk/cases", f"{address}/desk/hand-over"):
        page.goto(path)
        checked(page)
    context.close()


def fill_in(page: Page, fields: dict[str, str]) -> None:
    """Type into the draft's page whatever of it the page asks."""
    for name, text in fields.items():
        found = page.locator(f"[name='{name}']")
        if not found.count():
            continue
        if found.first.get_attribute("type") == "radio":
            page.check(f"[name='{name}'][value='{text}']")
        elif found.evaluate("each => each.tagName") == "SELECT":
            found.select_option(text)
        else:
            found.fill(text)


def test_a_roster_s_result_and_its_case_fit_a_phone(served: Office, browser: Browser) -> None:
    clerk = served.sign_in("unit_a", Role.CLERK)
    case = begin(clerk, "exchange", "huzhou-2007-35")
    save(clerk, case, {"fact-place": "huzhou"})
    context = browser.new_context(bypass_csp=True)
    enter(context, served, "unit_a", Role.CLERK)
    page = context.new_page()
    page.goto(f"{served.app.config['address']}{case}/roster")
    rows = [details(90), details(91), details(92, name=""), details(93, identity="330501199001011234")]
    data = roster_workbook(rows)
    page.set_input_files("#roster", {"name": "r.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": data})
    page.click("form[enctype] button")
    page.wait_for_selector("#bad")
    checked(page)
    with page.expect_download() as download:
        page.click("text=下载这些行，改正后再上传")
    assert download.value.suggested_filename == "mend.xlsx"
    page.goto(f"{served.app.config['address']}{case}")
    checked(page)
    context.close()
