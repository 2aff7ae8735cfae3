"""What an organisation sees: its list, an authority's queue, one case with its timeline. Nothing of others', ever.

    queue(session, member, Filters(box=Box.WAITING), after=None)        # a page of rows, and where the next one begins
    view(session, member, application_id, vault=vault)                  # or NotFoundHere, whether or not it exists

Lists are read as plain rows by an index that begins with the organisation, and page by the last id seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from casework.accounts.member import Member
from casework.accounts.models import Organisation
from casework.applications.models import (
    Application,
    ApplicationEvent,
    Attachment,
    DeskNotice,
    Entry,
    Step,
    reference_of,
)
from casework.applications.moving import open_case
from casework.applications.states import allowed
from casework.applications.words import Kind, Move, State
from registry.models import AnySelect, table_of

PAGE = 50
_APPLICATIONS = table_of(Application)
REFERENCE = re.compile(r"(?:SQ-?)?0*([0-9]{1,12})", re.IGNORECASE)
"""A case number as people type it: with or without its letters and zeros."""


class Box(Enum):
    """Which part of the desk a list shows."""

    OWN = "own"
    """What the organisation itself drafted and submitted."""
    WAITING = "waiting"
    """What waits for this organisation now."""
    ELSEWHERE = "elsewhere"
    """What the organisation submitted and what waits for another one, or for the registry's administrator."""
    PASSED = "passed"
    """What has reached this organisation at any time."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list shows: a box, and of it one state, kind, or the start of a name or a case number."""

    box: Box = Box.OWN
    state: State | None = None
    kind: Kind | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a list."""

    id: int
    kind: Kind
    state: State
    subject: str
    entries: int
    submitter: str
    waits_for: str | None
    changed_at: datetime
    submitted_at: datetime | None

    @property
    def reference(self) -> str:
        """The case number."""
        return reference_of(self.id)


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and the id to go on after; None at the end."""

    lines: tuple[Line, ...]
    after: int | None


def queue(session: Session, member: Member, filters: Filters, *, after: int | None = None, size: int = PAGE) -> Page:
    """A page of a list: what waits is oldest first, everything else newest first."""
    oldest_first = filters.box is Box.WAITING
    key = _APPLICATIONS.c.id
    query = _listed(member, filters)
    if after is not None:
        query = query.where(key > after if oldest_first else key < after)
    rows = session.execute(query.order_by(key if oldest_first else key.desc()).limit(size + 1)).all()
    lines = tuple(_line(row) for row in rows[:size])
    return Page(lines, lines[-1].id if len(rows) > size else None)


def _listed(member: Member, filters: Filters) -> AnySelect:
    table = _APPLICATIONS.c
    submitter, current = aliased(Organisation), aliased(Organisation)
    query: AnySelect = (
        select(
            table.id,
            table.kind,
            table.state,
            table.subject,
            table.entries,
            submitter.name.label("submitter"),
            current.name.label("waits_for"),
            table.changed_at,
            table.submitted_at,
        )
        .select_from(_APPLICATIONS)
        .join(submitter, submitter.id == table.submitter_id)
        .outerjoin(current, current.id == table.current_id)
        .where(_in_box(member.organisation_id, filters.box))
    )
    if filters.state is not None:
        query = query.where(table.state == filters.state.value)
    if filters.kind is not None:
        query = query.where(table.kind == filters.kind.value)
    return query.where(_matches(filters.text)) if filters.text.strip() else query


def _in_box(organisation_id: int, box: Box) -> ColumnElement[bool]:
    table, steps = _APPLICATIONS.c, table_of(Step).c
    if box is Box.OWN:
        return table.submitter_id == organisation_id
    if box is Box.WAITING:
        return table.current_id == organisation_id
    if box is Box.ELSEWHERE:
        others = or_(table.current_id != organisation_id, table.state == State.APPROVED.value)
        return and_(table.submitter_id == organisation_id, others)
    reached = select(steps.application_id).where(
        steps.organisation_id == organisation_id, steps.position > 0, steps.reached_at.is_not(None)
    )
    return table.id.in_(reached)


def _matches(text: str) -> ColumnElement[bool]:
    number = REFERENCE.fullmatch(text.strip())
    if number:
        return _APPLICATIONS.c.id == int(number[1])
    return _APPLICATIONS.c.subject.startswith(text.strip()[:50], autoescape=True)


def _line(row: Row[*tuple[object, ...]]) -> Line:
    values = row._asdict()
    return Line(**{**values, "kind": Kind(values["kind"]), "state": State(values["state"])})


def counts(session: Session, member: Member) -> dict[State, int]:
    """How many of the organisation's own cases are in each state."""
    table = _APPLICATIONS.c
    query = select(table.state, func.count()).where(table.submitter_id == member.organisation_id).group_by(table.state)
    return {State(state): count for state, count in session.execute(query)}


@dataclass(frozen=True, slots=True)
class View:
    """One case as its page shows it, with the moves that this person may make now."""

    application: Application
    steps: Sequence[Step]
    organisations: dict[int, str]
    entries: Sequence[Entry]
    events: Sequence[ApplicationEvent]
    attachments: Sequence[Attachment]
    moves: frozenset[Move]


def view(session: Session, member: Member, application_id: int) -> View:
    """The case, where the member's organisation may see it; raises `NotFoundHere` for every other id."""
    case = open_case(session, member, application_id, lock=False)
    named = {step.organisation_id for step in case.steps} | {case.application.submitter_id}
    events = select(ApplicationEvent).where(ApplicationEvent.application_id == application_id)
    files = select(Attachment).where(Attachment.application_id == application_id)
    names = select(Organisation.id, Organisation.name).where(Organisation.id.in_(named))
    return View(
        application=case.application,
        steps=case.steps,
        organisations=dict(session.execute(names).all()),
        entries=case.entries(),
        events=session.scalars(events.order_by(ApplicationEvent.id)).all(),
        attachments=session.scalars(files.order_by(Attachment.id)).all(),
        moves=allowed(case.standing, member),
    )


def find(session: Session, member: Member, application_id: int) -> Application:
    """The application alone, where the member's organisation may see it; raises `NotFoundHere`."""
    return open_case(session, member, application_id, lock=False).application


def notices(session: Session, member: Member, *, size: int = PAGE) -> list[DeskNotice]:
    """The newest notices of the member's organisation."""
    query = select(DeskNotice).where(DeskNotice.organisation_id == member.organisation_id)
    return list(session.scalars(query.order_by(DeskNotice.id.desc()).limit(size)))


def unseen(session: Session, member: Member) -> int:
    """How many notices nobody of the organisation has seen yet."""
    query = select(func.count()).where(
        DeskNotice.organisation_id == member.organisation_id, DeskNotice.seen_at.is_(None)
    )
    return session.scalar(query) or 0


def mark_seen(session: Session, member: Member, *, now: datetime) -> None:
    """Mark the organisation's notices as seen."""
    mine = (DeskNotice.organisation_id == member.organisation_id, DeskNotice.seen_at.is_(None))
    session.execute(update(DeskNotice).where(*mine).values(seen_at=now))
