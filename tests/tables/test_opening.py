"""What a file may be: read where it is a list, refused in one clear sentence where it is not, and quickly so."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from sqlalchemy import Engine

from registry.importing.errors import NoHeadings
from tables import Cell, CellFault, FileRefused, errors, limits, open_table
from tests.registry.importing.lists import HEADINGS, csv_text, person, take, write_csv, write_xlsx

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def read(path: Path) -> list[tuple[int, list[Cell]]]:
    with open_table(path) as table:
        return list(table.rows)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "list.xlsx", [person(serial) for serial in range(20)])


def repacked(path: Path, **parts: bytes | None) -> Path:
    """The archive with parts replaced, added or (None) removed."""
    target = path.with_name("repacked.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return target


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


MIXED: list[list[Any]] = [
    ["姓名", "说明", "数", "日期"],
    ["李𬱖", "甲&乙 <丙>\n第二行", 12.5, date(2026, 2, 28)],
    [None, "  前后空格 ", 0, date(1900, 3, 1)],
    ["_x0041_", None, 123456789012345.0, date(2099, 12, 31)],
]


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in MIXED:
        sheet.append(row)
    book.save(path)


def by_xlsxwriter(path: Path) -> None:
    write_xlsx(path, MIXED[1:], MIXED[0])


def by_xlsxwriter_inline(path: Path) -> None:
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    dates = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    for number, row in enumerate(MIXED):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, datetime.combine(value, datetime.min.time()), dates)
            elif value is not None:
                sheet.write(number, column, value)
    book.close()


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter, by_xlsxwriter_inline])
def test_our_reader_sees_what_an_independent_reader_sees(tmp_path: Path, write: Any) -> None:
    write(tmp_path / "mixed.xlsx")
    ours = [[*cells, *[None] * (4 - len(cells))] for _, cells in read(tmp_path / "mixed.xlsx")]
    theirs = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "mixed.xlsx")).get_sheet_by_index(0).to_python()
    assert ours == [[None if cell == "" else cell for cell in row] for row in theirs]
    assert ours[1][:2] == MIXED[1][:2]


def test_libreoffice_files_are_read(desk: Engine, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs the Debian package libreoffice-calc")
    source = write_csv(tmp_path / "list.csv", [person(serial) for serial in range(3)])
    command = [office, "--headless", "--infilter=CSV:44,34,76,1,2/2", "--convert-to", "xlsx", "--outdir"]
    home = {**os.environ, "HOME": str(tmp_path)}
    subprocess.run([*command, str(tmp_path), str(source)], check=True, capture_output=True, env=home)
    assert take(desk, tmp_path / "list.xlsx").new == 3


def test_phonetic_readings_and_runs_of_rich_text_are_understood(book: Path) -> None:
    strings = part(book, STRINGS).replace(
        "<si><t>张三丰</t></si>".encode(),
        "<si><r><t>张三</t></r><r><rPr><b/></rPr><t>丰</t></r><rPh sb='0' eb='1'><t>Zhang</t></rPh></si>".encode(),
    )
    assert read(repacked(book, **{STRINGS: strings}))[1][1][0] == "张三丰"


def test_name_space_prefixes_of_other_writers_are_understood(book: Path) -> None:
    sheet = part(book, SHEET).decode()
    for name in ("worksheet", "sheetData", "row", "c", "v"):
        sheet = (
            sheet.replace(f"<{name} ", f"<x:{name} ")
            .replace(f"<{name}>", f"<x:{name}>")
            .replace(f"</{name}>", f"</x:{name}>")
        )
    sheet = sheet.replace("xmlns=", "xmlns:x=", 1)
    assert read(repacked(book, **{SHEET: sheet.encode()})) == read(book)


def test_what_a_sheet_claims_about_its_extent_is_not_believed(desk: Engine, book: Path) -> None:
    sheet = part(book, SHEET).replace(b'<dimension ref="A1:F21"/>', b'<dimension ref="A1:XFD1048576"/>')
    assert b"XFD" in sheet
    assert take(desk, repacked(book, **{SHEET: sheet})).new == 20


def test_cells_without_a_value_far_to_the_right_do_no_harm(desk: Engine, book: Path) -> None:
    right = part(book, SHEET).replace(b"</row>", b'<c r="XFD2" s="1"/></row>', 1)
    assert take(desk, repacked(book, **{SHEET: right})).new == 20
    filled = part(book, SHEET).replace(b"</row>", b'<c r="XFD1"><v>1</v></c></row>', 1)
    with pytest.raises(errors.TooManyColumns, match="column 100"):
        take(desk, repacked(book, **{SHEET: filled}))


def test_the_first_sheet_that_can_be_seen_is_read(desk: Engine, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.sheet_state = "hidden"
    for row in ([*HEADINGS], person(1), person(2)):
        book["Sheet"].append(["x"])
        if "名单" not in book.sheetnames:
            book.create_sheet("名单")
        book["名单"].append(row)
    book.create_sheet("说明")
    book.save(tmp_path / "list.xlsx")
    report = take(desk, tmp_path / "list.xlsx")
    assert report.new == 2
    assert "只读取第一张工作表，另有 1 张未读取。" in report.as_text("zh")


def test_formulas_count_by_their_stored_result(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    sheet = book.add_worksheet()
    sheet.write_formula(0, 0, '="a"&"b"', None, "ab")
    sheet.write_formula(0, 1, "=NA()", None, "#N/A")
    book.close()
    rows = read(tmp_path / "list.xlsx")
    assert rows == [(1, ["ab", CellFault.FORMULA_ERROR])]
    without = part(tmp_path / "list.xlsx", SHEET).replace(b"<v>ab</v>", b"")
    assert read(repacked(tmp_path / "list.xlsx", **{SHEET: without}))[0][1][0] is CellFault.NO_CACHED_VALUE


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx", {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_datetime(0, 0, datetime(2026, 9, 30), book.add_format({"num_format": "yyyy/m/d"}))  # noqa: DTZ001
    book.close()
    assert read(tmp_path / "list.xlsx") == [(1, [date(2026, 9, 30)])]


ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_in_every_usual_encoding(desk: Engine, tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [person(1, name="李𬱖"), person(2, specialty="机械, 制造"), person(3, identity=f'="{person(3)[1]}"')]
    (tmp_path / "list.csv").write_bytes(csv_text(rows, delimiter=delimiter).encode(encoding))
    assert take(desk, tmp_path / "list.csv").new == 3


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name in names:
            new.writestr(name, b"")
    return out.getvalue()


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


NOT_LISTS: list[tuple[bytes, type[FileRefused]]] = [
    (b"", errors.EmptyFile),
    (b" \r\n ", errors.EmptyFile),
    (b"%PDF-1.7\n", errors.NotAList),
    (b"\x89PNG\r\n\x1a\n", errors.NotAList),
    (b"<html><table><tr><td>1</td></tr></table>", errors.NotAList),
    (b"\x7fELF\x02\x01\x01\0\0\0", errors.NotAList),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), errors.OldFormat),
    (encrypted(), errors.PasswordProtected),
    (archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), errors.MacroFile),
    (archive("[Content_Types].xml", "xl/workbook.bin"), errors.OldFormat),
    (archive("mimetype", "content.xml"), errors.OpenDocument),
    (archive("[Content_Types].xml", "word/document.xml"), errors.NotAList),
    (archive("a.txt"), errors.NotAList),
    (archive("[Content_Types].xml", "xl/workbook.xml"), errors.BrokenFile),
    (b"PK\x03\x04broken", errors.BrokenFile),
    ("姓名,专业\n".encode() + b"\xff\xfe\xfa", errors.UnknownEncoding),
    ('姓名,专业\n"张三,机械\n'.encode(), errors.BrokenCsv),
    ('姓名,专业\n"张"三,机械\n'.encode(), errors.BrokenCsv),
    (b'"' + b"a" * 300_000, errors.BrokenCsv),
    ("今天天气很好。\n明天也是。\n".encode(), NoHeadings),
    (b"\n" * (limits.MAX_ROWS + 100), errors.EmptyFile),
    (b"1,2\n" * (limits.MAX_ROWS + 100), errors.TooManyRows),
]


@pytest.mark.parametrize(("content", "refusal"), NOT_LISTS, ids=lambda value: getattr(value, "__name__", "bytes"))
def test_what_is_no_list_is_refused_in_both_languages(
    desk: Engine, tmp_path: Path, content: bytes, refusal: type[FileRefused]
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(refusal) as caught:
        take(desk, path)
    assert len(caught.value.say("zh")) > 15
    assert len(caught.value.say("en")) > 30


def test_every_truncation_of_a_workbook_is_refused(desk: Engine, book: Path) -> None:
    whole = book.read_bytes()
    for length in range(1, len(whole), max(1, len(whole) // 15)):
        book.write_bytes(whole[:length])
        with pytest.raises(FileRefused):
            take(desk, book)


def test_every_changed_byte_is_refused_or_harmless(desk: Engine, book: Path) -> None:
    whole = book.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 25)):
        book.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            take(desk, book)
        except FileRefused:
            continue


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("name", [SHEET, STRINGS, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
def test_a_document_type_is_refused_wherever_it_stands(desk: Engine, book: Path, name: str) -> None:
    declared = part(book, name).replace(b"?>", b"?>" + DOCTYPE, 1)
    assert DOCTYPE in declared
    with pytest.raises(errors.ForbiddenXml):
        take(desk, repacked(book, **{name: declared}))


@pytest.mark.parametrize("name", [SHEET, STRINGS, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("content", [b"", b"<a>", b"not xml", b"<a></b>", "<a/>".encode("utf-16"), b"<a/>\0"])
def test_a_part_that_is_no_xml_is_a_broken_file(desk: Engine, book: Path, name: str, content: bytes) -> None:
    with pytest.raises((errors.BrokenFile, errors.EmptyFile)):
        take(desk, repacked(book, **{name: content}))


def test_a_cell_that_points_nowhere_is_a_broken_file(desk: Engine, book: Path) -> None:
    for wrong in (b"999999", b"-1", b"x"):
        sheet = part(book, SHEET).replace(b't="s"><v>1</v>', b't="s"><v>' + wrong + b"</v>")
        with pytest.raises(errors.BrokenFile):
            take(desk, repacked(book, **{SHEET: sheet}))


def pieces(start: bytes, middle: str, count: int, end: bytes) -> Iterator[bytes]:
    """Many elements, each with random digits in its place, so that the archive's ratio does not give them away."""
    yield start
    digits = os.urandom(6 * count).hex()
    yield "".join([middle.replace("@", digits[place : place + 12]) for place in range(0, 12 * count, 12)]).encode()
    yield end


