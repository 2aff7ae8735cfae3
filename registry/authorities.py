"""Who may print, number and issue which certificates: jurisdiction tables are data, one YAML file per province.

table = jurisdiction("hubei-2013-80")
table.require(Action.ISSUE, authority, Route.EVALUATION, Level.DEPUTY_SENIOR)   # or raises OutsideJurisdiction
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session

from registry.errors import OutsideJurisdiction, SettingInvalid, UnknownAuthority
from registry.models import Authority
from registry.words import Action, Route
from signing.claims import Band, Level

TABLES = Path(__file__).parent / "jurisdictions"
NOBODY = "nobody"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Strict):
    """A name in both languages."""

    zh: str
    en: str


class Clause(_Strict):
    """Where a rule stands: its id and its place in the notice."""

    rule: str
    clause: str


class NumberRule(Clause):
    """From year `since` on a number has exactly `length` digits."""

    length: int
    since: int


class SegmentRule(Clause):
    """The kind of authority that grants number segments."""

    granted_by: str


class Rule(Clause):
    """Certificates of these routes and bands, issued by kind `of`, are given to kind `by` for `action`."""

    action: Action
    routes: Annotated[tuple[Route, ...], Field(min_length=1)]
    bands: tuple[Literal["senior", "intermediate", "junior"], ...]
    by: str
    of: str | None = None

    def covers(self, action: Action, route: Route, band: Band) -> bool:
        """Whether this rule speaks about such a certificate at all."""
        return action is self.action and route in self.routes and band.value in self.bands


class Jurisdiction(_Strict):
    """One province's table. `number` is absent where the notice says nothing about how long numbers are."""

    id: str
    name: Words
    citation: str
    kinds: dict[str, Words]
    number: NumberRule | None = None
    segments: SegmentRule
    territory: Clause
    rules: tuple[Rule, ...]
    nobody: Words

    def require(
        self, action: Action, authority: Authority, route: Route, level: Level, *, of: Authority | None = None
    ) -> None:
        """Raise `OutsideJurisdiction` unless `authority` may do `action` for certificates issued by `of` (itself)."""
        issuer = of or authority
        rules = [rule for rule in self.rules if rule.covers(action, route, level.band)]
        fitting = [rule for rule in rules if rule.of == issuer.kind]
        for rule in fitting:
            # Within one kind, only the issuer itself: a city does not print another city's certificates.
            same_kind = rule.by == issuer.kind
            if rule.by == authority.kind and (not same_kind or authority.id == issuer.id):
                return
        raise self._refusal(action, authority, route, level, fitting or rules)

    def _refusal(
        self, action: Action, authority: Authority, route: Route, level: Level, rules: list[Rule]
    ) -> OutsideJurisdiction:
        entitled = [self.nobody if rule.by == NOBODY else self.kinds[rule.by] for rule in rules]
        return OutsideJurisdiction(
            authority=authority.name,
            authority_en=authority.name_en,
            action=action.zh,
            action_en=action.en,
            route=route.zh,
            route_en=route.en,
            level=level.zh,
            level_en=level.en,
            citation="、".join(dict.fromkeys(f"{self.citation} {rule.clause}" for rule in rules)) or self.citation,
            rule="、".join(dict.fromkeys(rule.rule for rule in rules)) or "—",
            entitled="、".join(dict.fromkeys(words.zh for words in entitled)) or self.nobody.zh,
            entitled_en=" / ".join(dict.fromkeys(words.en for words in entitled)) or self.nobody.en,
        )


def load_jurisdiction(path: Path) -> Jurisdiction:
    """Read one table; raises `SettingInvalid` naming every problem."""
    try:
        return Jurisdiction.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise SettingInvalid(name="jurisdiction", value=path.name, why_zh=str(error), why_en=str(error)) from error


@cache
def jurisdiction(name: str) -> Jurisdiction:
    """The table of that id among those that ship with the project."""
    path = TABLES / f"{name}.yaml"
    if not path.is_file():
        known = "、".join(sorted(table.stem for table in TABLES.glob("*.yaml")))
        raise SettingInvalid(name="jurisdiction", value=name, why_zh=f"现有：{known}。", why_en=f"There are: {known}.")
    return load_jurisdiction(path)


def authority(session: Session, name: str) -> Authority:
    """The authority of that id, or `UnknownAuthority`."""
    found = session.get(Authority, name)
    if found is None:
        raise UnknownAuthority(authority=name)
    return found
