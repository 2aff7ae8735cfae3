"""Who may print, number and issue: the jurisdiction table of Hubei, rule by rule, and a province made of data alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.authorities import jurisdiction, load_jurisdiction
from registry.errors import OutsideJurisdiction, SettingInvalid
from registry.models import Authority
from registry.words import Action, Route
from signing.claims import Level


def body(kind: str, name: str = "a", region: str = "420100") -> Authority:
    return Authority(id=name, name="某机关", name_en="A body", kind=kind, region=region, jurisdiction="hubei-2013-80")


PROVINCE, CITY = body("provincial_office", "p", "420000"), body("prefecture", "c")
OTHER_CITY, DEPARTMENT = body("prefecture", "d", "420500"), body("provincial_department", "e", "420000")
HUBEI = jurisdiction("hubei-2013-80")
SENIOR, MIDDLE, JUNIOR = Level.DEPUTY_SENIOR, Level.INTERMEDIATE, Level.ASSISTANT


@pytest.mark.parametrize(
    ("action", "who", "route", "level"),
    [
        (Action.ISSUE, PROVINCE, Route.EVALUATION, SENIOR),
        (Action.NUMBER, PROVINCE, Route.RECOGNITION, Level.FULL_SENIOR),
        (Action.PRINT, PROVINCE, Route.PROVINCIAL_EXAM, MIDDLE),
        (Action.ISSUE, CITY, Route.EVALUATION, MIDDLE),
        (Action.PRINT, CITY, Route.RECOGNITION, JUNIOR),
        (Action.ISSUE, DEPARTMENT, Route.EVALUATION, MIDDLE),
        (Action.NUMBER, DEPARTMENT, Route.RECOGNITION, JUNIOR),
    ],
)
def test_who_the_notice_names_may(action: Action, who: Authority, route: Route, level: Level) -> None:
    HUBEI.require(action, who, route, level)


@pytest.mark.parametrize(
    ("action", "who", "route", "level", "rule"),
    [
        (Action.ISSUE, CITY, Route.EVALUATION, SENIOR, "HB-2.1.1"),
        (Action.PRINT, CITY, Route.EVALUATION, SENIOR, "HB-1.1.1"),
        (Action.ISSUE, DEPARTMENT, Route.EVALUATION, SENIOR, "HB-2.1.1"),
        (Action.PRINT, DEPARTMENT, Route.EVALUATION, MIDDLE, "HB-1.1.3"),
        (Action.ISSUE, CITY, Route.PROVINCIAL_EXAM, MIDDLE, "HB-1.2.2"),
        (Action.ISSUE, PROVINCE, Route.NATIONAL_EXAM, SENIOR, "HB-1.2.1"),
        (Action.PRINT, PROVINCE, Route.NATIONAL_EXAM, MIDDLE, "HB-1.2.1"),
        (Action.ISSUE, body("direct_city"), Route.EVALUATION, MIDDLE, "HB-2.2.2"),
    ],
)
def test_whom_the_notice_does_not_name_is_refused_with_the_rule(
    action: Action, who: Authority, route: Route, level: Level, rule: str
) -> None:
    with pytest.raises(OutsideJurisdiction) as refused:
        HUBEI.require(action, who, route, level)
    assert rule in refused.value.say("zh")
    assert "鄂职改办〔2013〕80号" in refused.value.say("zh")


def test_the_province_prints_for_its_departments() -> None:
    HUBEI.require(Action.PRINT, PROVINCE, Route.EVALUATION, MIDDLE, of=DEPARTMENT)


def test_a_city_does_not_print_another_citys_certificates() -> None:
    with pytest.raises(OutsideJurisdiction, match=r"HB-1\.1\.2"):
        HUBEI.require(Action.PRINT, OTHER_CITY, Route.EVALUATION, MIDDLE, of=CITY)


def test_a_new_province_is_a_file_and_no_code(tmp_path: Path) -> None:
    source = Path("registry/jurisdictions/hubei-2013-80.yaml").read_text("utf-8")
    path = tmp_path / "invented-2030-1.yaml"
    path.write_text(source.replace("hubei-2013-80", "invented-2030-1").replace("provincial_office", "ministry"))
    table = load_jurisdiction(path)
    table.require(Action.ISSUE, body("ministry"), Route.EVALUATION, SENIOR)
    with pytest.raises(OutsideJurisdiction):
        table.require(Action.ISSUE, PROVINCE, Route.EVALUATION, SENIOR)


def test_a_table_with_an_unknown_word_is_refused_and_says_which(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("id: x\ncolour: red\n")
    with pytest.raises(SettingInvalid, match="colour"):
        load_jurisdiction(path)
    with pytest.raises(SettingInvalid, match="hubei-2013-80"):
        jurisdiction("atlantis")


HUZHOU = jurisdiction("huzhou-2007-35")


def zhejiang(kind: str) -> Authority:
    return Authority(
        id=kind, name="某机关", name_en="A body", kind=kind, region="330500", jurisdiction="huzhou-2007-35"
    )


@pytest.mark.parametrize(
    ("kind", "route", "level", "rule"),
    [
        ("province", Route.EVALUATION, SENIOR, None),
        ("city", Route.CITY_EXAM, MIDDLE, None),
        ("city", Route.EVALUATION, JUNIOR, None),
        ("county", Route.COUNTY_EXAM, JUNIOR, None),
        ("city", Route.EVALUATION, SENIOR, "HZ-3.2.3"),
        ("county", Route.EVALUATION, MIDDLE, "HZ-3.2.3"),
        ("province", Route.NATIONAL_EXAM, SENIOR, "HZ-1.6"),
        ("city", Route.PROVINCIAL_EXAM, MIDDLE, "HZ-1.6"),
    ],
)
def test_huzhous_offices_issue_by_level(kind: str, route: Route, level: Level, rule: str | None) -> None:
    if rule is None:
        HUZHOU.require(Action.ISSUE, zhejiang(kind), route, level)
        return
    with pytest.raises(OutsideJurisdiction) as refused:
        HUZHOU.require(Action.ISSUE, zhejiang(kind), route, level)
    assert rule in refused.value.say("zh")


def test_hubei_knows_no_exam_of_a_city() -> None:
    with pytest.raises(OutsideJurisdiction):
        HUBEI.require(Action.ISSUE, CITY, Route.CITY_EXAM, MIDDLE)


def test_a_notice_that_says_nothing_about_numbers_has_no_rule_for_them() -> None:
    assert HUZHOU.number is None
    assert HUBEI.number is not None
