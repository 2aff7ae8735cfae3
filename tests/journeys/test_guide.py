"""The guide on a phone, from a sentence to a printed checklist, for each case of each notice."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from messages import Language
from policy import load_packs
from tests.office import Office

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

_NETWORKS = count(1)
PHONE = {"width": 360, "height": 800}
HUBEI, HUZHOU = "hubei-2013-80", "huzhou-2007-35"
SENTENCES = {
    (HUBEI, "lost"): "高级工程师证书弄丢了，在武汉评的，怎么补",
    (HUBEI, "damaged"): "我在宜昌，证书被水泡坏了",
    (HUBEI, "confirm"): "我是从广东调到武汉的高级工程师，证书要怎么确认",
    (HUBEI, "verify"): "我在湖北，怎么查职称证书是真是假",
    (HUZHOU, "lost"): "我在湖州，职称证书丢了",
    (HUZHOU, "damaged"): "湖州的证书打印错了一个字",
    (HUZHOU, "exchange"): "湖州的老证书要换新证书",
    (HUZHOU, "transfer"): "我从江苏调到湖州，工程师证书怎么确认",
}
"""Every other case is begun from the notice's page: no sentence of a person asks for it."""
BEGUN = [(notice, case) for notice, pack in load_packs().items() for case in pack.cases]
LONG_AGO = date.today() - timedelta(days=220)  # noqa: DTZ011 - the day of the machine that runs the site


@pytest.fixture(scope="module")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real server over an office that has issued nothing: the guide needs no certificate."""
    folder = tmp_path_factory.mktemp("guide")
    shutil.copy(sqlite_template, folder / "registry.sqlite3")
    office = Office(folder / "office", f"sqlite:///{folder / 'registry.sqlite3'}")
    office.prepare()
    office.run("registry", "init")
    named = ("--name", "武汉市人社局", "--name-en", "Wuhan", "--kind", "prefecture", "--region", "420100")
    office.run("registry", "add-authority", "wuhan", *named)
    office.run("signing", "new-key", "--issuer", "wuhan", "--purpose", "certificates")
    office.run("registry", "publish", str(folder / "office" / "public"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CERT_PROXIES", "1")
        with office.site() as address:
            yield address


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """A phone with one page, which goes from case to case."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type] # a ViewportSize
    yield context.new_page()
    context.close()


@pytest.fixture
def page(phone: Page) -> Iterator[Page]:
    """The phone in a network of its own; whatever the browser complains about fails the test."""
    complaints: list[str] = []
    phone.set_extra_http_headers({"X-Forwarded-For": f"198.51.{next(_NETWORKS)}.7"})
    phone.on("console", complain := lambda message: complaints.append(message.text))
    yield phone
    phone.remove_listener("console", complain)
    assert complaints == []


def wait_for_another_address(page: Page, before: str) -> None:
    """Every answer that is taken leads to another link."""
    page.wait_for_url(lambda url: bool(url != before))


def answer_until_the_end(page: Page, notice: str) -> None:
    """The place where it is asked, a day long ago where a day is asked, else the first answer."""
    for _ in range(25):
        if page.locator(".checklist").count():
            return
        before = page.url
        if page.locator("#year").count():
            for part in ("year", "month", "day"):
                page.fill(f"#{part}", str(getattr(LONG_AGO, part)))
            page.click("form:has(#year) button")
        elif page.locator(f"button[name=answer][value='{notice}']").count():
            page.click(f"button[name=answer][value='{notice}']")
        else:
            page.locator("button[name=answer]").first.click()
        wait_for_another_address(page, before)
        page.wait_for_selector("#turn:not([aria-busy])")
    raise AssertionError(page.inner_text("main"))


def printed(page: Page) -> str:
    """What stands on the printed checklist."""
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    document.close()
    return re.sub(r"\s+", "", text)


def assert_checklist(page: Page, notice: str, case: str) -> None:
    """The right case; who submits stands first and on paper; each statement with its clause, on paper too."""
    pack = load_packs()[notice]
    language: Language = "en" if page.get_attribute("html", "lang") == "en" else "zh"
    assert pack.cases[case].title.say(language) in page.inner_text("h1")
    submitters = {submitter.text.say(language) for submitter in pack.submitters.values()}
    first = page.inner_text(".checklist .first")
    assert first in submitters
    paper = printed(page)
    assert re.sub(r"\s+", "", first) in paper
    statements = page.locator(".checklist .group > * > li").all_inner_texts()
    assert statements
    assert [said for said in statements if pack.notice.citation not in said] == []
    assert paper.count(re.sub(r"\s+", "", pack.notice.citation)) >= len(statements)
    assert "接着问" not in paper


@pytest.mark.parametrize(("notice", "case"), BEGUN, ids=lambda each: each)
def test_each_case_leads_to_a_printed_checklist(page: Page, site: str, notice: str, case: str) -> None:
    sentence = SENTENCES.get((notice, case))
    if sentence:
        page.goto(f"{site}/guide")
        page.fill("#text", sentence)
        page.click(".say button")
    else:
        page.goto(f"{site}/guide/{notice}")
        page.click(f"button[name=case][value='{case}']")
    page.wait_for_url("**/guide/c/**")
    if (notice, case) == (HUBEI, "verify"):
        assert page.locator("main a[href='/']").count()
        return
    answer_until_the_end(page, notice)
    assert_checklist(page, notice, case)


def follow(page: Page, button: Locator) -> None:
    """Presses a button and waits for the page that it leads to."""
    with page.expect_navigation():
        button.click()


def test_the_whole_way_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type] # a ViewportSize
    page = context.new_page()
    page.goto(f"{site}/")
    page.click("text=办理补发、确认、换证？问一问")
    page.fill("#text", SENTENCES[HUBEI, "lost"])
    follow(page, page.locator(".say button"))
    for _ in range(12):
        if page.locator(".checklist").count():
            break
        if page.locator("#year").count():
            yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - as above
            for part in ("year", "month", "day"):
                page.fill(f"#{part}", str(getattr(yesterday, part)))
            follow(page, page.locator("form:has(#year) button"))
        else:
            follow(page, page.locator("button[name=answer]").first)
    assert "还要等" in page.inner_text(".badge")
    assert_checklist(page, HUBEI, "lost")
    with page.expect_download() as waiting:
        page.click("a[href*='calendar.ics']")
    assert "BEGIN:VEVENT" in Path(waiting.value.path()).read_text("utf-8")
    page.goto(page.url)
    follow(page, page.locator("button[name=back]"))
    page.go_back()
    assert page.locator(".checklist").count() == 1
    context.close()


def test_the_whole_way_in_english(page: Page, site: str) -> None:
    page.goto(f"{site}/guide?lang=en")
    page.fill("#text", "I moved from Guangdong to Wuhan, I am a senior engineer; how is my certificate confirmed?")
    page.click(".say button")
    page.wait_for_url("**/guide/c/**")
    answer_until_the_end(page, HUBEI)
    assert_checklist(page, HUBEI, "confirm")
    assert "Who submits" in page.inner_text(".submitter")
