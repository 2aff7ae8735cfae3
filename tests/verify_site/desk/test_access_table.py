"""Every cell of the access table: who gets in where, and that nobody else does, whatever they hold.

`who` of a route of the desk is EVERYBODY, MEMBERS, PASSWORD, or roles: `clerk` is a clerk of any organisation, on an
address that names an object only of the object's own; `reviewer@county` is a reviewer of that kind, who may also be
given another organisation's object.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from werkzeug.test import TestResponse

from casework.accounts.words import ROLES_OF, Role
from tests.verify_site.access import ACCESS
from tests.verify_site.access.words import EVERYBODY, MEMBERS, PASSWORD
from tests.verify_site.desk.objects import objects_of_unit_a
from tests.verify_site.desk.office import ORGANISATIONS, Office, Visitor

DESK = {cell: who for cell, (who, _) in ACCESS.items() if cell[1] == "/desk" or cell[1].startswith("/desk/")}
REFUSED = (401, 403, 404)
HAND_OVER_CODE = "7K3M-9TQX-2B8R-W4HC"
OWNER = "unit_a"


@dataclass(frozen=True)
class Actor:
    """Who walks: nobody, somebody with a password alone, or a member."""

    organisation: str | None
    role: Role | None
    complete: bool = True

    @property
    def kind(self) -> str:
        return ORGANISATIONS[self.organisation][0].value if self.organisation else ""

    def enter(self, office: Office) -> Visitor:
        if self.organisation is None or self.role is None:
            return office.visitor()
        return office.sign_in(self.organisation, self.role, complete=self.complete)

    def must(self, who: str, *, named: bool) -> bool:
        """Whether the table promises this actor an answer."""
        if who == EVERYBODY:
            return not named
        if self.role is None:
            return False
        if who == PASSWORD or not self.complete:
            return who == PASSWORD
        return who == MEMBERS or (self.role in who.split() and (not named or self.organisation == OWNER))

    def may(self, who: str, *, named: bool) -> bool:
        """Whether the table allows this actor an answer."""
        mine = f"{self.role}@{self.kind}"
        return who == EVERYBODY or self.must(who, named=named) or (self.complete and mine in who.split())


WHOLE = {"unit_a", "unit_b", "province"}
"""Organisations of which each role walks; of the others those that differ by kind."""
OFFICERS = {Role.ADMINISTRATOR, Role.REVIEWER, Role.DECIDER}
NOBODY = Actor(None, None)
ACTORS = [
    NOBODY,
    Actor("unit_a", Role.ADMINISTRATOR, complete=False),
    *(Actor(name, role) for name in WHOLE for role in sorted(ROLES_OF[ORGANISATIONS[name][0]])),
    *(
        Actor(name, role)
        for name in sorted(set(ORGANISATIONS) - WHOLE)
        for role in sorted(ROLES_OF[ORGANISATIONS[name][0]] & OFFICERS)
    ),
]


def refused(answer: TestResponse) -> bool:
    to = answer.location or ""
    away = answer.status_code == 303 and to.startswith(("/desk/sign-in?next=", "/desk/second-factor?next="))
    return answer.status_code in REFUSED or away


def test_the_desk_s_doors_are_those_of_the_table(office: Office) -> None:
    rules = {rule.rule for rule in office.app.url_map.iter_rules() if rule.rule.startswith("/desk")}
    assert rules == {rule for _, rule in DESK}


@pytest.mark.parametrize("organisation", [None, *ORGANISATIONS])
def test_only_the_table_s_cells_are_answered(office: Office, organisation: str | None) -> None:
    wrong, walked = [], 0
    places = objects_of_unit_a(office)
    for actor in (each for each in ACTORS if each.organisation == organisation):
        visitor = actor.enter(office)
        for (method, rule), who in DESK.items():
            named = any(place in rule for place in places)
            path = rule.replace("<token>", "x" * 43)
            for place, value in places.items():
                path = path.replace(place, value)
            answer = visitor.get(path) if method == "GET" else visitor.post(path, code=HAND_OVER_CODE)
            walked += 1
            out = refused(answer)
            if (not out and not actor.may(who, named=named)) or (
                out and actor.must(who, named=named) and "<token>" not in rule
            ):
                wrong.append((actor, method, rule, answer.status_code))
            if method == "POST" and not out:
                visitor = actor.enter(office)
                places = objects_of_unit_a(office) if named else places
    assert wrong == []
    assert walked == len(DESK) * sum(each.organisation == organisation for each in ACTORS)


def test_no_route_outside_the_desk_asks_for_a_sign_in_or_takes_one_into_account() -> None:
    roles = {role.value for role in Role} | {MEMBERS, PASSWORD}
    outside = {cell: who for cell, (who, _) in ACCESS.items() if cell not in DESK}
    assert [cell for cell, who in outside.items() if roles & set(who.replace("@", " ").split())] == []


def test_no_route_by_which_an_individual_submits_exists() -> None:
    writing = [rule for method, rule in ACCESS if method != "GET" and "application" in rule]
    assert [rule for rule in writing if rule not in {rule for _, rule in DESK}] == []
    assert [cell for cell, who in DESK.items() if "application" in cell[1] and who in (EVERYBODY, PASSWORD)] == []
