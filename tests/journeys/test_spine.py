"""From an approved list to a printed certificate that any phone can check, and on to the one that replaces it."""

from __future__ import annotations

import csv
import json
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import zxingcpp

from tests.needs import need_package
from tests.office import Office

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SERIF = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
PEOPLE = [
    ("姓名", "身份证号", "资格名称", "级别", "专业", "评审通过时间"),
    ("张三丰", "420101190001010017", "工程师", "中级", "建筑工程", "2026年6月30日"),
    ("拜合提亚尔·穆太力普", "42902119000101004X", "助理工程师", "助理级", "给水排水", "2026-06-30"),
    ("刘𬱖", "429021190002280025", "工程师", "中级", "机械工程", "20260630"),
]


@pytest.fixture
def office(tmp_path: Path, registry_url: str) -> Office:
    """An office whose registry is empty, on each engine; the first steps are the operator's own commands."""
    office = Office(tmp_path / "office", registry_url)
    office.prepare()
    with (tmp_path / "名单.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(PEOPLE)
    office.run("registry", "init")
    for id_, name, kind, region in (
        ("hubei", "省职改办", "provincial_office", "420000"),
        ("wuhan", "武汉市人社局", "prefecture", "420100"),
    ):
        named = ("--name", name, "--name-en", id_, "--kind", kind, "--region", region)
        office.run("registry", "add-authority", id_, *named)
    numbers = ("--first", "20264201000001", "--last", "20264201000100")
    office.run("registry", "grant", "--issuer", "wuhan", "--granter", "hubei", *numbers)
    office.run("signing", "new-key", "--issuer", "wuhan", "--purpose", "certificates")
    office.run("registry", "publish", str(tmp_path / "office" / "public"))
    return office


def read_codes(pdf: Path) -> list[str]:
    """Print at 150 dpi, and scan what lies on the paper."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(scale=150 / 72).to_pil()
        found += [barcode.text for barcode in zxingcpp.read_barcodes(picture)]
    return found


def as_json(address: str) -> dict[str, object]:
    """What the site answers a program."""
    request = urllib.request.Request(address, headers={"Accept": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        told: dict[str, object] = json.load(answer)
        return told


def issue_and_print(office: Office, tmp_path: Path) -> list[str]:
    """Import the list, issue, print; returns what a scanner reads from the sheets."""
    need_package("fonts-noto-cjk", SERIF)
    office.run("registry", "import", str(tmp_path / "名单.csv"), "--authority", "wuhan")
    assert json.loads(office.run("registry", "issue", "--issuer", "wuhan", "--json")) == {"issued": 3}
    office.run("registry", "print", "--issuer", "wuhan", "--out", str(tmp_path / "证书.pdf"))
    return read_codes(tmp_path / "证书.pdf")


def read_by_an_employer(page: Page, code: str) -> tuple[str, str]:
    """What a phone shows behind a code: the verdict, and the whole page."""
    page.goto(code)
    return page.inner_text("h1"), page.inner_text("main")


def test_commands_lead_from_a_list_to_paper_that_any_phone_checks_and_on_to_what_replaces_it(
    office: Office, tmp_path: Path, browser: Browser
) -> None:
    codes = issue_and_print(office, tmp_path)
    assert len(codes) == 3
    offline = json.loads(office.run("signing", "verify", codes[0], "--json"))
    assert "张三丰" in json.dumps(offline, ensure_ascii=False)
    phone = browser.new_page(viewport={"width": 360, "height": 800})
    with office.site():
        before = [as_json(code)["verdict"] for code in codes]
        scanned = [read_by_an_employer(phone, code) for code in codes]
        told = json.loads(
            office.run("registry", "replace", "20264201000001", "--reason", "lost", "--json"),
        )
        office.run("registry", "revoke", "20264201000002", "--reason", "false_material")
        after = [as_json(code)["verdict"] for code in codes]
        verdict, page = read_by_an_employer(phone, codes[0])
    phone.close()
    assert before == ["valid", "valid", "valid"]
    assert [said for said, _ in scanned] == ["证书真实，目前有效"] * 3
    assert [name for (name, *_), (_, text) in zip(PEOPLE[1:], scanned, strict=True) if name not in text] == []
    assert after == ["replaced", "revoked", "valid"]
    assert "取代" in verdict or "补发" in verdict
    assert told == {"replaced": "20264201000001", "new_number": "20264201000004"}
    assert "20264201000004" not in page
    office.run("registry", "print", "--issuer", "wuhan", "--out", str(tmp_path / "新证书.pdf"))
    (new_code,) = read_codes(tmp_path / "新证书.pdf")
    assert new_code not in codes
    story = json.loads(office.run("registry", "show", "20264201000001", "--json"))
    assert [event["move"] for event in story["events"]] == ["issue", "print", "replace"]
    assert {event["actor"] for event in story["events"]} == {"王办事员"}


def test_importing_the_same_list_again_changes_nothing(office: Office, tmp_path: Path) -> None:
    first = json.loads(office.run("registry", "import", str(tmp_path / "名单.csv"), "--authority", "wuhan", "--json"))
    again = json.loads(office.run("registry", "import", str(tmp_path / "名单.csv"), "--authority", "wuhan", "--json"))
    assert (first["new"], first["present"]) == (3, 0)
    assert (again["new"], again["present"]) == (0, 3)
