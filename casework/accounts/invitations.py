"""Invitations: the only way to an account. A link that works once and for 14 days, kept as a digest.

    token = invite_colleague(session, member, addressee="李四", roles=frozenset({Role.CLERK}), …)
    token = invite_organisation(session, member, described, addressee="王五", …)
    accept(session, token, name="李四", login="li.si", password="…", …)

Administrators invite colleagues into their own organisation; those of authorities also open accounts for organisations
of lower kinds in their own region. Nobody invites outside their region or above themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.accounts.errors import InvitationNotOpen, KindNotYours, LoginTaken, OutsideRegion, RolesRefused
from casework.accounts.logins import checked_login
from casework.accounts.member import Member
from casework.accounts.models import DeskPerson, Invitation, Organisation
from casework.accounts.organisations import Described, find_organisation, open_organisation, require_new
from casework.accounts.passwords import Passwords, checked_password
from casework.accounts.sessions import new_token, token_digest
from casework.accounts.trail import audit
from casework.accounts.words import AUTHORITIES, INVITES, ROLES_OF, Deed, OrganisationKind, Role
from casework.errors import NotFoundHere
from registry.names import printed_name
from registry.regions import within

OPEN_FOR = timedelta(days=14)
RandomBytes = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Offer:
    """What an open invitation offers, as its page shows it."""

    addressee: str
    organisation: str
    kind: OrganisationKind
    roles: frozenset[Role]
    opens: bool
    expires_at: datetime


def first_roles(kind: OrganisationKind) -> frozenset[Role]:
    """What the first person of an organisation may do; as administrator they share it out among colleagues."""
    if kind in AUTHORITIES:
        return frozenset({Role.ADMINISTRATOR, Role.REVIEWER})
    return frozenset({Role.ADMINISTRATOR, Role.CLERK, Role.SUBMITTER})


def checked_roles(roles: frozenset[Role], kind: OrganisationKind) -> frozenset[Role]:
    """The roles, if people of this kind can have them. Raises `RolesRefused`."""
    if not roles or not roles <= ROLES_OF[kind]:
        raise RolesRefused
    return roles


def invite_colleague(
    session: Session,
    member: Member,
    *,
    addressee: str,
    roles: frozenset[Role],
    now: datetime,
    random_bytes: RandomBytes,
) -> str:
    """Invite into the member's own organisation; the token. Raises `NotYourRole`, `RolesRefused`, `InvalidName`."""
    member.require(Role.ADMINISTRATOR)
    organisation = find_organisation(session, member.organisation_id)
    invitation = _into(organisation, addressee, checked_roles(roles, member.organisation_kind), now)
    invitation.invited_by = member.organisation_id
    return _sent(session, invitation, member, now, random_bytes)


def invite_organisation(
    session: Session,
    member: Member,
    described: Described,
    *,
    addressee: str,
    reports_to: int | None,
    now: datetime,
    random_bytes: RandomBytes,
) -> str:
    """Invite an organisation's first administrator; the token.

    Raises `NotYourRole`, `KindNotYours`, `OutsideRegion`, `OrganisationExists`, `UnknownOrganisation`.
    """
    member.require(Role.ADMINISTRATOR)
    kind = described.kind
    if kind not in INVITES.get(member.organisation_kind, frozenset()):
        raise KindNotYours(kind=kind.zh, kind_en=kind.en)
    if not within(described.region, member.region):
        raise OutsideRegion
    require_new(session, described)
    if reports_to is not None:
        # Organisations of other regions are as good as none, so that nobody learns which numbers are taken there.
        superior = find_organisation(session, reports_to)
        if not within(superior.region, member.region):
            raise OutsideRegion
    invitation = _opening(described, addressee, reports_to, now)
    invitation.invited_by = member.organisation_id
    return _sent(session, invitation, member, now, random_bytes)


def invite_by_operator(
    session: Session,
    organisation_id: int,
    *,
    addressee: str,
    roles: frozenset[Role] | None = None,
    now: datetime,
    random_bytes: RandomBytes,
) -> str:
    """The operator's invitation, for a first or a lost administrator; the token. Raises `UnknownOrganisation`."""
    organisation = find_organisation(session, organisation_id)
    kind = OrganisationKind(organisation.kind)
    invitation = _into(organisation, addressee, checked_roles(roles or first_roles(kind), kind), now)
    return _sent(session, invitation, None, now, random_bytes)


