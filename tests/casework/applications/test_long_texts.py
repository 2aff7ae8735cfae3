"""What people type is kept whole or refused with its limit; nothing is cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.accounts.words import Role
from casework.applications import drafting, reviewing
from casework.applications.drafting import LONGEST_ANSWER, LONGEST_ASKED, LONGEST_SUBJECT, Changes
from casework.applications.errors import SubmissionIncomplete, TextTooLong, TooManyClauses
from casework.applications.moving import LONGEST_OPINION
from casework.applications.reviewing import Decision
from policy import load_packs
from registry.database import writing
from tests.casework.applications.desk import INQUIRY, NOW, VAULT, Desk, Handle, details

TOO_LONG = "长" * (LONGEST_OPINION + 1)
Move = Callable[[Session, Member, Handle, str], object]


def opinion(session: Session, member: Member, case: Handle, text: str) -> None:
    reviewing.give_opinion(session, member, case.id, version=case.version, opinion=text, now=NOW)


def return_(session: Session, member: Member, case: Handle, text: str) -> None:
    reviewing.return_(session, member, case.id, version=case.version, reasons=text, now=NOW)


def refuse(session: Session, member: Member, case: Handle, text: str) -> None:
    decision = Decision(approve=False, opinion=text, clauses=("HB-2.4.2.3",))
    reviewing.decide(session, member, case.id, decision, version=case.version, now=NOW)


def withdraw(session: Session, member: Member, case: Handle, text: str) -> None:
    reviewing.withdraw(session, member, case.id, version=case.version, reason=text, now=NOW)


def false_material(session: Session, member: Member, case: Handle, text: str) -> None:
    reviewing.record_false_material(session, member, case.id, version=case.version, finding=text, now=NOW)


@pytest.mark.parametrize(
    ("move", "organisation", "role"),
    [
        (opinion, "wuhan", Role.REVIEWER),
        (return_, "wuhan", Role.REVIEWER),
        (refuse, "wuhan", Role.DECIDER),
        (withdraw, "institute", Role.SUBMITTER),
        (false_material, "wuhan", Role.DECIDER),
    ],
)
def test_a_longer_text_is_refused_with_its_limit_before_anything_changes(
    desk: Desk, move: Move, organisation: str, role: Role
) -> None:
    case = desk.submitted("lost")
    if move is refuse:
        desk.pass_on(case, "wuhan")
    before = case.application
    with Session(desk.engine) as session, pytest.raises(TextTooLong, match="1001 characters, and at most 1000"):
        move(session, desk.member(organisation, role), case, TOO_LONG)
    assert not session.dirty
    assert (case.version, case.state()) == (before.version, before.is_state)
    with writing(desk.engine) as session:
        move(session, desk.member(organisation, role), case, TOO_LONG[1:])


def test_a_draft_s_texts_are_kept_to_the_last_character_or_refused(desk: Desk) -> None:
    inquiry = replace(INQUIRY, asked="问" * LONGEST_ASKED, answer="答" * LONGEST_ANSWER)
    case, clerk = desk.draft("collect"), desk.member("institute", Role.CLERK)
    fits = Changes(inquiry=inquiry, subject="批" * LONGEST_SUBJECT)
    for changes, said in (
        (replace(fits, subject="批" * (LONGEST_SUBJECT + 1)), "The batch is too long: 81 characters"),
        (replace(fits, inquiry=replace(inquiry, asked="问" * (LONGEST_ASKED + 1))), "Whom you asked"),
        (replace(fits, inquiry=replace(inquiry, answer="答" * (LONGEST_ANSWER + 1))), "The answer that was given"),
    ):
        with writing(desk.engine) as session, pytest.raises(TextTooLong, match=said):
            drafting.change_draft(session, clerk, case.id, changes, version=case.version, now=NOW, vault=VAULT)
    with writing(desk.engine) as session:
        drafting.change_draft(session, clerk, case.id, fits, version=case.version, now=NOW, vault=VAULT)
    kept = case.application
    assert kept.subject == "批" * LONGEST_SUBJECT
    assert kept.inquiry == inquiry.to_json()


def test_what_the_registry_has_no_room_for_is_told_in_the_draft(desk: Desk) -> None:
    case = desk.draft("lost", form=details(1, evaluating_body="评" * 61))
    with pytest.raises(SubmissionIncomplete, match="more than 60 characters"):
        desk.submit(case)


def test_more_clauses_than_an_event_holds_are_refused_and_not_left_out(desk: Desk) -> None:
    case, every = desk.submitted("lost"), tuple(load_packs()["hubei-2013-80"].clauses)
    reviewer = desk.member("wuhan", Role.REVIEWER)
    with writing(desk.engine) as session, pytest.raises(TooManyClauses):
        reviewing.return_(session, reviewer, case.id, version=case.version, reasons="补正", clauses=every, now=NOW)
