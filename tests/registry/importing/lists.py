"""Synthetic lists for the tests: rows of invented people, as XLSX and CSV."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import Engine

from registry.database import writing
from registry.identity import check_digit
from registry.importing import Report, import_approved, import_issued
from registry.models import Authority
from registry.sealing import IdentityVault
from registry.words import Route

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
VAULT = IdentityVault(bytes(range(32)))
HEADINGS = ("姓名", "身份证号", "资格名称", "级别", "专业", "评审通过时间")
ISSUED_HEADINGS = ("姓名", "资格名称", "级别", "专业", "取得时间", "证书编号", "发证日期", "身份证号", "状态")

Cells = Sequence[Any]


def identity(serial: int) -> str:
    """A valid identity number of nobody: born between 1900 and 1910 under the code of Wuhan's city districts."""
    day, place = divmod(serial, 400)
    body = f"420101{date(1900, 1, 1) + timedelta(days=day):%Y%m%d}{place + 1:03d}"
    return body + check_digit(body)


def person(serial: int = 1, **other: Any) -> list[Any]:
    """One right row under `HEADINGS`; keywords replace cells."""
    row = {
        "name": "张三丰",
        "identity": identity(serial),
        "title": "高级工程师",
        "level": "副高级",
        "specialty": "建筑工程",
        "approved_on": "2026-09-30",
    }
    return list((row | other).values())


def paper(serial: int = 1, **other: Any) -> list[Any]:
    """One right row under `ISSUED_HEADINGS`."""
    row = {
        "name": "李四",
        "title": "高级工程师",
        "level": "副高级",
        "specialty": "机械",
        "approved_on": "2005-12-01",
        "number": f"鄂高{serial:05d}",
        "issued_on": "2006-03-01",
        "identity": identity(serial),
        "state": "",
    }
    return list((row | other).values())


def write_xlsx(path: Path, rows: Iterable[Cells], headings: Cells = HEADINGS, *, above: Sequence[Cells] = ()) -> Path:
    """A workbook as Excel stores it: shared texts, dates as styled numbers."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("名单")
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate([*above, headings, *rows]):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, datetime.combine(value, datetime.min.time()), dates)
            elif isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
    book.close()
    return path


def csv_text(rows: Iterable[Cells], headings: Cells = HEADINGS, delimiter: str = ",") -> str:
    """The same as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([headings, *rows])
    return out.getvalue()


def write_csv(path: Path, rows: Iterable[Cells], headings: Cells = HEADINGS, encoding: str = "utf-8-sig") -> Path:
    """The same as a CSV file."""
    path.write_bytes(csv_text(rows, headings).encode(encoding))
    return path


def add_authorities(engine: Engine) -> None:
    """The provincial office and one city."""
    with writing(engine) as session:
        for name, kind, region in (("office", "provincial_office", "420000"), ("wuhan", "prefecture", "420100")):
            session.add(
                Authority(id=name, name=name, name_en=name, kind=kind, region=region, jurisdiction="hubei-2013-80")
            )


def take(engine: Engine, path: Path, *, authority: str = "office", issued: bool = False, **other: Any) -> Report:
    """Import a file in one transaction, as the command does."""
    run = import_issued if issued else import_approved
    given: dict[str, Any] = {
        "vault": VAULT,
        "default_route": Route.EVALUATION,
        "actor": "经办人",
        "now": NOW,
        "random_bytes": os.urandom,
    }
    with writing(engine) as session:
        return run(session, path, authority=session.get_one(Authority, authority), **(given | other))
