"""The audit trail: who did what at the desk, and when. Only ever added to; the database refuses anything else.

    audit(session, Deed.INVITED, member=member, about="invitation 5", now=now)
    read_trail(session, organisation_id=member.organisation_id)

An object is named by its kind and id, a network by a keyed digest: nothing here is personal but a person's id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.accounts.models import DeskEvent, DeskPerson, Organisation
from registry.words import Word

PAGE = 100
"""Events that are read at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event with the names that its ids have today."""

    id: int
    at: datetime
    what: str
    person_id: int | None
    person: str | None
    organisation_id: int | None
    organisation: str | None
    about: str | None


def audit(
    session: Session,
    what: Word,
    *,
    now: datetime,
    member: Member | None = None,
    person_id: int | None = None,
    organisation_id: int | None = None,
    about: str | None = None,
    network: bytes | None = None,
) -> None:
    """Add one event: by a member, else by the person and organisation given, else by an operator."""
    if member is not None:
        person_id, organisation_id = member.person_id, member.organisation_id
    session.add(
        DeskEvent(
            what=what.value,
            person_id=person_id,
            organisation_id=organisation_id,
            about=about,
            network=network,
            at=now,
        )
    )
    session.flush()


def read_trail(
    session: Session, *, organisation_id: int | None = None, before: int | None = None, limit: int = PAGE
) -> list[Entry]:
    """Events, newest first: of one organisation or of all, those with ids below `before`."""
    columns = (
        *(DeskEvent.id, DeskEvent.at, DeskEvent.what, DeskEvent.person_id, DeskPerson.name),
        *(DeskEvent.organisation_id, Organisation.name, DeskEvent.about),
    )
    query = (
        select(*columns)
        .outerjoin(DeskPerson, DeskPerson.id == DeskEvent.person_id)
        .outerjoin(Organisation, Organisation.id == DeskEvent.organisation_id)
        .order_by(DeskEvent.id.desc())
        .limit(limit)
    )
    if organisation_id is not None:
        query = query.where(DeskEvent.organisation_id == organisation_id)
    if before is not None:
        query = query.where(DeskEvent.id < before)
    return [Entry(*row) for row in session.execute(query)]
