"""Prepared cases on both engines: only the code opens one, for ninety days, by the rules of the day."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from casework.prepared import (
    DAYS,
    CaseNotPrepared,
    HandOverDamaged,
    HandOverExpired,
    HandOverMistyped,
    HandOverUnknown,
    PreparedCase,
    RulesGone,
    delete_case,
    new_code,
    open_case,
    purge,
    store_case,
)
from casework.prepared.models import PreparedRow
from policy import Answer, PolicyError, load_packs
from registry.database import writing

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
PERSON = {"name": "欧阳若曦", "identity": "420106199003071234", "unit": "武汉某设计院", "loss_story": "搬家时遗失"}


on_sqlite = pytest.mark.parametrize("registry_url", ["sqlite"], indirect=True)


@pytest.fixture
def case() -> PreparedCase:
    """A case with one day and one choice that today's rules know."""
    facts = load_packs()["hubei-2013-80"].facts
    day = next(fact for fact in facts.values() if fact.kind.value == "date")
    choice = next(fact for fact in facts.values() if fact.choices)
    answers: dict[str, Answer] = {day.id: date(2026, 3, 2), choice.id: choice.choices[0].id}
    return PreparedCase("hubei-2013-80", "lost", answers, date(2026, 11, 20), PERSON)


def stored(engine: Engine, case: PreparedCase, now: datetime = NOW) -> str:
    with writing(engine) as session:
        return store_case(session, case, now=now, random_bytes=os.urandom)


def test_the_code_opens_exactly_what_was_stored(engine: Engine, case: PreparedCase) -> None:
    code = stored(engine, case)
    with Session(engine) as session:
        assert open_case(session, code.lower(), now=NOW) == replace(case, expires_on=date(2027, 2, 18))
        assert session.execute(select(PreparedRow)).scalar_one().expires_on == date(2027, 2, 18)


def test_nothing_in_the_database_tells_whose_case_it_is_or_what_it_is(engine: Engine, case: PreparedCase) -> None:
    code = stored(engine, case)
    with engine.connect() as connection:
        rows = connection.execute(select(PreparedRow.__table__)).all()
    held = b"".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
    for word in (*PERSON.values(), case.case, case.notice, code, code[:4]):
        assert word.encode() not in held


@on_sqlite
def test_the_length_of_a_row_does_not_tell_how_long_a_name_is(engine: Engine, case: PreparedCase) -> None:
    stored(engine, replace(case, details={"name": "王五"}))
    stored(engine, replace(case, details={"name": "买买提·阿卜杜热合曼·吐尔逊江"}))
    with Session(engine) as session:
        lengths = {len(row.sealed) for row in session.scalars(select(PreparedRow))}
    assert len(lengths) == 1


@on_sqlite
def test_another_code_opens_nothing(engine: Engine, case: PreparedCase) -> None:
    stored(engine, case)
    with Session(engine) as session:
        for _ in range(20):
            with pytest.raises(HandOverUnknown):
                open_case(session, new_code(os.urandom), now=NOW)
        with pytest.raises(HandOverMistyped):
            open_case(session, "0000-0000-0000-0001", now=NOW)


@on_sqlite
@pytest.mark.parametrize("change", ["sealed", "expires_on", "id"])
def test_a_row_that_was_tampered_with_does_not_open(engine: Engine, case: PreparedCase, change: str) -> None:
    code, other = stored(engine, case), stored(engine, case)
    with writing(engine) as session:
        rows = session.scalars(select(PreparedRow)).all()
        blobs = {row.id: row.sealed for row in rows}
        for row in rows:
            row.sealed = {
                "sealed": row.sealed[:-1] + bytes([row.sealed[-1] ^ 1]),
                "expires_on": row.sealed,
                "id": next(blob for id_, blob in blobs.items() if id_ != row.id),
            }[change]
        if change == "expires_on":
            session.execute(update(PreparedRow).values(expires_on=date(2099, 1, 1)))
    with Session(engine) as session:
        for each in (code, other):
            with pytest.raises(HandOverDamaged):
                open_case(session, each, now=NOW)


def test_it_opens_on_the_ninetieth_day_in_china_and_not_on_the_next(engine: Engine, case: PreparedCase) -> None:
    code = stored(engine, case)
    last = datetime(2027, 2, 18, 15, 59, 59, tzinfo=UTC)
    with Session(engine) as session:
        assert open_case(session, code, now=last).details == PERSON
        with pytest.raises(HandOverExpired, match=str(DAYS)):
            open_case(session, code, now=last + timedelta(seconds=1))


def test_what_has_expired_is_purged_and_the_next_storing_purges_by_the_way(engine: Engine, case: PreparedCase) -> None:
    later = NOW + timedelta(days=DAYS + 1)
    old, young = stored(engine, case), stored(engine, case, NOW + timedelta(days=1))
    with writing(engine) as session:
        assert purge(session, later) == 1
        assert purge(session, later) == 0
    stored(engine, case, NOW + timedelta(days=DAYS + 2))
    with Session(engine) as session:
        assert len(session.scalars(select(PreparedRow)).all()) == 1
        for code in (old, young):
            with pytest.raises(HandOverUnknown):
                open_case(session, code, now=later)


def test_it_is_deleted_at_once_and_only_by_its_own_code(engine: Engine, case: PreparedCase) -> None:
    code, other = stored(engine, case), stored(engine, case)
    with writing(engine) as session:
        delete_case(session, code)
    with writing(engine) as session, pytest.raises(HandOverUnknown):
        delete_case(session, code)
    with Session(engine) as session:
        assert open_case(session, other, now=NOW).details == PERSON


@on_sqlite
def test_facts_that_the_rules_no_longer_allow_are_dropped_and_named(engine: Engine, case: PreparedCase) -> None:
    code = stored(engine, case)
    day, choice = case.facts
    pack = load_packs()["hubei-2013-80"]
    changed = replace(pack, facts={fact: pack.facts[fact] for fact in pack.facts if fact != choice})
    with Session(engine) as session:
        opened = open_case(session, code, now=NOW, packs={pack.id: changed})
        assert (opened.facts, opened.dropped) == ({day: date(2026, 3, 2)}, (choice,))
        with pytest.raises(RulesGone):
            open_case(session, code, now=NOW, packs={})


@on_sqlite
def test_what_no_form_could_hold_is_not_stored(engine: Engine, case: PreparedCase) -> None:
    for details in ({"name": "王" * 2001}, {"../x": "1"}, {"Name": "1"}, {f"f{n}": "1" for n in range(61)}):
        with pytest.raises(CaseNotPrepared):
            stored(engine, replace(case, details=details))
    with pytest.raises(PolicyError):
        stored(engine, replace(case, facts={next(iter(case.facts)): date(2030, 1, 1)}))
    with pytest.raises(RulesGone):
        stored(engine, replace(case, case="no-such-case"))
    with Session(engine) as session:
        assert session.scalars(select(PreparedRow)).all() == []
