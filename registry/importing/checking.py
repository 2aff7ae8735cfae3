"""Checks one row after another: everything that is wrong is found, not only the first thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from messages.advice import Advice
from registry.identity import Identity, IdentityKind, InvalidIdentity, identity_kind, parse_identity
from registry.importing.entries import Entry, FirstSeen
from registry.importing.fields import Field, Headings
from registry.importing.photos import Photos
from registry.importing.qualification import SHARED_FIELDS, Circumstances, Judge, Qualification
from registry.importing.report import Findings
from registry.importing.values import read_state
from registry.names import InvalidName, normalise_number, plain_text, printed_name
from registry.sealing import IdentityVault
from registry.words import State
from signing.claims import MAX_NUMBER, check_text_bytes
from signing.errors import InvalidClaim
from tables.rows import Cell
from tables.values import Refused, number_text, read_date, text_of

T = TypeVar("T")

FIRST_YEAR = 1949

NOT_A_PERSON = Advice(
    "这一行缺少姓名、号码或资格名称，不像名单内容。",
    "This row lacks name, number or title; it does not look like a person's.",
    "如是合计、说明或签字行，请删去；否则请补全。",
    "Delete totals, remarks and signatures; else complete the row.",
)
DUPLICATE = Advice(
    "该证件号码的同一资格与第 {row} 行重复。",
    "The same person's same title is also in row {row}.",
    "请只保留一行。",
    "Keep one.",
)
DUPLICATE_NUMBER = Advice(
    "该证书编号与第 {row} 行重复。",
    "This certificate number is also in row {row}.",
    "请只保留一行，或更正编号。",
    "Keep one row, or correct the number.",
)
TOO_LONG_TOGETHER = Advice(
    "姓名、资格名称与专业合计过长，二维码放不下。",
    "Name, title and specialty together are too long for the code.",
    "请缩短专业名称。",
    "Shorten the specialty.",
)
UNKNOWN_KIND = Advice(
    "证件类型“{text}”不认识。",
    "The kind of document “{text}” is not known.",
    "请写居民身份证、港澳台居民居住证、外国人永久居留身份证、来往内地（大陆）通行证或护照。",
    "Write 居民身份证, 港澳台居民居住证, 外国人永久居留身份证, 港澳居民来往内地通行证 or 护照.",
)
IN_THE_FUTURE = Advice(
    "日期 {day} 在今天（{today}）之后。",
    "The date {day} lies after today ({today}).",
    "请核对日期。",
    "Check the date.",
)
TOO_EARLY = Advice(
    "日期 {day} 早于 1949 年。",
    "The date {day} lies before 1949.",
    "请核对日期。",
    "Check the date.",
)
ISSUED_BEFORE_APPROVED = Advice(
    "发证日期早于评审通过时间。",
    "The paper was issued before the title was approved.",
    "请核对这两个日期。",
    "Check both dates.",
)


class RowChecker:
    """Turns rows into entries and tells `findings` what is wrong with the others."""

    def __init__(
        self,
        headings: Headings,
        circumstances: Circumstances,
        findings: Findings,
        *,
        vault: IdentityVault,
        issued: bool,
        photos: Photos | None = None,
    ) -> None:
        # A field without a column is looked up in the last cell, which `check` keeps empty.
        self._columns = {field: headings.columns.get(field, -1) for field in Field}
        self._width = max(headings.columns.values()) + 1
        self._shared = [self._columns[field] for field in SHARED_FIELDS]
        self._given = circumstances
        self._judge = Judge(circumstances)
        self._findings = findings
        self._vault = vault
        self._issued = issued
        self._photos = photos
        self._seen = FirstSeen()
        self._row = 0
        self._cells: list[Cell] = []

    def check(self, row: int, cells: list[Cell]) -> Entry | None:
        """The row as an entry, or None where there is an error; errors and warnings go to the findings."""
        self._row = row
        self._cells = [*cells[: self._width], *[None] * (self._width + 1 - len(cells[: self._width]))]
        errors_before = self._findings.errors
        if self._is_no_person():
            self._findings.refuse(row, Field.NAME, NOT_A_PERSON)
            return None
        entry = self._entry()
        if self._findings.errors > errors_before:
            return None
        self._check_together(entry)
        self._check_duplicate(entry)
        return entry if self._findings.errors == errors_before else None

    def _is_no_person(self) -> bool:
        cells, columns = self._cells, self._columns
        key = Field.NUMBER if self._issued else Field.IDENTITY
        return (cells[columns[Field.NAME]], cells[columns[Field.TITLE]], cells[columns[key]]).count(None) > 1

    def _entry(self) -> Entry:
        """The row's values; where one could not be read, the findings say so and the entry is not used."""
        read, given = self._read, self._given
        shared = self._qualification()
        identity = self._identity()
        return Entry(
            row=self._row,
            name=read(Field.NAME, _name, ""),
            identity=identity,
            identity_index=self._vault.index(identity.number) if identity else None,
            title=shared.title,
            level=shared.level,
            route=shared.route,
            specialty=shared.specialty,
            body=shared.body,
            document=shared.document,
            approved_on=self._date(Field.APPROVED_ON),
            photo=self._photo(identity),
            number=read(Field.NUMBER, _number, "") if self._issued else "",
            issued_on=self._date(Field.ISSUED_ON) if self._issued else given.today,
            state=read(Field.STATE, _state, State.VALID) if self._issued else State.VALID,
        )

    def _read(self, field: Field, reader: Callable[[Cell], T], otherwise: T) -> T:
        try:
            return reader(self._cells[self._columns[field]])
        except (Refused, InvalidName, InvalidIdentity) as refusal:
            self._findings.refuse(self._row, field, refusal.advice)
            return otherwise

    def _qualification(self) -> Qualification:
        cells = self._cells
        shared = self._judge.judge(tuple([cells[column] for column in self._shared]))
        for field, advice in shared.errors:
            self._findings.refuse(self._row, field, advice)
        for field, advice in shared.warnings:
            self._findings.warn(self._row, field, advice)
        return shared

    def _identity(self) -> Identity | None:
        cell = self._cells[self._columns[Field.IDENTITY]]
        if self._issued and cell is None:
            return None
        kind = self._read(Field.IDENTITY_KIND, _identity_kind, None)
        try:
            identity = parse_identity(number_text(cell), today=self._given.today, stated=kind)
        except (Refused, InvalidIdentity) as refusal:
            self._findings.refuse(self._row, Field.IDENTITY, refusal.advice)
            return None
        for warning in identity.warnings:
            self._findings.warn(self._row, Field.IDENTITY, warning.value)
        return identity

    def _date(self, field: Field) -> date:
        today = self._given.today
        day = self._read(field, read_date, today)
        if day > today:
            self._findings.refuse(self._row, field, IN_THE_FUTURE.filled(day=day, today=today))
        elif day.year < FIRST_YEAR:
            self._findings.refuse(self._row, field, TOO_EARLY.filled(day=day))
        return day

    def _photo(self, identity: Identity | None) -> Path | None:
        if self._photos is None or identity is None:
            return None
        try:
            return self._photos.find(identity.number)
        except Refused as refusal:
            self._findings.refuse(self._row, Field.PHOTO, refusal.advice)
            return None

    def _check_together(self, entry: Entry) -> None:
        if entry.issued_on < entry.approved_on:
            self._findings.refuse(self._row, Field.ISSUED_ON, ISSUED_BEFORE_APPROVED)
        try:
            check_text_bytes(entry.number or "0" * self._given.number_length, entry.name, entry.title, entry.specialty)
        except InvalidClaim:
            self._findings.refuse(self._row, Field.SPECIALTY, TOO_LONG_TOGETHER)

    def _check_duplicate(self, entry: Entry) -> None:
        earlier = self._seen.before(entry.number if self._issued else entry.approval_key, self._row)
        if earlier is None:
            return
        if self._issued:
            self._findings.refuse(self._row, Field.NUMBER, DUPLICATE_NUMBER.filled(row=earlier))
        else:
            self._findings.refuse(self._row, Field.IDENTITY, DUPLICATE.filled(row=earlier))


def _name(cell: Cell) -> str:
    return printed_name(text_of(cell))


def _number(cell: Cell) -> str:
    return plain_text(normalise_number(number_text(cell)), MAX_NUMBER)


def _state(cell: Cell) -> State:
    return read_state(text_of(cell))


def _identity_kind(cell: Cell) -> IdentityKind | None:
    if cell is None:
        return None
    text = text_of(cell)
    kind = identity_kind(text)
    if kind is None and text.strip():
        raise Refused(UNKNOWN_KIND.filled(text=text[:20]))
    return kind
