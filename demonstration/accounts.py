"""The demonstration's desk accounts, opened for the people of demonstration/people.py.

    open_accounts(engine, vault, password, folder=Path("var/private"), now=now)
    codes_now(Path("var/private"), now)          # {"hubei": "492039", …}: what an authenticator app would show

Accounts are made as real ones are, by invitation. Only their second factors are set here, so that nobody needs a phone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from casework.accounts.invitations import accept, invite_by_operator
from casework.accounts.models import DeskPerson
from casework.accounts.organisations import describe, open_organisation
from casework.accounts.passwords import Passwords
from casework.accounts.second_factor import new_secret, typed_secret
from casework.accounts.sign_in import PURPOSE, about_person
from casework.accounts.words import AUTHORITIES
from demonstration.people import PEOPLE, PLACES, Somebody
from registry.database import writing
from registry.sealing import IdentityVault

FACTORS_FILE = "second-factors.json"


@dataclass(frozen=True, slots=True)
class _Opener:
    """Opens accounts as an operator and the invited people would."""

    session: Session
    password: str
    passwords: Passwords
    now: datetime

    def places(self) -> dict[str, int]:
        """Every organisation's number by its id here."""
        ids: dict[str, int] = {}
        for place in PLACES:
            described = describe(
                f"{place.name}（演示）", kind=place.kind, credit_code=place.credit_code, region=place.region
            )
            above = ids[place.above] if place.above else None
            opened = open_organisation(
                self.session, described, authority_id=place.authority, reports_to=above, now=self.now
            )
            ids[place.id] = opened.id
        return ids

    def let_in(self, organisation: int, somebody: Somebody) -> DeskPerson:
        """One person, invited and joined."""
        token = invite_by_operator(
            self.session,
            organisation,
            addressee=somebody.name,
            roles=frozenset(somebody.roles),
            now=self.now,
            random_bytes=os.urandom,
        )
        return accept(
            self.session,
            token,
            name=somebody.name,
            login=somebody.login,
            password=self.password,
            passwords=self.passwords,
            now=self.now,
        )


def open_accounts(
    engine: Engine,
    vault: IdentityVault,
    password: str,
    *,
    folder: Path,
    now: datetime,
    passwords: Passwords | None = None,
) -> None:
    """Open every organisation and account; the second factors lie in a file of `folder` (mode 0600)."""
    sealer, kinds = vault.sealer(PURPOSE), {place.id: place.kind for place in PLACES}
    factors: dict[str, str] = {}
    with writing(engine) as session:
        opener = _Opener(session, password, passwords or Passwords(), now)
        ids = opener.places()
        for somebody in PEOPLE:
            person = opener.let_in(ids[somebody.place], somebody)
            if kinds[somebody.place] in AUTHORITIES:
                secret = new_secret(os.urandom)
                person.totp_sealed = sealer.seal(secret, about=about_person(person.id))
                factors[somebody.login] = typed_secret(secret).replace(" ", "")
    with os.fdopen(os.open(folder / FACTORS_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(factors, file)


def codes_now(folder: Path, now: datetime) -> Mapping[str, str]:
    """The one-time code of each account that needs one, at that moment."""
    import pyotp  # noqa: PLC0415 - a start of the demonstration does not need it

    factors = json.loads((folder / FACTORS_FILE).read_text("utf-8"))
    return {login: pyotp.TOTP(secret).at(now) for login, secret in factors.items()}
