"""Titles, levels and regions: the traps of the field."""

import pytest

from registry.regions import find_region, region_names, within
from registry.titles import OTHER_LEVEL, check_title, entries, find_title, parse_level
from signing.claims import Level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("高级记者", Level.FULL_SENIOR),
        ("主任记者", Level.DEPUTY_SENIOR),
        ("高级工程师", Level.DEPUTY_SENIOR),
        ("正高级工程师", Level.FULL_SENIOR),
        ("教授级高级工程师", Level.FULL_SENIOR),
        ("研究馆员", Level.FULL_SENIOR),
        ("馆员", Level.INTERMEDIATE),
        ("小学高级教师", Level.INTERMEDIATE),
        ("主治医师", Level.INTERMEDIATE),
        ("主管医师", Level.INTERMEDIATE),
        ("医师", Level.ASSISTANT),
        ("医士", Level.TECHNICIAN),
        ("一级演员", Level.FULL_SENIOR),
        ("工程 师", Level.INTERMEDIATE),
    ],
)
def test_titles_stand_at_their_level(title: str, level: Level) -> None:
    assert find_title(title) == {level}
    assert check_title(title, level) is None


def test_a_title_at_another_level_is_doubted_in_both_languages() -> None:
    doubt = check_title("高级工程师", Level.INTERMEDIATE)
    assert doubt is not None
    assert doubt.sentence("zh") == "资格名称“高级工程师”通常是副高级，表中写的是中级。请核对级别；无误则无需处理。"
    assert "deputy senior" in doubt.sentence("en")
    assert doubt.cure_zh == OTHER_LEVEL.cure_zh


def test_an_unstated_grade_agrees_with_both_grades() -> None:
    assert check_title("高级记者", Level.SENIOR_UNSTATED) is None
    assert check_title("高级工程师", Level.SENIOR_UNSTATED) is None
    assert check_title("助理工程师", Level.JUNIOR_UNSTATED) is None
    assert check_title("工程师", Level.JUNIOR_UNSTATED) is not None


def test_an_unknown_title_is_a_doubt_and_no_error() -> None:
    doubt = check_title("星际工程师", Level.INTERMEDIATE)
    assert doubt is not None
    assert "星际工程师" in doubt.zh


def test_the_series_narrows_only_where_it_is_known() -> None:
    assert find_title("编辑", "出版专业人员") == {Level.INTERMEDIATE}
    assert find_title("编辑", "某系列") == {Level.INTERMEDIATE}


def test_the_table_is_whole() -> None:
    assert len(entries()) > 140
    assert {entry.level for entry in entries()} == set(Level) - {Level.SENIOR_UNSTATED, Level.JUNIOR_UNSTATED}


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("正高级", Level.FULL_SENIOR),
        ("正高", Level.FULL_SENIOR),
        ("副高", Level.DEPUTY_SENIOR),
        ("高级", Level.SENIOR_UNSTATED),
        ("高级（副高）", Level.DEPUTY_SENIOR),
        (" 中 级 ", Level.INTERMEDIATE),
        ("助理", Level.ASSISTANT),
        ("员级", Level.TECHNICIAN),
        ("初级", Level.JUNIOR_UNSTATED),
        ("特级", None),
        ("", None),
    ],
)
def test_level_words_are_read(word: str, level: Level | None) -> None:
    assert parse_level(word) is level


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("武汉市", "420100"),
        ("武汉", "420100"),
        ("湖北省武汉市", "420100"),
        ("湖北省 武汉市江夏区", "420100"),
        ("湖北省", "420000"),
        ("恩施州", "422800"),
        ("恩施土家族苗族自治州", "422800"),
        ("仙桃市", "429004"),
        ("神农架林区", "429021"),
        ("浙江省湖州市德清县", "330521"),
        ("420100", "420100"),
        ("429000", None),
        ("某市", None),
        ("", None),
    ],
)
def test_regions_are_found_by_name_and_code(text: str, code: str | None) -> None:
    assert find_region(text) == code


def test_a_region_lies_within_its_province_and_not_in_its_neighbour() -> None:
    assert within("420100", "420000")
    assert within("420100", "420100")
    assert within("429004", "420000")
    assert not within("429004", "429005")
    assert not within("420200", "420100")
    assert not within("330500", "420000")
    assert within("330521", "330500")
    assert len(region_names()) == 25
