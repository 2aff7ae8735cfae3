"""Lists at a thousand open cases: the right ones, in order, page by page, quickly."""

from __future__ import annotations

import time
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from casework.accounts.words import Role
from casework.applications import queries
from casework.applications.models import Application, Step
from casework.applications.queries import Box, Filters
from casework.applications.words import Kind, State
from registry.database import writing
from registry.models import table_of
from tests.casework.applications.desk import NOW, Desk

CASES = 1000


@pytest.fixture
def busy(both: Desk) -> Desk:
    """A thousand cases of one unit that wait for the city, and as many of another that do not."""
    unit, other, city = (both.member(name, Role.CLERK).organisation_id for name in ("institute", "school", "wuhan"))
    rows: list[dict[str, Any]] = [
        {
            "id": serial,
            "kind": "replacement",
            "state": "submitted" if serial % 4 else "returned",
            "version": 1,
            "notice": "hubei-2013-80",
            "matter": "lost",
            "facts": {},
            "subject": f"张{serial:04d}",
            "entries": 1,
            "submitter_id": unit if serial <= CASES else other,
            "current_id": city if serial <= CASES and serial % 4 else None,
            "step": 1,
            "choices": {},
            "materials": {},
            "created_at": NOW,
            "submitted_at": NOW,
            "changed_at": NOW,
        }
        for serial in range(1, 2 * CASES + 1)
    ]
    steps = [
        {
            "application_id": row["id"],
            "position": place,
            "rule": "x",
            "does": does,
            "organisation_id": who,
            "reached_at": NOW,
        }
        for row in rows[:CASES]
        for place, does, who in ((0, "submit", unit), (1, "review", city))
    ]
    with writing(both.engine) as session:
        session.execute(insert(table_of(Application)), rows)
        session.execute(insert(table_of(Step)), steps)
    return both


def test_a_thousand_cases_are_listed_page_by_page_narrowed_and_quickly(busy: Desk) -> None:
    with Session(busy.engine) as session:
        city, unit = busy.member("wuhan", Role.REVIEWER), busy.member("institute", Role.CLERK)
        seen: list[int] = []
        after: int | None = None
        times = []
        while True:
            start = time.process_time()
            page = queries.queue(session, city, Filters(box=Box.WAITING), after=after)
            times.append(time.process_time() - start)
            seen += [line.id for line in page.lines]
            after = page.after
            if after is None:
                break
        assert seen == [serial for serial in range(1, CASES + 1) if serial % 4]
        assert sorted(times)[len(times) // 2] < 0.05  # of the processor's time: a busy machine is no fault
        newest = queries.queue(session, unit, Filters())
        assert [line.id for line in newest.lines] == list(range(CASES, CASES - queries.PAGE, -1))
        assert (newest.lines[1].waits_for, newest.lines[1].submitter) == ("武汉市人社局", "武汉市规划研究院")
        assert queries.counts(session, unit) == {State.SUBMITTED: 750, State.RETURNED: 250}
    narrowed(busy)


def narrowed(busy: Desk) -> None:
    """A list by state, kind, name and case number."""
    unit, city = busy.member("institute", Role.CLERK), busy.member("wuhan", Role.REVIEWER)

    def ids(filters: Filters, who: object = unit) -> list[int]:
        with Session(busy.engine) as session:
            return [line.id for line in queries.queue(session, who, filters, size=2000).lines]  # type: ignore[arg-type]

    assert len(ids(Filters(state=State.RETURNED))) == 250
    assert ids(Filters(kind=Kind.EXCHANGE)) == []
    assert ids(Filters(text="张0007")) == [7]
    assert ids(Filters(text="张000")) == list(range(9, 0, -1))
    assert ids(Filters(text="SQ-000012")) == [12]
    assert ids(Filters(text="%")) == []
    assert ids(Filters(text="SQ-001500")) == []  # another unit's
    assert len(ids(Filters(box=Box.PASSED), city)) == CASES
    assert ids(Filters(box=Box.PASSED), busy.member("hubei", Role.REVIEWER)) == []
