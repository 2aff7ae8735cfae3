"""A unit's day at the desk: from a code or nothing to a submitted case, and back after a return."""

from __future__ import annotations

import base64
import html
import io
import os
import re
import time
import zipfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import insert

from casework.accounts.words import Role
from casework.applications.models import Application
from casework.applications.reviewing import return_
from casework.applications.rosters import roster_workbook
from casework.applications.words import Kind, State
from casework.prepared import PreparedCase, shown, store_case
from registry.database import writing
from tests.casework.applications.desk import details, identity
from tests.casework.applications.test_rosters import archive
from tests.pictures.test_photo import portrait, saved
from tests.verify_site.desk.objects import SMALL_PDF
from tests.verify_site.desk.office import Office, Visitor, open_office
from tests.verify_site.desk.unit.forms import begin, save, typed, version
from tests.verify_site.papers import Papers

HUZHOU = "huzhou-2007-35"


@pytest.fixture
def clerk(office: Office) -> Visitor:
    """Who fills in."""
    return office.sign_in("unit_a", Role.CLERK)


@pytest.fixture
def submitter(office: Office) -> Visitor:
    """Who hands in."""
    return office.sign_in("unit_a", Role.SUBMITTER)


def submit(submitter: Visitor, case: str) -> str | None:
    """Hand a case in as its page shows it; where the answer leads."""
    return submitter.post(f"{case}/submit", version=version(submitter, f"{case}/submit")).location


def test_a_clerk_drafts_and_a_submitter_submits(office: Office, clerk: Visitor, submitter: Visitor) -> None:
    case = begin(clerk)
    assert 'value="甲设计院"' in clerk.get(f"{case}/draft").text, "what the desk knows is filled in"
    assert save(clerk, case, typed(1)) == 303
    checked = clerk.get(f"{case}/submit")
    assert "填写的内容没有发现问题" in checked.text
    assert "可以报送了。报送由本单位的提交人办理" in checked.text
    assert clerk.post(f"{case}/submit", version="3").status_code == 403
    assert submit(submitter, case) == f"{case}?done=submitted"
    page = submitter.get(case).text
    assert "武汉市人社局" in page.partition("办理流程")[0], "whose turn it is stands on top"
    assert "请把这些原件送到办理单位" in page
    assert identity(1) not in page
    assert identity(1)[-1] in page
    assert "2010年6月30日" in page, "days are written out, whoever typed them"
    assert "2010-06-30" not in page
    assert "30 June 2010" in submitter.get(f"{case}?lang=en").text
    row = submitter.get("/desk/cases?box=elsewhere").text.partition("<tbody>")[2]
    assert "武汉市人社局" in row
    assert "2026年11月21日" in row
    assert office.sign_in("unit_a", Role.AUDITOR).get(case).status_code == 200
    assert clerk.get(f"{case}/draft").location == case, "a submitted case is read, not changed"


def test_what_is_wrong_or_missing_is_kept_and_told_beside_the_field(clerk: Visitor) -> None:
    case = begin(clerk)
    wrong = typed(
        2, **{"form-identity": "420101190001010011", "form-approved_on": "去年", "fact-published_on": "2026-13-01"}
    )
    answer = clerk.post(f"{case}/draft", version=version(clerk, f"{case}/draft"), **wrong)
    assert answer.status_code == 422
    again = clerk.get(f"{case}/draft").text
    for text in ("2026-13-01", "去年", "420101190001010011"):
        assert f'value="{text}"' in answer.text
    assert 'value="去年"' in again, "kept, not only shown"
    told = re.findall(r'class="error" id="([a-z_-]+)-error"', answer.text)
    assert told == ["fact-published_on", "form-identity", "form-approved_on"]
    assert re.findall(r'href="[^"]*/draft#([a-z_-]+)"', clerk.get(f"{case}/submit").text) == [
        "form-approved_on",
        "form-identity",
    ]


def test_a_text_that_is_too_long_comes_back_whole_with_everything_beside_it(clerk: Visitor, submitter: Visitor) -> None:
    case = begin(clerk)
    asked = {"inquiry-asked": "问" * 81, "inquiry-on": "2026-11-02", "inquiry-answer": "可以受理。"}
    assert save(clerk, case, typed(9)) == 303
    others = {**typed(9, **asked), "form-name": "李四"}
    del others["brought-newspaper-original"]
    answer = clerk.post(f"{case}/draft", version=version(clerk, f"{case}/draft"), **others)
    assert answer.status_code == 422
    assert "“问了谁”太长：写了 81 个字，最多 80 个字。" in answer.text
    for text in ("问" * 81, "可以受理。", "李四"):
        assert text in answer.text
    kept = clerk.get(f"{case}/draft").text
    assert "李四" not in kept
    assert kept.count(" checked>") - answer.text.count(" checked>") == 1, "the tick that was taken away"
    too_long = "长" * 1001
    answer = submitter.post(f"{case}/withdraw", version=version(clerk, f"{case}/draft"), reason=too_long)
    assert answer.status_code == 422
    assert "写了 1001 个字，最多 1000 个字" in answer.text
    assert too_long in answer.text


