"""The public pages in a real Chromium at 360 px: everybody can use them, by keyboard alone and without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from policy import FactKind, OutcomeVerdict
from tests.browsing import HEIGHT, assert_accessible, assert_no_violation, enter, follow, phone
from tests.verify_site.guide.talk import link_asking, link_to
from tests.verify_site.papers import Papers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOOK_UP = "form[action^='/look-up/name'] button"


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_every_verdict_is_accessible(page: Page, papers: Papers, query: str) -> None:
    for code in [*papers.codes.values(), papers.valid.code]:
        page.goto(f"/V/{code}{query}")
        assert_accessible(page)


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_every_other_page_and_answer_is_accessible(page: Page, papers: Papers, query: str) -> None:
    for path in ("/", "/about", "/nowhere"):
        page.goto(f"{path}{query}")
        assert_accessible(page)
    for number, name in ((papers.valid.number, papers.valid.name), ("1", "某人"), ("9" * 40, " ")):
        page.goto(f"/{query}")
        page.fill("[id='name.number']", number)
        page.fill("[id='name.name']", name)
        follow(page, LOOK_UP)
        assert_accessible(page)
    page.goto(f"/{query}")
    page.fill("[id='code.code']", "https://evil.example/V/1")
    follow(page, "form[action^='/look-up/code'] button")
    assert_accessible(page)


def test_english_pages_of_every_kind_pass_by_axe_too(page: Page, papers: Papers) -> None:
    outcome, question = link_to(OutcomeVerdict.PROCEED), link_asking(FactKind.DATE)
    for path in ("/", f"/V/{papers.valid.code}", f"/guide/c/{outcome}", f"/guide/c/{question}"):
        page.goto(f"{path}?lang=en")
        assert page.get_attribute("html", "lang") == "en"
        assert_no_violation(page)


def test_a_page_of_unknown_status_is_accessible(page: Page, papers: Papers, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("SELECT …", {}, Exception("database is locked"))

    monkeypatch.setattr("registry.rows.LookUp.__call__", refuse)
    for query in ("", "?lang=en"):
        page.goto(f"/V/{papers.valid.code}{query}")
        assert papers.valid.name in page.inner_text("main")
        assert_accessible(page)


def test_an_identity_number_is_compared_by_keyboard_alone(page: Page, papers: Papers) -> None:
    page.goto(f"/V/{papers.valid.code}")
    page.focus("#identity")
    page.keyboard.type(papers.valid.identity)
    enter(page)
    assert page.locator("[role=status]").count()
    assert "相符" in page.title()
    assert page.evaluate("document.querySelector('#identity-title').getBoundingClientRect().top") < HEIGHT
    assert_accessible(page)


def test_it_works_with_javascript_off_and_asks_nobody_else(browser: Browser, address: str, papers: Papers) -> None:
    with phone(browser, address, java_script_enabled=False) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/")
        page.fill("[id='verification-code.number']", papers.valid.number)
        page.fill("[id='verification-code.verification_code']", papers.valid.verification_code)
        follow(page, "form[action^='/look-up/verification-code'] button")
        assert papers.valid.name in page.inner_text("main")
        follow(page, ".language button")
        assert "In the registry, and valid today" in page.inner_text("main")
        assert all(url.startswith((address, "data:")) for url in asked)
        assert page.context.cookies() == []
