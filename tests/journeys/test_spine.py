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
    from playwright.sync_api import Browser

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


def test_the_command_line_alone_leads_from_a_list_to_a_replaced_certificate(office: Office, tmp_path: Path) -> None:
    codes = issue_and_print(office, tmp_path)
    assert len(codes) == 3
    offline = json.loads(office.run("signing", "verify", codes[0], "--json"))
    assert "张三丰" in json.dumps(offline, ensure_ascii=False)
    with office.site():
        before = [as_json(code)["verdict"] for code in codes]
        told = json.loads(
            office.run("registry", "replace", "20264201000001", "--reason", "lost", "--json"),
        )
        office.run("registry", "revoke", "20264201000002", "--reason", "false_material")
        after = [as_json(code)["verdict"] for code in codes]
    assert before == ["valid", "valid", "valid"]
    assert after == ["replaced", "revoked", "valid"]
    assert told == {"replaced": "20264201000001", "new_number": "20264201000004"}
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


@pytest.mark.parametrize("registry_url", ["sqlite"], indirect=True)
def test_an_employer_scans_the_printed_sheet_and_scans_again_after_it_was_replaced(
    office: Office, tmp_path: Path, browser: Browser
) -> None:
    codes = issue_and_print(office, tmp_path)
    page = browser.new_page(viewport={"width": 360, "height": 800})
    with office.site():
        page.goto(codes[0])
        assert "证书真实，目前有效" in page.inner_text("h1")
        assert "张三丰" in page.inner_text("main")
        page.goto(codes[2])
        assert "刘𬱖" in page.inner_text("main")
        office.run("registry", "replace", "20264201000001", "--reason", "lost")
        page.goto(codes[0])
        said = page.inner_text("main")
        assert "取代" in page.inner_text("h1") or "补发" in page.inner_text("h1")
        assert "20264201000004" not in said
    page.close()
