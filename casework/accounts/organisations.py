"""Organisations: what describes one, opening it, and what only an operator changes.

described = describe("某某设计院有限公司", kind=OrganisationKind.PRIVATE_UNIT, credit_code="…", region="武汉市")
organisation = open_organisation(session, described, now=now)

Write-verbs flush and never commit.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.credit_codes import parse_credit_code
from casework.accounts.errors import NameRefused, OrganisationExists, RegionRefused, UnknownOrganisation
from casework.accounts.member import Member
from casework.accounts.models import Organisation
from casework.accounts.trail import audit
from casework.accounts.words import AUTHORITIES, Deed, OrganisationKind, Role
from messages.advice import Advice
from registry.authorities import authority
from registry.names import plain_text
from registry.regions import find_region, known_prefecture, known_province
from tables.values import Refused

SHORTEST_NAME, LONGEST_NAME = 2, 80
_REGION = re.compile("[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Described:
    """An organisation that may be opened: checked and in one spelling."""

    name: str
    credit_code: str
    kind: OrganisationKind
    region: str
    warnings: tuple[Advice, ...] = ()


def describe(
    name: str, *, kind: OrganisationKind, credit_code: str, region: str, as_printed: bool = False
) -> Described:
    """The description, checked. Raises `NameRefused`, `CreditCodeRefused`, `RegionRefused`."""
    code = parse_credit_code(credit_code, as_printed=as_printed)
    return Described(checked_name(name), code.text, kind, checked_region(region), code.warnings)


def checked_name(text: str) -> str:
    """An organisation's name as the registry would keep it (`plain_text`). Raises `NameRefused`."""
    try:
        name = plain_text(text, LONGEST_NAME)
    except Refused:
        raise NameRefused from None
    if len(name) < SHORTEST_NAME:
        raise NameRefused
    return name


def checked_region(text: str) -> str:
    """The six-digit code of a region given by code or by name. Raises `RegionRefused`."""
    code = unicodedata.normalize("NFKC", text).strip()
    if _REGION.fullmatch(code) is None:
        code = find_region(code) or ""
    if not code or not known_province(code[:2]) or not known_prefecture(code[:4]):
        raise RegionRefused
    return code


def open_organisation(
    session: Session,
    described: Described,
    *,
    now: datetime,
    reports_to: int | None = None,
    authority_id: str | None = None,
    two_deciders: bool = False,
    opened_by: int | None = None,
) -> Organisation:
    """Open it. Raises `OrganisationExists`, `UnknownOrganisation`, `UnknownAuthority`."""
    require_new(session, described)
    if reports_to is not None:
        find_organisation(session, reports_to)
    if authority_id is not None:
        authority(session, authority_id)
    organisation = Organisation(
        name=described.name,
        credit_code=described.credit_code,
        kind=described.kind.value,
        region=described.region,
        authority_id=authority_id,
        reports_to=reports_to,
        two_deciders=two_deciders,
        opened_by=opened_by,
        opened_at=now,
    )
    session.add(organisation)
    session.flush()
    audit(
        session,
        Deed.ORGANISATION_OPENED,
        organisation_id=opened_by or organisation.id,
        about=f"organisation {organisation.id}",
        now=now,
    )
    return organisation


def require_new(session: Session, described: Described) -> None:
    """Raise `OrganisationExists` where one of this credit code and kind has an account."""
    same = (Organisation.credit_code == described.credit_code, Organisation.kind == described.kind.value)
    if session.scalars(select(Organisation.id).where(*same)).first() is not None:
        raise OrganisationExists


def find_organisation(session: Session, organisation_id: int) -> Organisation:
    """The organisation, or `UnknownOrganisation`."""
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise UnknownOrganisation(organisation=organisation_id)
    return found


def opened_by(session: Session, member: Member) -> list[Organisation]:
    """The organisations whose account the member's authority opened, newest first."""
    query = select(Organisation).where(Organisation.opened_by == member.organisation_id)
    return list(session.scalars(query.order_by(Organisation.id.desc())))


def change_organisation(
    session: Session,
    organisation_id: int,
    *,
    now: datetime,
    reports_to: int | None = None,
    authority_id: str | None = None,
    two_deciders: bool | None = None,
) -> None:
    """The operator's changes of what is given. Raises `UnknownOrganisation`, `UnknownAuthority`."""
    organisation = find_organisation(session, organisation_id)
    if reports_to is not None:
        organisation.reports_to = find_organisation(session, reports_to).id
    if authority_id is not None:
        organisation.authority_id = authority(session, authority_id).id
    if two_deciders is not None:
        organisation.two_deciders = two_deciders
    about = f"organisation {organisation_id}"
    audit(session, Deed.ORGANISATION_CHANGED, organisation_id=organisation_id, about=about, now=now)


def set_two_deciders(session: Session, member: Member, *, two: bool, now: datetime) -> None:
    """Whether the member's own authority takes two people for a decision. Raises `NotYourRole`, `NotYourKind`."""
    member.require(Role.ADMINISTRATOR)
    member.require_kind(AUTHORITIES)
    organisation = find_organisation(session, member.organisation_id)
    organisation.two_deciders = two
    audit(session, Deed.ORGANISATION_CHANGED, member=member, about=f"organisation {organisation.id}", now=now)
