"""Finding the columns: whatever stands above, whatever they are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from registry.importing.errors import MissingColumns, NoHeadings, RepeatedColumn
from tables.errors import EmptyFile
from tests.registry.importing.lists import HEADINGS, person, take, write_csv, write_xlsx


@pytest.mark.parametrize(
    "headings",
    [
        ("姓 名", "身份证号码", "职称名称", "资格级别", "专业名称", "批准时间"),
        ("姓名*", "证件号码（必填）", "任职资格名称", "级别", "系列/专业", "取得时间："),
        ("姓名", "身份证号", "资格名称", "级别", "系列", "评审通过日期"),
    ],
)
def test_headings_are_known_by_many_names(desk: Engine, tmp_path: Path, headings: tuple[str, ...]) -> None:
    assert take(desk, write_xlsx(tmp_path / "list.xlsx", [person(1)], headings)).new == 1


def test_titles_and_blank_rows_may_stand_above(desk: Engine, tmp_path: Path) -> None:
    above: list[list[str | None]] = [
        ["湖北省职称评审通过人员名单"],
        [],
        ["单位：", None, "日期：2026年"],
        [None, None, None],
    ]
    report = take(desk, write_xlsx(tmp_path / "list.xlsx", [person(1, name="?")], above=above))
    assert report.problems[0].row == 6


def test_all_missing_columns_are_named_at_once(desk: Engine, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "list.xlsx", [["张三", "工程师"]], ["姓名", "资格名称"], above=[["名单"]])
    with pytest.raises(MissingColumns) as caught:
        take(desk, path)
    assert caught.value.say("zh").startswith(
        "表头（第 2 行）缺少：身份证号、级别、专业、评审通过时间。已找到：姓名、资格名称。"
    )
    with pytest.raises(MissingColumns, match="证书编号、发证日期"):
        take(desk, write_csv(tmp_path / "list.csv", [person(1)]), issued=True)


def test_a_list_without_headings_says_which_to_write(desk: Engine, tmp_path: Path) -> None:
    with pytest.raises(NoHeadings, match="姓名、身份证号"):
        take(desk, write_csv(tmp_path / "list.csv", [person(1), person(2)], person(3)))
    above = [[f"第{n}行"] for n in range(20)]
    with pytest.raises(NoHeadings):
        take(desk, write_xlsx(tmp_path / "list.xlsx", [person(1)], above=above))


def test_two_columns_of_one_meaning_are_refused(desk: Engine, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "list.csv", [[*person(1), "x"]], [*HEADINGS, "持证人姓名"])
    with pytest.raises(RepeatedColumn, match="姓名"):
        take(desk, path)


def test_an_empty_list_is_told_from_an_empty_file(desk: Engine, tmp_path: Path) -> None:
    assert take(desk, write_xlsx(tmp_path / "list.xlsx", [])).rows == 0
    with pytest.raises(EmptyFile):
        take(desk, write_xlsx(tmp_path / "none.xlsx", [], []))
