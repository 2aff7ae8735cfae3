"""The desk in a real Chromium: everybody can use every page, and a first day by keyboard and without a script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyotp

from casework.accounts.words import Role
from tests.browsing import assert_accessible, enter, follow
from tests.verify_site.desk.office import PASSWORD, Office, let_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


def look(page: Page, path: str, chinese: str, english: str) -> None:
    """A page in both languages: the expected one, for a refusal would be accessible as well."""
    for query, heading in (("", chinese), ("?lang=en", english)):
        page.goto(f"{path}{query}")
        assert page.locator("main h1").inner_text() == heading
        assert_accessible(page, desktop=True)


def test_every_page_is_accessible_in_both_languages(page: Page, plain_office: Office) -> None:
    office = plain_office
    look(page, "/desk/sign-in", "登录单位工作台", "Sign in to the units' desk")
    shown = office.sign_in("unit_a", Role.ADMINISTRATOR).post("/desk/people", name="李四", roles=["clerk", "submitter"])
    link = re.search(r"/desk/invitations/[A-Za-z0-9_-]{43}", shown.text)
    assert link is not None
    look(page, link[0], "开通您的账户", "Open your account")
    let_in(page, office.sign_in("county", Role.CLERK, complete=False))
    look(page, "/desk/second-factor/set-up", "设置动态口令", "Set up one-time codes")
    let_in(page, office.sign_in("prefecture", Role.ADMINISTRATOR))
    look(page, "/desk", "单位工作台", "Units' desk")
    look(page, "/desk/organisations", "单位账户", "Organisations' accounts")
    look(page, "/desk/account", "我的账户", "My account")
    let_in(page, office.sign_in("unit_a", Role.ADMINISTRATOR))
    look(page, "/desk/people", "本单位的同事", "Colleagues in your organisation")
    let_in(page, office.sign_in("unit_a", Role.AUDITOR))
    look(page, "/desk/audit", "审计记录", "Audit trail")


def test_a_first_day_works_by_keyboard_and_without_a_script(page: Page, address: str, plain_office: Office) -> None:
    page.goto("/desk/people")
    sign_in(page, "administrator@department.example", "wrong guess here")
    assert "登录名或密码不对" in page.locator("#problem").inner_text()
    assert_accessible(page, desktop=True)
    sign_in(page, "administrator@department.example", PASSWORD)
    totp = pyotp.TOTP(page.locator("code.secret").inner_text().replace(" ", ""))
    page.fill("#code", "000000")
    enter(page)
    assert page.is_visible("#code-error")
    page.fill("#code", totp.at(plain_office.clock.now))
    enter(page)
    assert page.is_visible(".codes")
    assert_accessible(page, desktop=True)
    follow(page, "a.button")
    assert page.url == f"{address}/desk/people", "where the first link led"
    page.fill("#name", "李四")
    page.locator("form[action='/desk/people'] input[value=reviewer]").check()
    follow(page, "form[action='/desk/people'] button")
    assert page.is_visible("code.secret")
    assert_accessible(page, desktop=True)
    follow(page, "nav.desk form button")
    assert page.is_visible(".done")
    assert_accessible(page, desktop=True)
    page.goto("/desk")
    assert page.url.startswith(f"{address}/desk/sign-in?next=")


def sign_in(page: Page, login: str, password: str) -> None:
    """As somebody does who never touches the mouse."""
    page.focus("#login")
    page.keyboard.press("Control+A")
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    enter(page)
