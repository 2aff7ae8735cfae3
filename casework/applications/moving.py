"""How every move is made: find the case where its organisation may see it, lock it, check, write one event.

    case = open_case(session, member, application_id, version=3)
    rule = case.require(Move.OPINION)
    case.record(Move.OPINION, now=now, opinion="材料齐全")

The row lock and the version make of two reviewers at once, or of a form sent twice, one effect and one clear sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.applications.errors import SomebodyElseWasFaster, TextTooLong
from casework.applications.models import Application, ApplicationEvent, DeskNotice, Entry, Step
from casework.applications.states import CLOSED, Rule, Standing, require
from casework.applications.words import Move, NoticeKind, State
from casework.errors import NotFoundHere
from policy.vocabulary import StepKind

LONGEST_OPINION = 1000
"""Characters of what a person writes with a move."""
_THE_TEXT = ("文字", "The text")


def kept_text(text: str, limit: int = LONGEST_OPINION, called: tuple[str, str] = _THE_TEXT) -> str:
    """A typed text as it is kept, without space around it; nothing is cut. Raises `TextTooLong`."""
    kept = text.strip()
    if len(kept) > limit:
        zh, en = called
        raise TextTooLong(text=zh, text_en=en, length=len(kept), limit=limit)
    return kept


@dataclass(slots=True)
class Case:
    """An application with its steps, and the person who acts on it."""

    session: Session
    application: Application
    steps: Sequence[Step]
    member: Member

    @property
    def standing(self) -> Standing:
        """What the table of moves looks at."""
        return standing_of(self.application, self.steps)

    def require(self, move: Move) -> Rule:
        """The rule by which this person makes this move now; raises as `states.require` does."""
        return require(move, self.standing, self.member)

    def entries(self, ids: Iterable[int] | None = None) -> list[Entry]:
        """The case's entries in their order, or those of these ids."""
        query = select(Entry).where(Entry.application_id == self.application.id).order_by(Entry.position)
        wanted = None if ids is None else set(ids)
        return [entry for entry in self.session.scalars(query) if wanted is None or entry.id in wanted]

    def record(
        self,
        move: Move,
        *,
        now: datetime,
        to: State | None = None,
        opinion: str = "",
        clauses: Iterable[str] = (),
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Count the version on, lead to the state if there is one, and write the event."""
        record(
            self.session,
            self.application,
            move,
            now=now,
            to=to,
            person_id=self.member.person_id,
            organisation_id=self.member.organisation_id,
            actor=self.member.name,
            opinion=opinion,
            clauses=clauses,
            details=details,
        )

    def go_to_step(self, position: int, *, now: datetime) -> Step:
        """Make a step the current one, and tell its organisation."""
        step = self.steps[position]
        step.reached_at = now
        self.application.step = position
        self.application.current_id = step.organisation_id
        if step.organisation_id != self.member.organisation_id:
            self.tell(step.organisation_id, NoticeKind.WAITS_FOR_YOU, now)
        return step

    def tell(self, organisation_id: int, kind: NoticeKind, now: datetime) -> None:
        """Leave a notice for an organisation."""
        tell(self.session, self.application.id, organisation_id, kind, now)


def standing_of(application: Application, steps: Sequence[Step]) -> Standing:
    """Where an application stands, as the table of moves sees it."""
    current = next((step for step in steps if step.position == application.step), None)
    reached = {step.organisation_id for step in steps if step.reached_at and step.position > 0}
    return Standing(
        state=application.is_state,
        kind=application.is_kind,
        step=StepKind(current.does) if current else StepKind.SUBMIT,
        own=application.submitter_id,
        current=application.current_id,
        deciding=steps[-1].organisation_id if steps else None,
        reached=frozenset(reached),
    )


def open_case(
    session: Session, member: Member, application_id: int, *, version: int | None = None, lock: bool = True
) -> Case:
    """The case, if the member's organisation submits it or it has reached that organisation.

    Raises `NotFoundHere` for every other one, and `SomebodyElseWasFaster` where it is not at that version any more.
    """
    query = select(Application).where(Application.id == application_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    application = session.scalars(query).one_or_none()
    if application is None:
        raise NotFoundHere
    query_steps = select(Step).where(Step.application_id == application_id).order_by(Step.position)
    case = Case(session, application, session.scalars(query_steps).all(), member)
    mine = member.organisation_id
    if application.submitter_id != mine and mine not in case.standing.reached:
        raise NotFoundHere
    if version is not None and application.version != version:
        raise SomebodyElseWasFaster
    return case


def record(
    session: Session,
    application: Application,
    move: Move,
    *,
    now: datetime,
    actor: str,
    to: State | None = None,
    person_id: int | None = None,
    organisation_id: int | None = None,
    opinion: str = "",
    clauses: Iterable[str] = (),
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one event and count the version on; a closed application frees its people for a new one."""
    application.version += 1
    application.changed_at = now
    if to is not None:
        application.state = to.value
    session.add(
        ApplicationEvent(
            application_id=application.id,
            move=move.value,
            step=application.step,
            person_id=person_id,
            organisation_id=organisation_id,
            actor=actor[:80],
            at=now,
            opinion=opinion,
            clauses=" ".join(clauses),
            details=dict(details) if details else None,
        )
    )
    session.flush()
    if application.is_state in CLOSED:
        _free_the_people(session, application.id)


def _free_the_people(session: Session, application_id: int) -> None:
    held = (Entry.application_id == application_id, Entry.open_key.is_not(None))
    session.execute(update(Entry).where(*held).values(open_key=None))


def tell(session: Session, application_id: int, organisation_id: int, kind: NoticeKind, now: datetime) -> None:
    """Leave a notice for an organisation; e-mail follows from the operators' command (`casework.mail`)."""
    session.add(
        DeskNotice(
            organisation_id=organisation_id,
            application_id=application_id,
            kind=kind.value,
            at=now,
            seen_at=None,
            mailed_at=None,
            attempts=0,
        )
    )
