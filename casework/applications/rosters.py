"""A roster of an exchange: XLSX or CSV in, people and problems by row out; photos from a zip named by identity number.

    roster = read_roster(path, today=today)
    set_entries(session, member, application_id, roster.rows, version=2, now=now, vault=vault)
    for finding in roster.findings: print(finding.line("zh"))     # 第 14 行 · 身份证号：……

Nothing is lost: rows without a fault become people of the application; the others are told with their cure, and given
back as a list of their own (`bad_rows`) that can be corrected and handed in again.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import xlsxwriter

from casework.applications.drafting import MOST_ENTRIES
from casework.applications.findings import Finding
from casework.applications.particulars import missing, read_particulars
from casework.applications.photos import PhotoProblem
from casework.applications.roster_errors import NoRosterHeadings, RosterTooLong
from casework.applications.words import Kind
from messages import Language
from messages.advice import Advice
from tables import limits
from tables.opening import open_table
from tables.rows import Cell, Row
from tables.values import Refused, number_text, text_of

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名",),
    "sex": ("性别",),
    "identity": ("身份证号", "身份证号码", "证件号码"),
    "unit": ("工作单位", "单位"),
    "title": ("资格名称", "职称名称", "任职资格名称"),
    "specialty": ("专业", "专业名称"),
    "level": ("级别", "资格级别"),
    "approved_on": ("取得时间", "取得日期", "取得资格时间"),
    "document_number": ("公布文件文号", "公布文号", "文号"),
    "number": ("原证书编号", "证书编号", "旧证书编号"),
    "remarks": ("备注", "备注(离退休)"),
}
"""The columns by their field ids; the first name is the one of the form and of what is given back."""
NEEDED = frozenset({"name", "identity", "title", "specialty", "level", "approved_on", "number"})
PHOTO_HEADINGS: dict[Language, tuple[str, ...]] = {
    "zh": ("行", "姓名", "文件", "问题", "怎样改正", "依据"),
    "en": ("Row", "Name", "File", "What is wrong", "What to do", "Clauses"),
}
_NARROW = 2

IDENTITY_TWICE = Advice(
    "与第 {row} 行的身份证号和证书编号相同。",
    "Row {row} has the same identity number and certificate.",
    "请只保留一行。",
    "Keep one row.",
)
_BY_NAME = {name: field for field, names in COLUMNS.items() for name in names}
_DIGITS_COUNT = frozenset({"identity", "number", "document_number"})


@dataclass(frozen=True, slots=True)
class Roster:
    """What a file held: the details of each good row in order, the bad rows as they were, and their faults."""

    rows: tuple[dict[str, str], ...]
    bad_rows: tuple[dict[str, str], ...]
    findings: tuple[Finding, ...]


def read_roster(path: Path, *, today: date) -> Roster:
    """Read a roster. Raises a `tables.errors.FileRefused`: a file that is no roster, or too long a one."""
    good: list[dict[str, str]] = []
    bad: list[dict[str, str]] = []
    findings: list[Finding] = []
    seen: dict[tuple[str, str], int] = {}
    with open_table(path) as table:
        columns = _headings(table.rows)
        for row, cells in table.rows:
            details, faults = _details(row, cells, columns)
            if not details and not faults:
                continue
            if len(good) + len(bad) >= MOST_ENTRIES:
                raise RosterTooLong(most=MOST_ENTRIES)
            faults += [*missing(Kind.EXCHANGE, details, row=row), *_faults(row, details, today, seen)]
            (bad if faults else good).append(details)
            findings += faults
    return Roster(tuple(good), tuple(bad), tuple(findings))


def _headings(rows: Iterator[Row]) -> dict[int, str]:
    """Which column holds which field, from the first row that names all that is needed."""
    for _, cells in islice(rows, limits.HEADING_ROWS):
        found: dict[int, str] = {}
        for place, cell in enumerate(cells):
            field = _BY_NAME.get(_folded(cell)) if isinstance(cell, str) else None
            if field is not None and field not in found.values():
                found[place] = field
        if set(found.values()) >= NEEDED:
            return found
    raise NoRosterHeadings(wanted="、".join(COLUMNS[field][0] for field in COLUMNS if field in NEEDED))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("*:")


def _details(row: int, cells: Sequence[Cell], columns: Mapping[int, str]) -> tuple[dict[str, str], list[Finding]]:
    details: dict[str, str] = {}
    faults: list[Finding] = []
    for place, field in columns.items():
        cell = cells[place] if place < len(cells) else None
        try:
            text = number_text(cell) if field in _DIGITS_COUNT else text_of(cell)
        except Refused as refusal:
            faults.append(Finding(refusal.advice, field, (COLUMNS[field][0], field), row))
            continue
        if text.strip():
            details[field] = text.strip()
    return details, faults


def _faults(row: int, details: Mapping[str, str], today: date, seen: dict[tuple[str, str], int]) -> Iterator[Finding]:
    read = read_particulars(details, today=today, row=row)
    yield from read.findings
    if read.identity is None:
        return
    key = (read.identity.number, read.number)
    if key in seen:
        yield Finding(IDENTITY_TWICE.filled(row=seen[key]), "identity", (COLUMNS["identity"][0], "identity"), row)
    seen.setdefault(key, row)


def roster_workbook(rows: Sequence[Mapping[str, str]], *, extra: Mapping[str, str] | None = None) -> bytes:
    """Rows as XLSX under the roster's headings; every cell is written as text, so none becomes a formula.

    `extra` names further fields and their headings, such as the new certificate's number.
    """
    fields = {**{field: names[0] for field, names in COLUMNS.items()}, **(extra or {})}
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("花名册")
        text, bold = workbook.add_format({"num_format": "@"}), workbook.add_format({"bold": True})
        for column, heading in enumerate(fields.values()):
            sheet.write_string(0, column, heading, bold)
            sheet.set_column(column, column, 18, text)
        for line, row in enumerate(rows, 1):
            for column, field in enumerate(fields):
                if row.get(field):
                    sheet.write_string(line, column, row[field], text)
    return written.getvalue()


def photo_workbook(problems: Sequence[PhotoProblem], language: Language) -> bytes:
    """What is wrong with photos as XLSX: whose it is, what to do, and the clauses. No cell becomes a formula."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("照片")
        bold = workbook.add_format({"bold": True})
        for column, heading in enumerate(PHOTO_HEADINGS[language]):
            sheet.write_string(0, column, heading, bold)
            sheet.set_column(column, column, 12 if column < _NARROW else 36)
        for line, each in enumerate(problems, 1):
            advice, row = each.finding.advice, each.finding.row
            cells = [str(row or ""), each.name, each.file, advice.what(language), advice.cure(language)]
            for column, text in enumerate([*cells, "、".join(each.finding.clauses)]):
                sheet.write_string(line, column, text)
    return written.getvalue()
