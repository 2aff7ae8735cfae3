"""Reviewing and deciding: opinions, returns, two deciders, parts of a roster, originals, false material, collection."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.accounts.words import Role
from casework.applications import drafting, queries, reviewing
from casework.applications.errors import (
    Banned,
    ClauseNeeded,
    DecisionsDiffer,
    NotAnAuthorityYet,
    NotOnThisApplication,
    NotYourTurn,
    SecondPersonNeeded,
)
from casework.applications.models import ApplicationEvent, DeskNotice
from casework.applications.reviewing import Decision
from casework.applications.words import EntryState, Material, Move, NoticeKind, State
from registry.database import writing
from tests.casework.applications.desk import NOW, VAULT, Desk, Handle, details


def events(desk: Desk, case: Handle) -> list[ApplicationEvent]:
    with Session(desk.engine) as session:
        query = select(ApplicationEvent).where(ApplicationEvent.application_id == case.id)
        return list(session.scalars(query.order_by(ApplicationEvent.id)))


def notices(desk: Desk, organisation: str) -> list[str]:
    member = desk.member(organisation, Role.CLERK)
    with Session(desk.engine) as session:
        return [each.kind for each in queries.notices(session, member)]


def decided_by(desk: Desk, case: Handle, member: Member, decision: Decision) -> State:
    with writing(desk.engine) as session:
        return reviewing.decide(session, member, case.id, decision, version=case.version, now=NOW)


def roster(desk: Desk, people: int) -> Handle:
    """A roster that waits for its decision at the city."""
    case = desk.draft("exchange")
    clerk = desk.member("works", Role.CLERK)
    with writing(desk.engine) as session:
        rows = [details(serial) for serial in range(1, people + 1)]
        drafting.set_entries(session, clerk, case.id, rows, version=case.version, now=NOW, vault=VAULT)
    desk.submit(case)
    desk.pass_on(case, "bureau")
    return case


def test_a_case_is_written_down_move_by_move_and_each_side_is_told(desk: Desk) -> None:
    case = desk.submitted("confirm", form=details(1, level="副高级"))
    desk.pass_on(case, "wuhan")
    desk.decide(case, "hubei")
    told = [(each.move, each.actor, each.step) for each in events(desk, case)]
    assert told == [
        ("create", "经办人甲", 0),
        ("change", "经办人甲", 0),
        ("submit", "提交人甲", 1),
        ("opinion", "审查人甲", 1),
        ("approve", "审批人甲", 2),
    ]
    assert notices(desk, "wuhan") == [NoticeKind.WAITS_FOR_YOU]
    assert notices(desk, "hubei") == [NoticeKind.WAITS_FOR_YOU]
    assert notices(desk, "institute") == [NoticeKind.APPROVED]
    assert case.state() is State.APPROVED


def test_what_happened_to_an_application_cannot_be_rewritten(both: Desk) -> None:
    both.draft("lost")
    for statement in ("UPDATE application_events SET actor = 'x'", "DELETE FROM application_events"):
        with pytest.raises(DBAPIError, match="append-only"), both.engine.begin() as connection:
            connection.execute(text(statement))


def test_a_returned_case_comes_back_with_reasons_and_goes_the_same_way_again(desk: Desk) -> None:
    case = desk.submitted("lost")
    reviewer = desk.member("wuhan", Role.REVIEWER)
    with pytest.raises(ClauseNeeded), writing(desk.engine) as session:
        reviewing.return_(session, reviewer, case.id, version=case.version, reasons=" ", now=NOW)
    with writing(desk.engine) as session:
        reviewing.return_(
            session,
            reviewer,
            case.id,
            version=case.version,
            reasons="登记表缺单位公章。",
            clauses=["HB-2.4.1"],
            now=NOW,
        )
    assert case.state() is State.RETURNED
    assert notices(desk, "institute") == [NoticeKind.RETURNED]
    assert (events(desk, case)[-1].opinion, events(desk, case)[-1].clauses) == ("登记表缺单位公章。", "HB-2.4.1")
    desk.submit(case)
    desk.pass_on(case, "wuhan")
    assert desk.decide(case, "wuhan") is State.APPROVED


def test_a_refusal_names_a_clause_of_the_notice(desk: Desk) -> None:
    case = desk.submitted("lost")
    desk.pass_on(case, "wuhan")
    for clauses in ((), ("HZ-5.2.1",)):
        with pytest.raises(ClauseNeeded):
            desk.decide(case, "wuhan", Decision(approve=False, clauses=clauses))
    desk.decide(case, "wuhan", Decision(approve=False, clauses=("HB-2.4.2.3",), opinion="申明缺遗失时间。"))
    assert case.state() is State.REFUSED
    assert [entry.clause for entry in case.entries()] == ["HB-2.4.2.3"]
    again = desk.draft("lost")
    desk.submit(again)
    assert again.state() is State.SUBMITTED


def test_an_office_that_acts_for_no_authority_cannot_approve(desk: Desk) -> None:
    case = desk.submitted("lost")
    desk.pass_on(case, "wuhan")
    nameless = replace(desk.member("wuhan", Role.DECIDER), authority_id=None)
    with pytest.raises(NotAnAuthorityYet):
        decided_by(desk, case, nameless, Decision(approve=True))


def test_two_people_decide_where_the_authority_wants_it(desk: Desk) -> None:
    case = desk.submitted("lost")
    desk.pass_on(case, "wuhan")
    first = replace(desk.member("wuhan", Role.DECIDER), two_deciders=True)
    second = replace(first, person_id=desk.member("wuhan", Role.REVIEWER).person_id, name="审批人乙")
    assert decided_by(desk, case, first, Decision(approve=True)) is State.IN_REVIEW
    with pytest.raises(SecondPersonNeeded):
        decided_by(desk, case, first, Decision(approve=True))
    with pytest.raises(DecisionsDiffer):
        decided_by(desk, case, second, Decision(approve=False, clauses=("HB-2.4.2.3",)))
    assert decided_by(desk, case, second, Decision(approve=True)) is State.APPROVED
    assert [(each.move, each.actor) for each in events(desk, case)][-2:] == [
        ("propose", "审批人甲"),
        ("approve", "审批人乙"),
    ]


def test_the_people_of_a_roster_are_decided_one_by_one_and_the_returned_go_on_alone(desk: Desk) -> None:
    case = roster(desk, 4)
    one, two, three, four = (entry.id for entry in case.entries())
    decider = desk.member("huzhou", Role.DECIDER)
    decided_by(desk, case, decider, Decision(approve=True, entries=(one,)))
    decided_by(desk, case, decider, Decision(approve=False, entries=(two,), clauses=("HZ-1.6",)))
    with pytest.raises(NotOnThisApplication):
        decided_by(desk, case, decider, Decision(approve=True, entries=(two,)))
    assert case.state() is State.IN_REVIEW
    with writing(desk.engine) as session:
        split = reviewing.return_(
            session, decider, case.id, version=case.version, reasons="原证书编号看不清。", now=NOW, entries=[three]
        )
    other = Handle(split, desk)
    assert (other.state(), [entry.id for entry in other.entries()]) == (State.RETURNED, [three])
    assert other.application.split_from == case.id
    assert case.application.subject == "张三乙等3人"
    decided_by(desk, case, decider, Decision(approve=True))
    assert case.state() is State.APPROVED
    assert [entry.state for entry in case.entries()] == [EntryState.APPROVED, EntryState.REFUSED, EntryState.APPROVED]
    assert [entry.id for entry in case.entries()] == [one, two, four]
    desk.submit(other)
    desk.pass_on(other, "bureau")
    assert desk.decide(other, "huzhou") is State.APPROVED


def test_a_unit_takes_its_case_back_until_it_is_decided(desk: Desk) -> None:
    case = desk.submitted("lost")
    desk.pass_on(case, "wuhan")
    submitter = desk.member("institute", Role.SUBMITTER)
    with writing(desk.engine) as session:
        reviewing.withdraw(session, submitter, case.id, version=case.version, reason="证书找到了。", now=NOW)
    assert case.state() is State.WITHDRAWN
    assert case.application.current_id is None
    desk.submitted("lost")


def test_originals_are_written_down_when_they_come_and_when_they_go_back(desk: Desk) -> None:
    case = desk.submitted("lost")
    reviewer = desk.member("wuhan", Role.REVIEWER)

    def originals(*names: str, given_back: bool) -> None:
        with writing(desk.engine) as session:
            version = case.version
            reviewing.record_originals(
                session, reviewer, case.id, names, version=version, given_back=given_back, now=NOW
            )

    with pytest.raises(NotOnThisApplication):
        originals("newspaper-original", given_back=True)
    originals("newspaper-original", given_back=False)
    assert case.application.materials["newspaper-original"] == Material.RECEIVED
    with pytest.raises(NotOnThisApplication):
        originals("nothing", given_back=False)
    originals("newspaper-original", given_back=True)
    assert case.application.materials["newspaper-original"] == Material.GIVEN_BACK


def test_false_material_refuses_the_confirmation_and_bars_the_person_for_three_years(desk: Desk) -> None:
    case = desk.submitted("confirm", form=details(1, level="副高级"))
    with pytest.raises(NotYourTurn), writing(desk.engine) as session:
        reviewing.record_false_material(
            session, desk.member("wuhan", Role.DECIDER), case.id, version=case.version, finding="假合同", now=NOW
        )
    desk.pass_on(case, "wuhan")
    with writing(desk.engine) as session:
        decider = desk.member("hubei", Role.DECIDER)
        banned = reviewing.record_false_material(
            session, decider, case.id, version=case.version, finding="合同经核实是伪造的。", now=NOW
        )
    assert banned
    assert case.state() is State.REFUSED
    assert events(desk, case)[-1].clauses == "HB-3.5.6.2"
    again = desk.draft("confirm", form=details(1, level="副高级"))
    desk.submit(again)  # the rest of the year of application is left open by the notice
    with pytest.raises(Banned, match="2027 to 2029"):
        later = desk.draft("confirm", form=details(1, level="副高级", number="别2010-1"))
        desk.submit(later, now=NOW.replace(year=2027))


def test_a_collection_is_approved_and_its_collector_written_down(desk: Desk) -> None:
    case = desk.submitted("collect")
    desk.decide(case, "wuhan")
    assert case.state() is State.APPROVED
    with writing(desk.engine) as session:
        officer = desk.member("wuhan", Role.REVIEWER)
        reviewing.record_collection(
            session, officer, case.id, version=case.version, collector="规划研究院人事处，工作证 12 号", now=NOW
        )
    assert case.state() is State.COLLECTED
    assert events(desk, case)[-1].move == Move.COLLECT


def test_notices_are_seen_once(desk: Desk) -> None:
    desk.submitted("lost")
    reviewer = desk.member("wuhan", Role.REVIEWER)
    with writing(desk.engine) as session:
        assert queries.unseen(session, reviewer) == 1
        queries.mark_seen(session, reviewer, now=NOW)
        assert queries.unseen(session, reviewer) == 0
        assert session.scalars(select(DeskNotice.seen_at)).all() == [NOW]
