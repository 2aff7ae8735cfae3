"""Sessions: a random token in the browser, its digest in the database, an end after idling and an end in any case.

    token = start_session(session, person_id, complete=True, now=now, random_bytes=os.urandom)
    found = find_session(session, token, now=now)        # None where it has ended
    found.member

A sign-in that lacks its second factor is a session that is not complete: it shows no member and ends within minutes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, not_, or_, select, update
from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.accounts.models import DeskPerson, DeskSession, Organisation
from casework.accounts.words import OrganisationKind

TOKEN_BYTES = 32
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
INCOMPLETE = timedelta(minutes=10)
"""How long the second factor may be in coming."""
SEEN_EVERY = timedelta(minutes=1)
"""A session's last use is written down this often at most, so that reading pages does not write."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a token stands for. `acting` is who it would be; only a complete session is that member."""

    digest: bytes
    acting: Member
    login: str
    complete: bool
    has_second_factor: bool
    seen_at: datetime

    @property
    def member(self) -> Member | None:
        """The member, once all factors were shown."""
        return self.acting if self.complete else None


def new_token(random_bytes: Callable[[int], bytes]) -> str:
    """256 random bits, as they travel in a cookie or a link."""
    return base64.urlsafe_b64encode(random_bytes(TOKEN_BYTES)).decode().rstrip("=")


def token_digest(token: str) -> bytes | None:
    """What is stored of a token; None for a text that is no token."""
    try:
        token_bytes = base64.b64decode(token.encode("ascii") + b"=", altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return hashlib.sha256(token_bytes).digest() if len(token_bytes) == TOKEN_BYTES else None


def start_session(
    session: Session, person_id: int, *, complete: bool, now: datetime, random_bytes: Callable[[int], bytes]
) -> str:
    """A new session; returns its token, which is kept nowhere."""
    token = new_token(random_bytes)
    digest = token_digest(token)
    session.add(DeskSession(digest=digest, person_id=person_id, complete=complete, started_at=now, seen_at=now))
    session.flush()
    return token


def find_session(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    """What the token stands for now; None where it never was, has ended, or its person is disabled."""
    digest = token_digest(token)
    if digest is None:
        return None
    query = (
        select(DeskSession, DeskPerson, Organisation)
        .join(DeskPerson, DeskPerson.id == DeskSession.person_id)
        .join(Organisation, Organisation.id == DeskPerson.organisation_id)
        .where(DeskSession.digest == digest, DeskPerson.disabled_at.is_(None), not_(_over(now)))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    found, person, organisation = row
    return SignedIn(
        digest=digest,
        acting=member_of(person, organisation),
        login=person.login,
        complete=found.complete,
        has_second_factor=person.totp_sealed is not None,
        seen_at=found.seen_at,
    )


def member_of(person: DeskPerson, organisation: Organisation) -> Member:
    """The two rows as the value that everything else works with."""
    return Member(
        person_id=person.id,
        name=person.name,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        organisation_kind=OrganisationKind(organisation.kind),
        region=organisation.region,
        authority_id=organisation.authority_id,
        roles=person.roles,
        two_deciders=organisation.two_deciders,
    )


def note_seen(session: Session, found: SignedIn, *, now: datetime) -> None:
    """Write down that the session is in use."""
    session.execute(update(DeskSession).where(DeskSession.digest == found.digest).values(seen_at=now))


def end_session(session: Session, digest: bytes) -> None:
    """End one session."""
    session.execute(delete(DeskSession).where(DeskSession.digest == digest))


def end_sessions_of(session: Session, person_id: int) -> None:
    """End every session of a person."""
    session.execute(delete(DeskSession).where(DeskSession.person_id == person_id))


def sessions_of(session: Session, person_id: int, *, now: datetime) -> int:
    """How many sessions a person has open."""
    query = select(func.count()).where(DeskSession.person_id == person_id, not_(_over(now)))
    return session.scalar(query) or 0


def purge_sessions(session: Session, *, now: datetime) -> None:
    """Remove the sessions that have ended by themselves."""
    session.execute(delete(DeskSession).where(_over(now)))


def _over(now: datetime) -> ColumnElement[bool]:
    late = and_(DeskSession.complete.is_(False), DeskSession.started_at <= now - INCOMPLETE)
    return or_(late, DeskSession.started_at <= now - ABSOLUTE, DeskSession.seen_at <= now - IDLE)
