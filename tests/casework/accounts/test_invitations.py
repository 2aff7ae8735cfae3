"""Who may invite whom, and that an invitation makes one account, on each engine."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from casework.accounts.errors import (
    AccountError,
    InvitationNotOpen,
    KindNotYours,
    LastAdministrator,
    LoginTaken,
    NameRefused,
    OrganisationExists,
    OutsideRegion,
    RegionRefused,
    RolesRefused,
)
from casework.accounts.invitations import OPEN_FOR, accept, invite_colleague, invite_organisation, withdraw
from casework.accounts.member import Member
from casework.accounts.models import DeskEvent, DeskPerson, DeskSession, Invitation
from casework.accounts.organisations import Described, checked_name, checked_region, describe
from casework.accounts.people import disable
from casework.accounts.purging import purge
from casework.accounts.sessions import find_session, start_session
from casework.accounts.words import INVITES, OrganisationKind, Role
from casework.errors import NotFoundHere, NotYourRole
from registry.database import writing
from tests.casework.accounts.conftest import CHEAP, NOW, PASSWORD, Accounts

UNIT = describe("乙公司", kind=OrganisationKind.PRIVATE_UNIT, credit_code="91330500XXXXXXXX06", region="420100")


def invite(session: Session, member: Member, described: Described = UNIT) -> str:
    return invite_organisation(
        session, member, described, addressee="李四", reports_to=None, now=NOW, random_bytes=os.urandom
    )


def join(session: Session, token: str, login: str = "li.si", after: timedelta = timedelta(0)) -> DeskPerson:
    return accept(session, token, name="李四", login=login, password=PASSWORD, passwords=CHEAP, now=NOW + after)


def test_kinds_and_regions_bound_every_invitation(accounts: Accounts) -> None:
    wuhan, province = accounts.members["wuhan"], accounts.members["province"]
    allowed = 0
    with writing(accounts.engine) as session:
        for kind in OrganisationKind:
            for inviter in (wuhan, province, accounts.members["unit"]):
                for region in ("420100", "420106", "420500", "330500", "420000"):
                    inside = region[:4] == "4201" if inviter is not province else region[:2] == "42"
                    lower = kind in INVITES.get(inviter.organisation_kind, ())
                    described = replace(UNIT, kind=kind, region=region)
                    if lower and inside:
                        invite(session, inviter, described)
                        allowed += 1
                    else:
                        with pytest.raises((KindNotYours, OutsideRegion)):
                            invite(session, inviter, described)
    assert allowed == 6 * 2 + 7 * 4


def test_only_an_administrator_invites_and_only_fitting_roles(accounts: Accounts) -> None:
    clerk = replace(accounts.members["unit"], roles=frozenset(Role) - {Role.ADMINISTRATOR})
    options = {"addressee": "李四", "now": NOW, "random_bytes": os.urandom}
    with writing(accounts.engine) as session:
        for roles, error in ((frozenset({Role.DECIDER}), RolesRefused), (frozenset[Role](), RolesRefused)):
            with pytest.raises(error):
                invite_colleague(session, accounts.members["unit"], roles=roles, **options)  # type: ignore[arg-type]
        with pytest.raises(NotYourRole):
            invite_colleague(session, clerk, roles=frozenset({Role.CLERK}), **options)  # type: ignore[arg-type]
        with pytest.raises(NotYourRole):
            invite(session, replace(clerk, organisation_kind=OrganisationKind.PREFECTURE))


def test_an_invitation_opens_one_organisation_for_one_person_however_many_try_at_once(accounts: Accounts) -> None:
    with writing(accounts.engine) as session:
        token = invite(session, accounts.members["wuhan"])

    def try_it(number: int) -> str:
        try:
            with writing(accounts.engine) as session:
                return join(session, token, f"li.si{number}").login
        except (AccountError, DBAPIError) as error:
            return type(error).__name__

    with ThreadPoolExecutor(6) as pool:
        seen = list(pool.map(try_it, range(6)))
    assert sum(each.startswith("li.si") for each in seen) == 1, seen
    with Session(accounts.engine) as session:
        assert session.scalar(select(func.count()).where(DeskPerson.name == "李四")) == 1


def test_an_invitation_ends_by_use_by_time_and_by_withdrawing(accounts: Accounts) -> None:
    wuhan = accounts.members["wuhan"]
    with writing(accounts.engine) as session:
        used, late, withdrawn = (invite(session, wuhan, replace(UNIT, region=f"42010{n}")) for n in range(3))
        newest = session.scalar(select(func.max(Invitation.id))) or 0
        with pytest.raises(NotFoundHere):
            withdraw(session, accounts.members["unit"], newest, now=NOW)
        withdraw(session, wuhan, newest, now=NOW)
        join(session, used)
        for token, after in ((used, 0), (withdrawn, 0), (late, OPEN_FOR.days), ("x" * 43, 0), ("", 0), ("é" * 43, 0)):
            with pytest.raises(InvitationNotOpen):
                join(session, token, "other", timedelta(days=after))
        with pytest.raises(LoginTaken):
            join(session, late, "LI.SI")
        with pytest.raises(OrganisationExists):
            invite(session, wuhan)


def test_a_disabled_person_s_session_is_over_and_the_last_administrator_stays(accounts: Accounts) -> None:
    unit = accounts.members["unit"]
    with writing(accounts.engine) as session:
        options = {"addressee": "李四", "now": NOW, "random_bytes": os.urandom}
        token = invite_colleague(session, unit, roles=frozenset({Role.CLERK}), **options)  # type: ignore[arg-type]
        person = join(session, token)
        cookie = start_session(session, person.id, complete=True, now=NOW, random_bytes=os.urandom)
        assert find_session(session, cookie, now=NOW) is not None
        disable(session, unit, person.id, now=NOW)
        assert find_session(session, cookie, now=NOW) is None
        with pytest.raises(LastAdministrator):
            disable(session, unit, unit.person_id, now=NOW)


def test_what_has_ended_is_purged_and_the_trail_stays(accounts: Accounts) -> None:
    unit = accounts.members["unit"]
    with writing(accounts.engine) as session:
        invite(session, accounts.members["wuhan"])
        start_session(session, unit.person_id, complete=True, now=NOW, random_bytes=os.urandom)
        events = session.scalar(select(func.count()).select_from(DeskEvent))
        purge(session, now=NOW + OPEN_FOR)
        left = [session.scalar(select(func.count()).select_from(table)) for table in (Invitation, DeskSession)]
        assert left == [0, 0]
        assert session.scalar(select(func.count()).select_from(DeskEvent)) == events


@pytest.mark.parametrize("statement", ["UPDATE desk_events SET what = 'x'", "DELETE FROM desk_events"])
def test_the_audit_trail_can_be_neither_changed_nor_removed(accounts: Accounts, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), accounts.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("region", ["", "000000", "42010", "999999", "429900", "某市", "x" * 1000])
def test_an_unknown_region_is_refused(region: str) -> None:
    with pytest.raises(RegionRefused):
        checked_region(region)
    assert checked_region("武汉市") == checked_region(" ４２０１００ ") == "420100"


@pytest.mark.parametrize("character", ["\U00031350", "\U0002ebf0"])
def test_a_character_younger_than_this_python_is_a_character_of_a_name(accounts: Accounts, character: str) -> None:
    # CJK Extensions H (Unicode 15.0) and I (15.1), which the Unicode data of Python 3.11 calls unassigned.
    described = describe(
        f"{character}山设计院", kind=OrganisationKind.PRIVATE_UNIT, credit_code=UNIT.credit_code, region="420100"
    )
    assert described.name == f"{character}山设计院"
    with writing(accounts.engine) as session:
        token = invite_organisation(
            session,
            accounts.members["wuhan"],
            described,
            addressee=f"张{character}",
            reports_to=None,
            now=NOW,
            random_bytes=os.urandom,
        )
        login = f"zhang{ord(character)}"
        person = accept(session, token, name=f"张{character}", login=login, password=PASSWORD, passwords=CHEAP, now=NOW)
        assert person.name == f"张{character}"


@pytest.mark.parametrize("name", ["院", "设计\u200b院", "设计\ue000院", "设" * 81, ""])
def test_a_name_that_nobody_can_read_is_refused(name: str) -> None:
    with pytest.raises(NameRefused):
        checked_name(name)
