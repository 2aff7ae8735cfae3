"""The desk's first page: returned cases first, then what waits for us, what waits for others, and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Response, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.applications.errors import NoSuchMatter
from casework.applications.facts import from_json, matter_of
from casework.applications.models import Application
from casework.applications.queries import Box, Filters, Line, counts, queue, unseen
from casework.applications.words import State
from policy import Outcome
from policy.evaluation import situated, step
from registry.chinese_time import date_in_china
from verify_site.desk.cases import DRAFTING, cases_page
from verify_site.desk.edge import edge, member, reading
from verify_site.language import chosen

SHOWN = 10
"""Cases of each list that the first page shows; the list of cases has the rest."""


def home() -> Response:
    """Who is signed in, for which organisation, and what there is to do."""
    speech, who = chosen(request.args), member()
    today = date_in_china(edge().now)
    with reading() as session:
        returned = queue(session, who, Filters(state=State.RETURNED), size=SHOWN).lines
        drafts = queue(session, who, Filters(state=State.DRAFT), size=SHOWN).lines
        waiting = [each for each in queue(session, who, Filters(box=Box.WAITING), size=SHOWN).lines if _came(each)]
        elsewhere = queue(session, who, Filters(box=Box.ELSEWHERE), size=SHOWN).lines
        days = _first_days(session, [each.id for each in (*returned, *drafts)], today)
        by_state, new = counts(session, who), unseen(session, who)
    return cases_page(
        "desk/home.html",
        "/desk",
        returned=returned,
        drafts=drafts,
        waiting=waiting,
        elsewhere=elsewhere,
        earliest={case_id: speech.date(day) for case_id, day in days.items()},
        counts=[(state, by_state[state]) for state in State if state in by_state],
        unseen=new,
        may_draft=not who.roles.isdisjoint(DRAFTING),
    )


def _came(line: Line) -> bool:
    """Whether a case came here from somebody; own drafts and returned cases have their own lists."""
    return line.state not in (State.DRAFT, State.RETURNED)


def _first_days(session: Session, ids: Sequence[int], today: date) -> dict[int, date]:
    """The day before which the notice takes no submission, for those of which that is still to come."""
    found = session.scalars(select(Application).where(Application.id.in_(ids)))
    return {each.id: day for each in found if (day := _first_day(each, today))}


def _first_day(application: Application, today: date) -> date | None:
    try:
        pack, case, _ = matter_of(application.notice, application.matter)
    except NoSuchMatter:
        return None
    # One step is enough: while a question is open there is no day, and which one comes next is not asked here.
    result = step(situated(pack, case.id, from_json(pack, application.facts, today), today))
    day = result.earliest_date if isinstance(result, Outcome) else None
    return day if day is not None and day > today else None
