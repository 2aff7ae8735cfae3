"""What somebody tries who may not: each test counts its attempts, and that none of them changes anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.accounts.words import Role
from casework.applications.models import Application, ApplicationEvent, Ban
from casework.applications.words import State
from tests.casework.applications.desk import Handle, details
from tests.verify_site.desk.authority.conftest import Bureau, act

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
MOVES: dict[str, dict[str, Any]] = {
    "opinion": {"opinion": "同意。"},
    "return": {"reasons": "缺公章。"},
    "approve": {"approval": "同意。"},
    "refuse": {"clause": "HB-2.4.2.3", "refusal": "缺。"},
    "second": {},
    "entries": {"do": "approve", "entry": ["1"]},
    "originals": {"paper": "newspaper-original"},
    "collection": {"collector": "某人"},
    "false-material": {"finding": "假的", "revoke": "1"},
}
"""The form of every move as somebody would send it who means it."""


def written_down(bureau: Bureau) -> tuple[int, int, int]:
    """How much has happened: events, versions and bans."""
    with Session(bureau.desk.engine) as session:
        counts = (func.count(ApplicationEvent.id), func.sum(Application.version), func.count(Ban.id))
        return tuple(session.scalar(select(each)) or 0 for each in counts)  # type: ignore[return-value]


@pytest.fixture
def untouched(bureau: Bureau) -> Iterator[list[Handle]]:
    """Cases that wait for the city's reviewer and its decider; afterwards nothing may have happened to any."""
    serial = written_down(bureau)[0]
    cases = [bureau.desk.submitted("lost", serial=100 + serial + place) for place in range(2)]
    bureau.desk.pass_on(cases[1], "wuhan")
    before = written_down(bureau)
    yield cases
    assert written_down(bureau) == before
    assert [case.state() for case in cases] == [State.SUBMITTED, State.IN_REVIEW]


def tries(bureau: Bureau, who: list[tuple[str, Role]], cases: list[Handle], moves: dict[str, Any]) -> list[int]:
    """Everybody tries every move on every case, as if it had been confirmed."""
    return [
        act(visitor, case, move, confirmed="yes", **fields).status_code
        for visitor in (bureau.enter(*each) for each in who)
        for case in cases
        for move, fields in moves.items()
    ]


def test_units_and_other_authorities_make_no_move_on_a_case(bureau: Bureau, untouched: list[Handle]) -> None:
    own = [("institute", role) for role in (Role.REVIEWER, Role.SUBMITTER, Role.DECIDER)]
    others = [("school", Role.REVIEWER), ("hubei", Role.DECIDER), ("yichang", Role.REVIEWER), ("agency", Role.REVIEWER)]
    statuses = tries(bureau, [*own, *others], untouched, MOVES)
    assert (len(statuses), set(statuses)) == (126, {403, 404})


def test_other_authorities_are_told_no_more_than_of_a_case_that_never_was(
    bureau: Bureau, untouched: list[Handle]
) -> None:
    visitor = bureau.enter("yichang", Role.DECIDER)
    for move, fields in MOVES.items():
        there = visitor.post(f"/desk/cases/{untouched[0].id}/{move}", version=3, **fields)
        nowhere = visitor.post(f"/desk/cases/999999/{move}", version=3, **fields)
        assert (there.status_code, there.text) == (nowhere.status_code, nowhere.text), move
    assert visitor.get(f"/desk/cases/{untouched[0].id}/entries").status_code == 404


def test_a_reviewer_does_not_decide_and_nobody_skips_a_step(bureau: Bureau, untouched: list[Handle]) -> None:
    waits_for_review, waits_for_decision = untouched
    deciding = {name: MOVES[name] for name in ("approve", "refuse", "second", "entries", "false-material")}
    statuses = tries(bureau, [("wuhan", Role.REVIEWER)], untouched, deciding)
    skipping = {name: MOVES[name] for name in ("approve", "refuse", "second", "collection")}
    statuses += tries(bureau, [("wuhan", Role.DECIDER)], [waits_for_review], skipping)
    statuses += tries(bureau, [("wuhan", Role.REVIEWER)], [waits_for_decision], {"opinion": MOVES["opinion"]})
    statuses += tries(bureau, [("wuhan", role) for role in (Role.CLERK, Role.AUDITOR)], untouched, MOVES)
    assert len(statuses) == 51
    assert set(statuses) <= {403, 409, 422}


