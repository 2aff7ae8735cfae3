"""Approved lists: what is stored, what is stored once, and what is stored not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from registry.database import writing
from registry.importing import writing as import_writing
from registry.models import Approval, Import
from tests.registry.importing.lists import HEADINGS, NOW, VAULT, identity, person, take, write_csv, write_xlsx


def stored(engine: Engine) -> list[Approval]:
    with writing(engine) as session:
        found = list(session.scalars(select(Approval).order_by(Approval.id)))
        session.expunge_all()
        return found


def imports(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(Import)).scalar_one()


def test_a_list_is_stored_with_its_identity_numbers_sealed(registry: Engine, tmp_path: Path) -> None:
    above = [["湖北省2026年度评审通过人员名单"], []]
    rows = [
        person(1, name=" 拜合提亚尔•穆太力普 ", approved_on=date(2026, 9, 30)),
        person(2, name="李𬱖", identity=identity(2).lower(), approved_on="2026年9月30日"),
    ]
    report = take(registry, write_xlsx(tmp_path / "list.xlsx", rows, above=above))
    assert (report.accepted, report.rows, report.new, report.present, report.problems) == (True, 2, 2, 0, ())
    first, second = stored(registry)
    assert (first.name, second.name) == ("拜合提亚尔•穆太力普", "李𬱖")
    assert first.identity_sealed is not None
    assert VAULT.unseal(first.identity_sealed) == identity(1)
    assert first.identity_index == VAULT.index(identity(1))
    assert first.identity_kind == "resident"
    assert (first.title, first.level, first.specialty, first.route) == ("高级工程师", 2, "建筑工程", "evaluation")
    assert first.approved_on == second.approved_on == date(2026, 9, 30)
    assert first.pending
    with writing(registry) as session:
        taken = session.scalars(select(Import)).one()
        assert (taken.what, taken.rows, taken.actor, taken.at, taken.authority_id) == (
            "approved",
            2,
            "经办人",
            NOW,
            "office",
        )
        assert len(taken.file_sha256) == 64


def test_the_same_file_again_changes_nothing(registry: Engine, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "list.xlsx", [person(serial) for serial in range(30)])
    assert take(registry, path).new == 30
    again = take(registry, path)
    assert (again.accepted, again.new, again.present) == (True, 0, 30)
    assert len(stored(registry)) == 30
    assert imports(registry) == 1


def test_a_longer_list_adds_only_what_is_new(registry: Engine, tmp_path: Path) -> None:
    take(registry, write_xlsx(tmp_path / "a.xlsx", [person(serial) for serial in range(5)]))
    report = take(registry, write_csv(tmp_path / "b.csv", [person(serial) for serial in range(3, 2505)]))
    assert (report.rows, report.new, report.present) == (2502, 2500, 2)
    assert len(stored(registry)) == 2505


def test_one_wrong_row_keeps_every_row_out(registry: Engine, tmp_path: Path) -> None:
    rows = [person(serial) for serial in range(2100)]
    rows[2050][1] = "420101190001010018"
    report = take(registry, write_csv(tmp_path / "list.csv", rows))
    assert (report.accepted, report.errors, report.rows, report.new) == (False, 1, 2100, 0)
    assert report.problems[0].row == 2052
    assert stored(registry) == []
    assert imports(registry) == 0


def test_a_person_registered_under_another_name_is_an_error(registry: Engine, tmp_path: Path) -> None:
    take(registry, write_csv(tmp_path / "a.csv", [person(1)]))
    report = take(registry, write_csv(tmp_path / "b.csv", [person(2), person(1, name="张三风")]))
    assert not report.accepted
    assert [(problem.row, problem.advice) for problem in report.problems] == [(3, import_writing.DIFFERS)]
    assert len(stored(registry)) == 1


def test_what_the_caller_did_before_in_its_transaction_stays(registry: Engine, tmp_path: Path) -> None:
    assert not take(registry, write_csv(tmp_path / "a.csv", [person(1, level="特级")])).accepted
    assert take(registry, write_csv(tmp_path / "b.csv", [person(1)])).new == 1


def test_a_crash_in_the_middle_leaves_nothing(registry: Engine, tmp_path: Path) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done > 1000:
            raise KeyboardInterrupt

    path = write_csv(tmp_path / "list.csv", [person(serial) for serial in range(2500)])
    with pytest.raises(KeyboardInterrupt):
        take(registry, path, progress=interrupt)
    assert stored(registry) == []


def test_progress_counts_up_to_the_number_of_rows(desk: Engine, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = write_xlsx(tmp_path / "list.xlsx", [person(serial) for serial in range(2500)])
    take(desk, path, progress=lambda done, total: told.append((done, total)))
    assert told == [(1000, 2500), (2000, 2500), (2500, 2500)]


def test_one_person_may_have_two_titles(registry: Engine, tmp_path: Path) -> None:
    rows = [person(1), person(1, title="高级经济师", specialty="经济")]
    assert take(registry, write_xlsx(tmp_path / "list.xlsx", rows)).new == 2


def test_no_identity_number_leaves_the_importer_in_the_clear(desk: Engine, tmp_path: Path) -> None:
    rows = [person(1), person(1), person(2, identity="420101190001010018"), person(3, name="张?")]
    report = take(desk, write_csv(tmp_path / "list.csv", rows))
    said = f"{report.as_text('zh')}{report.as_text('en')}{report.as_dict()}{report!r}"
    assert report.errors == 3
    assert "19000101" not in said
    assert "张三丰" not in said
    assert HEADINGS[1] in said
