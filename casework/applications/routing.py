"""Who is at each step of an application: the notice names kinds of organisations, this finds the competent ones.

    candidates(session, step, way)                 # those that fit, the nearest kind first
    choose(session, outcome, way, choices)         # one for each step; raises NoOrganisationFits, ChooseOrganisation

Never a wrong territory: an agency or department that the unit itself reports to goes before all others; else an
organisation fits whose region holds the unit's. The office that replaces a certificate is the one that issued it; while
that is not known from the registry, any of the notice's territory can be, and the submitter says which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.models import Organisation
from casework.accounts.words import OrganisationKind
from casework.applications.errors import ChooseOrganisation, NoOrganisationFits, WrongSubmitter
from casework.applications.words import Kind
from policy import Handler, Pack, RouteStep, StepKind
from registry.authorities import jurisdiction
from registry.errors import OutsideJurisdiction
from registry.models import Authority
from registry.regions import within
from registry.words import Action, Route
from signing.claims import Level

HANDLERS: dict[OrganisationKind, Handler] = {
    OrganisationKind.PUBLIC_UNIT: Handler.UNIT,
    OrganisationKind.PRIVATE_UNIT: Handler.UNIT,
    OrganisationKind.AGENCY: Handler.AGENCY,
    OrganisationKind.DEPARTMENT: Handler.DEPARTMENT,
    OrganisationKind.PREFECTURE: Handler.PREFECTURE,
    OrganisationKind.COUNTY: Handler.COUNTY,
    OrganisationKind.PROVINCE: Handler.PROVINCE,
    OrganisationKind.COMMITTEE_OFFICE: Handler.COMMITTEE_OFFICE,
}
"""What a kind of organisation is to a notice's route."""

_LONGEST_CHAIN = 4


@dataclass(frozen=True, slots=True)
class Way:
    """What decides who is competent: whose application, of which kind, about which papers."""

    pack: Pack
    kind: Kind
    submitter: Organisation
    issuers: frozenset[str]
    """The registry's authorities that issued the certificates concerned, as far as the registry has them."""
    route: Route
    levels: frozenset[Level]


def require_submitter(step: RouteStep, submitter: Organisation) -> None:
    """Raise `WrongSubmitter` unless the notice lets an organisation of this kind submit."""
    kind = OrganisationKind(submitter.kind)
    if HANDLERS[kind] not in step.by:
        clauses = "、".join(step.clauses)
        raise WrongSubmitter(kind=kind.zh, kind_en=kind.en, step=step.text.zh, step_en=step.text.en, clauses=clauses)


def choose(
    session: Session, route: Sequence[RouteStep], way: Way, choices: Mapping[str, int]
) -> list[tuple[RouteStep, int]]:
    """The organisation of each step. Raises `WrongSubmitter`, `NoOrganisationFits` or `ChooseOrganisation`."""
    first, *others = route
    require_submitter(first, way.submitter)
    chosen = [(first, way.submitter.id)]
    for step in others:
        fitting = candidates(session, step, way)
        wanted = choices.get(step.id)
        if len(fitting) > 1 and wanted is None:
            names = "、".join(each.name for each in fitting[:20])
            raise ChooseOrganisation(step=step.text.zh, step_en=step.text.en, names=names)
        named = [each for each in fitting if wanted in (None, each.id)]
        if not named:
            raise NoOrganisationFits(step=step.text.zh, step_en=step.text.en)
        chosen.append((step, named[0].id))
    return chosen


def candidates(session: Session, step: RouteStep, way: Way) -> list[Organisation]:
    """The organisations that can be at a step; empty where none has an account."""
    kinds = [kind.value for kind, handler in HANDLERS.items() if handler in step.by]
    found = session.scalars(select(Organisation).where(Organisation.kind.in_(kinds)).order_by(Organisation.id)).all()
    if step.does is StepKind.DECIDE:
        return _deciders(session, found, way)
    named = [each for each in _superiors(session, way.submitter) if each.kind in kinds]
    return named[:1] or _nearest([each for each in found if within(way.submitter.region, each.region)])


def _superiors(session: Session, organisation: Organisation) -> Iterator[Organisation]:
    """Whom the organisation reports to, and whom that one reports to."""
    for _ in range(_LONGEST_CHAIN):
        if organisation.reports_to is None:
            return
        organisation = session.get_one(Organisation, organisation.reports_to)
        yield organisation


def _nearest(found: list[Organisation]) -> list[Organisation]:
    """The bureaus of the unit's own place, a county's before the prefecture's; others where the step names none."""
    for kind in (OrganisationKind.COUNTY, OrganisationKind.PREFECTURE):
        bureaus = [each for each in found if each.kind == kind.value]
        if bureaus:
            return bureaus
    return found


def _deciders(session: Session, found: Sequence[Organisation], way: Way) -> list[Organisation]:
    if way.kind is Kind.REPLACEMENT:
        if way.issuers:
            return [each for each in found if each.authority_id in way.issuers]
        territory = [each for each in found if way.pack.applies_in(each.region)]
    else:
        territory = [each for each in found if within(way.submitter.region, each.region)]
    entitled = [each for each in territory if _may_issue(session, each, way)]
    # Where the notice lets nobody here issue, the office that forwards the case is still the one to decide it.
    return entitled or territory


def _may_issue(session: Session, organisation: Organisation, way: Way) -> bool:
    if not way.kind.issues:
        return True
    if organisation.authority_id is None:
        return False
    authority = session.get_one(Authority, organisation.authority_id)
    try:
        for level in way.levels:
            jurisdiction(authority.jurisdiction).require(Action.ISSUE, authority, way.route, level)
    except OutsideJurisdiction:
        return False
    return True
