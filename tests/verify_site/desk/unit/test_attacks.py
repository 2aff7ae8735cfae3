"""What an attacker tries on a unit's cases: each test counts its attempts, and that none of them succeeds."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import openpyxl
import pytest

from casework.accounts.words import ROLES_OF, OrganisationKind, Role
from casework.applications.rosters import roster_workbook
from tests.casework.applications.desk import details
from tests.verify_site.desk.objects import SMALL_PDF, objects_of_unit_a
from tests.verify_site.desk.office import Office, Visitor
from tests.verify_site.desk.unit.forms import begin, save, typed, version
from verify_site.desk.unit_routes import UNIT_DOORS

SCRIPT = "<script>alert(1)</script>\"'><img src=x>"


@pytest.fixture
def clerk(office: Office) -> Visitor:
    """Who fills in."""
    return office.sign_in("unit_a", Role.CLERK)


def test_another_unit_finds_nothing_of_ours_by_any_way(office: Office) -> None:
    places = objects_of_unit_a(office)
    strangers = [
        office.sign_in("unit_b", role)
        for role in ROLES_OF[OrganisationKind.PRIVATE_UNIT]
        if role in (Role.CLERK, Role.SUBMITTER, Role.REVIEWER)
    ]
    ours = [door for door in UNIT_DOORS if "<int:application>" in door.rule]
    statuses = []
    for visitor, door in product(strangers, ours):
        path = f"/desk{door.rule}"
        for place, value in places.items():
            path = path.replace(place, value)
        answer = visitor.get(path) if "GET" in door.methods else visitor.post(path, version="1")
        statuses.append(answer.status_code)
        absent = path.replace(places["<int:application>"], "999999")
        other = visitor.get(absent) if "GET" in door.methods else visitor.post(absent, version="1")
        assert (other.status_code, len(other.text)) == (answer.status_code, len(answer.text)), "no telling them apart"
    assert len(statuses) == 3 * 12
    assert set(statuses) <= {403, 404}
    assert statuses.count(404) >= 20


def test_a_file_of_one_case_is_not_found_below_another(office: Office, clerk: Visitor) -> None:
    file = objects_of_unit_a(office)["<int:file>"]
    assert clerk.get(f"{begin(clerk)}/files/{file}").status_code == 404


def test_a_script_in_any_text_stays_text(office: Office, clerk: Visitor) -> None:
    case = begin(clerk)
    fields = typed(31, **dict.fromkeys((f"form-{name}" for name in details(31)), SCRIPT))
    fields |= {"form-loss_story": SCRIPT, "inquiry-asked": SCRIPT, "inquiry-on": "2026-11-02", "inquiry-answer": SCRIPT}
    clerk.post(f"{case}/draft", version=version(clerk, f"{case}/draft"), **fields)
    upload = {"file-": (io.BytesIO(SMALL_PDF), f"{SCRIPT}.pdf")}
    clerk.post(f"{case}/draft", version=version(clerk, f"{case}/draft"), **fields, **upload)
    submitter = office.sign_in("unit_a", Role.SUBMITTER)
    paths = (case, f"{case}/draft", f"{case}/submit", "/desk", f"/desk/cases?q={SCRIPT}")
    pages = [clerk.get(path).text for path in paths]
    at = version(clerk, f"{case}/draft")
    pages.append(submitter.post(f"{case}/withdraw", version=at, reason=SCRIPT).text)
    pages.append(clerk.get(case).text)
    # The one page of the desk with a script of its own.
    pages.append(clerk.post("/desk/hand-over", code=SCRIPT).text.replace('<script src="/static/', ""))
    assert sum("&lt;script&gt;" in page for page in pages) >= 5, "it was stored and shown"
    assert sum("<script" in page or "<img src=x" in page for page in pages) == 0, f"{len(fields)} fields, 8 pages"


def test_no_formula_leaves_in_a_spreadsheet(clerk: Visitor) -> None:
    case = begin(clerk, "exchange", "huzhou-2007-35")
    formulas = ["=1+1", '=HYPERLINK("https://evil.example")', "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"]
    rows = [details(40 + number, remarks=text, unit=text) for number, text in enumerate(formulas)]
    at = version(clerk, f"{case}/roster")
    upload = (io.BytesIO(roster_workbook(rows)), "花名册.xlsx")
    assert clerk.post(f"{case}/roster", version=at, roster=upload).status_code == 303
    data = clerk.get(f"{case}/roster.xlsx").data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    kinds = {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value is not None}
    assert kinds == {"s"}, "7 formulas in 14 cells, all of them text"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def chunk(kind: bytes, body: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int) -> bytes:
    """A picture that says how large it is."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00")) + chunk(b"IEND", b"")


