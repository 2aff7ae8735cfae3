"""The authorities' pages in a real Chromium: by axe, at a phone's width, and a decision by keyboard, without script."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from casework.accounts.words import Role
from casework.applications.words import State
from tests.casework.applications.desk import Desk, Handle, details
from tests.verify_site.desk.authority.conftest import Bureau, act, open_bureau
from tests.verify_site.desk.authority.test_review import roster
from tests.verify_site.desk.test_browser import checked
from tests.verify_site.papers import Papers
from tests.verify_site.test_browser import _Quiet

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="module")
def served(
    papers: Papers, desk_template: tuple[Path, Desk], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bureau]:
    """A desk on a real port, without HTTPS as in the demonstration."""
    folder = tmp_path_factory.mktemp("bureau")
    bureau = open_bureau(papers, desk_template, folder, address="http://127.0.0.1:8000", demonstration=True)
    server = make_server("127.0.0.1", 0, bureau.app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    bureau.app.config["address"] = f"http://127.0.0.1:{server.server_port}"
    yield bureau
    server.shutdown()
    server.server_close()
    bureau.close()


def enter(context: BrowserContext, bureau: Bureau, organisation: str, role: Role) -> None:
    """Sign somebody in, in this browser."""
    token = bureau.enter(organisation, role).token or ""
    cookie = {"name": "desk", "value": token, "domain": "127.0.0.1", "path": "/desk"}
    context.add_cookies([cookie])  # type: ignore[list-item] # its type is told apart by its keys alone


def look(page: Page, bureau: Bureau, path: str, picture: Path | None, *, english: bool = False) -> None:
    """A page with everything on it unfolded, at both widths; the longest ones in English too."""
    for language in ("zh", "en") if english else ("zh",):
        page.goto(f"{bureau.app.config['address']}{path}" + ("?lang=en" if language == "en" else ""))
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        name = path.strip("/").replace("/", "-")
        checked(page, picture / f"{name}-{language}" if picture is not None else None)


def two_decide(bureau: Bureau, *, wanted: str) -> None:
    """Let two people decide in the city, or one."""
    bureau.enter("wuhan", Role.ADMINISTRATOR).post("/desk/settings/deciders", two_deciders=wanted)


def prepared(bureau: Bureau) -> tuple[Handle, Handle, Handle]:
    """A case to decide, one that a first decider has decided, and a roster."""
    desk, cases = bureau.desk, []
    for serial in (1, 2):
        case = desk.submitted("lost", serial=serial)
        desk.pass_on(case, "wuhan")
        cases.append(case)
    desk.submitted("confirm", form=details(3, level="副高级"))
    reviewer = bureau.enter("wuhan", Role.REVIEWER)
    act(reviewer, cases[0], "originals", paper="newspaper-original")
    two_decide(bureau, wanted="1")
    act(bureau.enter("wuhan", Role.DECIDER), cases[1], "approve", approval="符合规定。", confirmed="yes")
    return cases[0], cases[1], roster(bureau, 4)


def walk(context: BrowserContext, bureau: Bureau, picture: Path | None = None) -> None:
    """Every page of an office, and what a refused or a final move shows."""
    to_decide, proposed, people = prepared(bureau)
    page = context.new_page()
    enter(context, bureau, "wuhan", Role.ADMINISTRATOR)
    look(page, bureau, "/desk/settings", picture)
    enter(context, bureau, "wuhan", Role.DECIDER)
    look(page, bureau, "/desk/queue", picture, english=True)
    look(page, bureau, "/desk/notices", picture)
    look(page, bureau, f"/desk/cases/{to_decide.id}", picture, english=True)
    look(page, bureau, f"/desk/cases/{proposed.id}", picture)
    page.goto(f"{bureau.app.config['address']}/desk/queue")
    page.locator("input[name=case]").first.check()
    page.click("button[value=return]")
    page.wait_for_selector("textarea")
    checked(page, picture and picture / "batch")
    enter(context, bureau, "huzhou", Role.DECIDER)
    look(page, bureau, f"/desk/cases/{people.id}/entries", picture)


def decide_by_keyboard(page: Page, bureau: Bureau, picture: Path | None = None) -> Handle:
    """Refuse a case of the queue: the way is the keyboard's alone, and the texts come back where something lacks."""
    case = bureau.desk.submitted("lost", serial=9)
    bureau.desk.pass_on(case, "wuhan")
    page.goto(f"{bureau.app.config['address']}/desk/queue")
    page.focus(f"a[href='/desk/cases/{case.id}']")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[action$='/approve']")
    page.focus("details:has(form[action$='/refuse']) summary")
    page.keyboard.press("Enter")
    page.select_option("#act-refusal-clause", "HB-2.4.2.3")
    page.focus("#act-refusal")
    page.keyboard.type("申明没有写遗失时间。")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("button[name=confirmed]")
    checked(page, picture and picture / "confirm")
    page.focus("button[value=back]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#act-refusal")
    assert page.input_value("#act-refusal") == "申明没有写遗失时间。"
    page.focus("#act-refusal")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.focus("button[value=yes]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".done")
    return case


def test_every_page_is_accessible_and_fits_a_phone(served: Bureau, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True)
    walk(context, served)
    context.close()


def test_a_case_is_refused_by_keyboard_and_without_a_script(served: Bureau, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True)
    two_decide(served, wanted="")
    enter(context, served, "wuhan", Role.DECIDER)
    assert decide_by_keyboard(context.new_page(), served).state() is State.REFUSED
    context.close()
