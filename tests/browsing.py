"""Pages in a real Chromium: a site on a port, a phone before it, and the one check that everybody can use a page.

    with served(create_app(settings)) as address, phone(browser, address) as page:
        page.goto("/about")
        assert_accessible(page)

A click is over before the page that it leads to is there; `follow` and `enter` wait for that page.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

PHONE = 360
DESKTOP = 1280
HEIGHT = 800
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
RUN_AXE = """async (options) => (await axe.run(options)).violations
  .map((each) => `${each.id}: ${each.help}: ${each.nodes.map((node) => node.html).join(" ")}`)"""
OVERHANG = "document.documentElement.scrollWidth - window.innerWidth"
SMALL = """() => [...document.querySelectorAll(`main button, main .button, main .more, main .option, main nav a,
    main summary, main input, main select, main textarea`)]
  .filter((each) => each.offsetParent !== null && !["checkbox", "radio"].includes(each.type))
  .filter((each) => each.getBoundingClientRect().height < 44)
  .map((each) => each.outerHTML)"""


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of a site on a real port; ended with the block, so that the network can be cut for good."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def phone(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page on a phone that is at this site, under its own policy; what its scripts complain about fails the test.

    A page that could not be loaded, or whose answer is a refusal, is no complaint: the tests mean it so.
    """
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if not message.text.startswith("Failed to load resource"):
            complaints.append(message.text)

    context = browser.new_context(base_url=address, viewport={"width": PHONE, "height": HEIGHT}, **options)
    context.on("console", note)
    context.on("weberror", lambda fault: complaints.append(str(fault.error)))
    try:
        yield context.new_page()
    finally:
        context.close()
    assert not complaints, complaints


def follow(page: Page, selector: str) -> None:
    """Click what leads to another page, and wait until that one is there."""
    with page.expect_navigation():
        page.click(selector)


def enter(page: Page) -> None:
    """Press Enter where it leads to another page, and wait until that one is there."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def assert_accessible(page: Page, *, desktop: bool = False) -> None:
    """Nothing to scroll sideways, nothing too small for a thumb, and no violation of WCAG 2.2 AA by axe.

    axe looks at the Chinese pages alone. An English page is the same template with other words, so whoever checks one
    checks the same page in the same state in Chinese beside it; what hangs on the words is looked at in both, and
    `assert_no_violation` on some English pages. Nor may a page of the `desktop` be wider than the window there.
    """
    if desktop:
        page.set_viewport_size({"width": DESKTOP, "height": HEIGHT})
        assert page.evaluate(OVERHANG) <= 0, page.url
        page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    assert page.evaluate(OVERHANG) <= 0, page.url
    low = page.evaluate(SMALL)
    assert not low, f"{page.url}: {low}"
    assert page.title(), page.url
    if page.get_attribute("html", "lang") != "en":
        assert_no_violation(page)


def assert_no_violation(page: Page) -> None:
    """No violation of WCAG 2.2 AA that axe can find; colours, half of its time, hang on no language: in Chinese."""
    if not page.evaluate("'axe' in window"):
        page.add_init_script(AXE_SCRIPT)  # The pages after this one bring it along, a fourth of the cost of sending it.
        page.evaluate(AXE_SCRIPT)
    colours = page.get_attribute("html", "lang") != "en"
    found = page.evaluate(RUN_AXE, {**AXE, "rules": {"color-contrast": {"enabled": colours}}})
    assert not found, f"{page.url}: {found}"