def test_an_early_submission_is_told_its_first_day_and_nobody_can_submit_it(clerk: Visitor, submitter: Visitor) -> None:
    case = begin(clerk)
    save(clerk, case, typed(3, **{"fact-published_on": "2026-09-01"}))
    page = submitter.get(f"{case}/submit").text
    assert "2027年3月1日" in page
    assert "以本单位名义报送" not in page
    answer = submitter.post(f"{case}/submit", version=version(submitter, f"{case}/draft"))
    assert answer.status_code == 422
    for list_of_cases in ("/desk", "/desk/cases"):
        assert "最早可以报送的日期：2027年3月1日" in submitter.get(list_of_cases).text


def test_a_returned_case_says_why_and_is_submitted_again(office: Office, clerk: Visitor, submitter: Visitor) -> None:
    case = begin(clerk)
    save(clerk, case, typed(4))
    submit(submitter, case)
    number = int(case.rpartition("/")[2])
    reviewer = office.members["prefecture", Role.REVIEWER]
    with writing(office.engine) as session:
        at = session.get_one(Application, number).version
        return_(
            session, reviewer, number, version=at, reasons="登记表缺公章。", clauses=("HB-2.4.1",), now=office.clock.now
        )
    home = clerk.get("/desk").text
    assert home.index("退回补正，请先办理") < home.index("您的职责")
    page = clerk.get(case).text
    assert page.index("登记表缺公章。") < page.index("现在由谁办理")
    assert save(clerk, case, typed(4, **{"form-phone": "027-88888888"})) == 303
    assert submit(submitter, case) == f"{case}?done=submitted"


def test_a_hand_over_code_becomes_a_draft_and_never_an_address(
    office: Office, clerk: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    prepared = PreparedCase("hubei-2013-80", "lost", {"issued_here": True}, date(2026, 11, 20), {"name": "王小明"})
    with writing(office.engine) as session:
        code = store_case(session, prepared, now=office.clock.now, random_bytes=os.urandom)
    caplog.set_level("INFO")
    assert clerk.post("/desk/hand-over", code=code[:-1]).status_code == 422
    wrong = next(each for each in "0123" if each != code[0])
    assert clerk.post("/desk/hand-over", code=wrong + code[1:]).status_code == 422
    for typed_code in (shown(code).lower(), f"https://localhost/desk/hand-over#{code}"):
        page = clerk.post("/desk/hand-over", code=typed_code)
        assert page.status_code == 200
        assert "王小明" in page.text
        assert "还缺什么" in page.text
    answer = clerk.post("/desk/hand-over/draft", code=code)
    assert answer.status_code == 303
    assert 'value="王小明"' in clerk.get(str(answer.location)).text
    assert code not in str(answer.location) + caplog.text
    assert shown(code) not in caplog.text


def test_papers_are_attached_removed_and_given_out_as_downloads_only(clerk: Visitor) -> None:
    case = begin(clerk)
    fields = {name: value for name, value in typed(5).items() if not name.startswith("brought")}
    upload = {"file-newspaper-original": (io.BytesIO(SMALL_PDF), "../../报纸.PDF")}
    answer = clerk.post(f"{case}/draft", version=version(clerk, f"{case}/draft"), **fields, **upload)
    assert answer.status_code == 303
    page = clerk.get(f"{case}/draft").text
    file = re.search(r'href="(/desk/cases/\d+/files/(\d+))"', page)
    assert file is not None
    download = clerk.get(file[1])
    assert download.data == SMALL_PDF
    assert download.headers["Content-Disposition"].startswith("attachment;")
    assert "已上传" in clerk.get(case).text
    refused = clerk.post(
        f"{case}/draft",
        version=version(clerk, f"{case}/draft"),
        **{**fields, "form-phone": "12345"},
        **{"file-newspaper-original": (io.BytesIO(b"MZ"), "virus.pdf")},
    )
    assert refused.status_code == 422
    assert 'value="12345"' in clerk.get(f"{case}/draft").text, "the rest was saved"
    save(clerk, case, {**fields, f"remove-{file[2]}": "1"})
    assert clerk.get(file[1]).status_code == 404
    assert "还没有落实" in clerk.get(case).text


def test_forms_come_filled_in_with_the_whole_identity_number(office: Office, clerk: Visitor) -> None:
    case = begin(clerk)
    save(clerk, case, typed(6))
    word = clerk.get(f"{case}/forms/replacement-registration.docx")
    with zipfile.ZipFile(io.BytesIO(word.data)) as archive:
        assert identity(6) in archive.read("word/document.xml").decode()
    assert clerk.get(f"{case}/checklist.pdf").data.startswith(b"%PDF")
    assert clerk.get(f"{case}/forms/transfer-form.docx").status_code == 404
    auditor = office.sign_in("unit_a", Role.AUDITOR)
    assert auditor.get(f"{case}/forms/replacement-registration.docx").status_code == 403


def test_a_roster_keeps_good_rows_and_gives_bad_ones_back_to_mend(clerk: Visitor) -> None:
    case = begin(clerk, "exchange", HUZHOU)
    bad = details(22, identity="330501199001011234")
    answer = roster(clerk, case, roster_workbook([details(20), details(21), bad]))
    assert "好的2行已经收下，1行要改正" in answer
    found = re.search(r'href="data:[^"]+;base64,([^"]+)"', answer)
    assert found is not None
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(found[1])))
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr] # a workbook has a sheet
    assert rows[0][-1] == "要改正的地方"
    assert "末位校验码" in str(rows[1][-1])
    book.active.cell(2, 3).value = identity(22)  # type: ignore[union-attr]
    mended = io.BytesIO()
    book.save(mended)
    assert roster(clerk, case, mended.getvalue(), how="add") == ""
    assert "<dd>3</dd>" in clerk.get(f"{case}/roster").text
    taken = openpyxl.load_workbook(io.BytesIO(clerk.get(f"{case}/roster.xlsx").data))
    assert taken.active is not None
    assert taken.active.max_row == 4


