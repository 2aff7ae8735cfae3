"""The two imports: read, check and write a list in one pass, all of it or nothing.

Everything is written under a savepoint of the caller's transaction, which is undone as soon as anything is wrong;
the caller commits. Rows that are registered already are counted and left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from messages.advice import Advice
from registry.authorities import jurisdiction
from registry.chinese_time import date_in_china
from registry.importing.checking import RowChecker
from registry.importing.entries import Entry
from registry.importing.fields import APPROVED_COLUMNS, ISSUED_COLUMNS, Headings, find_headings
from registry.importing.photos import Photos
from registry.importing.qualification import Circumstances, Territory
from registry.importing.report import Findings, Report
from registry.importing.writing import ApprovedWriter, Desk, IssuedWriter, Tally
from registry.models import Authority, Import
from registry.sealing import IdentityVault
from registry.words import Action, Route
from signing.claims import MAX_NUMBER, Level
from tables.opening import open_table
from tables.rows import Table

CHUNK = 1_000
"""Rows written by one statement."""

Progress = Callable[[int, int], None]
"""Called with the rows done and the rows there seem to be."""

COLUMNS_LEFT_OUT = Advice(
    "这些列不导入：{columns}。",
    "These columns are not imported: {columns}.",
    "其中若有需要的内容，请把列名改为规定的写法。",
    "If one of them matters, rename it to one of the known headings.",
)
SHEETS_LEFT_OUT = Advice(
    "只读取第一张工作表，另有 {count} 张未读取。",
    "Only the first sheet is read; {count} more were not.",
    "其他工作表如有名单，请分别存为文件导入。",
    "If there are lists on them, save each as a file of its own.",
)


class Writer(Protocol):
    """Takes checked entries, chunk by chunk."""

    tally: Tally

    def write(self, entries: list[Entry], /) -> None:
        """Write one chunk."""


@dataclass(frozen=True, slots=True)
class _Job:
    session: Session
    source: Path
    authority: Authority
    vault: IdentityVault
    default_route: Route
    actor: str
    now: datetime
    random_bytes: Callable[[int], bytes]
    progress: Progress
    photos: Photos | None
    issued: bool


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def import_approved(
    session: Session,
    source: Path,
    *,
    authority: Authority,
    vault: IdentityVault,
    default_route: Route,
    actor: str,
    now: datetime,
    random_bytes: Callable[[int], bytes],
    progress: Progress = _silent,
    photos: Path | None = None,
) -> Report:
    """Take in an approved list; its people then wait for certificates. `photos` is a folder of JPEG files.

    Raises a `FileRefused` where the file as a whole cannot be read. Nothing is written unless the report is accepted.
    """
    folder = Photos(photos) if photos else None
    return _run(
        _Job(session, source, authority, vault, default_route, actor, now, random_bytes, progress, folder, issued=False)
    )


def import_issued(
    session: Session,
    source: Path,
    *,
    authority: Authority,
    vault: IdentityVault,
    default_route: Route,
    actor: str,
    now: datetime,
    random_bytes: Callable[[int], bytes],
    progress: Progress = _silent,
    photos: Path | None = None,
) -> Report:
    """Record papers that were issued before, with their old numbers and no code, so that number + name finds them.

    Raises a `FileRefused` where the file as a whole cannot be read. Nothing is written unless the report is accepted.
    `photos` are taken for approved lists only; the parameter makes both imports callable alike.
    """
    del photos
    return _run(
        _Job(session, source, authority, vault, default_route, actor, now, random_bytes, progress, None, issued=True)
    )


def _run(job: _Job) -> Report:
    findings = Findings()
    with open_table(job.source) as table:
        headings = find_headings(table.rows, ISSUED_COLUMNS if job.issued else APPROVED_COLUMNS)
        _warn_of_what_is_left_out(findings, headings, table)
        savepoint = job.session.begin_nested()
        try:
            desk = _desk(job, findings)
            rows, tally = _take_in(job, table, headings, desk)
        except BaseException:
            savepoint.rollback()
            raise
        # A list that adds nothing leaves no trace, not even of having been read.
        if findings.errors or not tally.new:
            savepoint.rollback()
        else:
            job.session.execute(update(Import).where(Import.id == desk.import_id).values(rows=rows))
            savepoint.commit()
    return _report(findings, rows, tally)


def _warn_of_what_is_left_out(findings: Findings, headings: Headings, table: Table) -> None:
    if headings.ignored:
        columns = "、".join(name[:20] for name in headings.ignored)
        findings.warn(headings.row, None, COLUMNS_LEFT_OUT.filled(columns=columns))
    if table.other_sheets:
        findings.warn(headings.row, None, SHEETS_LEFT_OUT.filled(count=table.other_sheets))


def _desk(job: _Job, findings: Findings) -> Desk:
    with job.source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    values = {
        "authority_id": job.authority.id,
        "what": "issued" if job.issued else "approved",
        "file_sha256": digest,
        "rows": 0,
        "actor": job.actor,
        "at": job.now,
    }
    import_id = job.session.execute(insert(Import).values(values).returning(Import.id)).scalar_one()
    return Desk(job.session, job.authority.id, import_id, job.vault, findings, job.actor, job.now, job.random_bytes)


def _take_in(job: _Job, table: Table, headings: Headings, desk: Desk) -> tuple[int, Tally]:
    """Check every row; write the entries as long as no row had an error. Returns the rows read and what was written."""
    writer: Writer = IssuedWriter(desk) if job.issued else ApprovedWriter(desk, with_photos=job.photos is not None)
    checker = RowChecker(
        headings, _circumstances(job), desk.findings, vault=job.vault, issued=job.issued, photos=job.photos
    )
    rows = 0
    for entries, count in _chunks(table, checker):
        rows += count
        if entries and not desk.findings.errors:
            writer.write(entries)
        job.progress(rows, max(table.expected_rows - headings.row, rows))
    return rows, writer.tally


def _chunks(table: Table, checker: RowChecker) -> Iterator[tuple[list[Entry], int]]:
    """Checked entries in chunks, each with the number of rows it was made of."""
    entries: list[Entry] = []
    count = 0
    for row, cells in table.rows:
        entry = checker.check(row, cells)
        count += 1
        if entry is not None:
            entries.append(entry)
        if count == CHUNK:
            yield entries, count
            entries, count = [], 0
    yield entries, count


def _circumstances(job: _Job) -> Circumstances:
    authority = job.authority
    table = jurisdiction(authority.jurisdiction)

    def may_issue(route: Route, level: Level) -> None:
        table.require(Action.ISSUE, authority, route, level)

    territory = Territory(
        authority=authority.name,
        authority_en=authority.name_en,
        region=authority.region,
        citation=f"{table.citation} {table.territory.clause}",
        rule=table.territory.rule,
    )
    longest = table.number.length if table.number else MAX_NUMBER
    return Circumstances(date_in_china(job.now), job.default_route, territory, longest, may_issue)


def _report(findings: Findings, rows: int, tally: Tally) -> Report:
    accepted = findings.errors == 0
    return Report(
        rows=rows,
        new=tally.new if accepted else 0,
        present=tally.present if accepted else 0,
        problems=findings.problems(),
        errors=findings.errors,
        warnings=findings.warnings,
        photos=tally.photos if accepted else 0,
        without_photo=tally.without_photo if accepted else 0,
    )
