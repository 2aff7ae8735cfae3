"""The challenge in a real Chromium: solved by its script, or waited for without one."""

from __future__ import annotations

import time as real_time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.browsing import assert_accessible, follow, served
from tests.verify_site.papers import Papers
from verify_site.app import create_app
from verify_site.limits import FREE_MISSES, PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def address(papers: Papers) -> Iterator[str]:
    """The site on a real port, after its visitor's network has used up the free misses."""
    app = create_app(papers.settings)
    for _ in range(FREE_MISSES):
        app.test_client().post("/look-up/name", data={"number": "1", "name": "某"})
    with served(app) as address:
        yield address
    app.extensions["service"].registry.dispose()


def look_up(page: Page, papers: Papers) -> None:
    page.goto("/")
    page.fill("[id='name.number']", papers.valid.number)
    page.fill("[id='name.name']", papers.valid.name)
    follow(page, "form[action^='/look-up/name'] button")


def test_the_script_solves_it_and_sends_the_form(page: Page, papers: Papers) -> None:
    look_up(page, papers)
    page.wait_for_selector("#verdict")
    assert "相符" in page.inner_text("#verdict")


def test_without_a_script_a_minute_s_wait_is_enough_and_the_page_is_accessible(
    page: Page, papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.route("**/challenge.js*", lambda route: route.abort())
    look_up(page, papers)
    assert f"请等 {PATIENCE} 秒" in page.inner_text("main")
    assert_accessible(page)
    follow(page, "#challenge button")
    assert page.inner_text("h1") == "请先完成安全检查"
    monkeypatch.setattr(
        "verify_site.challenge.gate.time", SimpleNamespace(time=lambda: real_time.time() + PATIENCE + 1)
    )
    follow(page, "#challenge button")
    assert "相符" in page.inner_text("#verdict")
