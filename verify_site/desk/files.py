"""What can be taken away from a case: its attachments, its forms filled in, and its checklist. All are downloads.

GET /desk/cases/<application>/files/<file>    …/forms/<form>.<format>    …/checklist.pdf
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from flask import Response, abort, request

from casework.applications.attachments import read_attachment
from casework.applications.drafting import typed_details
from casework.applications.errors import NotOnThisApplication
from casework.applications.queries import view
from casework.errors import NotFoundHere
from documents.checklist import typeset_checklist
from documents.forms import FormError, FormFormat, file_name, fill
from policy import Case, Outcome, Pack
from registry.chinese_time import date_in_china
from verify_site.desk.attachment_store import store
from verify_site.desk.case_view import Reader
from verify_site.desk.cases import case_response
from verify_site.desk.edge import edge, member, reading
from verify_site.desk.page import said
from verify_site.fonts import fonts
from verify_site.forms.files import MEDIA_TYPES
from verify_site.language import N_, chosen
from verify_site.prepared.sheets import checklist_of
from verify_site.service import service

CHECKLIST = N_("办理清单")


@dataclass(frozen=True, slots=True)
class Answered:
    """An application as a checklist needs it."""

    pack: Pack
    case: Case
    outcome: Outcome
    on: date


def attachment(application: int, file: int) -> Response:
    """An attached file, as a download; raises `NotFoundHere` for a file of another case."""
    with reading() as session:
        try:
            row, data = read_attachment(session, store(), member(), application, file)
        except NotOnThisApplication:
            raise NotFoundHere from None
        return download(data, row.media_type, row.name)


def filled_form(application: int, form: str, format: str) -> Response:
    """One of the case's forms with what is known, in one of its formats."""
    with reading() as session:
        found = view(session, member(), application)
    wanted = next((each for each in Reader.of(found, chosen(request.args)).forms() if each.name == form), None)
    if wanted is None or format not in set(wanted.formats) or len(found.entries) != 1:
        abort(404)
    chosen_format = FormFormat(format)
    try:
        data = fill(wanted, typed_details(found.entries[0], service().vault), chosen_format, fonts())
    except FormError as error:
        return case_response(application, status=422, problem=said(error))
    return download(data, MEDIA_TYPES[chosen_format], file_name(wanted, chosen_format))


def checklist(application: int) -> Response:
    """The case's checklist in the language of the page."""
    speech = chosen(request.args)
    with reading() as session:
        found = view(session, member(), application)
    read = Reader.of(found, speech)
    if read.outcome is None:
        return case_response(application, status=422)
    answered = Answered(read.pack, read.pack.cases[found.application.matter], read.outcome, date_in_china(edge().now))
    pdf = typeset_checklist(checklist_of(answered, speech), fonts())
    return download(pdf, "application/pdf", f"{found.application.reference}-{speech.text(CHECKLIST)}.pdf")


def download(data: bytes, media_type: str, name: str) -> Response:
    """A file to keep, never shown in the page (RFC 6266)."""
    disposition = f"attachment; filename=\"file\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": disposition, "X-Robots-Tag": "noindex"}
    return Response(data, content_type=media_type, headers=headers)
