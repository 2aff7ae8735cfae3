"""What people prepare becomes an application, that a decision, and that a paper which anybody can check."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from demonstration.build import LISTS
from demonstration.cases import CONFIRM, NEWCOMER
from policy import Answer
from tests.documents.paper import copied_text, rasterised, scanned
from tests.journeys.desk_people import (
    Desk,
    answer,
    approve,
    ask_the_guide,
    attach,
    begin,
    bring,
    do_with_ticked,
    fill_in,
    look_up,
    make_draft,
    open_desk,
    pass_on,
    press,
    scanned_sheets,
    submit,
    take_pack,
    upload_roster,
    verdict_of,
    write_down_inquiry,
)
from tests.journeys.test_spine import SERIF
from tests.needs import need_package
from tests.office import Office
from tests.verify_site.lists.files import read_xlsx

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VALID, REPLACED = "证书真实，目前有效", "旧证书，已被新证书取代"
TODAY = date.today()  # noqa: DTZ011 - the day of the machine that runs the site
PUBLISHED = TODAY - timedelta(days=220)
HOLDER, IDENTITY, LOST = "张三丰", "420101190001010017", "20264200000001"
SENIOR = [
    ("姓名", "身份证号", "资格名称", "级别", "专业", "评审通过时间"),
    (HOLDER, IDENTITY, "高级工程师", "副高级", "建筑工程", "2019-12-20"),
]
LOST_SENIOR: dict[str, str | date] = {
    "证书是湖北省的机关发的吗？": "是",
    "遗失申明登报了吗？": "已登在当地公开发行的报纸上",
    "登出的申明，姓名、性别、任职资格名称、评审通过时间、证书编号、遗失时间这六项都写清楚了吗？": "六项都写清楚了",
    "手里有那天的报纸原件吗？": "是",
    "申明是哪一天登报的？": PUBLISHED,
    "您现在有单位吗？": "是",
    "资格是怎样取得的？": "评审",
    "证书是哪个级别？": "高级",
}
"""What somebody clicks who lost a senior certificate, by the question."""
TYPED = {"姓名": HOLDER, "身份证号": IDENTITY, "资格名称": "高级工程师", "专业": "建筑工程", "证书编号": LOST}
EXCHANGE: dict[str, Answer] = {
    "route": "evaluation",
    "place": "huzhou",
    "obtained_on": date(1996, 1, 20),
    "has_original": True,
    "unit": "with_department",
    "administered": "city",
    "level": "intermediate",
    "construction": False,
    "retired": False,
}


@pytest.fixture(scope="module")
def desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Desk]:
    """The offices of two provinces, their units, and one site for all of them."""
    need_package("fonts-noto-cjk", SERIF)
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(sqlite_template, folder / "registry.sqlite3")
    with open_desk(Office(folder / "office", f"sqlite:///{folder / 'registry.sqlite3'}"), browser) as desk:
        yield desk


def assert_nothing_personal_is_in(log: str, *personal: str) -> None:
    """The log has the routes that were walked, and none of these texts."""
    assert "POST /desk/cases/<int:application>/submit 303" in log
    assert [each for each in personal if each in log] == []


def the_only_sheet(pack: dict[str, bytes], name: str) -> bytes:
    """The file of a pack whose name holds this."""
    (found,) = (data for each, data in pack.items() if name in each)
    return found


def test_what_a_person_prepares_ends_in_a_new_certificate_and_the_lost_one_reads_replaced(
    desk: Desk, tmp_path: Path
) -> None:
    with (tmp_path / "名单.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(SENIOR)
    desk.office.run("registry", "import", str(tmp_path / "名单.csv"), "--authority", "hubei")
    desk.office.run("registry", "issue", "--issuer", "hubei")
    (old_code,) = scanned_sheets(desk, "hubei", tmp_path / "旧证书.pdf")

    person = desk.somebody()
    assert verdict_of(person, old_code) == VALID
    ask_the_guide(person, "我在湖北，证书丢了", LOST_SENIOR)
    pack = take_pack(person, TYPED)
    assert "登有遗失申明的报纸原件" in copied_text(the_only_sheet(pack, "办理清单.pdf"))[0]
    form = the_only_sheet(pack, "登记表（样表）.pdf")
    with zipfile.ZipFile(BytesIO(the_only_sheet(pack, "登记表（样表）.docx"))) as document:
        written = document.read("word/document.xml").decode()
    assert all(text in copied_text(form)[0] and text in written for text in TYPED.values())
    (link,) = scanned(rasterised(the_only_sheet(pack, "交接单.pdf"), 110)[0])

    clerk = desk.person("institute.clerk")
    told = look_up(clerk, link)
    assert HOLDER in told
    assert IDENTITY not in told
    assert "评审通过时间" in told.partition("还缺什么")[2]
    draft = make_draft(clerk)
    (tmp_path / "登记表.pdf").write_bytes(form)
    fill_in(clerk, {"approved_on": "2019-12-20"})
    attach(clerk, "补发登记表", tmp_path / "登记表.pdf")
    bring(clerk, "报纸原件")
    press(clerk, "保存，并核对报送")
    clerk.get_by_text("报送由本单位的提交人办理").wait_for()
    assert clerk.get_by_role("button", name="以本单位名义报送").count() == 0
    submitter = desk.person("institute")
    submitter.goto(f"{draft}/submit")
    case = submit(submitter)
    pass_on(desk.person("wuhan"), case, "材料齐全，同意上报。")
    approve(desk.person("hubei"), case, "同意补办。")

    assert verdict_of(person, old_code) == VALID
    issued = json.loads(desk.office.run("casework", "issue-approved", "--issuer", "hubei", "--json"))
    assert (issued["papers"], issued["problems"]) == (1, [])
    (new_code,) = scanned_sheets(desk, "hubei", tmp_path / "新证书.pdf")
    assert verdict_of(person, new_code) == VALID
    assert HOLDER in person.inner_text("main")
    new = person.inner_text("main").partition("证书编号\n")[2].split()[0]
    assert verdict_of(person, old_code) == REPLACED
    submitter.goto(draft)
    assert "已办结" in submitter.inner_text(".sub")
    assert f"新编号：{new}" in submitter.inner_text("main")
    hand_over_code = link.partition("#")[2]
    assert_nothing_personal_is_in(
        desk.log(), HOLDER, IDENTITY, LOST, new, hand_over_code, old_code[-40:], new_code[-40:]
    )


def test_a_title_from_another_province_ends_in_a_recognition_letter_that_keeps_its_date(
    desk: Desk, tmp_path: Path
) -> None:
    clerk = desk.person("studio")
    begin(clerk, "省外证书确认")
    answer(clerk, {**CONFIRM, "level": "senior"})
    clerk.select_option("#form-level", "副高级")
    fill_in(clerk, {name: text for name, text in NEWCOMER.items() if name != "level"} | {"title": "高级工程师"})
    bring(clerk, *clerk.locator("fieldset[id^=paper-] legend").all_inner_texts())
    press(clerk, "保存，并核对报送")
    case = submit(clerk)
    pass_on(desk.person("talent"), case, "档案在我中心，材料齐全。")
    pass_on(desk.person("wuhan"), case, "审核属实，同意上报。")
    approve(desk.person("hubei"), case, "同意确认。")
    issued = json.loads(desk.office.run("casework", "issue-approved", "--issuer", "hubei", "--json"))
    assert (issued["papers"], issued["problems"]) == (1, [])
    (code,) = scanned_sheets(desk, "hubei", tmp_path / "认定书.pdf")
    assert "职称认定书" in copied_text((tmp_path / "认定书.pdf").read_bytes())[0]
    anybody = desk.somebody()
    assert verdict_of(anybody, code) == VALID
    read = anybody.inner_text("main")
    assert [each for each in ("认定书", NEWCOMER["name"], "2019年12月20日") if each not in read] == []
    assert_nothing_personal_is_in(desk.log(), NEWCOMER["name"], NEWCOMER["identity"], NEWCOMER["number"], code[-40:])


def test_a_roster_of_fifty_old_certificates_ends_in_fifty_new_ones(desk: Desk, tmp_path: Path) -> None:
    desk.office.run("registry", "import", str(LISTS / "huzhou-old-papers.csv"), "--authority", "huzhou", "--issued")
    clerk = desk.person("works")
    draft = begin(clerk, "换发旧证书")
    answer(clerk, EXCHANGE)
    assert "这一阶段的集中换证已经结束" in clerk.inner_text(".verdict")
    assert clerk.locator(".error").count() == 0
    bring(clerk, *clerk.locator("fieldset[id^=paper-] legend").all_inner_texts())
    write_down_inquiry(clerk, "市人事局职评中心", TODAY, "逾期的可以随时换发，材料不变。")
    assert upload_roster(clerk, LISTS / "huzhou-roster.xlsx") == 50
    clerk.get_by_role("link", name="核对并报送").click()
    case = submit(clerk)
    bureau = desk.person("huzhou")
    done = do_with_ticked(bureau, [case], "签署相同意见，报下一步", "确认签署并报下一步", "已对照原证书核对。")
    assert "已报下一步" in done
    assert "已批准" in do_with_ticked(bureau, [case], "批准", "确认批准", "同意换发。")
    issued = json.loads(desk.office.run("casework", "issue-approved", "--issuer", "huzhou", "--json"))
    assert (issued["papers"], issued["problems"]) == (50, [])

    clerk.goto(draft)
    with clerk.expect_download() as started:
        clerk.get_by_role("link", name="花名册（XLSX）").click()
    headings, *people = read_xlsx(started.value.path().read_bytes())
    name, old, new = (headings.index(each) for each in ("姓名", "原证书编号", "新证书编号"))
    employer = desk.somebody()
    employer.goto("/lists")
    employer.fill("#text", "\n".join(f"{row[number]} {row[name]}" for row in people for number in (old, new)))
    press(employer, "核验这些行")
    employer.wait_for_selector(".rows > li")
    assert employer.locator(".filters a").all_inner_texts() == ["全部 100", f"{VALID} 50", f"{REPLACED} 50"]
    desk.office.run(
        "registry", "print", "--issuer", "huzhou", "--number", people[0][new], "--out", str(tmp_path / "新.pdf")
    )
    (code,) = scanned(rasterised((tmp_path / "新.pdf").read_bytes())[0])
    assert verdict_of(employer, code) == VALID
    for row in (people[0], people[-1]):
        story = json.loads(desk.office.run("registry", "show", row[old], "--issuer", "huzhou", "--json"))
        assert [event["move"] for event in story["events"]] == ["record", "replace", "destroy"]
    assert_nothing_personal_is_in(desk.log(), *(row[each] for row in people for each in (name, old, new)))
