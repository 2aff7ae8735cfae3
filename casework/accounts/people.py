"""The people of an organisation, as its administrator sees and changes them.

    change_roles(session, member, person_id, frozenset({Role.CLERK}), now=now)
    disable(session, member, person_id, now=now)        # ends the person's sessions too

A person of another organisation is not found, whoever asks. An organisation keeps one active administrator.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.accounts.errors import LastAdministrator, UnknownPerson
from casework.accounts.invitations import checked_roles
from casework.accounts.logins import folded_login
from casework.accounts.member import Member
from casework.accounts.models import DeskPerson, RecoveryCode
from casework.accounts.sessions import end_sessions_of
from casework.accounts.trail import audit
from casework.accounts.words import Deed, Role
from casework.errors import NotFoundHere


def people_of(session: Session, organisation_id: int) -> list[DeskPerson]:
    """All accounts of an organisation, the oldest first."""
    query = select(DeskPerson).where(DeskPerson.organisation_id == organisation_id)
    return list(session.scalars(query.order_by(DeskPerson.id)))


def change_roles(session: Session, member: Member, person_id: int, roles: frozenset[Role], *, now: datetime) -> None:
    """Give a colleague other roles. Raises `NotYourRole`, `NotFoundHere`, `RolesRefused`, `LastAdministrator`."""
    person = _colleague(session, member, person_id)
    person.roles = checked_roles(roles, member.organisation_kind)
    _require_administrator(session, member.organisation_id)
    audit(session, Deed.ROLES_CHANGED, member=member, about=f"person {person_id}", now=now)


def disable(session: Session, member: Member, person_id: int, *, now: datetime) -> None:
    """Take a colleague's access away at once. Raises `NotYourRole`, `NotFoundHere`, `LastAdministrator`."""
    _disable(session, _colleague(session, member, person_id), now)
    audit(session, Deed.DISABLED, member=member, about=f"person {person_id}", now=now)


def enable(session: Session, member: Member, person_id: int, *, now: datetime) -> None:
    """Give a colleague's access back. Raises `NotYourRole`, `NotFoundHere`."""
    _colleague(session, member, person_id).disabled_at = None
    audit(session, Deed.ENABLED, member=member, about=f"person {person_id}", now=now)


def disable_login(session: Session, login: str, *, now: datetime) -> None:
    """The operator's way to the same, also for a last administrator. Raises `UnknownPerson`."""
    person = person_named(session, login)
    person.disabled_at = now
    end_sessions_of(session, person.id)
    _note(session, Deed.DISABLED, person, now)


def reset_second_factor(session: Session, login: str, *, now: datetime) -> None:
    """Forget a lost second factor and its recovery codes; the next sign-in sets up another. Raises `UnknownPerson`."""
    person = person_named(session, login)
    person.totp_sealed = person.totp_pending = person.totp_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    end_sessions_of(session, person.id)
    _note(session, Deed.SECOND_FACTOR_RESET, person, now)


def person_named(session: Session, login: str) -> DeskPerson:
    """The account of a login, or `UnknownPerson`."""
    found = session.scalars(select(DeskPerson).where(DeskPerson.login == folded_login(login))).one_or_none()
    if found is None:
        raise UnknownPerson
    return found


def _colleague(session: Session, member: Member, person_id: int) -> DeskPerson:
    """The person, for an administrator of the same organisation, whose people are locked while one of them changes."""
    member.require(Role.ADMINISTRATOR)
    mine = select(DeskPerson).where(DeskPerson.organisation_id == member.organisation_id).order_by(DeskPerson.id)
    found = next((each for each in session.scalars(mine.with_for_update()) if each.id == person_id), None)
    if found is None:
        raise NotFoundHere
    return found


def _disable(session: Session, person: DeskPerson, now: datetime) -> None:
    person.disabled_at = now
    _require_administrator(session, person.organisation_id)
    end_sessions_of(session, person.id)


def _require_administrator(session: Session, organisation_id: int) -> None:
    people = people_of(session, organisation_id)
    if not any(Role.ADMINISTRATOR in person.roles and person.disabled_at is None for person in people):
        raise LastAdministrator


def _note(session: Session, what: Deed, person: DeskPerson, now: datetime) -> None:
    about, organisation_id = f"person {person.id}", person.organisation_id
    audit(session, what, organisation_id=organisation_id, about=about, now=now)
