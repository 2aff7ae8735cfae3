"""From page to page without outrunning the browser: each step ends when what it leads to is there.

follow(page.get_by_role("button", name="报送"))
say_to_guide(page, "我在湖州，职称证书丢了")
tell_day(page, date(2026, 4, 16))
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def follow(button: Locator) -> None:
    """Press a button or a link and wait for where it leads.

    That is a page, loaded, or the guide's next turn: its script puts that in place together with another address.
    """
    with button.page.expect_navigation():
        button.click()


def say_to_guide(page: Page, sentence: str) -> None:
    """Write a sentence into the guide's page and send it."""
    page.fill("#text", sentence)
    follow(page.locator(".say button"))


def tell_day(page: Page, day: date) -> None:
    """Answer the guide's question for a day."""
    for part in ("year", "month", "day"):
        page.fill(f"#{part}", str(getattr(day, part)))
    follow(page.locator("form:has(#year) button"))
