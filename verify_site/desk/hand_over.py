"""Loading what a person prepared: the hand-over code, what is stored under it, and the draft made of that.

    GET and POST /desk/hand-over      POST /desk/hand-over/draft

The code comes in a form's body only. Behind a sheet's QR it stands after the `#` of this page's address, which no
browser sends; whoever pastes that address into the field is understood as well.
"""

from __future__ import annotations

from typing import Any

from flask import Response, request

from casework.applications.drafting import draft_from_prepared
from casework.applications.errors import NoSuchMatter
from casework.applications.facts import matter_of
from casework.applications.particulars import REQUIRED
from casework.prepared import HandOverError, HandOverMistyped, PreparedCase, open_case, read_code, shown
from policy import Ask, Outcome, Pack, evaluate
from policy.words import VERDICTS, answer_in_words
from registry.chinese_time import date_in_china
from registry.identity import mask
from verify_site.desk.case_view import Told, cited_or_none, forms_folder, look_of, typed_row
from verify_site.desk.cases import PAGE as CASES
from verify_site.desk.cases import cases_page
from verify_site.desk.draft_form import fields_of, forms_of
from verify_site.desk.edge import changing, edge, member, reading
from verify_site.desk.page import said, to
from verify_site.language import Speech, chosen
from verify_site.rendering import asset
from verify_site.service import service

PAGE = "/desk/hand-over"
_LONGEST_TYPED = 200


def code_page() -> Response:
    """The field for a code."""
    return _page()


def preview() -> Response:
    """What is stored under the typed code: facts in words, what is prefilled, what is missing."""
    try:
        code = _typed_code()
        with reading() as session:
            prepared = open_case(session, code, now=edge().now)
        matter_of(prepared.notice, prepared.case)
    except (HandOverError, NoSuchMatter) as error:
        return _refused(error)
    return _page(code=shown(code), stored=_told(prepared, chosen(request.args)))


def load() -> Response:
    """A draft of what is stored under the code."""
    try:
        code = _typed_code()
        with changing() as session:
            prepared = open_case(session, code, now=edge().now)
            application_id = draft_from_prepared(session, member(), prepared, now=edge().now, vault=service().vault)
    except (HandOverError, NoSuchMatter) as error:
        return _refused(error)
    return to(f"{CASES}/{application_id}/draft", done="drafted")


def _typed_code() -> str:
    """The code that was typed, or that stands in the address behind the sheet's QR; raises `HandOverMistyped`."""
    return read_code(request.form.get("code", "")[:_LONGEST_TYPED].rpartition("#")[2])


def _refused(error: HandOverError | NoSuchMatter) -> Response:
    mistyped = isinstance(error, (HandOverMistyped, NoSuchMatter))
    return _page(status=422 if mistyped else 404, error=said(error))


def _page(
    *, status: int = 200, code: str = "", stored: dict[str, Any] | None = None, error: str | None = None
) -> Response:
    script = asset("hand-over.js")
    return cases_page("desk/hand_over.html", PAGE, status=status, code=code, stored=stored, error=error, script=script)


def _told(prepared: PreparedCase, speech: Speech) -> dict[str, Any]:
    """A prepared case in words, judged by the notice of today."""
    pack, case, kind = matter_of(prepared.notice, prepared.case)
    result = evaluate(pack, case.id, prepared.facts, date_in_china(edge().now))
    outcome = result if isinstance(result, Outcome) else None
    fields = fields_of(kind, forms_of(case, outcome, forms_folder(), pack.id))
    labels = {each.id: each.label.say(speech.language) for each in fields}
    details = {**prepared.details}
    if details.get("identity"):
        details["identity"] = mask(details["identity"])
    return {
        "title": case.title.say(speech.language),
        "notice": pack.notice.citation,
        "prepared_on": speech.date(prepared.prepared_on),
        "expires_on": speech.date(prepared.expires_on) if prepared.expires_on else "",
        "facts": _facts(pack, prepared, speech),
        "details": [typed_row(labels.get(name, name), name, text, speech) for name, text in details.items()],
        "missing": [labels[name] for name in REQUIRED[kind] if not details.get(name)],
        "question": result.question.text.say(speech.language) if isinstance(result, Ask) else None,
        "answer": _answer(pack, outcome, speech) if outcome else None,
        "dropped": bool(prepared.dropped),
    }


def _facts(pack: Pack, prepared: PreparedCase, speech: Speech) -> list[Told]:
    return [
        Told(pack.facts[name].label.say(speech.language), answer_in_words(pack.facts[name], answer, speech.language))
        for name, answer in prepared.facts.items()
    ]


def _answer(pack: Pack, outcome: Outcome, speech: Speech) -> dict[str, Any]:
    return {
        "look": look_of(outcome),
        "verdict": VERDICTS[outcome.verdict][speech.language],
        "headline": outcome.headline.say(speech.language),
        "cites": cited_or_none(pack, outcome.rests_on, speech),
        "submitter": outcome.submitter.text.say(speech.language),
        "submitter_cites": cited_or_none(pack, outcome.submitter.clauses, speech),
        "earliest": speech.date(outcome.earliest_date) if outcome.earliest_date else None,
    }
