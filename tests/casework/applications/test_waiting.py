"""What waits for an office, on both engines: oldest first, page by page, narrowed, counted; nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from casework.accounts.words import Role
from casework.applications.models import Application, Step
from casework.applications.waiting import Place, Wanted, tallies, waiting, waiting_among
from casework.applications.words import Kind
from policy.vocabulary import StepKind
from registry.database import writing
from registry.models import table_of
from tests.casework.applications.desk import NOW, Desk

KINDS = ("replacement", "confirmation", "exchange")


def fill(desk: Desk, count: int) -> None:
    """Cases 1 to `count`, the last waiting longest; every fourth waits for its decision, every tenth elsewhere."""
    unit, school, city, province = (
        desk.member(name, Role.CLERK).organisation_id for name in ("institute", "school", "wuhan", "hubei")
    )
    applications: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    for serial in range(1, count + 1):
        since = NOW - timedelta(hours=serial)
        place = 2 if serial % 4 == 0 else 1
        applications.append(
            {
                "id": serial,
                "kind": KINDS[serial % 3],
                "state": "in_review" if place == 2 else "submitted",
                "version": serial,
                "notice": "hubei-2013-80",
                "matter": "lost",
                "facts": {},
                "subject": f"张{serial:04d}",
                "entries": 1,
                "submitter_id": school if serial % 5 == 0 else unit,
                "current_id": province if serial % 10 == 0 else city,
                "step": place,
                "choices": {},
                "materials": {},
                "created_at": NOW,
                "submitted_at": since - timedelta(days=1) if place == 2 else since,
                "changed_at": NOW,
            }
        )
        steps += [
            {
                "application_id": serial,
                "position": position,
                "rule": "x",
                "does": does,
                "organisation_id": who,
                "reached_at": since,
            }
            for position, does, who in ((0, "submit", unit), (1, "review", city), (2, "decide", city))
        ]
    with writing(desk.engine) as session:
        session.execute(insert(table_of(Application)), applications)
        session.execute(insert(table_of(Step)), steps)


def test_the_queue_is_the_office_s_own_oldest_first_and_narrowed(both: Desk) -> None:
    fill(both, 120)
    city, expected = both.member("wuhan", Role.REVIEWER), [each for each in range(120, 0, -1) if each % 10]
    with Session(both.engine) as session:

        def ids(wanted: Wanted, after: Place | None = None, size: int = 500) -> list[int]:
            return [line.id for line in waiting(session, city, wanted, now=NOW, after=after, size=size).lines]

        first = waiting(session, city, Wanted(), now=NOW)
        assert (first.total, [line.id for line in first.lines]) == (108, expected[:50])
        assert ids(Wanted(), first.after) == expected[50:]
        assert ids(Wanted(kind=Kind.EXCHANGE)) == [each for each in expected if each % 3 == 2]
        assert ids(Wanted(does=StepKind.DECIDE)) == [each for each in expected if each % 4 == 0]
        assert ids(Wanted(region="420500")) == [each for each in expected if each % 5 == 0]
        assert ids(Wanted(days=4)) == [each for each in expected if each >= 96]
        assert ids(Wanted(text="SQ-000007")) == [7]
        assert ids(Wanted(text="张0007")) == [7]
        assert ids(Wanted(text="宜昌市")) == ids(Wanted(region="420500"))
        assert ids(Wanted(text="%")) == []
        counted = tallies(session, city)
        assert (sum(counted.kinds.values()), counted.steps[StepKind.DECIDE]) == (108, 24)
        assert set(waiting_among(session, city, [7, 8, 10, 9999])) == {7, 8}
        assert ids(Wanted(text="SQ-000010")) == [], "what waits for another office"
