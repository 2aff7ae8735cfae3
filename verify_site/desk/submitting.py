"""Check and submit: everything that is still to be put right, who will have the case, and the button that hands it in.

    GET and POST /desk/cases/<application>/submit       POST /desk/cases/<application>/withdraw

The form carries the version that was checked, so that two clicks hand one application in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from casework.accounts.member import as_submitter
from casework.accounts.words import Role
from casework.applications import submission
from casework.applications.checking import Checked, require_ready
from casework.applications.errors import (
    ApplicationError,
    CannotSubmitYet,
    FactsIncomplete,
    SomebodyElseWasFaster,
    SubmissionIncomplete,
)
from casework.applications.findings import Finding
from casework.applications.queries import View, view
from casework.applications.reviewing import withdraw
from casework.applications.routing import choose
from casework.applications.words import Move
from policy import Ask
from verify_site.desk.acting import text
from verify_site.desk.case_view import Reader, cited_or_none
from verify_site.desk.cases import PAGE, case_response, cases_page
from verify_site.desk.draft_view import fact_of
from verify_site.desk.drafting import version_of
from verify_site.desk.edge import changing, edge, member, reading
from verify_site.desk.page import said, to
from verify_site.language import Speech, chosen
from verify_site.service import service


def check_page(application: int) -> Response:
    """What keeps the application back, or the button."""
    return _page(application)


def hand_in(application: int) -> Response:
    """Submit the application as it was checked."""
    submitter, version = as_submitter(member()), version_of(request.form)
    try:
        with changing() as session:
            submission.submit(session, submitter, application, version=version, now=edge().now, vault=service().vault)
    except SomebodyElseWasFaster as error:
        return case_response(application, status=409, problem=said(error))
    except ApplicationError as error:
        return _page(application, status=422, refused=error)
    return to(f"{PAGE}/{application}", done="submitted")


def take_back(application: int) -> Response:
    """Withdraw the application, or throw a draft away."""
    reason = text("reason")
    try:
        with changing() as session:
            withdraw(session, member(), application, version=version_of(request.form), reason=reason, now=edge().now)
    except ApplicationError as error:
        status = 409 if isinstance(error, SomebodyElseWasFaster) else 422
        return case_response(application, status=status, problem=said(error), typed={"reason": reason})
    return to(f"{PAGE}/{application}", done="taken-back")


def _page(application_id: int, *, status: int = 200, refused: ApplicationError | None = None) -> Response:
    speech = chosen(request.args)
    with reading() as session:
        found = view(session, member(), application_id)
        if Move.CHANGE not in found.moves:
            problem = said(refused) if refused else None
            return case_response(application_id, status=status, problem=problem)
        checked = submission.check(session, member(), application_id, now=edge().now, vault=service().vault)
        values = _values(session, found, checked, refused, speech)
    return cases_page("desk/check.html", f"{PAGE}/{application_id}/submit", status=status, **values)


def _values(
    session: Session, found: View, checked: Checked, refused: ApplicationError | None, speech: Speech
) -> dict[str, Any]:
    read = Reader.of(found, speech)
    obstacle = refused or _obstacle(session, found, checked)
    # What is missing stands in the list, each with its cure; the sentence would say it twice.
    told = not isinstance(obstacle, (SubmissionIncomplete, CannotSubmitYet, FactsIncomplete))
    fitting = submission.fitting(session, checked)
    choices = found.application.choices
    labels = {each.id: read.said(each.label) for each in read.fields()}
    return {
        "application": found.application,
        "title": read.title,
        "answer": read.answer(),
        "question": read.said(checked.result.question.text) if isinstance(checked.result, Ask) else None,
        "obstacle": said(obstacle) if obstacle is not None and told else None,
        "ready": obstacle is None,
        "findings": [_told(checked, each, labels, speech) for each in checked.findings],
        "warnings": [_told(checked, each, labels, speech) for each in checked.warnings],
        "papers": read.papers(),
        "way": [
            (read.said(step.text), [one.name for one in each if choices.get(step.id, one.id) == one.id], step, each)
            for step, each in fitting
        ],
        "may_submit": Role.SUBMITTER in member().roles,
    }


def _obstacle(session: Session, found: View, checked: Checked) -> ApplicationError | None:
    """What would refuse the application at this moment, but for what only the submission itself finds out."""
    try:
        outcome = require_ready(checked)
        choose(session, outcome.route, checked.way, found.application.choices)
    except ApplicationError as error:
        return error
    return None


def _told(checked: Checked, finding: Finding, labels: Mapping[str, str], speech: Speech) -> dict[str, Any]:
    """A finding in words, and the place on the draft's page where it is put right, called as it is there."""
    label = None if finding.label is None else finding.label[0] if speech.language == "zh" else finding.label[1]
    fact = fact_of(checked.pack, finding)
    about_paper = any(finding.field == statement.id for statement in checked.materials)
    kind = "fact" if fact else "paper" if about_paper else "form"
    return {
        "row": finding.row,
        "label": labels.get(finding.field or "", label) if kind == "form" else label and label.rstrip("。."),
        "text": finding.advice.sentence(speech.language),
        "cites": cited_or_none(checked.pack, finding.clauses, speech),
        "place": f"{kind}-{finding.field}" if finding.field != "subject" else "subject",
    }