def test_photos_are_told_by_person_with_the_clause_and_who_reviews_sees_what_is_unclear(clerk: Visitor) -> None:
    case = begin(clerk, "exchange", HUZHOU)
    assert roster(clerk, case, roster_workbook([details(20), details(21), details(22)])) == ""
    tall = saved(portrait(290, 580), dpi=(200, 200))
    packed = archive({f"{identity(20)}.jpg": saved(portrait().convert("L")), f"{identity(21)}.jpg": tall})
    answer = clerk.post(
        f"{case}/roster", version=version(clerk, f"{case}/roster"), photos=(io.BytesIO(packed), "照片.zip")
    ).text
    assert "收下照片1张" in answer
    told = [html.unescape(line) for line in re.findall(r"<li>(.*第 \d 行 · 照片.*)</li>", answer)]
    assert [re.findall(r"第 \d 行|HZ-\S+?(?=）)", line) for line in told] == [
        ["第 1 行", "HZ-3.1.2"],
        ["第 3 行", "HZ-3.1.2"],
        ["第 2 行", "HZ-3.3.2"],
    ]
    found = re.search(r'href="data:[^"]+;base64,([^"]+)" download="photos.xlsx"', answer)
    assert found is not None
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(found[1])))
    assert book.worksheets[0].max_row == 4
    assert "/photo?notice=huzhou-2007-35&amp;photo=scan" in answer
    page = clerk.get(case).text
    assert "请人工核对的照片" in page
    (photo,) = set(re.findall(rf"{case}/files/\d+", page))
    assert clerk.get(photo).data == tall


def roster(clerk: Visitor, case: str, data: bytes, **fields: str) -> str:
    """Upload a roster; the page that tells of it, empty where all was well."""
    at = version(clerk, f"{case}/roster")
    answer = clerk.post(f"{case}/roster", version=at, roster=(io.BytesIO(data), "花名册.xlsx"), **fields)
    return "" if answer.status_code == 303 else answer.text


def test_the_list_is_quick_with_a_thousand_open_cases(papers: Papers, sqlite_template: Path, tmp_path: Path) -> None:
    office = open_office(papers.settings, tmp_path, sqlite_template)
    own, other = (office.members[name, Role.CLERK].organisation_id for name in ("unit_a", "prefecture"))
    states = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.IN_REVIEW)
    rows = [row(number, states[number % 4], own, other, office) for number in range(1000)]
    with writing(office.engine) as session:
        session.execute(insert(Application), rows)
    clerk = office.sign_in("unit_a", Role.CLERK)
    paths = ("/desk", "/desk/cases", "/desk/cases?after=500", "/desk/cases?box=elsewhere&state=in_review&q=张三9")
    for path in paths:
        clerk.get(path)
        assert min(timed(clerk, path) for _ in range(5)) < 0.06, path
    assert clerk.get("/desk/cases").text.count("/desk/cases/") > 50
    seen, path = set(), "/desk/cases?state=returned"
    while path:
        page = clerk.get(path).text
        seen |= set(re.findall(r"SQ-\d{6}", page))
        following = re.search(r'href="([^"]+)">下一页', page)
        path = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == 250, "paging shows each once"
    office.close()


def timed(clerk: Visitor, path: str) -> float:
    """Seconds of computing that a page takes, whatever else this machine does meanwhile."""
    started = time.process_time()
    assert clerk.get(path).status_code == 200
    return time.process_time() - started


def row(number: int, state: State, own: int, other: int, office: Office) -> dict[str, object]:
    """One of many cases."""
    with_us = state in (State.DRAFT, State.RETURNED)
    return {
        "kind": Kind.REPLACEMENT.value,
        "state": state.value,
        "version": 3,
        "notice": "hubei-2013-80",
        "matter": "lost",
        "facts": {},
        "subject": f"张三{number}",
        "entries": 1,
        "submitter_id": own,
        "current_id": own if with_us else other,
        "step": 0 if with_us else 1,
        "choices": {},
        "materials": {},
        "created_at": office.clock.now - timedelta(days=number % 90),
        "changed_at": office.clock.now,
    }
