"""A roster of an exchange: uploaded, told row by row, mended, and taken away again.

    GET and POST /desk/cases/<application>/roster      GET /desk/cases/<application>/roster.xlsx

Good rows become the application's people at once. The others are given back as a spreadsheet with the reason beside
each, made for this very answer: nothing of them is kept.
"""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from flask import Response, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from casework.applications import submission
from casework.applications.drafting import add_entries, set_entries, typed_details
from casework.applications.errors import ApplicationError, SomebodyElseWasFaster
from casework.applications.facts import matter_of
from casework.applications.findings import Finding
from casework.applications.moving import open_case
from casework.applications.photos import CheckedPhotos, PhotoReport, attach_photos, check_photos
from casework.applications.queries import View, view
from casework.applications.rosters import Roster, photo_workbook, read_roster, roster_workbook
from casework.applications.words import Kind, Move
from policy import Pack
from registry.chinese_time import date_in_china
from tables.errors import FileRefused
from verify_site.desk.attachment_store import store
from verify_site.desk.case_view import Reader
from verify_site.desk.cases import PAGE, case_response, cases_page, issued_numbers
from verify_site.desk.drafting import version_of
from verify_site.desk.edge import changing, edge, member, reading
from verify_site.desk.files import download
from verify_site.desk.page import said, to
from verify_site.language import N_, Speech, chosen
from verify_site.service import service

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REASONS = N_("要改正的地方")
ROSTER = N_("花名册")
NEW_NUMBER = N_("新证书编号")
FINDINGS_SHOWN = 300
"""Faults that the page lists; the spreadsheet of bad rows has all of them."""


@dataclass(slots=True)
class Taken:
    """What came of one upload."""

    roster: Roster | None = None
    photos: PhotoReport | None = None
    refused: str | None = None
    status: int = 200

    @property
    def clean(self) -> bool:
        """Whether there is nothing to tell but that it was kept."""
        bad_rows = self.roster is not None and self.roster.bad_rows
        bad_photos = self.photos is not None and self.photos.problems
        return not (self.refused or bad_rows or bad_photos)


def roster_page(application: int) -> Response:
    """The people so far with what is still wrong, and the form for a roster and its photos."""
    return _page(application, Taken())


def upload(application: int) -> Response:
    """Take in a roster, its photos, or both; good rows are kept whatever the others are."""
    taken = Taken()
    try:
        photos = _checked_photos(application)
        with changing() as session:
            _take(session, application, taken, photos)
    except FileRefused as error:
        taken.refused, taken.status = said(error), 422
    except ApplicationError as error:
        taken = Taken(refused=said(error), status=409 if isinstance(error, SomebodyElseWasFaster) else 422)
    if taken.clean:
        return to(f"{PAGE}/{application}/roster", done="saved")
    return _page(application, taken)


def workbook(application: int) -> Response:
    """The people of the application as XLSX, with their new numbers where there are any."""
    speech = chosen(request.args)
    with reading() as session:
        found = view(session, member(), application)
        numbers = issued_numbers(session, found)
    rows = [
        {**typed_details(entry, service().vault), "new_number": numbers.get(entry.certificate_id or 0, "")}
        for entry in found.entries
    ]
    data = roster_workbook(rows, extra={"new_number": speech.text(NEW_NUMBER)})
    return download(data, XLSX, f"{found.application.reference}-{speech.text(ROSTER)}.xlsx")


def _checked_photos(application_id: int) -> CheckedPhotos | None:
    """The photos that came along, measured before the transaction, as nobody else can write meanwhile on SQLite."""
    file = request.files.get("photos")
    if file is None or not file.filename:
        return None
    with reading() as session:
        case = open_case(session, member(), application_id, lock=False)
        case.require(Move.ATTACH)
        pack, matter, _ = matter_of(case.application.notice, case.application.matter)
    return check_photos(file.stream, pack, matter.id)


def _take(session: Session, application_id: int, taken: Taken, photos: CheckedPhotos | None) -> None:
    """Read and keep what came along; the first change carries the version that the page showed."""
    found = view(session, member(), application_id)
    version = version_of(request.form)
    file = request.files.get("roster")
    if file is not None and file.filename:
        taken.roster = _read(file)
        version += _keep(session, found, taken.roster, version)
    if photos is not None:
        taken.photos = attach_photos(
            session,
            store(),
            member(),
            application_id,
            photos,
            version=version,
            now=edge().now,
            vault=service().vault,
            random_bytes=edge().random_bytes,
        )


