"""The unit's pages in a real Chromium: axe, both widths, and an application made by hand without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.accounts.words import Role
from casework.applications.rosters import roster_workbook
from tests.browsing import assert_accessible, follow
from tests.casework.applications.desk import details
from tests.verify_site.desk.office import Office, let_in
from tests.verify_site.desk.unit.forms import begin, save, typed

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_an_application_is_made_by_hand_on_pages_that_everybody_can_use(page: Page, plain_office: Office) -> None:
    let_in(page, plain_office.sign_in("unit_a", Role.CLERK))
    page.goto("/desk")
    follow(page, "text=新的申请")
    assert_accessible(page, desktop=True)
    follow(page, "text=证书遗失补办")
    fill_in(page, typed(81, **{"form-approved_on": "去年"}))
    follow(page, "text=保存，并核对报送")
    assert page.is_visible(".findings")
    assert_accessible(page, desktop=True)
    follow(page, ".findings a")
    assert page.evaluate("document.querySelector(':target').id") == "form-approved_on"
    page.fill("#form-approved_on", "2010-06-30")
    for box in ("brought-registration-form", "brought-newspaper-original"):
        page.check(f"input[name={box}]")
    page.set_input_files("#file-newspaper-original", {"name": "x.pdf", "mimeType": "", "buffer": b"MZ"})
    follow(page, "text=保存，并核对报送")
    assert page.is_visible(".summary")
    assert_accessible(page, desktop=True)
    case = page.url.partition("/draft")[0]
    let_in(page, plain_office.sign_in("unit_a", Role.SUBMITTER))
    page.goto(f"{case}/submit")
    follow(page, "text=以本单位名义报送")
    assert page.is_visible(".done")
    assert page.locator(".now").inner_text() == "武汉市人社局"
    page.goto("/desk/hand-over#7Q2MXK4D0PZRV3T9")
    assert page.input_value("#code") == "7Q2MXK4D0PZRV3T9"
    assert "#" not in page.url
    for path in (case, f"{case}?lang=en", "/desk", "/desk/cases", "/desk/hand-over"):
        page.goto(path)
        assert_accessible(page, desktop=True)


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


def test_a_roster_s_result_and_its_case_fit_a_phone(page: Page, plain_office: Office) -> None:
    clerk = plain_office.sign_in("unit_a", Role.CLERK)
    case = begin(clerk, "exchange", "huzhou-2007-35")
    save(clerk, case, {"fact-place": "huzhou"})
    let_in(page, plain_office.sign_in("unit_a", Role.CLERK))
    page.goto(f"{case}/roster")
    rows = [details(90), details(91), details(92, name=""), details(93, identity="330501199001011234")]
    data = roster_workbook(rows)
    page.set_input_files("#roster", {"name": "r.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": data})
    follow(page, "form[enctype] button")
    assert page.is_visible("#bad")
    assert_accessible(page, desktop=True)
    with page.expect_download() as download:
        page.click("text=下载这些行，改正后再上传")
    assert download.value.suggested_filename == "mend.xlsx"
    page.goto(case)
    assert_accessible(page, desktop=True)
