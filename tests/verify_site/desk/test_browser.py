"""The desk in a real Chromium: every page by axe at two widths, and a first day by keyboard and without a script."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from casework.accounts.words import Role
from tests.verify_site.desk.office import PASSWORD, Office, open_office
from tests.verify_site.papers import Papers
from tests.verify_site.test_browser import TAGS, WIDTH, _Quiet

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

WIDE = 1280
SMALL = """() => [...document.querySelectorAll('main button, main .button, main nav a, main input, main select')]
  .filter((each) => each.offsetParent !== null && !['checkbox', 'radio'].includes(each.type))
  .filter((each) => each.getBoundingClientRect().height < 44)
  .map((each) => each.outerHTML)"""


@pytest.fixture(scope="module")
def served(papers: Papers, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A desk on a real port, without HTTPS as in the demonstration."""
    folder = tmp_path_factory.mktemp("desk")
    office = open_office(papers.settings, folder, sqlite_template, address="http://127.0.0.1:8000", demonstration=True)
    server = make_server("127.0.0.1", 0, office.app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    office.app.config["address"] = f"http://127.0.0.1:{server.server_port}"
    yield office
    server.shutdown()
    server.server_close()
    office.close()


def checked(page: Page, picture: Path | None = None) -> None:
    """No violation, nothing to scroll sideways at either width, nothing too small for a thumb."""
    english = page.get_attribute("html", "lang") == "en"
    for width in (WIDTH,) if english and picture is None else (WIDE, WIDTH):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        if picture is not None:
            page.screenshot(path=f"{picture}-{width}.png", full_page=True)
    assert page.evaluate(SMALL) == []
    if english:
        return  # The same elements with other words, which have been measured.
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    results = Axe().run(page, options=options)
    assert results.violations_count == 0, results.generate_report()


def enter(context: BrowserContext, office: Office, organisation: str, role: Role, *, complete: bool = True) -> None:
    """Sign somebody in, in this browser."""
    token = office.sign_in(organisation, role, complete=complete).token or ""
    cookie = {"name": "desk", "value": token, "domain": "127.0.0.1", "path": "/desk"}
    context.add_cookies([cookie])  # type: ignore[list-item] # its type is told apart by its keys alone


def look(page: Page, office: Office, path: str, heading: dict[str, str], picture: Path | None) -> None:
    """A page in both languages, at both widths: the expected one, for a refusal would be accessible as well."""
    for language, words in heading.items():
        page.goto(f"{office.app.config['address']}{path}" + ("?lang=en" if language == "en" else ""))
        assert page.locator("main h1").inner_text() == words
        name = path.strip("/").replace("/", "-")[:24]
        checked(page, picture / f"{name}-{language}" if picture is not None else None)


def walk(context: BrowserContext, office: Office, picture: Path | None = None) -> None:
    """Every page that an address alone leads to."""
    page = context.new_page()
    look(page, office, "/desk/sign-in", {"zh": "登录单位工作台", "en": "Sign in to the units' desk"}, picture)
    shown = office.sign_in("unit_a", Role.ADMINISTRATOR).post("/desk/people", name="李四", roles=["clerk", "submitter"])
    link = re.search(r"/desk/invitations/[A-Za-z0-9_-]{43}", shown.text)
    assert link is not None
    look(page, office, link[0], {"zh": "开通您的账户", "en": "Open your account"}, picture)
    enter(context, office, "county", Role.CLERK, complete=False)
    path = "/desk/second-factor/set-up"
    look(page, office, path, {"zh": "设置动态口令", "en": "Set up one-time codes"}, picture)
    enter(context, office, "prefecture", Role.ADMINISTRATOR)
    for path, chinese, english in (
        ("/desk", "单位工作台", "Units' desk"),
        ("/desk/organisations", "单位账户", "Organisations' accounts"),
        ("/desk/account", "我的账户", "My account"),
    ):
        look(page, office, path, {"zh": chinese, "en": english}, picture)
    enter(context, office, "unit_a", Role.ADMINISTRATOR)
    look(page, office, "/desk/people", {"zh": "本单位的同事", "en": "Colleagues in your organisation"}, picture)
    enter(context, office, "unit_a", Role.AUDITOR)
    look(page, office, "/desk/audit", {"zh": "审计记录", "en": "Audit trail"}, picture)


def test_every_page_is_accessible_in_both_languages_and_fits_a_phone(served: Office, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True)
    walk(context, served)
    context.close()


def first_day(page: Page, office: Office, picture: Path | None = None) -> None:
    """An authority's administrator signs in for the first time, by keyboard, and invites a colleague."""
    address = office.app.config["address"]
    page.goto(f"{address}/desk/people")
    type_in(page, "administrator@department.example", "wrong guess here")
    assert "登录名或密码不对" in page.locator("#problem").inner_text()
    checked(page, picture and picture / "refused")
    type_in(page, "administrator@department.example", PASSWORD)
    totp = pyotp.TOTP(page.locator("code.secret").inner_text().replace(" ", ""))
    page.fill("#code", "000000")
    page.keyboard.press("Enter")
    page.wait_for_selector("#code-error")
    page.fill("#code", totp.at(office.clock.now))
    page.keyboard.press("Enter")
    page.wait_for_selector(".codes")
    checked(page, picture and picture / "recovery-codes")
    page.click("a.button")
    assert page.url == f"{address}/desk/people", "where the first link led"
    page.fill("#name", "李四")
    page.locator("form[action='/desk/people'] input[value=reviewer]").check()
    page.click("form[action='/desk/people'] button")
    page.wait_for_selector("code.secret")
    checked(page, picture and picture / "invited")
    page.click("nav.desk form button")
    page.wait_for_selector(".done")
    checked(page, picture and picture / "signed-out")
    page.goto(f"{address}/desk")
    assert page.url.startswith(f"{address}/desk/sign-in?next=")


def test_a_first_day_works_by_keyboard_and_without_a_script(served: Office, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True)
    first_day(context.new_page(), served)
    context.close()


def type_in(page: Page, login: str, password: str) -> None:
    """As somebody does who never touches the mouse."""
    page.focus("#login")
    page.keyboard.press("Control+A")
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_selector("#problem, code.secret")
