"""What is said about single rows: every fault by row and field, with a cure, in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from registry.importing import Severity
from registry.importing.report import MOST_SHOWN
from registry.words import Route
from tables.values import read_date
from tests.registry.importing.lists import HEADINGS, person, take, write_csv, write_xlsx

FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"name": ""}, "姓名：没有填写姓名。", "name: The name is empty."),
    ({"name": "张" * 51}, "姓名：姓名超过 50 个字符。", "name: The name has more than 50"),
    ({"identity": "420101190001010018"}, "身份证号：证件号码的末位校验码不对", "identity number: The check digit"),
    ({"identity": "4.20101E+17"}, "身份证号：号码被表格软件存成了数值", "its digits after the 15th are lost"),
    ({"title": "高" * 21}, "资格名称：超过 20 个字符。", "title: It has more than 20 characters."),
    ({"title": ""}, "资格名称：没有填写。", "title: It is empty."),
    ({"level": ""}, "级别：没有填写。", "level: It is empty."),
    ({"level": "特级"}, "级别：级别“特级”不认识。", "level: The level “特级” is not known."),
    ({"specialty": "专" * 31}, "专业：超过 30 个字符。", "specialty: It has more than 30"),
    ({"specialty": "机\u200b械"}, "专业：含有控制字符", "specialty: It holds control"),
    ({"approved_on": "2026-11-22"}, "评审通过时间：日期 2026-11-22 在今天（2026-11-21）之后。", "lies after today"),
    ({"approved_on": "1948-12-31"}, "评审通过时间：日期 1948-12-31 早于 1949 年。", "lies before 1949"),
    ({"approved_on": "2026-02-30"}, "评审通过时间：日历上没有这一天。", "no such day"),
    ({"approved_on": "2013-04"}, "评审通过时间：日期没有写到日。", "does not say the day"),
    ({"approved_on": "46000"}, "评审通过时间：日期成了一个数值。", "has become a number"),
    ({"approved_on": "去年"}, "评审通过时间：不是能读懂的日期。", "no date that can be read"),
    ({"level": "中级", "title": "工程师"}, "级别：office无权对中级（评审）证书签发", "HB-2.2.2"),
    ({"name": "·" + "𬱖" * 49, "specialty": "土" * 30}, "专业：姓名、资格名称与专业合计过长", "too long for the code"),
]


@pytest.mark.parametrize(("wrong", "zh", "en"), FAULTS)
def test_a_fault_names_row_field_and_cure(
    desk: Engine, tmp_path: Path, wrong: dict[str, Any], zh: str, en: str
) -> None:
    report = take(desk, write_csv(tmp_path / "list.csv", [person(1), person(2, **wrong)]))
    assert not report.accepted
    assert report.errors == 1
    assert f"第 3 行 · {zh}" in report.as_text("zh")
    assert "Row 3 · " in report.as_text("en")
    assert en in report.as_text("en")
    (problem,) = (problem for problem in report.problems if problem.severity is Severity.ERROR)
    assert problem.as_dict()["row"] == 3
    assert "没有导入任何内容" in report.as_text("zh")


def test_all_faults_of_all_rows_are_told_at_once(desk: Engine, tmp_path: Path) -> None:
    rows = [person(1, name="", level="特级", approved_on="去年"), person(2), person(3, identity="1")]
    report = take(desk, write_csv(tmp_path / "list.csv", rows))
    told = [(problem.row, problem.field and problem.field.value) for problem in report.problems]
    assert told == [(2, "level"), (2, "name"), (2, "approved_on"), (4, "identity")]


def test_a_person_listed_twice_is_told_with_both_rows(desk: Engine, tmp_path: Path) -> None:
    rows = [person(1), person(2), person(1)]
    report = take(desk, write_csv(tmp_path / "list.csv", rows))
    assert "第 4 行 · 身份证号：该证件号码的同一资格与第 2 行重复。请只保留一行。" in report.as_text("zh")
    assert "Row 4 · identity number: The same person's same title is also in row 2. Keep one." in report.as_text("en")


def test_totals_and_signatures_below_the_list_get_one_line_each(desk: Engine, tmp_path: Path) -> None:
    report = take(
        desk, write_xlsx(tmp_path / "list.xlsx", [person(1), ["合计", None, None, "1人"], [None, "制表：某"]])
    )
    assert [problem.row for problem in report.problems] == [3, 4]
    assert "第 3 行 · 姓名：这一行缺少姓名、号码或资格名称" in report.as_text("zh")


def test_doubts_do_not_keep_a_list_out_and_are_told_once(desk: Engine, tmp_path: Path) -> None:
    rows = [person(serial, title="星际工程师") for serial in range(5)] + [person(9, level="正高级")]
    report = take(desk, write_csv(tmp_path / "list.csv", rows))
    assert (report.accepted, report.new, report.warnings) == (True, 6, 6)
    assert "第 2 行等 5 行 · 资格名称：资格名称“星际工程师”不在已知的职称名称之中。" in report.as_text("zh")
    assert "Row 2 and 4 more · title: The title “星际工程师”" in report.as_text("en")
    assert "通常是副高级，表中写的是正高级" in report.as_text("zh")


def test_columns_that_are_not_imported_are_named(desk: Engine, tmp_path: Path) -> None:
    headings = ["序号", *HEADINGS, "性别", "工作单位"]
    report = take(desk, write_xlsx(tmp_path / "list.xlsx", [[1, *person(1), "女", "某单位"]], headings))
    assert report.accepted
    assert "这些列不导入：性别、工作单位。" in report.as_text("zh")


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("湖州市", "“湖州市”不在wuhan的辖区内：鄂职改办〔2013〕80号 二（二）（HB-2.2.1）"),
        ("黄石市", "HB-2.2.1"),
        ("湖北省武汉市", ""),
        ("某地", "地区“某地”不在已知的市州之中"),
    ],
)
def test_a_region_outside_the_territory_is_refused_with_the_clause(
    desk: Engine, tmp_path: Path, region: str, said: str
) -> None:
    row = [*person(1, title="工程师", level="中级"), region]
    report = take(desk, write_csv(tmp_path / "list.csv", [row], [*HEADINGS, "地区"]), authority="wuhan")
    assert said in report.as_text("zh")
    assert report.accepted == ("HB" not in said)


def test_the_route_comes_from_the_list_or_from_the_operator(desk: Engine, tmp_path: Path) -> None:
    def errors(text: str, default: Route) -> list[str]:
        rows = [[*person(1), text]]
        path = write_csv(tmp_path / "list.csv", rows, [*HEADINGS, "取得方式"])
        return [problem.advice.zh for problem in take(desk, path, default_route=default).problems]

    assert "HB-1.2.1" in errors("全国统一考试", Route.EVALUATION)[0]
    assert "没有写明" in errors("考试", Route.EVALUATION)[0]
    assert "HB-1.2.1" in errors("", Route.NATIONAL_EXAM)[0]
    assert "不认识" in errors("抽签", Route.EVALUATION)[0]
    assert errors("考试", Route.PROVINCIAL_EXAM) == []


def test_a_passport_passes_where_the_list_names_it(desk: Engine, tmp_path: Path) -> None:
    headings = [*HEADINGS, "证件类型"]
    rows = [[*person(1, identity="E12345678"), "护照"], [*person(2), ""], [*person(3), "驾驶证"]]
    report = take(desk, write_csv(tmp_path / "list.csv", rows, headings))
    assert [(problem.row, problem.field and problem.field.value) for problem in report.problems] == [
        (4, "identity_kind")
    ]


def test_numbers_stored_as_quantities_are_told_from_text(desk: Engine, tmp_path: Path) -> None:
    rows = [person(1, identity=420101190001010017), person(2, identity=420101000101001), person(3, approved_on=46000)]
    report = take(desk, write_xlsx(tmp_path / "list.xlsx", rows))
    assert [(problem.row, problem.field and problem.field.value) for problem in report.problems] == [
        (2, "identity"),
        (4, "approved_on"),
    ]
    assert "请把该列设为“文本”格式" in report.as_text("zh")


@pytest.mark.parametrize(
    "text",
    [
        "2013-04-16",
        "2013/4/16",
        "2013.4.16",
        "2013年4月16日",
        "２０１３年４月１６日",
        "20130416",
        "二〇一三年四月十六日",
        "二○一三年四月十六日",
        " 2013-04-16 00:00:00 ",
        "2013-04-16T00:00:00",
    ],
)
def test_every_way_of_writing_a_day_is_read(text: str) -> None:
    assert read_date(text) == date(2013, 4, 16)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇〇九年十二月三十一日", date(2009, 12, 31)),
        ("二〇一〇年十月十日", date(2010, 10, 10)),
        ("一九九八年元月廿一日", date(1998, 1, 21)),
    ],
)
def test_days_written_in_chinese_numerals_are_read(text: str, day: date) -> None:
    assert read_date(text) == day


def test_a_report_shows_the_first_thousand_and_counts_all(desk: Engine, tmp_path: Path) -> None:
    rows = [person(serial, level="特级") for serial in range(MOST_SHOWN + 20)]
    report = take(desk, write_csv(tmp_path / "list.csv", rows))
    assert report.errors == MOST_SHOWN + 20
    assert len(report.problems) == MOST_SHOWN
    assert "另有 20 处未列出" in report.as_text("zh")
    assert report.as_dict()["errors"] == MOST_SHOWN + 20


def test_a_level_without_grade_is_accepted(desk: Engine, tmp_path: Path) -> None:
    assert take(desk, write_csv(tmp_path / "list.csv", [person(1, level="高级")])).accepted
