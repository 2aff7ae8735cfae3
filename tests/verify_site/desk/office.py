"""A desk in use, for tests: organisations of every kind, a person for each of their roles, and browsers for them.

    office = open_office(papers.settings, folder, template)
    visitor = office.sign_in("unit_a", Role.CLERK)        # a session like a real one, without typing a password
    visitor.post("/desk/people", name="李四", roles="clerk")

Passwords are digested with parameters that cost nothing; the clock is the test's own.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from argon2 import Parameters, Type
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework.accounts.member import Member
from casework.accounts.models import DeskPerson, Organisation
from casework.accounts.organisations import Described, open_organisation
from casework.accounts.passwords import Passwords
from casework.accounts.sessions import member_of, start_session
from casework.accounts.words import ROLES_OF, OrganisationKind, Role
from registry.database import open_registry, writing
from registry.settings import Settings
from verify_site.app import create_app
from verify_site.desk.edge import csrf_of, open_edge
from verify_site.service import Service

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "seven green kettles whistle"
COOKIE = "__Host-desk"
CHEAP = Passwords(Parameters(Type.ID, 19, 16, 32, 1, 8, 1))
START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
ORGANISATIONS = {
    "province": (OrganisationKind.PROVINCE, "省职改办", "420000", "11420000XXXXXXXX09"),
    "prefecture": (OrganisationKind.PREFECTURE, "武汉市人社局", "420100", "11420100XXXXXXXX07"),
    "county": (OrganisationKind.COUNTY, "某区人社局", "420106", "11420106XXXXXXXX02"),
    "department": (OrganisationKind.DEPARTMENT, "武汉市建设局", "420100", "11420100XXXXXXXX08"),
    "committee": (OrganisationKind.COMMITTEE_OFFICE, "某高校职改办", "420000", "12420000XXXXXXXX04"),
    "agency": (OrganisationKind.AGENCY, "武汉市人才服务中心", "420100", "12420100XXXXXXXX02"),
    "unit_a": (OrganisationKind.PUBLIC_UNIT, "甲设计院", "420100", "91420000XXXXXXXX0Y"),
    "unit_b": (OrganisationKind.PRIVATE_UNIT, "乙建筑公司", "420100", "91420000MA0000007F"),
}


@dataclass
class Clock:
    """The time at the desk, which only moves when a test says so."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, time: timedelta) -> None:
        self.now += time


@dataclass(frozen=True)
class Visitor:
    """One browser at the desk."""

    client: FlaskClient

    @property
    def token(self) -> str | None:
        for name, path in ((COOKIE, "/"), ("desk", "/desk")):
            if cookie := self.client.get_cookie(name, path=path):
                return cookie.value
        return None

    @property
    def csrf(self) -> str:
        return csrf_of(self.token or "")

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def post(self, path: str, **fields: Any) -> TestResponse:
        return self.client.post(path, data={"csrf": self.csrf, **fields})


@dataclass(frozen=True)
class Office:
    """The site, its writer, and who belongs to it: people by organisation and role."""

    app: Flask
    engine: Engine
    clock: Clock
    members: dict[tuple[str, Role], Member] = field(default_factory=dict)

    def visitor(self) -> Visitor:
        """Somebody who has not signed in; the sign-in page has given them a token."""
        visitor = Visitor(self.app.test_client())
        visitor.get("/desk/sign-in")
        return visitor

    def sign_in(self, organisation: str, role: Role, *, complete: bool = True) -> Visitor:
        """Somebody who has signed in, with all factors or with the password alone."""
        person_id = self.members[organisation, role].person_id
        visitor = Visitor(self.app.test_client())
        with writing(self.engine) as session:
            token = start_session(session, person_id, complete=complete, now=self.clock.now, random_bytes=os.urandom)
        https = self.app.extensions["service"].address.scheme == "https"
        visitor.client.set_cookie(*((COOKIE, token) if https else ("desk", token)), path="/" if https else "/desk")
        return visitor

    def type_in(self, organisation: str, role: Role, password: str = PASSWORD) -> tuple[Visitor, TestResponse]:
        """Somebody who types login and password, and what answered."""
        visitor = self.visitor()
        return visitor, visitor.post("/desk/sign-in", login=login_of(organisation, role), password=password)

    def person(self, organisation: str, role: Role) -> DeskPerson:
        """The row of a person as it is now."""
        with Session(self.engine) as session:
            return session.get_one(DeskPerson, self.members[organisation, role].person_id)

    @property
    def service(self) -> Service:
        """What the site answers from."""
        return cast(Service, self.app.extensions["service"])

    def close(self) -> None:
        """Give the databases back."""
        self.app.extensions["service"].registry.dispose()
        self.engine.dispose()


def let_in(page: Page, visitor: Visitor) -> None:
    """Give a browser the session of somebody who has signed in at a desk without HTTPS."""
    cookie = {"name": "desk", "value": visitor.token or "", "domain": "127.0.0.1", "path": "/desk"}
    page.context.add_cookies([cookie])  # type: ignore[list-item] # its type is told apart by its keys alone


def login_of(organisation: str, role: Role) -> str:
    """The login of the person with that role."""
    return f"{role.value}@{organisation}.example"


def open_office(settings: Settings, folder: Path, template: Path, **changes: Any) -> Office:
    """A site over a registry of its own, with people in every organisation; `changes` are of its settings."""
    path = folder / "desk.sqlite3"
    shutil.copy(template, path)
    settings = replace(settings, database=f"sqlite:///{path}", attachments=folder / "attachments", **changes)
    app = create_app(settings, limited=False)
    clock = Clock()
    app.extensions["desk"] = open_edge(app.extensions["service"], CHEAP, clock)
    office = Office(app, open_registry(settings.database), clock)
    digest = CHEAP.digest(PASSWORD)
    with writing(office.engine) as session:
        for name in ORGANISATIONS:
            _people(session, office, name, digest)
    return office


def _people(session: Session, office: Office, name: str, digest: str) -> None:
    kind, title, region, credit_code = ORGANISATIONS[name]
    organisation = open_organisation(session, Described(title, credit_code, kind, region), now=START)
    for role in sorted(ROLES_OF[kind]):
        person = DeskPerson(
            organisation_id=organisation.id,
            login=login_of(name, role),
            name=f"{title[:4]}{role.zh}",
            roles=frozenset({role}),
            password_hash=digest,
            joined_at=START,
        )
        session.add(person)
        session.flush()
        office.members[name, role] = member_of(person, session.get_one(Organisation, organisation.id))
