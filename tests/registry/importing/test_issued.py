"""Papers that were issued before: found by number and name afterwards, with no code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Engine, func, select

from registry.database import writing
from registry.importing import writing as import_writing
from registry.models import Approval, Certificate, Code, Event, Import
from registry.verification_code import read_verification_code
from tests.registry.importing.lists import (
    ISSUED_HEADINGS,
    identity,
    paper,
    person,
    take,
    write_csv,
    write_xlsx,
)


def test_a_paper_becomes_a_certificate_without_a_code(registry: Engine, tmp_path: Path) -> None:
    rows = [paper(1, number="鄂高 00-001"), paper(2, identity="", state="撤销"), paper(3, identity=None, state="有效")]
    report = take(registry, write_xlsx(tmp_path / "issued.xlsx", rows, ISSUED_HEADINGS), issued=True)
    assert (report.accepted, report.new, report.problems) == (True, 3, ())
    with writing(registry) as session:
        first, second, third = session.scalars(select(Certificate).order_by(Certificate.number))
        assert (first.number, first.name, first.title, first.level) == ("鄂高00001", "李四", "高级工程师", 2)
        assert (first.approved_on, first.issued_on) == (date(2005, 12, 1), date(2006, 3, 1))
        assert [one.state for one in (first, second, third)] == ["valid", "revoked", "valid"]
        assert read_verification_code(first.verification_code) == first.verification_code
        assert len({one.id for one in (first, second, third)}) == 3
        approvals = session.scalars(select(Approval).order_by(Approval.id)).all()
        assert [one.pending for one in approvals] == [False] * 3
        assert [one.identity_index is None for one in approvals] == [False, True, True]
        assert first.approval_id == approvals[0].id
        events = session.scalars(select(Event)).all()
        taken = session.scalars(select(Import)).one()
        assert {(one.move, one.actor) for one in events} == {("record", "经办人")}
        assert {one.certificate_id for one in events} == {first.id, second.id, third.id}
        assert events[0].details == {"import": taken.id}
        assert session.scalar(select(func.count()).select_from(Code)) == 0


def test_the_same_papers_again_change_nothing(registry: Engine, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "issued.csv", [paper(serial) for serial in range(1200)], ISSUED_HEADINGS)
    assert take(registry, path, issued=True).new == 1200
    again = take(registry, path, issued=True)
    assert (again.accepted, again.new, again.present) == (True, 0, 1200)
    with writing(registry) as session:
        for table in (Certificate, Approval, Event):
            assert session.scalar(select(func.count()).select_from(table)) == 1200


def test_a_number_that_belongs_to_another_paper_is_an_error(registry: Engine, tmp_path: Path) -> None:
    take(registry, write_csv(tmp_path / "a.csv", [paper(1)], ISSUED_HEADINGS), issued=True)
    rows = [paper(2), paper(1, name="李五")]
    report = take(registry, write_csv(tmp_path / "b.csv", rows, ISSUED_HEADINGS), issued=True)
    assert [(problem.row, problem.advice) for problem in report.problems] == [(3, import_writing.OTHER_PAPER)]
    with writing(registry) as session:
        assert session.scalar(select(func.count()).select_from(Certificate)) == 1


def test_another_state_than_the_registrys_is_told_and_left_alone(registry: Engine, tmp_path: Path) -> None:
    take(registry, write_csv(tmp_path / "a.csv", [paper(1)], ISSUED_HEADINGS), issued=True)
    report = take(registry, write_csv(tmp_path / "b.csv", [paper(1, state="注销")], ISSUED_HEADINGS), issued=True)
    assert report.accepted
    assert [problem.advice for problem in report.problems] == [import_writing.OTHER_STATE]
    with writing(registry) as session:
        assert session.scalars(select(Certificate.state)).all() == ["valid"]


def test_whose_paper_exists_is_not_issued_another(registry: Engine, tmp_path: Path) -> None:
    take(registry, write_csv(tmp_path / "a.csv", [person(7, name="李四", specialty="机械", approved_on="2005-12-01")]))
    report = take(registry, write_csv(tmp_path / "b.csv", [paper(7)], ISSUED_HEADINGS), issued=True)
    assert report.new == 1
    with writing(registry) as session:
        approval = session.scalars(select(Approval)).one()
        assert not approval.pending
        assert session.scalars(select(Certificate.approval_id)).all() == [approval.id]


def test_two_papers_of_one_person_share_the_approval(registry: Engine, tmp_path: Path) -> None:
    rows = [paper(1, state="已补发"), paper(2, identity=identity(1))]
    assert take(registry, write_csv(tmp_path / "a.csv", rows, ISSUED_HEADINGS), issued=True).new == 2
    with writing(registry) as session:
        assert len(session.scalars(select(Approval)).all()) == 1
        assert set(session.scalars(select(Certificate.state))) == {"replaced", "valid"}


def test_one_number_twice_in_a_list_names_both_rows(desk: Engine, tmp_path: Path) -> None:
    rows = [paper(1), paper(2), paper(3, number="鄂高00001")]
    report = take(desk, write_csv(tmp_path / "a.csv", rows, ISSUED_HEADINGS), issued=True)
    assert "第 4 行 · 证书编号：该证书编号与第 2 行重复。" in report.as_text("zh")


def test_a_paper_issued_before_its_approval_is_an_error(desk: Engine, tmp_path: Path) -> None:
    rows = [paper(1, issued_on="2005-11-30"), paper(2, issued_on="2026-11-22"), paper(3, state="丢了")]
    report = take(desk, write_csv(tmp_path / "a.csv", rows, ISSUED_HEADINGS), issued=True)
    assert [(problem.row, problem.field and problem.field.value) for problem in report.problems] == [
        (2, "issued_on"),
        (3, "issued_on"),
        (4, "state"),
    ]
