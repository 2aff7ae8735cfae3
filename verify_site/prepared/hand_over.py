"""The person's page for a hand-over code: what is stored under it, and how to delete it at once.

    GET /hand-over      POST /hand-over      POST /hand-over/delete

The unit's clerk loads a case at the desk; here whoever holds the code sees and removes what it opens. A code comes in a
form's body only, never in an address.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from casework.prepared import (
    DAYS,
    HandOverError,
    HandOverMistyped,
    PreparedCase,
    delete_case,
    open_case,
    read_code,
    shown,
)
from documents.forms import load_forms
from policy import load_packs
from policy.words import answer_in_words
from registry.database import writing
from verify_site.language import Speech, chosen
from verify_site.limits import limits
from verify_site.prepared.pages import prepared_page
from verify_site.service import service


def start() -> Response:
    """The field for a code."""
    return _page(chosen(request.args))


def shown_under() -> Response:
    """What is stored under the typed code."""
    speech = chosen(request.args)
    try:
        code = _spent_code()
        with Session(service().registry) as session:
            prepared = open_case(session, code, now=datetime.now(UTC))
    except HandOverError as error:
        return _refused(error, speech)
    return _page(speech, code=shown(code), stored=_told(prepared, speech))


def deleted() -> Response:
    """Remove what is stored under the code."""
    speech = chosen(request.args)
    try:
        code = _spent_code()
        with writing(service().writer) as session:
            delete_case(session, code)
    except HandOverError as error:
        return _refused(error, speech)
    return _page(speech, gone=True)


def _spent_code() -> str:
    """The typed code; only one whose check symbol fits is looked up and counts against the network's budget."""
    code = read_code(request.form.get("code", ""))
    limits().hand_over()
    return code


def _refused(error: HandOverError, speech: Speech) -> Response:
    status = 422 if isinstance(error, HandOverMistyped) else 404
    return _page(speech, status=status, error=error.say(speech.language))


def _page(
    speech: Speech,
    *,
    status: int = 200,
    code: str = "",
    stored: dict[str, Any] | None = None,
    error: str | None = None,
    gone: bool = False,
) -> Response:
    return prepared_page(
        "prepared/hand_over.html",
        speech,
        "/hand-over",
        status=status,
        code=code,
        stored=stored,
        error=error,
        gone=gone,
        days=DAYS,
    )


def _told(prepared: PreparedCase, speech: Speech) -> dict[str, Any]:
    """A prepared case in words."""
    pack, language = load_packs()[prepared.notice], speech.language
    labels = {
        field.id: field.label.say(language)
        for form in load_forms(service().settings.form_templates).values()
        if form.notice == prepared.notice
        for field in form.fields
    }
    facts = [
        (pack.facts[fact].label.say(language), answer_in_words(pack.facts[fact], answer, language))
        for fact, answer in prepared.facts.items()
    ]
    return {
        "title": pack.cases[prepared.case].title.say(language),
        "notice": pack.notice.citation,
        "prepared_on": speech.date(prepared.prepared_on),
        "expires_on": speech.date(prepared.expires_on) if prepared.expires_on else "",
        "facts": facts,
        "details": [(labels.get(name, name), text) for name, text in prepared.details.items()],
        "dropped": bool(prepared.dropped),
    }
