"""The demonstration's desk accounts: organisations of both notices, and a person for each role.

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
from casework.accounts.words import AUTHORITIES, OrganisationKind, Role
from registry.database import writing
from registry.sealing import IdentityVault

FACTORS_FILE = "second-factors.json"


@dataclass(frozen=True, slots=True)
class Place:
    """One organisation; `authority` is the registry's authority that it acts as, `above` whom it reports to."""

    id: str
    name: str
    kind: OrganisationKind
    region: str
    credit_code: str
    authority: str | None = None
    above: str | None = None


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person of an organisation, who signs in by `login`."""

    place: str
    login: str
    name: str
    roles: tuple[Role, ...]


K, R = OrganisationKind, Role
_UNIT = (R.ADMINISTRATOR, R.CLERK, R.SUBMITTER)
_OFFICE = (R.ADMINISTRATOR, R.REVIEWER, R.DECIDER)
PLACES = (
    Place("hubei", "湖北省职称改革工作领导小组办公室", K.PROVINCE, "420000", "11420000DEMA00013M", "hubei"),
    Place("wuhan", "武汉市人力资源和社会保障局", K.PREFECTURE, "420100", "11420100DEMA00021M", "wuhan"),
    Place("talent", "武汉市人才服务中心", K.AGENCY, "420100", "12420100DEMA0003XA"),
    Place("institute", "武汉市规划研究院", K.PUBLIC_UNIT, "420100", "12420100DEMA00048A"),
    Place("studio", "江汉设计有限公司", K.PRIVATE_UNIT, "420100", "91420100DEMA000560", above="talent"),
    Place("zhejiang", "浙江省人事厅", K.PROVINCE, "330000", "11330000DEMA00064B", "zhejiang"),
    Place("huzhou", "湖州市人事局", K.PREFECTURE, "330500", "11330500DEMA000720", "huzhou"),
    Place("works", "湖州市建筑设计院", K.PUBLIC_UNIT, "330500", "12330500DEMA00080P"),
)
PEOPLE = (
    Somebody("institute", "institute", "陈经办", _UNIT),
    Somebody("institute", "institute.clerk", "李经办", (R.CLERK,)),
    Somebody("studio", "studio", "周经办", _UNIT),
    Somebody("talent", "talent", "吴审查", (*_UNIT, R.REVIEWER)),
    Somebody("works", "works", "沈经办", _UNIT),
    Somebody("wuhan", "wuhan", "王审查", (R.ADMINISTRATOR, R.REVIEWER)),
    Somebody("wuhan", "wuhan.decider", "赵审批", (R.REVIEWER, R.DECIDER)),
    Somebody("hubei", "hubei", "孙审批", _OFFICE),
    Somebody("hubei", "hubei.auditor", "钱审计", (R.AUDITOR,)),
    Somebody("huzhou", "huzhou", "施审批", _OFFICE),
    Somebody("zhejiang", "zhejiang", "郑审批", _OFFICE),
)


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
