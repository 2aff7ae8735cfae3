"""The authorities' pages in a real Chromium: everybody can use them, and a decision by keyboard, without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casework.accounts.words import Role
from casework.applications.words import State
from tests.browsing import assert_accessible, enter, follow, served
from tests.casework.applications.desk import Desk, Handle, details
from tests.verify_site.desk.authority.conftest import Bureau, act, open_bureau
from tests.verify_site.desk.authority.test_review import roster
from tests.verify_site.desk.office import let_in
from tests.verify_site.papers import Papers

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def plain_bureau(
    papers: Papers, desk_template: tuple[Path, Desk], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bureau]:
    """A desk without HTTPS, as in the demonstration, for a browser."""
    folder = tmp_path_factory.mktemp("plain-bureau")
    bureau = open_bureau(papers, desk_template, folder, address="http://127.0.0.1:8000", demonstration=True)
    yield bureau
    bureau.close()


@pytest.fixture(scope="module")
def address(plain_bureau: Bureau) -> Iterator[str]:
    """That desk on a real port."""
    with served(plain_bureau.app) as address:
        yield address


def look(page: Page, path: str, *, english: bool = False) -> None:
    """A page with everything on it unfolded; the longest ones in English too."""
    for query in ("", "?lang=en") if english else ("",):
        page.goto(f"{path}{query}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        assert_accessible(page, desktop=True)


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


def test_every_page_is_accessible_and_fits_a_phone(page: Page, plain_bureau: Bureau) -> None:
    to_decide, proposed, people = prepared(plain_bureau)
    let_in(page, plain_bureau.enter("wuhan", Role.ADMINISTRATOR))
    look(page, "/desk/settings")
    let_in(page, plain_bureau.enter("wuhan", Role.DECIDER))
    look(page, "/desk/queue", english=True)
    look(page, "/desk/notices")
    look(page, f"/desk/cases/{to_decide.id}", english=True)
    look(page, f"/desk/cases/{proposed.id}")
    page.goto("/desk/queue")
    page.locator("input[name=case]").first.check()
    follow(page, "button[value=return]")
    assert page.is_visible("textarea")
    assert_accessible(page, desktop=True)
    let_in(page, plain_bureau.enter("huzhou", Role.DECIDER))
    look(page, f"/desk/cases/{people.id}/entries")


def test_a_case_is_refused_by_keyboard_and_without_a_script(page: Page, plain_bureau: Bureau) -> None:
    two_decide(plain_bureau, wanted="")
    let_in(page, plain_bureau.enter("wuhan", Role.DECIDER))
    case = plain_bureau.desk.submitted("lost", serial=9)
    plain_bureau.desk.pass_on(case, "wuhan")
    page.goto("/desk/queue")
    page.focus(f"a[href='/desk/cases/{case.id}']")
    enter(page)
    page.focus("details:has(form[action$='/refuse']) summary")
    page.keyboard.press("Enter")
    page.select_option("#act-refusal-clause", "HB-2.4.2.3")
    page.focus("#act-refusal")
    page.keyboard.type("申明没有写遗失时间。")
    page.keyboard.press("Tab")
    enter(page)
    assert page.is_visible("button[name=confirmed]")
    assert_accessible(page, desktop=True)
    page.focus("button[value=back]")
    enter(page)
    assert page.input_value("#act-refusal") == "申明没有写遗失时间。", "the words come back"
    page.focus("#act-refusal")
    page.keyboard.press("Tab")
    enter(page)
    page.focus("button[value=yes]")
    enter(page)
    assert page.is_visible(".done")
    assert case.state() is State.REFUSED
