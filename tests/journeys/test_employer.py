"""One day of an employer in a real browser: a scan, a receipt that outlives what it says, a list, and no network."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from demonstration.build import LISTS
from tests.documents.paper import rasterised, scanned
from tests.journeys.following import follow
from tests.journeys.test_spine import SERIF
from tests.needs import need_package
from tests.office import Office
from tests.verify_site.lists.files import read_xlsx, xlsx

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

VALID = "证书真实，目前有效"
FIRST = 20264205000001


@pytest.fixture
def office(sqlite_template: Path, tmp_path: Path) -> Office:
    """A prefecture that has issued sixty certificates, with keys for status lists and, for the site, for receipts."""
    need_package("fonts-noto-cjk", SERIF)
    shutil.copy(sqlite_template, tmp_path / "registry.sqlite3")
    office = Office(tmp_path / "office", f"sqlite:///{tmp_path / 'registry.sqlite3'}")
    office.prepare()
    office.run("registry", "init")
    for id_, kind, region in (("hubei", "provincial_office", "420000"), ("yichang", "prefecture", "420500")):
        named = ("--name", f"{id_}人社局", "--name-en", id_, "--kind", kind, "--region", region)
        office.run("registry", "add-authority", id_, *named)
    numbers = ("--first", str(FIRST), "--last", str(FIRST + 99))
    office.run("registry", "grant", "--issuer", "yichang", "--granter", "hubei", *numbers)
    office.run("signing", "new-key", "--issuer", "yichang", "--purpose", "certificates")
    office.run("signing", "new-key", "--issuer", "hubei", "--purpose", "status-lists")
    make_receipt_key(office)
    office.run("registry", "import", str(LISTS / "yichang.csv"), "--authority", "yichang")
    office.run("registry", "issue", "--issuer", "yichang")
    publish(office)
    return office


def make_receipt_key(office: Office) -> None:
    """The one key that the site itself holds, in a store of its own under a passphrase of its own."""
    store = office.folder / "receipts"
    store.mkdir(mode=0o700)
    passphrase = store / "passphrase"
    passphrase.touch(0o600)
    passphrase.write_text("an entirely different passphrase")
    places = ("--keystore", str(store / "keys"), "--passphrase-file", str(passphrase))
    office.run("signing", "new-key", "--issuer", "hubei", "--purpose", "receipts", *places)


def publish(office: Office) -> None:
    """Sign the status lists anew, as a timer does twice a day."""
    office.run("registry", "publish", str(office.folder / "public"))


@pytest.fixture
def page(office: Office, browser: Browser) -> Iterator[Page]:
    """An employer's browser on the office's site; what it complains about fails the day, but for the cut network."""
    complaints: list[str] = []
    with office.site() as address:
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
        context.on("console", lambda message: complaints.append(message.text))
        yield context.new_page()
        context.close()
    assert [each for each in complaints if "net::ERR_" not in each] == []


def scan(page: Page, file: Path) -> None:
    """Upload a file with a code to the scan page."""
    page.goto("/scan")
    page.set_input_files("#file", file)
    follow(page.locator("form:has(#file) button"))
    page.wait_for_selector("#verdict")


def take_receipt(page: Page, file: Path) -> str:
    """Save the receipt of the verdict on the page, and scan it; returns what its code says."""
    with page.expect_download() as started:
        page.get_by_role("button", name="保存核验回执（PDF）").click()
    started.value.save_as(file)
    (code,) = scanned(rasterised(file.read_bytes())[0])
    return code


def check_list(page: Page, file: Path) -> list[str]:
    """Upload a list; returns what the filters say of its results."""
    page.goto("/lists")
    page.set_input_files("#file", file)
    follow(page.locator("form:has(#file) button"))
    page.wait_for_selector(".rows > li", timeout=15_000)
    return page.locator(".filters a").all_inner_texts()


def offline_verdict(page: Page, code: str) -> str:
    """What the app says by itself of a code."""
    page.fill("#code", code)
    page.evaluate("document.getElementById('result').replaceChildren()")
    page.click("#typed button")
    return page.inner_text("#verdict")


def test_an_employer_s_day(page: Page, office: Office, tmp_path: Path) -> None:
    stories = [json.loads(office.run("registry", "show", str(FIRST + each), "--json")) for each in range(30)]
    to_revoke, kept = (each["codes"][0]["code"] for each in stories[:2])
    sheet = ("--number", str(FIRST), "--out", str(tmp_path / "证书.pdf"))
    office.run("registry", "print", "--issuer", "yichang", *sheet)
    scan(page, tmp_path / "证书.pdf")
    assert page.inner_text("h1") == VALID
    receipt = take_receipt(page, tmp_path / "回执.pdf")
    page.goto(receipt)
    assert page.inner_text("h1") == "回执真实，证书没有变化"
    office.run("registry", "revoke", str(FIRST), "--reason", "false_material")
    publish(office)
    page.goto(receipt)
    assert page.inner_text("h1") == "回执真实，但证书后来有变化"
    then, now = page.locator("section:has(#standing) dd").all_inner_texts()[:2]
    assert (then, "撤销" in now) == ("证书真实，核验时有效", True)

    rows = [[each["number"], each["name"]] for each in stories]
    rows[7][1] = "别的人"
    (tmp_path / "新入职.xlsx").write_bytes(xlsx([["证书编号", "姓名"], *rows]))
    outcomes = check_list(page, tmp_path / "新入职.xlsx")
    assert [each.split()[-1] for each in outcomes] == ["30", "28", "1", "1"]
    follow(page.locator(".filters a:has-text('没有查到')"))
    assert "别的人" in page.inner_text(".rows > li")
    with page.expect_download() as started:
        page.click("text=下载 XLSX")
    assert len(read_xlsx(started.value.path().read_bytes())) == 31
    address = page.url
    follow(page.locator("text=现在就删除"))
    assert page.request.get(address).status == 404

    page.goto("/offline")
    page.wait_for_selector("#state:has-text('已准备好')")
    assert offline_verdict(page, kept).endswith(" 有效")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("#offline[data-started]")
    assert offline_verdict(page, kept).endswith(" 有效")
    assert offline_verdict(page, to_revoke).endswith("已不再有效")
