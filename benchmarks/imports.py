"""Rows of an approved list per second, from XLSX and from CSV, beside merely reading the same file with openpyxl."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from statistics import median

import openpyxl
import xlsxwriter

from benchmarks.measuring import Line, Row, Scale, WrongAnswer, per_second, rate
from benchmarks.people import BODY, DOCUMENT, NOW, TITLE, people
from benchmarks.registries import ISSUER, Keys, make_keys, new_registry
from registry.authorities import authority
from registry.database import writing
from registry.importing import import_approved
from registry.words import Route

LEAST = 5_000
HEADINGS = (
    *("序号", "姓名", "证件类型", "证件号码", "资格名称", "级别", "系列", "专业", "评审方式"),
    *("评审通过时间", "评审组织", "公布文号"),
)
METHOD = (
    "A list of 20,000 people in 12 columns through `registry.importing.import_approved` into an empty SQLite registry: "
    "read, checked, identity numbers sealed and indexed, written and committed; each run into a new registry, median "
    "of the runs. Bare is openpyxl walking through the rows of the same file (read-only, values only)."
)
Cells = tuple[object, ...]


def measure(scale: Scale, folder: Path) -> Row:
    """Both file formats."""
    folder = folder / "imports"
    folder.mkdir()
    count, runs = scale.of(20_000, 1_000), scale.of(5, 1)
    xlsx, text = folder / "list.xlsx", folder / "list.csv"
    write_xlsx(xlsx, count)
    write_csv(text, count)
    keys = make_keys(folder)
    rates: dict[str, list[float]] = {"xlsx": [], "csv": [], "bare": []}
    for turn in range(runs):
        rates["xlsx"].append(_import(xlsx, folder / f"xlsx-{turn}.sqlite3", keys, count))
        rates["bare"].append(rate(lambda: _read_only(xlsx)))
        rates["csv"].append(_import(text, folder / f"csv-{turn}.sqlite3", keys, count))
    bare = median(rates["bare"])
    return Row(
        "Import",
        METHOD,
        (
            _line(f"import XLSX ({count:,} rows, {len(HEADINGS)} columns)", median(rates["xlsx"]), bare),
            _line("import CSV, the same rows", median(rates["csv"]), None),
        ),
    )


def _line(what: str, found: float, bare: float | None) -> Line:
    reading = "—" if bare is None else f"openpyxl {per_second(bare)}"
    ratio = None if bare is None else found / bare
    return Line(what, f"{found:,.0f} rows/s", reading, ratio, f"≥ {LEAST:,}/s", found >= LEAST)


def rows(count: int) -> Iterator[Cells]:
    """What stands in the list, in the order of HEADINGS."""
    for person in people(count):
        who = (person.serial + 1, person.name, "居民身份证", person.identity)
        what = (TITLE, "中级", "工程", person.specialty, "评审", person.approved_on)
        yield (*who, *what, BODY, DOCUMENT)


def write_xlsx(path: Path, count: int) -> None:
    """The list as a workbook, dates as dates."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for place, cells in enumerate(rows(count), start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(place, column, datetime.combine(cell, datetime.min.time()))
                elif isinstance(cell, int):
                    sheet.write_number(place, column, cell)
                else:
                    sheet.write_string(place, column, str(cell))


def write_csv(path: Path, count: int) -> None:
    """The list as Excel writes CSV."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows(count)])


def _import(source: Path, database: Path, keys: Keys, count: int) -> float:
    engine = new_registry(f"sqlite:///{database}")

    def task() -> int:
        with writing(engine) as session:
            report = import_approved(
                session,
                source,
                authority=authority(session, ISSUER),
                vault=keys.vault,
                default_route=Route.EVALUATION,
                actor="bench",
                now=NOW,
                random_bytes=os.urandom,
            )
        if report.new != count or report.errors:
            raise WrongAnswer(f"{report.new} of {count} rows were taken in:\n{report.as_text('en')[:500]}")
        return report.rows

    try:
        return rate(task)
    finally:
        engine.dispose()


def _read_only(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()
