"""Rosters of an exchange and their photos: good rows are taken, bad ones told with their cure, nothing is lost."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.accounts.words import Role
from casework.applications import drafting, submission
from casework.applications.attachments import AttachmentStore
from casework.applications.file_errors import NotAPhotoArchive
from casework.applications.models import Application, Attachment
from casework.applications.photos import PhotoReport, attach_photos, check_photos
from casework.applications.roster_errors import NoRosterHeadings, RosterTooLong
from casework.applications.rosters import COLUMNS, photo_workbook, read_roster, roster_workbook
from casework.applications.words import Material
from policy import load_packs
from registry.database import writing
from registry.identity import mask
from tests.casework.applications.desk import NOW, VAULT, Desk, Handle, details, identity
from tests.pictures.test_photo import good, portrait, saved

TODAY = NOW.date()
HEADINGS = [names[0] for names in COLUMNS.values()]


def write_csv(path: Path, rows: list[dict[str, str]], headings: list[str] = HEADINGS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows([[row.get(field, "") for field in COLUMNS] for row in rows])
    return path


def test_good_rows_become_people_and_bad_rows_come_back_with_the_cure(tmp_path: Path) -> None:
    rows = [
        details(1),
        details(2, identity="420101190001010018"),
        details(3, approved_on="2010年6月"),
        details(4, name=""),
        details(1),
        details(5, level="很高"),
        details(6),
    ]
    roster = read_roster(write_csv(tmp_path / "花名册.csv", rows), today=TODAY)
    assert [row["name"] for row in roster.rows] == [details(1)["name"], details(6)["name"]]
    assert [finding.row for finding in roster.findings] == [3, 4, 5, 6, 7]
    told = [finding.line("zh") for finding in roster.findings]
    assert told[0].startswith("第 3 行 · 身份证号：证件号码的末位校验码不对")
    assert "补上日" in told[1]
    assert "姓名：没有填写" in told[2]
    assert "与第 2 行" in told[3]
    assert "正高级、副高级、中级" in told[4]
    assert len(roster.bad_rows) == 5


def test_what_was_wrong_is_given_back_as_a_list_that_reads_again(tmp_path: Path) -> None:
    bad = [details(2, identity="420101190001010018"), details(3, remarks='=HYPERLINK("http://x")')]
    path = tmp_path / "待改.xlsx"
    path.write_bytes(roster_workbook(bad))
    roster = read_roster(path, today=TODAY)
    assert [row["number"] for row in (*roster.rows, *roster.bad_rows)] == ["旧2010-00003", "旧2010-00002"]
    assert roster.rows[0]["remarks"] == '=HYPERLINK("http://x")'


def test_no_cell_of_an_exported_roster_is_a_formula(tmp_path: Path) -> None:
    attempts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1", '=HYPERLINK("x")']
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(roster_workbook([{**details(1), "name": text, "remarks": text} for text in attempts]))
    workbook = openpyxl.load_workbook(path)
    cells = [cell for row in workbook["花名册"].iter_rows() for cell in row]
    workbook.close()
    assert sum(cell.data_type == "f" for cell in cells) == 0
    assert sum(cell.value in attempts for cell in cells) >= 2 * (len(attempts) - 2)


def test_a_file_without_the_headings_or_with_too_many_people_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoRosterHeadings, match="原证书编号"):
        read_roster(write_csv(tmp_path / "a.csv", [details(1)], ["a"] * len(HEADINGS)), today=TODAY)
    with pytest.raises(RosterTooLong, match="2000"):
        read_roster(write_csv(tmp_path / "b.csv", [details(1)] * 2001), today=TODAY)


def archive(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return written.getvalue()


@pytest.fixture
def case(desk: Desk) -> Handle:
    case = desk.draft("exchange")
    clerk = desk.member("works", Role.CLERK)
    with writing(desk.engine) as session:
        rows = [details(serial) for serial in range(1, 4)]
        drafting.set_entries(session, clerk, case.id, rows, version=case.version, now=NOW, vault=VAULT)
    return case


def take(desk: Desk, case: Handle, folder: Path, data: bytes) -> PhotoReport:
    store = AttachmentStore(folder / "attachments", VAULT)
    checked = check_photos(io.BytesIO(data), load_packs()["huzhou-2007-35"], "exchange")
    with writing(desk.engine) as session:
        clerk = desk.member("works", Role.CLERK)
        return attach_photos(
            session,
            store,
            clerk,
            case.id,
            checked,
            version=case.version,
            now=NOW,
            vault=VAULT,
            random_bytes=os.urandom,
        )


def test_photos_go_to_the_people_they_are_named_by_and_no_path_is_used(
    desk: Desk, case: Handle, tmp_path: Path
) -> None:
    files = {
        f"照片/{identity(1)}.jpg": good(),
        f"../../../tmp/{identity(2)}.JPG": good(),
        "../../etc/passwd": b"root",
        f"{identity(9)}.jpg": good(),
        f"{identity(3)}.jpg": b"<script>",
    }
    report = take(desk, case, tmp_path, archive(files))
    assert report.kept == 2
    told = [problem.finding.line("zh") for problem in report.problems]
    assert len(told) == 3
    assert sum("不是花名册中任何人" in line for line in told) == 2
    assert any(mask(identity(9)) in line for line in told)
    assert told[-1].startswith("第 3 行 · 照片：照片文件 4")
    assert "不是能读懂的 JPEG" in told[-1]
    assert not any(identity(9) in line for line in told)
    assert {path.parent for path in tmp_path.rglob("*") if path.is_file() and len(path.name) == 32} == {
        tmp_path / "attachments"
    }
    again = take(desk, case, tmp_path, archive({f"{identity(1)}.jpg": good()}))
    assert [problem.finding.row for problem in again.problems] == [3]
    with Session(desk.engine) as session:
        assert session.scalar(select(func.count()).select_from(Attachment)) == 2


def test_a_photo_that_breaks_the_notice_is_not_kept_and_what_is_unclear_is_left_to_a_person(
    desk: Desk, case: Handle, tmp_path: Path
) -> None:
    files = {
        f"{identity(1)}.jpg": saved(portrait(600, 900, ground="#3b6fb5"), dpi=(200, 200)),
        f"{identity(2)}.jpg": saved(portrait(290, 580), dpi=(200, 200)),
        f"{identity(3)}.jpg": saved(portrait(300, 420), dpi=(200, 200)),
    }
    report = take(desk, case, tmp_path, archive(files))
    assert [(problem.finding.row, problem.taken) for problem in report.problems] == [(1, False), (2, True)]
    blue, tall = (problem.finding for problem in report.problems)
    assert (blue.clauses, tall.clauses) == (("HZ-3.1.2",), ("HZ-3.3.2",))
    assert "换一张" in blue.line("zh")
    assert "测得：2.00" in tall.line("zh")
    path = tmp_path / "photos.xlsx"
    path.write_bytes(photo_workbook(report.problems, "zh"))
    workbook = openpyxl.load_workbook(path)
    rows = list(workbook["照片"].iter_rows(values_only=True))
    workbook.close()
    assert [(row[0], row[1], row[5]) for row in rows[1:]] == [
        ("1", details(1)["name"], "HZ-3.1.2"),
        ("2", details(2)["name"], "HZ-3.3.2"),
    ]


@pytest.mark.parametrize(("material", "refused"), [(Material.ATTACHED, True), (Material.BROUGHT, False)])
def test_a_missing_photo_keeps_a_roster_back_only_where_files_were_promised(
    desk: Desk, case: Handle, tmp_path: Path, material: Material, refused: bool
) -> None:
    take(desk, case, tmp_path, archive({f"{identity(serial)}.jpg": good() for serial in (1, 2)}))
    clerk = desk.member("works", Role.CLERK)
    with writing(desk.engine) as session:
        application = session.get_one(Application, case.id)
        application.materials = {**application.materials, "photo": material.value}
        session.flush()
        checked = submission.check(session, clerk, case.id, now=NOW, vault=VAULT)
    missed, known = (checked.findings, checked.warnings) if refused else (checked.warnings, checked.findings)
    (finding,) = [each for each in missed if each.field == "photo"]
    assert (finding.row, finding.clauses) == (3, ("HZ-3.1.2",))
    assert not [each for each in known if each.field == "photo"]


def test_an_archive_that_is_a_bomb_or_none_is_refused_before_it_is_unpacked(
    desk: Desk, case: Handle, tmp_path: Path
) -> None:
    many = {f"{serial}.jpg": b"" for serial in range(2001)}
    attempts = [b"", b"PK\x03\x04", os.urandom(1000), archive(many), archive({"a.jpg": bytes(10)})[:-30]]
    refused = 0
    for data in attempts:
        try:
            take(desk, case, tmp_path, data)
        except NotAPhotoArchive:
            refused += 1
    assert refused == len(attempts) == 5
    swollen = archive({f"{identity(1)}.jpg": bytes(60_000_000)})
    assert take(desk, case, tmp_path, swollen).kept == 0