def _read(file: FileStorage) -> Roster:
    """The roster in an uploaded file; the file itself is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster"
        file.save(path)
        return read_roster(path, today=date_in_china(edge().now))


def _keep(session: Session, found: View, roster: Roster, version: int) -> int:
    """Put the good rows in place of the people, or after them; returns by how much the version grew."""
    if not roster.rows:
        return 0
    adding = request.form.get("how") == "add" and _people(found) > 0
    keep = add_entries if adding else set_entries
    case_id, now = found.application.id, edge().now
    keep(session, member(), case_id, roster.rows, version=version, now=now, vault=service().vault)
    return 1


def _page(application_id: int, taken: Taken) -> Response:
    speech = chosen(request.args)
    with reading() as session:
        found = view(session, member(), application_id)
        if found.application.is_kind is not Kind.EXCHANGE or Move.CHANGE not in found.moves:
            return case_response(application_id, status=taken.status, problem=taken.refused)
        checked = submission.check(session, member(), application_id, now=edge().now, vault=service().vault)
    by_row = [each for each in checked.findings if each.row is not None]
    values = {
        "application": found.application,
        "title": Reader.of(found, speech).title,
        "people": _people(found),
        "with_photo": len({each.entry_id for each in found.attachments if each.entry_id is not None}),
        "refused": taken.refused,
        "kept": len(taken.roster.rows) if taken.roster else None,
        "bad": list(_bad_rows(taken.roster, speech)) if taken.roster else [],
        "mend": _to_mend(taken.roster, speech) if taken.roster and taken.roster.bad_rows else None,
        "photos": taken.photos,
        "photo_problems": _photo_problems(taken.photos, speech, taken_all_the_same=False),
        "photo_doubts": _photo_problems(taken.photos, speech, taken_all_the_same=True),
        "photo_list": _photo_list(taken.photos, speech) if taken.photos and taken.photos.problems else None,
        "photo_check": _photo_check(checked.pack, found.application.matter, speech),
        "warnings": [each.line(speech.language) for each in checked.warnings],
        "findings": [each.line(speech.language) for each in by_row],
        "shown": FINDINGS_SHOWN,
    }
    return cases_page("desk/roster.html", f"{PAGE}/{application_id}/roster", status=taken.status, **values)


def _people(found: View) -> int:
    """How many people there are; a draft's first entry, on which nobody has been named yet, is none."""
    named = any(entry.name or entry.number or entry.identity_sealed for entry in found.entries)
    return len(found.entries) if named else 0


def _bad_rows(roster: Roster, speech: Speech) -> Iterator[tuple[int, list[str]]]:
    """Each bad row of the file with what is wrong in it."""
    for row, found in _by_row(roster.findings):
        yield row, [_without_row(each).line(speech.language) for each in found]


def _by_row(findings: Sequence[Finding]) -> list[tuple[int, list[Finding]]]:
    """The findings of each row, in the order of the rows, which is the order of a roster's bad rows."""
    return [(row or 0, list(found)) for row, found in groupby(findings, key=lambda each: each.row)]


def _without_row(finding: Finding) -> Finding:
    return Finding(finding.advice, finding.field, finding.label, None, finding.clauses)


def _to_mend(roster: Roster, speech: Speech) -> str:
    """The bad rows as a spreadsheet with the reasons beside them, within the page, so that it lies nowhere."""
    rows: list[Mapping[str, str]] = [
        {**row, "reasons": " ".join(_without_row(each).line(speech.language) for each in found)}
        for row, (_, found) in zip(roster.bad_rows, _by_row(roster.findings), strict=True)
    ]
    data = roster_workbook(rows, extra={"reasons": speech.text(REASONS)})
    return _within_the_page(data)


def _photo_problems(report: PhotoReport | None, speech: Speech, *, taken_all_the_same: bool) -> list[str]:
    """The lines about photos that were not taken, or about those that were and that somebody should look at."""
    told = [each for each in report.problems if each.taken is taken_all_the_same] if report else []
    return [f"{each.name} {each.finding.line(speech.language)}".strip() for each in told]


def _photo_list(report: PhotoReport, speech: Speech) -> str:
    return _within_the_page(photo_workbook(report.problems, speech.language))


def _photo_check(pack: Pack, matter: str, speech: Speech) -> str:
    """The address of the photo check, with the notice and what it asks of a file chosen."""
    ways = pack.photo_files(matter)
    chosen_way = f"?notice={pack.id}&photo={ways[0].id}" if ways else f"?notice={pack.id}"
    return f"/photo{chosen_way}{speech.query.replace('?', '&')}"


def _within_the_page(workbook: bytes) -> str:
    return f"data:{XLSX};base64,{base64.b64encode(workbook).decode()}"
