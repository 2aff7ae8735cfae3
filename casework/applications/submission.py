"""Submitting an application: a `Submitter` hands it in, or hears why not. There is no other way in.

submit(session, as_submitter(member), application_id, version=4, now=now, vault=vault)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.accounts.member import Member, Submitter
from casework.accounts.models import Organisation
from casework.applications.bans import require_not_banned
from casework.applications.checking import Checked, examine, open_key, require_ready
from casework.applications.errors import OneIsOpen
from casework.applications.models import Step
from casework.applications.moving import Case, open_case
from casework.applications.routing import candidates, choose
from casework.applications.words import EntryState, Move
from policy import RouteStep
from registry.chinese_time import date_in_china
from registry.sealing import IdentityVault


def check(session: Session, member: Member, application_id: int, *, now: datetime, vault: IdentityVault) -> Checked:
    """What keeps an application from being submitted today, for its page; raises `NotFoundHere` only."""
    case = open_case(session, member, application_id, lock=False)
    return examine(session, case, today=date_in_china(now), vault=vault)


def fitting(session: Session, checked: Checked) -> list[tuple[RouteStep, list[Organisation]]]:
    """The steps after the submission, each with the organisations that can be there, for the submitter to choose."""
    outcome = checked.outcome
    steps = outcome.route[1:] if outcome else ()
    return [(step, candidates(session, step, checked.way)) for step in steps]


def submit(
    session: Session,
    submitter: Submitter,
    application_id: int,
    *,
    version: int,
    now: datetime,
    vault: IdentityVault,
) -> None:
    """Hand an application in: it goes to the first step of the notice's route, and every step gets its organisation.

    Raises `FactsIncomplete`, `CannotSubmitYet`, `InquiryMissing`, `SubmissionIncomplete`, `Banned`, `WrongSubmitter`,
    `NoOrganisationFits`, `ChooseOrganisation`, `OneIsOpen`, `SomebodyElseWasFaster` and what `moving` raises.
    """
    case = open_case(session, submitter.member, application_id, version=version)
    rule = case.require(Move.SUBMIT)
    checked = examine(session, case, today=date_in_china(now), vault=vault)
    outcome = require_ready(checked)
    _require_free_of_bans(case, checked, now)
    chosen = choose(session, outcome.route, checked.way, case.application.choices)
    _hold_the_people(case, checked)
    _lay_out(case, chosen)
    case.application.submitted_at = now
    case.application.proposal = None
    case.steps[0].reached_at = case.steps[0].reached_at or now
    case.go_to_step(1, now=now)
    case.record(Move.SUBMIT, now=now, to=rule.to, clauses=outcome.rests_on, details={"outcome": outcome.entry})


def _require_free_of_bans(case: Case, checked: Checked, now: datetime) -> None:
    effect = checked.pack.cases[case.application.matter].effect
    indices = [entry.identity_index for entry in case.entries() if entry.identity_index is not None]
    if effect is not None:
        require_not_banned(case.session, checked.pack, effect, indices, date_in_china(now))


def _hold_the_people(case: Case, checked: Checked) -> None:
    """Take each person's place for this matter; the unique key refuses who applies twice at the same moment."""
    for entry in case.entries():
        paper = checked.papers.get(entry.position)
        entry.state = EntryState.OPEN.value
        entry.old_certificate_id = paper.id if paper else None
        entry.open_key = open_key(checked.kind, entry)
    try:
        with case.session.begin_nested():
            case.session.flush()
    except IntegrityError:
        raise OneIsOpen from None


def _lay_out(case: Case, chosen: Sequence[tuple[RouteStep, int]]) -> None:
    """Write the steps; who was reached by an earlier submission goes on seeing the case."""
    seen = {step.organisation_id: step.reached_at for step in case.steps if step.reached_at}
    case.session.execute(delete(Step).where(Step.application_id == case.application.id))
    steps = [
        Step(
            application_id=case.application.id,
            position=position,
            rule=step.id,
            does=step.does.value,
            organisation_id=organisation_id,
            reached_at=seen.get(organisation_id),
        )
        for position, (step, organisation_id) in enumerate(chosen)
    ]
    case.session.add_all(steps)
    case.session.flush()
    case.steps = steps
