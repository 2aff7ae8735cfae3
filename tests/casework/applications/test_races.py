"""Two at once, on both engines: of everything that is done twice at the same moment one is done and one is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.accounts.member import as_submitter
from casework.accounts.words import Role
from casework.applications import reviewing, submission
from casework.applications.errors import ApplicationError, OneIsOpen, SomebodyElseWasFaster, SubmissionIncomplete
from casework.applications.models import Application, ApplicationEvent
from casework.applications.reviewing import Decision
from casework.applications.words import Move, State
from registry.database import writing
from tests.casework.applications.desk import NOW, VAULT, Desk, Handle

ROUNDS = 2
AT_ONCE = 3


def at_once(work: Callable[[], None]) -> list[ApplicationError | None]:
    """Do the work in several threads at the same moment; what each of them heard."""
    gate = Barrier(AT_ONCE)

    def run() -> ApplicationError | None:
        gate.wait()
        try:
            work()
        except ApplicationError as error:
            return error
        return None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(AT_ONCE)]]


def count(desk: Desk, move: Move) -> int:
    with Session(desk.engine) as session:
        return session.scalar(select(func.count()).where(ApplicationEvent.move == move.value)) or 0


def submitting(desk: Desk, case: Handle, version: int) -> Callable[[], None]:
    submitter = as_submitter(desk.member("institute", Role.SUBMITTER))

    def work() -> None:
        with writing(desk.engine) as session:
            submission.submit(session, submitter, case.id, version=version, now=NOW, vault=VAULT)

    return work


def test_a_double_submission_and_two_deciders_at_once_have_one_effect(both: Desk) -> None:
    decider = both.member("wuhan", Role.DECIDER)
    for serial in range(1, ROUNDS + 1):
        case = both.draft("lost", serial=serial)
        told = at_once(submitting(both, case, case.version))
        assert sorted(type(error).__name__ for error in told) == [
            "NoneType",
            *["SomebodyElseWasFaster"] * (AT_ONCE - 1),
        ]
        both.pass_on(case, "wuhan")
        version, turns = case.version, iter([True, False, False])

        def decide(case: Handle = case, version: int = version, turns: object = turns) -> None:
            decision = Decision(approve=next(turns), clauses=("HB-2.4.2.3",))  # type: ignore[call-overload]
            with writing(both.engine) as session:
                reviewing.decide(session, decider, case.id, decision, version=version, now=NOW)

        told = at_once(decide)
        assert [isinstance(error, SomebodyElseWasFaster) for error in told].count(True) == AT_ONCE - 1
        assert case.state() in {State.APPROVED, State.REFUSED}
    assert count(both, Move.SUBMIT) == ROUNDS
    assert count(both, Move.APPROVE) + count(both, Move.REFUSE) == ROUNDS


def test_two_drafts_for_one_person_submitted_at_once_leave_one_open(both: Desk) -> None:
    for serial in range(1, ROUNDS + 1):
        drafts = [both.draft("lost", serial=serial) for _ in range(AT_ONCE)]
        works = iter([submitting(both, case, case.version) for case in drafts])
        told = at_once(lambda works=works: next(works)())  # type: ignore[misc]
        refused = [error for error in told if error is not None]
        assert len(refused) == AT_ONCE - 1
        assert all(isinstance(error, OneIsOpen | SubmissionIncomplete) for error in refused)
    with Session(both.engine) as session:
        query = select(func.count()).where(Application.state == State.SUBMITTED.value)
        assert session.scalar(query) == ROUNDS
