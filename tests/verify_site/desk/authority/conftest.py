"""A site over the desk of the applications' tests: cases on their way, and a browser for everybody."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from casework.accounts.sessions import start_session
from casework.accounts.words import Role
from registry.database import open_registry, writing
from tests.casework.applications.conftest import desk_template
from tests.casework.applications.desk import NOW, VAULT, Desk, Handle
from tests.verify_site.desk.office import CHEAP, COOKIE, Clock, Visitor
from tests.verify_site.papers import Papers
from verify_site.app import create_app
from verify_site.desk.edge import open_edge

__all__ = ["desk_template"]


@dataclass(frozen=True)
class Bureau:
    """The site, the desk behind it, and everybody's browser."""

    app: Flask
    desk: Desk
    clock: Clock

    def enter(self, organisation: str, role: Role) -> Visitor:
        """The person of that role, signed in with all factors."""
        visitor = Visitor(self.app.test_client())
        person = self.desk.member(organisation, role).person_id
        with writing(self.desk.engine) as session:
            token = start_session(session, person, complete=True, now=self.clock.now, random_bytes=os.urandom)
        https = self.app.extensions["service"].address.scheme == "https"
        visitor.client.set_cookie(*((COOKIE, token) if https else ("desk", token)), path="/" if https else "/desk")
        return visitor

    def close(self) -> None:
        """Give the databases back."""
        self.app.extensions["service"].registry.dispose()
        self.desk.engine.dispose()


def act(visitor: Visitor, case: Handle, move: str, **fields: Any) -> TestResponse:
    """Send the form of a move, for the version that the case has now unless another is given."""
    return visitor.post(f"/desk/cases/{case.id}/{move}", **{"version": case.version, **fields})


def open_bureau(
    papers: Papers, template: tuple[Path, Desk], folder: Path, now: datetime = NOW, **changes: Any
) -> Bureau:
    """A site over a desk of its own."""
    path = folder / "bureau.sqlite3"
    shutil.copy(template[0], path)
    app = create_app(replace(papers.settings, database=f"sqlite:///{path}", **changes), limited=False)
    # The applications' own tests seal with this key.
    app.extensions["service"] = replace(app.extensions["service"], vault=VAULT)
    clock = Clock(now)
    app.extensions["desk"] = open_edge(app.extensions["service"], CHEAP, clock)
    return Bureau(app, Desk(open_registry(f"sqlite:///{path}"), template[1].members), clock)


@pytest.fixture(scope="module")
def bureau(
    papers: Papers, desk_template: tuple[Path, Desk], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bureau]:
    """One for each module; every test brings cases of its own."""
    opened = open_bureau(papers, desk_template, tmp_path_factory.mktemp("bureau"))
    yield opened
    opened.close()
