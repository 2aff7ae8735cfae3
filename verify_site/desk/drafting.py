"""Drafts: begun from a notice's case, and filled in on one page that keeps whatever was typed.

    GET /desk/cases/new    POST /desk/cases    GET and POST /desk/cases/<application>/draft

A draft may be incomplete and wrong. What was typed is saved first; what is wrong with it is said beside it afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, request
from sqlalchemy.orm import Session

from casework.accounts.words import OrganisationKind
from casework.applications import drafting, submission
from casework.applications.attachments import Upload, attach, detach
from casework.applications.checking import materials_of
from casework.applications.drafting import Changes, typed_details
from casework.applications.errors import ApplicationError, NoSuchMatter, SomebodyElseWasFaster
from casework.applications.facts import matter_of
from casework.applications.queries import View, view
from casework.applications.words import Kind, Move
from policy import Pack, evaluate, load_packs
from registry.chinese_time import date_in_china
from verify_site.desk.attachment_store import store
from verify_site.desk.case_view import forms_folder
from verify_site.desk.cases import PAGE, case_response, cases_page
from verify_site.desk.draft_form import (
    facts_of,
    fields_of,
    forms_of,
    read_choices,
    read_details,
    read_facts,
    read_inquiry,
    read_materials,
)
from verify_site.desk.draft_view import Typed, draft_values
from verify_site.desk.edge import changing, edge, member, reading
from verify_site.desk.page import said, to
from verify_site.language import chosen
from verify_site.service import service

_SAID_BY_KIND = {OrganisationKind.PUBLIC_UNIT: "public", OrganisationKind.PRIVATE_UNIT: "private"}


def choose_page() -> Response:
    """The matters that can be applied for, by notice."""
    speech = chosen(request.args)
    offered = [(pack, [case for case in pack.cases.values() if case.effect]) for pack in load_packs().values()]
    return cases_page("desk/new_case.html", f"{PAGE}/new", offered=[each for each in offered if each[1]], speech=speech)


def begin() -> Response:
    """Begin a draft of a notice's case."""
    notice, matter = request.form.get("notice", ""), request.form.get("case", "")
    try:
        pack, _, _ = matter_of(notice, matter)
    except NoSuchMatter:
        return choose_page()
    kind = _SAID_BY_KIND.get(member().organisation_kind)
    facts = pack.from_slots({"unit_kind": kind}) if kind else {}
    with changing() as session:
        application_id = drafting.draft(session, member(), notice, matter, now=edge().now, facts=facts)
    return to(f"{PAGE}/{application_id}/draft", done="drafted")


def draft_page(application: int) -> Response:
    """Everything that the application says, to fill in."""
    return _page(application, Typed())


def save(application: int) -> Response:
    """Keep what was typed, complete or not, and the files that came along."""
    typed = Typed()
    try:
        with changing() as session:
            _save(session, application, typed)
    except SomebodyElseWasFaster as error:
        return _page(application, _all_of_it(application), status=409, problem=said(error))
    except ApplicationError as error:
        return _page(application, _all_of_it(application), status=422, problem=said(error))
    if typed.wrong:
        return _page(application, typed, status=422)
    if request.form.get("then") == "check":
        return to(f"{PAGE}/{application}/submit")
    return to(f"{PAGE}/{application}/draft", done="saved")


def version_of(form: Mapping[str, str]) -> int:
    """The version that the page showed; none of any case where it is no number."""
    text = form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _save(session: Session, application_id: int, typed: Typed) -> None:
    """Files first, then the texts, so that a paper counts as attached by the files that are there."""
    found = view(session, member(), application_id)
    version = _save_files(session, found, version_of(request.form), typed)
    application = found.application
    pack, case, kind = matter_of(application.notice, application.matter)
    today = date_in_china(edge().now)
    read = read_facts(pack, facts_of(pack, case), request.form, today)
    typed.facts, typed.faults = read.typed, dict(read.faults)
    inquiry, unfinished = read_inquiry(request.form)
    typed.inquiry = _typed_inquiry() if unfinished else {}
    wanted = materials_of(evaluate(pack, case.id, read.answers, today))
    files = view(session, member(), application_id).attachments
    changes = Changes(
        facts=read.answers,
        details=_details(found, pack, kind),
        choices={**application.choices, **read_choices(request.form)},
        materials=read_materials(wanted, request.form, application.materials, (each.material for each in files)),
        inquiry=inquiry,
        subject=request.form.get("subject"),
    )
    drafting.change_draft(
        session, member(), application_id, changes, version=version, now=edge().now, vault=service().vault
    )


def _details(found: View, pack: Pack, kind: Kind) -> dict[str, str] | None:
    """The form's texts of the only person; a roster's people come by their own page."""
    if len(found.entries) != 1:
        return None
    case = pack.cases[found.application.matter]
    every = fields_of(kind, forms_of(case, None, forms_folder(), pack.id))
    return read_details(every, request.form, typed_details(found.entries[0], service().vault))


def _save_files(session: Session, found: View, version: int, typed: Typed) -> int:
    """Take off the files that were ticked, keep those that came; returns the version that follows."""
    application_id, now = found.application.id, edge().now
    for attachment in found.attachments:
        if attachment.entry_id is None and request.form.get(f"remove-{attachment.id}"):
            detach(session, member(), application_id, attachment.id, version=version, now=now)
            version += 1
    for name, uploads in request.files.lists():
        for each in uploads:
            if not each.filename or not name.startswith("file-"):
                continue
            material = name.removeprefix("file-")
            try:
                attach(
                    session,
                    store(),
                    member(),
                    application_id,
                    Upload(each.filename, each.stream.read()),
                    version=version,
                    now=now,
                    random_bytes=edge().random_bytes,
                    material=material or None,
                )
            except SomebodyElseWasFaster:
                raise
            except ApplicationError as error:
                typed.files[material] = said(error)
            else:
                version += 1
    return version


def _typed_inquiry() -> dict[str, str]:
    return {part: request.form.get(f"inquiry-{part}", "") for part in ("asked", "on", "answer")}


def _all_of_it(application_id: int) -> Typed:
    """The whole form as it was sent, where nothing of it was saved."""
    with reading() as session:
        found = view(session, member(), application_id)
        pack, case, kind = matter_of(found.application.notice, found.application.matter)
        read = read_facts(pack, facts_of(pack, case), request.form, date_in_china(edge().now))
        details = _details(found, pack, kind)
    brought = frozenset(name.removeprefix("brought-") for name in request.form if name.startswith("brought-"))
    return Typed(
        facts=read.typed,
        faults=dict(read.faults),
        inquiry=_typed_inquiry(),
        details=details,
        brought=brought,
        choices=read_choices(request.form),
        subject=request.form.get("subject"),
    )


def _page(application_id: int, typed: Typed, *, status: int = 200, problem: str | None = None) -> Response:
    speech = chosen(request.args)
    with reading() as session:
        found = view(session, member(), application_id)
        if Move.CHANGE not in found.moves:
            return to(f"{PAGE}/{application_id}") if status == 200 else case_response(application_id, status=status)
        checked = submission.check(session, member(), application_id, now=edge().now, vault=service().vault)
        values = draft_values(session, found, checked, typed, speech)
    return cases_page("desk/draft.html", f"{PAGE}/{application_id}/draft", status=status, problem=problem, **values)