HOSTILE = {
    "a pixel bomb": png(60_000, 60_000),
    "a page": b"<html><script>alert(1)</script></html>",
    "a program": b"MZ\x90\x00",
    "a drawing with a script": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "a zip": b"PK\x03\x04rest",
    "half a picture": png(10, 10)[:-8],
    "a PDF with a zip behind it": SMALL_PDF + b"PK\x03\x04",
    "a page that calls itself a picture": b"\xff\xd8\xff<script>",
}


def test_no_hostile_file_is_kept_and_none_is_served_as_anything_but_a_download(clerk: Visitor) -> None:
    case = begin(clerk)
    save(clerk, case, typed(51))
    for about, data in HOSTILE.items():
        at = version(clerk, f"{case}/draft")
        upload = {"file-": (io.BytesIO(data), "../../../etc/passwd\x00.pdf")}
        answer = clerk.post(f"{case}/draft", version=at, **typed(51), **upload)
        assert answer.status_code == 422, about
        assert "/files/" not in clerk.get(case).text, about
    tail = png(10, 10) + b"<script>alert(1)</script>"
    upload = {"file-": (io.BytesIO(tail), "../../../etc/passwd.html")}
    at = version(clerk, f"{case}/draft")
    assert clerk.post(f"{case}/draft", version=at, **typed(51), **upload).status_code == 303
    page = clerk.get(case).text
    link = next(part.partition('"')[0] for part in page.split('href="') if "/files/" in part.partition('"')[0])
    served = clerk.get(link)
    assert served.data == png(10, 10), "what stood behind the picture is gone"
    assert served.mimetype == "image/png"
    disposition = served.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert ".." not in disposition
    assert ".html" not in disposition


def test_no_hostile_roster_or_photo_archive_gets_in(clerk: Visitor) -> None:
    case = begin(clerk, "exchange", "huzhou-2007-35")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\x00" * 50_000_000)
    climbing = io.BytesIO()
    with zipfile.ZipFile(climbing, "w") as archive:
        archive.writestr("../../../../tmp/evil.jpg", b"\xff\xd8\xff")
    hostile = [bomb.getvalue(), b"%PDF-1.4\n", b"", b"\x00" * 100, SMALL_PDF]
    statuses = []
    for data in hostile:
        at = version(clerk, f"{case}/roster")
        statuses.append(clerk.post(f"{case}/roster", version=at, roster=(io.BytesIO(data), "r.xlsx")).status_code)
    assert statuses == [422] * len(hostile)
    for data in (*hostile[1:], b"PK\x05\x06"):
        at = version(clerk, f"{case}/roster")
        assert clerk.post(f"{case}/roster", version=at, photos=(io.BytesIO(data), "p.zip")).status_code == 422
    at = version(clerk, f"{case}/roster")
    answer = clerk.post(f"{case}/roster", version=at, photos=(io.BytesIO(climbing.getvalue()), "p.zip"))
    assert "收下照片0张" in answer.text
    assert "<dd>0</dd>" in clerk.get(f"{case}/roster").text


def test_a_case_is_submitted_once_however_often_it_is_sent(office: Office, clerk: Visitor) -> None:
    case = begin(clerk)
    save(clerk, case, typed(61))
    submitters = [office.sign_in("unit_a", Role.SUBMITTER) for _ in range(4)]
    at = version(submitters[0], f"{case}/submit")
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda each: each.post(f"{case}/submit", version=at), submitters))
    answers += [submitters[0].post(f"{case}/submit", version=at) for _ in range(3)]
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409, 409, 409, 409]
    assert clerk.get(case).text.count("<strong>报送</strong>") == 1
    assert "别人已经办理了这份申请" in answers[-1].text


def test_an_old_page_overwrites_nothing_and_loses_nothing(clerk: Visitor) -> None:
    case = begin(clerk)
    at = version(clerk, f"{case}/draft")
    save(clerk, case, typed(71, **{"form-phone": "first"}))
    answer = clerk.post(f"{case}/draft", version=at, **typed(71, **{"form-phone": "second"}))
    assert answer.status_code == 409
    assert 'value="second"' in answer.text
    assert 'value="first"' in clerk.get(f"{case}/draft").text
