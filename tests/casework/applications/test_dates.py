"""Since when an application waits, and the next day that matters for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from casework.accounts.words import Role
from casework.applications import drafting, reviewing
from casework.applications.dates import DayKind, NextDay, next_days, waits_since
from casework.applications.drafting import Changes
from registry.chinese_time import date_in_china
from registry.database import writing
from tests.casework.applications.desk import NOW, VAULT, Desk, Handle, details

DAY = timedelta(days=1)


def since(case: Handle) -> datetime:
    with Session(case.desk.engine) as session:
        return waits_since(session, [case.id])[case.id]


def next_day(case: Handle, now: datetime = NOW) -> NextDay | None:
    with Session(case.desk.engine) as session:
        return next_days(session, [case.id], date_in_china(now)).get(case.id)


def test_a_case_waits_since_it_came_to_whoever_has_it_and_not_since_it_was_last_touched(desk: Desk) -> None:
    case = desk.draft("lost", now=NOW - 9 * DAY)
    assert since(case) == NOW - 9 * DAY
    desk.submit(case, now=NOW - 5 * DAY)
    reviewer = desk.member("wuhan", Role.REVIEWER)
    with writing(desk.engine) as session:
        papers = [name for name, state in case.application.materials.items() if state == "brought"]
        reviewing.record_originals(
            session, reviewer, case.id, papers, version=case.version, given_back=False, now=NOW - 4 * DAY
        )
    assert since(case) == NOW - 5 * DAY, "originals came in; the case had come before"
    with writing(desk.engine) as session:
        reviewing.return_(session, reviewer, case.id, version=case.version, reasons="缺公章。", now=NOW - 3 * DAY)
    clerk = desk.member("institute", Role.CLERK)
    with writing(desk.engine) as session:
        drafting.change_draft(
            session, clerk, case.id, Changes(details=details()), version=case.version, now=NOW - 2 * DAY, vault=VAULT
        )
    assert since(case) == NOW - 3 * DAY, "being completed is no new arrival"
    desk.submit(case, now=NOW - DAY)
    assert since(case) == NOW - DAY
    desk.pass_on(case, "wuhan")
    assert since(case) == NOW
    desk.decide(case, "wuhan")
    assert since(case) == NOW


def test_a_draft_that_comes_too_early_says_its_first_day_until_that_has_come(desk: Desk) -> None:
    early = desk.draft("lost", facts={"published_on": date(2026, 9, 1)})
    assert next_day(early) == NextDay(date(2027, 3, 1), DayKind.SUBMIT_FROM)
    assert next_day(early, datetime(2027, 3, 1, tzinfo=NOW.tzinfo)) is None
    assert next_day(desk.submitted("lost", serial=2)) is None


def test_a_barred_person_s_draft_says_the_first_free_day(desk: Desk) -> None:
    case = desk.submitted("confirm", form=details(level="副高级"))
    desk.pass_on(case, "wuhan")
    with writing(desk.engine) as session:
        decider = desk.member("hubei", Role.DECIDER)
        reviewing.record_false_material(session, decider, case.id, version=case.version, finding="伪造公章。", now=NOW)
    again = desk.draft("confirm", form=details(level="副高级"))
    assert next_day(again) is None, "what the rest of the year allows is not said"
    for year in (2027, 2029):
        free = next_day(again, datetime(year, 5, 1, tzinfo=NOW.tzinfo))
        assert free == NextDay(date(2030, 1, 1), DayKind.FREE_FROM)
    assert next_day(again, datetime(2030, 1, 1, tzinfo=NOW.tzinfo)) is None
    other = desk.draft("confirm", form=details(2, level="副高级"))
    assert next_day(other, datetime(2027, 5, 1, tzinfo=NOW.tzinfo)) is None
