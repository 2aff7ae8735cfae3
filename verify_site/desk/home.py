"""The desk's first page: returned cases first, then what waits for us, what waits for others, and what is new."""

from __future__ import annotations

from flask import Response

from casework.applications.queries import Box, Filters, Line, counts, queue, unseen
from casework.applications.words import State
from verify_site.desk.cases import DRAFTING, SUBMITTING, cases_page, dates_of
from verify_site.desk.edge import member, reading

SHOWN = 10
"""Cases of each list that the first page shows; the list of cases has the rest."""


def home() -> Response:
    """Who is signed in, for which organisation, and what there is to do."""
    who = member()
    with reading() as session:
        returned = queue(session, who, Filters(state=State.RETURNED), size=SHOWN).lines
        drafts = queue(session, who, Filters(state=State.DRAFT), size=SHOWN).lines
        waiting = [each for each in queue(session, who, Filters(box=Box.WAITING), size=SHOWN).lines if _came(each)]
        elsewhere = queue(session, who, Filters(box=Box.ELSEWHERE), size=SHOWN).lines
        dates = dates_of(session, (*returned, *waiting, *drafts, *elsewhere))
        by_state, new = counts(session, who), unseen(session, who)
    return cases_page(
        "desk/home.html",
        "/desk",
        returned=returned,
        drafts=drafts,
        waiting=waiting,
        elsewhere=elsewhere,
        **dates,
        counts=[(state, by_state[state]) for state in State if state in by_state],
        unseen=new,
        submits=who.organisation_kind in SUBMITTING,
        may_draft=not who.roles.isdisjoint(DRAFTING),
    )


def _came(line: Line) -> bool:
    """Whether a case came here from somebody; own drafts and returned cases have their own lists."""
    return line.state not in (State.DRAFT, State.RETURNED)