def test_deciding_twice_changes_nothing_the_second_time(bureau: Bureau) -> None:
    decided = []
    for serial, move in ((51, "approve"), (52, "refuse")):
        case = bureau.desk.submitted("lost", serial=serial)
        bureau.desk.pass_on(case, "wuhan")
        assert act(bureau.enter("wuhan", Role.DECIDER), case, move, confirmed="yes", **MOVES[move]).status_code == 303
        decided.append((case, case.state(), case.version))
    people = [bureau.enter("wuhan", role) for role in (Role.DECIDER, Role.REVIEWER)]
    again = ("approve", "refuse", "return", "opinion")
    statuses = []
    for case, _, version in decided:
        for person in people:
            for name in again:
                for shown in (version, version - 1):
                    answer = act(person, case, name, version=shown, confirmed="yes", **MOVES[name])
                    statuses.append(answer.status_code)
    assert (len(statuses), set(statuses)) == (32, {403, 409, 422})
    assert [(case, case.state(), case.version) for case, _, _ in decided] == decided


def test_a_batch_with_others_cases_has_rows_that_tell_nothing_and_no_effect(
    bureau: Bureau, untouched: list[Handle]
) -> None:
    stranger, tried = bureau.enter("yichang", Role.DECIDER), 0
    ids = [f"{case.id}:{case.version}" for case in untouched]
    hostile = [*ids, "999999:1", "1:1 OR 1=1", "-1:1", "１:１", "9" * 40 + ":1", SCRIPT]
    for do in ("opinion", "approve", "return"):
        asked = stranger.post("/desk/queue/batch", do=do, case=hostile, text="同意")
        done = stranger.post("/desk/queue/batch", do=do, case=hostile, text="同意", confirmed="yes")
        tried += len(hostile)
        assert "办成 0 份" in done.text
        for page in (asked, done):
            assert untouched[0].application.subject not in page.text
            assert "<script" not in page.text
        assert done.text.count("贵单位没有这一项。请从列表中重新打开。") == 3, "two of others and one of nobody"
    assert tried == 24
    assert stranger.post("/desk/queue/batch", do="withdraw", case=ids, confirmed="yes").status_code == 400


def test_nobody_ticks_an_entry_of_another_case(bureau: Bureau, untouched: list[Handle]) -> None:
    decider, case = bureau.enter("wuhan", Role.DECIDER), untouched[1]
    foreign = untouched[0].entries()[0].id
    for entry in (str(foreign), "999999", "-1", "x", "1" * 30):
        for do in ("approve", "refuse", "return"):
            fields = {"entry": [entry], "do": do, "clause": "HB-2.4.2.3", "refusal": "缺", "reasons": "缺"}
            assert act(decider, case, "entries", confirmed="yes", **fields).status_code == 422


def test_a_script_in_an_opinion_a_reason_or_a_name_is_shown_to_the_unit_as_text(bureau: Bureau) -> None:
    case = bureau.desk.submitted("lost", serial=61, form=details(61, name="张三"))
    reviewer, unit = bureau.enter("wuhan", Role.REVIEWER), bureau.enter("institute", Role.CLERK)
    decider = bureau.enter("wuhan", Role.DECIDER)
    pages = [
        reviewer.get(
            f"/desk/queue?q={SCRIPT}&kind={SCRIPT}&step={SCRIPT}&region={SCRIPT}&days={SCRIPT}&after={SCRIPT}"
        ),
        act(reviewer, case, "opinion", version=1, opinion=SCRIPT),
        act(reviewer, case, "return", reasons="", **{"paper-newspaper-original": SCRIPT * 40}),
        reviewer.post("/desk/queue/batch", do="opinion", case=f"{case.id}:{case.version}", text=SCRIPT),
        bureau.enter("wuhan", Role.ADMINISTRATOR).post("/desk/settings/mail", address=SCRIPT),
    ]
    act(reviewer, case, "opinion", opinion=SCRIPT)
    pages += [
        act(decider, case, "approve", approval=SCRIPT),
        act(decider, case, "refuse", clause=SCRIPT, refusal=SCRIPT),
        act(decider, case, "false-material", finding=SCRIPT),
        act(decider, case, "entries", do="return", entry="1", reasons=SCRIPT),
    ]
    act(decider, case, "return", reasons=SCRIPT, clause="", **{"paper-newspaper-original": SCRIPT})
    assert case.state() is State.RETURNED
    pages += [unit.get(f"/desk/cases/{case.id}"), unit.get("/desk/cases"), unit.get("/desk"), unit.get("/desk/notices")]
    assert len(pages) == 13
    assert [page.request.path for page in pages if "<script" in page.text or "<img src=x" in page.text] == []
    assert sum("&lt;script&gt;" in page.text for page in pages) >= 9
