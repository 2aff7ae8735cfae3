"""Who may use an address of the desk, as data beside the address.

    Door("/people", ("GET",), "people", "people_page", Needs.role(Role.ADMINISTRATOR))
    needs.admits(member)          # raises NotYourRole, NotYourKind

A `Door` cannot be written down without its `Needs`, and `doors_by_endpoint` refuses two that disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from casework.accounts.words import OrganisationKind, Role
from verify_site.parts import View

if TYPE_CHECKING:
    # A member's kind is one that a notice knows, and the notices are not loaded at the site's start.
    from casework.accounts.member import Member

KINDS = frozenset(OrganisationKind)


class Stage(Enum):
    """How far somebody has signed in."""

    ANYBODY = "anybody"
    PASSWORD = "password"  # noqa: S105 - a stage of signing in
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Needs:
    """What a view takes: how far one has signed in, one of these roles (none: every member), one of these kinds."""

    stage: Stage = Stage.MEMBER
    roles: tuple[Role, ...] = ()
    kinds: frozenset[OrganisationKind] = KINDS

    @classmethod
    def role(cls, *roles: Role, kinds: Collection[OrganisationKind] = KINDS) -> Needs:
        """A member with one of these roles, in an organisation of one of these kinds."""
        return cls(Stage.MEMBER, roles, frozenset(kinds))

    def admits(self, member: Member) -> None:
        """Raise `NotYourKind` or `NotYourRole` unless the member may."""
        member.require_kind(self.kinds)
        if self.roles:
            member.require(*self.roles)

    def fits(self, member: Member) -> bool:
        """Whether a link to the view is worth showing to the member."""
        return member.organisation_kind in self.kinds and (not self.roles or not member.roles.isdisjoint(self.roles))


ANYBODY = Needs(Stage.ANYBODY)
PASSWORD = Needs(Stage.PASSWORD)
MEMBER = Needs()


class Door(NamedTuple):
    """One address of the desk with who may use it."""

    rule: str
    methods: tuple[str, ...]
    module: str
    function: str
    needs: Needs
    largest_body: int | None = None

    @property
    def view(self) -> View:
        """The address as a part of the site has it."""
        return View(self.rule, self.methods, self.module, self.function, self.largest_body)


def doors_by_endpoint(part: str, doors: Iterable[Door]) -> dict[str, Needs]:
    """What each endpoint of the part needs; raises `ValueError` where one view has two doors that disagree."""
    needs: dict[str, Needs] = {}
    for door in doors:
        endpoint = f"{part}.{door.module}-{door.function}"
        if needs.setdefault(endpoint, door.needs) != door.needs:
            raise ValueError(f"{endpoint} has two doors with different needs")
    return needs
