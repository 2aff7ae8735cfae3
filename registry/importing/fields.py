"""The columns a list may have, and by which headings people name them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from registry.importing.errors import MissingColumns, NoHeadings, RepeatedColumn
from registry.words import Word
from tables import limits
from tables.errors import EmptyFile
from tables.rows import Row


class Field(Word):
    """What a column can mean; the Chinese word is how reports and errors name it."""

    NAME = "name", "姓名", "name"
    IDENTITY = "identity", "身份证号", "identity number"
    IDENTITY_KIND = "identity_kind", "证件类型", "kind of document"
    TITLE = "title", "资格名称", "title"
    LEVEL = "level", "级别", "level"
    SERIES = "series", "系列", "series"
    SPECIALTY = "specialty", "专业", "specialty"
    ROUTE = "route", "取得方式", "route"
    APPROVED_ON = "approved_on", "评审通过时间", "approval date"
    BODY = "body", "评审组织", "evaluating body"
    DOCUMENT = "document", "批准文号", "approving document"
    REGION = "region", "地区", "region"
    NUMBER = "number", "证书编号", "certificate number"
    ISSUED_ON = "issued_on", "发证日期", "issue date"
    STATE = "state", "状态", "state"
    PHOTO = "photo", "照片", "photo"


SYNONYMS: dict[Field, tuple[str, ...]] = {
    Field.NAME: ("姓名", "持证人", "持证人姓名", "申报人", "申报人姓名", "name"),
    Field.IDENTITY: (
        *("身份证号", "身份证号码", "证件号码", "证件号", "居民身份证号", "居民身份证号码", "公民身份号码"),
        *("身份证件号码", "有效证件号码", "identity number"),
    ),
    Field.IDENTITY_KIND: ("证件类型", "证件种类", "证件名称", "身份证件类型"),
    Field.TITLE: (
        *("资格名称", "职称名称", "任职资格名称", "专业技术资格名称", "专业技术任职资格名称", "任职资格", "职称"),
        *("评审通过资格", "通过资格名称", "取得资格名称", "title"),
    ),
    Field.LEVEL: ("级别", "资格级别", "职称级别", "职称等级", "任职资格级别", "资格等级", "level"),
    Field.SERIES: ("系列", "职称系列", "专业系列", "评审系列"),
    Field.SPECIALTY: (
        *("专业", "专业名称", "评审专业", "申报专业", "从事专业", "资格专业", "系列/专业", "系列专业", "专业类别"),
        "specialty",
    ),
    Field.ROUTE: ("取得方式", "评审方式", "取得途径", "评审类型", "获得方式"),
    Field.APPROVED_ON: (
        *("评审通过时间", "批准时间", "取得时间", "评审通过日期", "批准日期", "取得日期", "评审时间", "通过时间"),
        *("资格取得时间", "取得资格时间", "任职资格时间", "资格时间", "授予时间", "approved on"),
    ),
    Field.BODY: ("评审组织", "评委会名称", "评委会", "评审委员会", "评审委员会名称", "评审机构"),
    Field.DOCUMENT: ("批准文号", "公布文号", "发文文号", "文号", "批准文件", "公布文件"),
    Field.REGION: ("地区", "所属地区", "所在地区", "市州", "行政区划", "所在市州", "单位所在地"),
    Field.NUMBER: ("证书编号", "证书号", "编号", "资格证书编号", "证书号码", "证书管理号", "管理号", "number"),
    Field.ISSUED_ON: ("发证日期", "发证时间", "签发日期", "颁证日期", "颁发日期", "issued on"),
    Field.STATE: ("状态", "证书状态"),
}
_HARMLESS = frozenset({"序号", "no", "no.", "行号"})
"""Columns that hold nothing about a person, so nobody needs to hear that they are left out."""

APPROVED_COLUMNS = frozenset({Field.NAME, Field.IDENTITY, Field.TITLE, Field.LEVEL, Field.SPECIALTY, Field.APPROVED_ON})
ISSUED_COLUMNS = frozenset(
    {Field.NAME, Field.TITLE, Field.LEVEL, Field.SPECIALTY, Field.APPROVED_ON, Field.NUMBER, Field.ISSUED_ON}
)
_ISSUED_ONLY = frozenset({Field.NUMBER, Field.ISSUED_ON, Field.STATE})
_NOTE = re.compile(r"[(\[].*?[)\]]|[\s*:]")


@dataclass(frozen=True, slots=True)
class Headings:
    """Where each field stands, which columns are left out, and in which row the headings were."""

    columns: Mapping[Field, int]
    ignored: tuple[str, ...]
    row: int


def folded_heading(text: str) -> str:
    """A heading without what people add to it: spaces, stars, colons and remarks in brackets."""
    return _NOTE.sub("", unicodedata.normalize("NFKC", text)).lower()


_FIELDS = {folded_heading(name): field for field, names in SYNONYMS.items() for name in names}


def find_headings(rows: Iterator[Row], required: frozenset[Field]) -> Headings:
    """Read on to the heading row: the first of the first 20 rows that names all required columns.

    Raises `MissingColumns` with the row that comes nearest, `NoHeadings`, `RepeatedColumn` or `EmptyFile`.
    """
    nearest: Headings | None = None
    number = 0
    for number, cells in islice(rows, limits.HEADING_ROWS):
        headings = _headings(number, (cell if isinstance(cell, str) else "" for cell in cells), required)
        if required <= headings.columns.keys():
            return headings
        if nearest is None or len(headings.columns) > len(nearest.columns):
            nearest = headings
    if nearest is None:
        raise EmptyFile
    if len(nearest.columns) < 2:
        raise NoHeadings(rows=limits.HEADING_ROWS, wanted=_listed(required))
    missing = required - nearest.columns.keys()
    raise MissingColumns(row=nearest.row, missing=_listed(missing), found=_listed(nearest.columns))


def _headings(row: int, texts: Iterable[str], required: frozenset[Field]) -> Headings:
    columns: dict[Field, int] = {}
    ignored: list[str] = []
    unwanted = frozenset[Field]() if Field.NUMBER in required else _ISSUED_ONLY
    for column, text in enumerate(texts):
        folded = folded_heading(text)
        field = _FIELDS.get(folded)
        if field is None or field in unwanted:
            ignored += [text.strip()] if folded and folded not in _HARMLESS else []
        elif field in columns:
            raise RepeatedColumn(row=row, field=field.zh, field_en=field.en)
        else:
            columns[field] = column
    # Where a list names only the series, that is what the paper prints.
    if Field.SPECIALTY not in columns and Field.SERIES in columns:
        columns[Field.SPECIALTY] = columns[Field.SERIES]
    return Headings(columns, tuple(ignored), row)


def _listed(fields: Iterable[Field]) -> str:
    return "、".join(field.zh for field in Field if field in set(fields)) or "—"
