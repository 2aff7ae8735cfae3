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
from tests.journeys.following import follow, say_to_guide, tell_day
from tests.office import Office

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

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
TODAY = date.today()  # noqa: DTZ011 - the day of the machine that runs the site
LONG_AGO, YESTERDAY = TODAY - timedelta(days=220), TODAY - timedelta(days=1)


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


def answer_until_the_end(page: Page, notice: str, day: date = LONG_AGO) -> None:
    """The place where it is asked, `day` where a day is asked, else the first answer."""
    for _ in range(25):
        if page.locator(".checklist").count():
            return
        if page.locator("#year").count():
            tell_day(page, day)
        else:
            place = page.locator(f"button[name=answer][value='{notice}']")
            follow(place if place.count() else page.locator("button[name=answer]").first)
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
        say_to_guide(page, sentence)
    else:
        page.goto(f"{site}/guide/{notice}")
        follow(page.locator(f"button[name=case][value='{case}']"))
    assert "/guide/c/" in page.url
    if (notice, case) == (HUBEI, "verify"):
        assert page.locator("main a[href='/']").count()
        return
    answer_until_the_end(page, notice)
    assert_checklist(page, notice, case)


def test_the_whole_way_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type] # a ViewportSize
    page = context.new_page()
    page.goto(f"{site}/")
    follow(page.locator("text=办理补发、确认、换证？问一问"))
    say_to_guide(page, SENTENCES[HUBEI, "lost"])
    answer_until_the_end(page, HUBEI, YESTERDAY)
    assert "还要等" in page.inner_text(".badge")
    assert_checklist(page, HUBEI, "lost")
    with page.expect_download() as waiting:
        page.click("a[href*='calendar.ics']")
    assert "BEGIN:VEVENT" in Path(waiting.value.path()).read_text("utf-8")
    page.goto(page.url)
    follow(page.locator("button[name=back]"))
    page.go_back()
    assert page.locator(".checklist").count() == 1
    context.close()


def test_the_whole_way_in_english(page: Page, site: str) -> None:
    page.goto(f"{site}/guide?lang=en")
    say_to_guide(page, "I moved from Guangdong to Wuhan, I am a senior engineer; how is my certificate confirmed?")
    answer_until_the_end(page, HUBEI)
    assert_checklist(page, HUBEI, "confirm")
    assert "Who submits" in page.inner_text(".submitter")
