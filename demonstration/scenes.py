"""What the README's pictures show beyond a page that opens by itself: a list checked, a case at the desk, and so on.

page = browser.new_page(…); SCENES["list"](page, stage)      # leads the page to what is to be photographed
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from demonstration.accounts import codes_now

LOST = "我的高级工程师证书丢了，湖北发的，评审的，去年5月6日登的报，六项都写全了，报纸还在，在国企上班"
MOST_QUESTIONS = 8


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the scenes are played: the site's address, the built demonstration, and its examples."""

    address: str
    folder: Path
    password: str
    codes: Mapping[str, str]
    """The addresses behind the examples' QR codes, by verdict."""

    def signed_in(self, page: Page, login: str) -> None:
        """Sign in at the desk, with the one-time code where one is asked for."""
        page.goto(f"{self.address}/desk/sign-in")
        page.fill("#login", login)
        page.fill("#password", self.password)
        page.click("main form button[type=submit]")
        if "second-factor" in page.url:
            page.fill("#code", codes_now(self.folder / "private", datetime.now(UTC))[login])
            page.click("main form button[type=submit]")
        page.wait_for_selector("nav.desk")


def scan_result(page: Page, stage: Stage) -> None:
    """A printed PDF, uploaded."""
    page.goto(f"{stage.address}/scan")
    page.set_input_files("input[type=file]", stage.folder / "printed" / "yichang.pdf")
    page.click("form[enctype] button[type=submit]")
    page.wait_for_url("**/scan/upload*")


def list_result(page: Page, stage: Stage) -> None:
    """Five codes checked as a list."""
    page.goto(f"{stage.address}/lists")
    page.fill("textarea", "\n".join(stage.codes.values()))
    page.click("form:has(textarea) button[type=submit]")
    page.wait_for_selector("img.outcome-picture", timeout=20_000)
    page.locator("img.outcome-picture").evaluate("picture => picture.decode()")


def guide_outcome(page: Page, stage: Stage) -> None:
    """From one sentence to the checklist."""
    page.goto(f"{stage.address}/guide")
    page.fill("#text", LOST)
    page.click("form.say button[type=submit]")
    # What the sentence did not say is asked; the first answer of each question will do.
    for _ in range(MOST_QUESTIONS):
        page.wait_for_selector("article.checklist, button[name=answer]")
        if page.query_selector("article.checklist"):
            return
        page.click("button[name=answer]")
        page.wait_for_timeout(400)


def offline_answer(page: Page, stage: Stage) -> None:
    """A pasted code, checked in the browser alone."""
    page.goto(f"{stage.address}/offline")
    page.wait_for_function("document.body.innerText.includes('已准备好')")
    page.fill("textarea", stage.codes["valid"])
    page.click("form:has(textarea) button[type=submit]")
    page.wait_for_selector(".verdict")


def unit_case(page: Page, stage: Stage) -> None:
    """What a unit sees of a case that came back."""
    stage.signed_in(page, "institute")
    page.goto(f"{stage.address}/desk/cases/2")


def office_case(page: Page, stage: Stage) -> None:
    """What a reviewing office sees of a case that waits for it."""
    stage.signed_in(page, "wuhan")
    page.goto(f"{stage.address}/desk/cases/1")


SCENES: Mapping[str, Callable[[Page, Stage], None]] = {
    "upload": scan_result,
    "list": list_result,
    "guide": guide_outcome,
    "offline": offline_answer,
    "desk": unit_case,
    "office": office_case,
}
