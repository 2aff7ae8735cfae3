"""Only units submit: no kind of organisation is an individual, and nothing else can be put where a submitter goes.

The comments that tell mypy to expect an error are the proof: `make lint` fails on one that is not needed.
"""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from typing import get_type_hints

import pytest

from casework.accounts.member import SUBMITTER_KINDS, Member, Submitter, as_submitter
from casework.accounts.words import AUTHORITIES, INVITES, ROLES_OF, UNITS, OrganisationKind, Role
from casework.applications import submission
from casework.errors import NotYourRole
from policy.vocabulary import SubmitterKind

CLERK = Member(1, "张三", 1, "甲设计院", OrganisationKind.PUBLIC_UNIT, "420100", None, frozenset({Role.CLERK}), False)
SUBMITTER = replace(CLERK, roles=frozenset({Role.SUBMITTER}))


def submit(submitter: Submitter) -> SubmitterKind:
    """As every function that submits is typed."""
    return submitter.kind


def test_every_kind_of_organisation_is_a_unit_an_agency_or_an_authority() -> None:
    assert set(SUBMITTER_KINDS) == set(OrganisationKind)
    assert {kind.name for kind in SUBMITTER_KINDS.values()} == {"UNIT", "AGENCY", "AUTHORITY"}
    assert {kind.name for kind in SubmitterKind} == {"UNIT", "AGENCY", "AUTHORITY"}
    words = "".join(f"{kind.value}{kind.zh}{kind.en}" for kind in OrganisationKind)
    assert not any(word in words for word in ("individual", "person ", "personal", "个人", "自然人"))


def test_an_account_without_an_organisation_cannot_be_written_down() -> None:
    without = {field.name for field in fields(Member)} - {"organisation_id", "organisation_kind", "organisation_name"}
    with pytest.raises(TypeError):
        Member(**{name: getattr(CLERK, name) for name in without})


def test_whoever_submits_is_a_member_who_may() -> None:
    assert submit(as_submitter(SUBMITTER)) is SubmitterKind.UNIT
    with pytest.raises(NotYourRole):
        as_submitter(CLERK)
    with pytest.raises(NotYourRole):
        Submitter(CLERK)
    with pytest.raises(FrozenInstanceError):
        as_submitter(SUBMITTER).member = CLERK  # type: ignore[misc]


def test_nothing_but_a_submitter_submits() -> None:
    with pytest.raises(AttributeError):
        submit("张三")  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        submit(SUBMITTER)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        submit(SubmitterKind.UNIT)  # type: ignore[arg-type]


def test_the_function_that_submits_an_application_takes_a_submitter_and_nothing_else() -> None:
    assert get_type_hints(submission.submit)["submitter"] is Submitter


def test_only_authorities_decide_and_invite() -> None:
    assert {kind for kind, roles in ROLES_OF.items() if Role.DECIDER in roles} == AUTHORITIES
    assert set(INVITES) <= AUTHORITIES
    assert all(OrganisationKind.PROVINCE not in kinds for kinds in INVITES.values())
    assert all(kind not in kinds for kind, kinds in INVITES.items())
    assert all(kinds >= UNITS for kinds in INVITES.values())
