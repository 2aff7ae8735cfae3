"""Two authorities and a unit with an administrator each, on each engine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from argon2 import Parameters, Type
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from casework.accounts.invitations import accept, first_roles, invite_by_operator
from casework.accounts.member import Member
from casework.accounts.models import Organisation
from casework.accounts.organisations import Described, open_organisation
from casework.accounts.passwords import Passwords
from casework.accounts.sessions import member_of
from casework.accounts.sign_in import PURPOSE, Doorkeeper
from casework.accounts.words import OrganisationKind
from registry.database import writing
from registry.sealing import IdentityVault

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
PASSWORD = "seven green kettles whistle"
CHEAP = Passwords(Parameters(Type.ID, 19, 16, 32, 1, 8, 1))


@dataclass(frozen=True)
class Accounts:
    """An engine, its doorkeeper, and the administrators by organisation."""

    engine: Engine
    keeper: Doorkeeper
    members: dict[str, Member]


def add_member(session: Session, name: str, kind: OrganisationKind, region: str, credit_code: str) -> Member:
    """An organisation and its first administrator, who accepted the operator's invitation."""
    organisation = open_organisation(session, Described(name, credit_code, kind, region), now=NOW)
    token = invite_by_operator(session, organisation.id, addressee="张三", now=NOW, random_bytes=os.urandom)
    login = f"admin{organisation.id}@example.cn"
    person = accept(session, token, name="张三", login=login, password=PASSWORD, passwords=CHEAP, now=NOW)
    assert person.roles == first_roles(kind)
    return member_of(person, session.get_one(Organisation, organisation.id))


@pytest.fixture
def accounts(engine: Engine) -> Accounts:
    """A province, a prefecture and a unit."""
    with writing(engine) as session:
        members = {
            "province": add_member(session, "省职改办", OrganisationKind.PROVINCE, "420000", "11420000XXXXXXXX09"),
            "wuhan": add_member(session, "武汉市人社局", OrganisationKind.PREFECTURE, "420100", "11420100XXXXXXXX07"),
            "unit": add_member(session, "甲设计院", OrganisationKind.PUBLIC_UNIT, "420100", "91420000XXXXXXXX0Y"),
        }
    keeper = Doorkeeper(engine, CHEAP, IdentityVault(bytes(32)).sealer(PURPOSE), os.urandom)
    return Accounts(engine, keeper, members)
