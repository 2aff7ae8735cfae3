"""The dates that people plan by: since when a case waits, and the next day that matters with what it means.

    waits_since(session, [17, 18])[17]               # the moment at which it came to whoever has it now
    next_days(session, [17, 18], today)[17]          # NextDay(2026-12-01, DayKind.SUBMIT_FROM), where there is one

The notices set no time within which an office must act and none within which a returned case must come back. What they
set are days before which nothing can be submitted: after a lost-certificate notice, before an exchange has begun, while
false material bars a person.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from casework.applications.bans import first_free_day
from casework.applications.errors import NoSuchMatter
from casework.applications.facts import from_json, matter_of
from casework.applications.models import Application, ApplicationEvent, Ban, Entry, Step
from casework.applications.words import Move, State
from policy import Case, Outcome, Pack
from policy.evaluation import situated, step
from registry.models import table_of
from registry.words import Word

_HANDED_ON = (
    *(Move.CREATE, Move.RETURN, Move.APPROVE, Move.REFUSE, Move.WITHDRAW),
    *(Move.ISSUE, Move.COLLECT, Move.FALSE_MATERIAL),
)
"""The moves that bring a case to where it is, once no office has it; filling in and originals bring it nowhere."""
_UNDER_WAY = frozenset({State.SUBMITTED, State.IN_REVIEW})
_TO_SUBMIT = (State.DRAFT.value, State.RETURNED.value)


class DayKind(Word):
    """What a day means for a case."""

    SUBMIT_FROM = "submit_from", "最早可以报送的日期", "earliest day to submit"
    FREE_FROM = "free_from", "禁报期满、可以申报的日期", "day from which the person may apply again"


class NextDay(NamedTuple):
    """The next day that matters, and what it means."""

    day: date
    kind: DayKind


def waits_since(session: Session, ids: Collection[int]) -> dict[int, datetime]:
    """The moment at which each case came to whoever has it now.

    An office has it since it arrived, or since it was submitted again after a return.
    """
    cases, steps, events = table_of(Application).c, table_of(Step).c, table_of(ApplicationEvent).c
    here = and_(steps.application_id == cases.id, steps.position == cases.step)
    handed_on = and_(events.application_id == cases.id, events.move.in_([move.value for move in _HANDED_ON]))
    last = select(func.max(events.at)).where(handed_on).scalar_subquery()
    query = (
        select(cases.id, cases.state, cases.created_at, cases.submitted_at, steps.reached_at, last.label("last"))
        .outerjoin(table_of(Step), here)
        .where(cases.id.in_(ids))
    )
    found: dict[int, datetime] = {}
    for row in session.execute(query):
        came = (row.submitted_at, row.reached_at) if State(row.state) in _UNDER_WAY else (row.last,)
        found[row.id] = max((moment for moment in came if moment is not None), default=row.created_at)
    return found


def next_days(session: Session, ids: Collection[int], today: date) -> dict[int, NextDay]:
    """For those of the cases that are still to be submitted and have one, the next day that matters."""
    query = select(Application).where(Application.id.in_(ids), Application.state.in_(_TO_SUBMIT))
    applications = list(session.scalars(query))
    years = _barred_years(session, [each.id for each in applications])
    found = {each.id: _next_day(each, years.get(each.id, []), today) for each in applications}
    return {application_id: day for application_id, day in found.items() if day is not None}


def _barred_years(session: Session, ids: Collection[int]) -> dict[int, list[tuple[str, int]]]:
    """By case, the notices and years of the bans on its people."""
    query = (
        select(Entry.application_id, Ban.notice, Ban.year)
        .join(Ban, Ban.identity_index == Entry.identity_index)
        .where(Entry.application_id.in_(ids))
        .distinct()
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for application_id, notice, year in session.execute(query):
        found.setdefault(application_id, []).append((notice, year))
    return found


def _next_day(application: Application, barred: Collection[tuple[str, int]], today: date) -> NextDay | None:
    """The later of the days before which nothing can be submitted, as both must have come."""
    try:
        pack, case, _ = matter_of(application.notice, application.matter)
    except NoSuchMatter:
        return None
    days = []
    if (earliest := _earliest(application, pack, case, today)) is not None and earliest > today:
        days.append(NextDay(earliest, DayKind.SUBMIT_FROM))
    years = [year for notice, year in barred if notice == pack.id]
    if case.effect is not None and (free := first_free_day(pack, case.effect, years, today)) is not None:
        days.append(NextDay(free, DayKind.FREE_FROM))
    return max(days, default=None)


def _earliest(application: Application, pack: Pack, case: Case, today: date) -> date | None:
    # One step is enough: while a question is open there is no day, and which one comes next is not asked here.
    result = step(situated(pack, case.id, from_json(pack, application.facts, today), today))
    return result.earliest_date if isinstance(result, Outcome) else None
