"""Who acts: a person in an organisation, and the one type that may submit an application.

    member.require(Role.CLERK)                 # or raises NotYourRole
    submit(session, as_submitter(member), …)   # a person without an organisation cannot be written down here

The unit rule is a type. A `Submitter` is made from a `Member`, a member has an organisation, an organisation's kind is
one of `OrganisationKind`, and each of these is a unit, an agency or an authority (`SUBMITTER_KINDS`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import final

from casework.accounts.words import AUTHORITIES, UNITS, OrganisationKind, Role
from casework.errors import NotYourKind, NotYourRole
from policy.vocabulary import SubmitterKind

SUBMITTER_KINDS: dict[OrganisationKind, SubmitterKind] = {
    **dict.fromkeys(UNITS, SubmitterKind.UNIT),
    OrganisationKind.AGENCY: SubmitterKind.AGENCY,
    **dict.fromkeys(AUTHORITIES, SubmitterKind.AUTHORITY),
}
"""What a kind of organisation is to a notice: the policy's own closed list, which has no individual."""


@final
@dataclass(frozen=True, slots=True)
class Member:
    """A person who has signed in with all factors, as their organisation's."""

    person_id: int
    name: str
    organisation_id: int
    organisation_name: str
    organisation_kind: OrganisationKind
    region: str
    authority_id: str | None
    roles: frozenset[Role]
    two_deciders: bool

    def require(self, *roles: Role) -> None:
        """Raise `NotYourRole` unless the person has one of these roles."""
        if self.roles.isdisjoint(roles):
            raise NotYourRole(
                roles="”或“".join(role.zh for role in roles), roles_en="” or “".join(role.en for role in roles)
            )

    def require_kind(self, kinds: Collection[OrganisationKind]) -> None:
        """Raise `NotYourKind` unless the organisation is of one of these kinds."""
        if self.organisation_kind not in kinds:
            raise NotYourKind(kind=self.organisation_kind.zh, kind_en=self.organisation_kind.en)


@final
@dataclass(frozen=True, slots=True)
class Submitter:
    """Who submits: an organisation, by the hand of a member who may. Raises `NotYourRole` for a member who may not."""

    member: Member

    def __post_init__(self) -> None:
        self.member.require(Role.SUBMITTER)

    @property
    def kind(self) -> SubmitterKind:
        """What the organisation is to a notice."""
        return SUBMITTER_KINDS[self.member.organisation_kind]

    @property
    def organisation_id(self) -> int:
        """The organisation in whose name it is submitted."""
        return self.member.organisation_id


def as_submitter(member: Member) -> Submitter:
    """The member as the one who submits for their organisation. Raises `NotYourRole`."""
    return Submitter(member)
