"""What waits for an office: its queue, oldest first, narrowed by what a reviewer looks for.

    page = waiting(session, member, Wanted(kind=Kind.EXCHANGE, days=14), now=now)
    page.lines, page.after                     # fifty cases, and where the next page begins
    tallies(session, member)                   # how many of which kind, step and region wait

A case waits since it reached the office, or since it was submitted again after a return.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.accounts.models import Organisation
from casework.applications.models import Application, Step, reference_of
from casework.applications.queries import PAGE, REFERENCE
from casework.applications.words import Kind, State
from policy.vocabulary import StepKind
from registry.models import AnySelect, table_of

_APPLICATIONS, _STEPS, _UNITS = table_of(Application).c, table_of(Step).c, table_of(Organisation).c
_SINCE: ColumnElement[Any] = case(
    (_STEPS.reached_at > _APPLICATIONS.submitted_at, _STEPS.reached_at), else_=_APPLICATIONS.submitted_at
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; `days` is the least time of waiting, `text` a case number or the start of a name."""

    kind: Kind | None = None
    does: StepKind | None = None
    region: str = ""
    days: int = 0
    text: str = ""


class Place(NamedTuple):
    """Where a line stands in the queue: the key by which it is paged."""

    since: datetime
    id: int


@dataclass(frozen=True, slots=True)
class Line:
    """One case that waits; `proposed` says that the first of two deciders has decided."""

    id: int
    version: int
    notice: str
    kind: Kind
    does: StepKind
    subject: str
    entries: int
    submitter: str
    region: str
    since: datetime
    proposed: bool

    @property
    def reference(self) -> str:
        """The case number."""
        return reference_of(self.id)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of the queue, how many there are in all, and the last place if more follow."""

    lines: tuple[Line, ...]
    total: int
    after: Place | None


@dataclass(frozen=True, slots=True)
class Tallies:
    """How many cases wait, by kind, by what is to be done, and by the submitter's region."""

    kinds: Counter[Kind]
    steps: Counter[StepKind]
    regions: Counter[str]


def waiting(
    session: Session, member: Member, wanted: Wanted, *, now: datetime, after: Place | None = None, size: int = PAGE
) -> Waiting:
    """A page of what waits for the member's organisation; its own drafts are not among it."""
    matching = _queue(member).where(*_conditions(wanted, now))
    total = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    if after is not None:
        later, as_long = _SINCE.op(">")(after.since), _SINCE.op("=")(after.since)
        matching = matching.where(or_(later, and_(as_long, _APPLICATIONS.id > after.id)))
    rows = session.execute(matching.order_by(_SINCE, _APPLICATIONS.id).limit(size + 1)).all()
    lines = tuple(_line(row._mapping) for row in rows[:size])
    return Waiting(lines, total, Place(lines[-1].since, lines[-1].id) if len(rows) > size else None)


def waiting_among(session: Session, member: Member, ids: Collection[int]) -> dict[int, Line]:
    """Those of these cases that wait for the member's organisation, by id."""
    rows = session.execute(_queue(member).where(_APPLICATIONS.id.in_(ids)))
    return {row.id: _line(row._mapping) for row in rows}


def tallies(session: Session, member: Member) -> Tallies:
    """What waits, counted."""
    found = Tallies(Counter(), Counter(), Counter())
    columns = (_APPLICATIONS.kind, _STEPS.does, _UNITS.region)
    query = _queue(member).with_only_columns(*columns, func.count()).group_by(*columns)
    for kind, does, region, count in session.execute(query):
        found.kinds[Kind(kind)] += count
        found.steps[StepKind(does)] += count
        found.regions[region] += count
    return found


def _queue(member: Member) -> AnySelect:
    """Every case that waits, joined with its current step and its submitter."""
    here = and_(_STEPS.application_id == _APPLICATIONS.id, _STEPS.position == _APPLICATIONS.step)
    columns = (
        *(_APPLICATIONS.id, _APPLICATIONS.version, _APPLICATIONS.notice, _APPLICATIONS.kind, _STEPS.does),
        *(
            _APPLICATIONS.subject,
            _APPLICATIONS.entries,
            _UNITS.name.label("submitter"),
            _UNITS.region,
            _SINCE.label("since"),
        ),
        _APPLICATIONS.proposal,
    )
    query: AnySelect = select(*columns).select_from(table_of(Application))
    query = query.join(table_of(Step), here).join(table_of(Organisation), _UNITS.id == _APPLICATIONS.submitter_id)
    states = (State.SUBMITTED.value, State.IN_REVIEW.value)
    return query.where(_APPLICATIONS.current_id == member.organisation_id, _APPLICATIONS.state.in_(states))


def _conditions(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.kind is not None:
        conditions.append(_APPLICATIONS.kind == wanted.kind.value)
    if wanted.does is not None:
        conditions.append(_STEPS.does == wanted.does.value)
    if wanted.region:
        conditions.append(_UNITS.region == wanted.region)
    if wanted.days:
        conditions.append(now - timedelta(days=wanted.days) >= _SINCE)
    if text := wanted.text.strip()[:50]:
        conditions.append(_matches(text))
    return conditions


def _matches(text: str) -> ColumnElement[bool]:
    number = REFERENCE.fullmatch(text)
    if number:
        return _APPLICATIONS.id == int(number[1])
    return or_(*(column.startswith(text, autoescape=True) for column in (_APPLICATIONS.subject, _UNITS.name)))


def _line(values: Any) -> Line:
    kept = {name: value for name, value in values.items() if name != "proposal"}
    proposed = values["proposal"] is not None
    return Line(**{**kept, "kind": Kind(kept["kind"]), "does": StepKind(kept["does"]), "proposed": proposed})