Bomb = tuple[str, type[FileRefused], Callable[[], Iterator[bytes]]]


def bombs() -> dict[str, Bomb]:
    """Parts that cost much, by what they try: which part, what stops it, its content."""
    sheet, end = b"<worksheet><sheetData>", b"</sheetData></worksheet>"
    row, prefixed = "<row><c><v>@</v></c></row>", "<x:row><x:c><x:v>@</x:v></x:c></x:row>"
    opened, closed = b'<x:worksheet xmlns:x="x"><x:sheetData>', b"</x:sheetData></x:worksheet>"
    many = 220_000
    return {
        "spaces": (SHEET, errors.UnpacksTooLarge, lambda: iter([b"<worksheet>", b" " * 60_000_000, b"</worksheet>"])),
        "rows": (SHEET, errors.TooManyRows, lambda: pieces(sheet, row, many, end)),
        "prefixed rows": (SHEET, errors.TooManyRows, lambda: pieces(opened, prefixed, many, closed)),
        "depth": (SHEET, errors.BrokenFile, lambda: pieces(b"<worksheet>", "<a@>", many, b"")),
        "rows in rows": (SHEET, errors.BrokenFile, lambda: pieces(b"<worksheet>", '<row r="@">', many // 2, b"")),
        "one token": (SHEET, errors.BrokenFile, lambda: pieces(b'<worksheet a="', "@", many, b'"/>')),
        "one text": (
            SHEET,
            errors.BrokenFile,
            lambda: pieces(b"<worksheet><row><c><v>", "@", many, b"</v></c></row></worksheet>"),
        ),
        "strings": (STRINGS, errors.UnpacksTooLarge, lambda: iter([b"<sst>", b"<si><t/></si>" * 1_100_000, b"</sst>"])),
        "crowded": (
            SHEET,
            errors.UnpacksTooLarge,
            lambda: pieces(b"<worksheet>", "<c/><c/><c/><c/><c/><!--@-->", many, b"</worksheet>"),
        ),
        "names": (SHEET, errors.BrokenFile, lambda: pieces(b"<worksheet>", "<a@/>", many, b"</worksheet>")),
        "wide": (
            SHEET,
            errors.TooManyColumns,
            lambda: pieces(b"<worksheet><row>", '<c t="str"><v>@</v></c>', many // 4, b"</row></worksheet>"),
        ),
    }


@pytest.mark.parametrize("kind", bombs())
def test_a_bomb_is_refused_within_two_seconds(desk: Engine, tmp_path: Path, book: Path, kind: str) -> None:
    name, refusal, content = bombs()[kind]
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        with new.open(name, "w", force_zip64=True) as out:
            for piece in content():
                out.write(piece)
    start = time.process_time()
    with pytest.raises(refusal):
        take(desk, path)
    taken = time.process_time() - start
    print(f"{kind}: {path.stat().st_size / 1e6:.1f} MB refused in {taken:.2f} s")
    assert taken < 2


def test_an_oversized_file_is_not_even_opened(desk: Engine, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(limits.MAX_FILE_BYTES + 1)
    with pytest.raises(errors.FileTooLarge, match="40 MB"):
        take(desk, path)


def test_a_member_that_lies_about_its_size_is_a_broken_file(desk: Engine, book: Path) -> None:
    whole = book.read_bytes()
    with zipfile.ZipFile(book) as old:
        size = old.getinfo(SHEET).file_size
    central = whole.rindex(SHEET.encode()) - 46
    lie = whole[: central + 24] + (size // 2).to_bytes(4, "little") + whole[central + 28 :]
    book.write_bytes(lie)
    with pytest.raises(errors.BrokenFile):
        take(desk, book)


def test_many_members_are_refused(desk: Engine, tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(archive("[Content_Types].xml", *(f"xl/{n}" for n in range(2_001))))
    with pytest.raises(errors.UnpacksTooLarge):
        take(desk, tmp_path / "list.xlsx")
