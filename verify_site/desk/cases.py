"""The unit's cases: the list with what waits for whom, and the page of one case.

    GET /desk/cases?state=returned&kind=replacement&box=waiting&q=SQ-12     GET /desk/cases/<application>

`case_response` is the case page for every view that shows it: an action that was refused shows it once more with what
was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.words import UNITS, OrganisationKind, Role
from casework.applications.dates import next_days, waits_since
from casework.applications.models import Entry
from casework.applications.queries import Box, Filters, Line, View, queue, view
from casework.applications.words import EntryState, Kind, Material, Move, State
from registry.chinese_time import date_in_china
from registry.models import Certificate
from verify_site.desk.actions import offer_of
from verify_site.desk.case_view import ENTRIES_SHOWN, Reader, names_of, turn_of
from verify_site.desk.edge import edge, member, reading
from verify_site.desk.page import desk_page
from verify_site.language import N_, Speech, chosen
from verify_site.rendering import asset

PAGE = "/desk/cases"
BOXES = {
    Box.OWN: N_("本单位提交的"),
    Box.WAITING: N_("等本单位办理"),
    Box.ELSEWHERE: N_("等别的单位办理"),
    Box.PASSED: N_("经本单位审查过的"),
}
"""Which cases the list shows, as its filter says it."""
DRAFTING = frozenset({Role.CLERK, Role.SUBMITTER})
SUBMITTING = UNITS | {OrganisationKind.AGENCY}
HANDLING = DRAFTING | {Role.REVIEWER, Role.DECIDER}


def case_list() -> Response:
    """The organisation's cases by state, kind, whom they wait for, and a text; newest first."""
    filters = _filters(request.args)
    after = request.args.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    with reading() as session:
        found = queue(session, member(), filters, after=start)
        dates = dates_of(session, found.lines)
    return cases_page(
        "desk/cases.html",
        PAGE,
        page=found,
        **dates,
        filters=filters,
        boxes=BOXES,
        states=[state for state in State if state is not State.COLLECTED],
        kinds=list(Kind),
        next=_next(found.after) if found.after is not None else None,
        may_draft=not member().roles.isdisjoint(DRAFTING),
    )


def dates_of(session: Session, lines: Iterable[Line]) -> dict[str, Any]:
    """Of the cases of a list: since when each waits, and the next day that matters where there is one."""
    ids, today = [line.id for line in lines], date_in_china(edge().now)
    return {"since": waits_since(session, ids), "next_days": next_days(session, ids, today)}


def _filters(args: Mapping[str, str]) -> Filters:
    state, kind, box = args.get("state", ""), args.get("kind", ""), args.get("box", "")
    return Filters(
        box=next((each for each in BOXES if each.value == box), _usual_box()),
        state=State(state) if state in set(State) else None,
        kind=Kind(kind) if kind in set(Kind) else None,
        text=args.get("q", "")[:50],
    )


def _usual_box() -> Box:
    """What an organisation looks for: those that submit look for their own cases, offices for what came to them."""
    return Box.OWN if member().organisation_kind in SUBMITTING else Box.PASSED


def _next(after: int) -> str:
    """The address of the page that follows, with the same filters."""
    kept = {name: value for name, value in request.args.items() if name in ("state", "kind", "box", "q", "lang")}
    return f"{PAGE}?{urlencode({**kept, 'after': after})}"


def case_page(application: int) -> Response:
    """One case, where the organisation may see it; raises `NotFoundHere` for every other."""
    return case_response(application)


def case_response(
    application_id: int, *, status: int = 200, problem: str | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """The case page as it stands now; `problem` says why an action was refused, `typed` is what its form held."""
    speech = chosen(request.args)
    with reading() as session:
        values = case_values(session, application_id, speech)
    path = f"{PAGE}/{application_id}"
    shown: dict[str, Any] = {"problem": problem, "typed": typed or {}, **values}
    return cases_page("desk/case.html", path, status=status, **shown)


def case_values(session: Session, application_id: int, speech: Speech) -> dict[str, Any]:
    """Everything that the case page shows; templates/site/desk/case.html lists it."""
    who = member()
    found = view(session, who, application_id)
    read = Reader.of(found, speech)
    application = found.application
    returned = application.is_state is State.RETURNED
    timeline = read.timeline(names_of(session, found))
    return {
        "view": found,
        "application": application,
        "pack": read.pack,
        "title": read.title,
        "outcome": read.outcome,
        "answer": read.answer(),
        "own": application.submitter_id == who.organisation_id,
        "moves": found.moves,
        "offer": offer_of(read, who),
        "Move": Move,
        "EntryState": EntryState,
        "Material": Material,
        "turn": turn_of(found),
        "waits_here": application.current_id == who.organisation_id,
        "since": speech.moment(waits_since(session, [application_id])[application_id]),
        "next_day": next_days(session, [application_id], date_in_china(edge().now)).get(application_id),
        "deadlines": read.deadlines(),
        "reasons": next((each for each in timeline if each.move is Move.RETURN), None) if returned else None,
        "facts": read.facts(),
        "papers": read.papers(),
        "photo_doubts": read.photo_doubts(),
        "people": read.people(issued_numbers(session, found)),
        "more_people": max(0, len(found.entries) - ENTRIES_SHOWN),
        "forms": read.forms(),
        "way": read.way(),
        "timeline": timeline,
        "inquiry": read.inquiry(),
        "may_handle": not who.roles.isdisjoint(HANDLING),
    }


def issued_numbers(session: Session, found: View) -> dict[int, str]:
    """The numbers of the papers that were issued, by the papers' ids."""
    if not any(entry.certificate_id for entry in found.entries):
        return {}
    query = select(Certificate.id, Certificate.number).join(Entry, Entry.certificate_id == Certificate.id)
    return dict(session.execute(query.where(Entry.application_id == found.application.id)).all())


def cases_page(template: str, path: str, *, status: int = 200, **values: Any) -> Response:
    """A page about cases, with its own style."""
    speech = chosen(request.args)
    everywhere: dict[str, Any] = {
        "case_style": asset("cases.css"),
        "lang": speech.language,
        "day": lambda moment: speech.date(date_in_china(moment) if isinstance(moment, datetime) else moment),
        "State": State,
    }
    return desk_page(template, path, status=status, **everywhere, **values)