def offer_of(session: Session, token: str, *, now: datetime) -> Offer:
    """What an invitation offers. Raises `InvitationNotOpen`."""
    invitation = _open(session, token, now)
    kind, opens = OrganisationKind(invitation.kind), invitation.organisation_id is None
    return Offer(invitation.addressee, invitation.name, kind, invitation.roles, opens, invitation.expires_at)


def accept(
    session: Session, token: str, *, name: str, login: str, password: str, passwords: Passwords, now: datetime
) -> DeskPerson:
    """Use an invitation up: the new account, and the new organisation where it opens one.

    Raises `InvitationNotOpen`, `LoginNotPossible`, `LoginTaken`, `PasswordRefused`, `InvalidName`.
    """
    offer = offer_of(session, token, now=now)
    name, login = printed_name(name), checked_login(login)
    if session.scalars(select(DeskPerson.id).where(DeskPerson.login == login)).first() is not None:
        raise LoginTaken
    text = checked_password(password, login=login, names=(name, offer.organisation))
    invitation = _open(session, token, now)
    organisation_id = invitation.organisation_id or _open_described(session, invitation, now)
    person = DeskPerson(
        organisation_id=organisation_id,
        login=login,
        name=name,
        roles=invitation.roles,
        password_hash=passwords.digest(text),
        joined_at=now,
    )
    session.add(person)
    # One statement decides, so that a link used twice at once works once.
    used = delete(Invitation).where(Invitation.id == invitation.id).returning(Invitation.id)
    if session.scalars(used).first() is None:
        raise InvitationNotOpen
    session.flush()
    about = f"invitation {invitation.id}"
    audit(session, Deed.JOINED, person_id=person.id, organisation_id=organisation_id, about=about, now=now)
    return person


def open_invitations(session: Session, member: Member, *, now: datetime) -> list[Invitation]:
    """What the member's organisation has sent and nobody has used yet."""
    mine = (Invitation.invited_by == member.organisation_id, Invitation.expires_at > now)
    return list(session.scalars(select(Invitation).where(*mine).order_by(Invitation.id.desc())))


def withdraw(session: Session, member: Member, invitation_id: int, *, now: datetime) -> None:
    """Take an invitation back. Raises `NotYourRole`, `NotFoundHere`."""
    member.require(Role.ADMINISTRATOR)
    mine = (Invitation.id == invitation_id, Invitation.invited_by == member.organisation_id)
    if session.scalars(delete(Invitation).where(*mine).returning(Invitation.id)).first() is None:
        raise NotFoundHere
    audit(session, Deed.INVITATION_WITHDRAWN, member=member, about=f"invitation {invitation_id}", now=now)


def purge_invitations(session: Session, *, now: datetime) -> None:
    """Remove the invitations that have expired."""
    session.execute(delete(Invitation).where(Invitation.expires_at <= now))


def _into(organisation: Organisation, addressee: str, roles: frozenset[Role], now: datetime) -> Invitation:
    return Invitation(
        organisation_id=organisation.id,
        name=organisation.name,
        credit_code=organisation.credit_code,
        kind=organisation.kind,
        region=organisation.region,
        addressee=printed_name(addressee),
        roles=roles,
        expires_at=now + OPEN_FOR,
    )


def _opening(described: Described, addressee: str, reports_to: int | None, now: datetime) -> Invitation:
    return Invitation(
        name=described.name,
        credit_code=described.credit_code,
        kind=described.kind.value,
        region=described.region,
        reports_to=reports_to,
        addressee=printed_name(addressee),
        roles=first_roles(described.kind),
        expires_at=now + OPEN_FOR,
    )


def _sent(
    session: Session, invitation: Invitation, member: Member | None, now: datetime, random_bytes: RandomBytes
) -> str:
    token = new_token(random_bytes)
    invitation.digest = token_digest(token) or b""
    session.add(invitation)
    session.flush()
    organisation_id = invitation.organisation_id if member is None else None
    about = f"invitation {invitation.id}"
    audit(session, Deed.INVITED, member=member, organisation_id=organisation_id, about=about, now=now)
    return token


def _open(session: Session, token: str, now: datetime) -> Invitation:
    digest = token_digest(token)
    found = session.scalars(select(Invitation).where(Invitation.digest == digest)).one_or_none() if digest else None
    if found is None or found.expires_at <= now:
        raise InvitationNotOpen
    return found


def _open_described(session: Session, invitation: Invitation, now: datetime) -> int:
    kind = OrganisationKind(invitation.kind)
    described = Described(invitation.name, invitation.credit_code, kind, invitation.region)
    reports_to, opener = invitation.reports_to, invitation.invited_by
    return open_organisation(session, described, reports_to=reports_to, opened_by=opener, now=now).id
