"""Names: any real name is accepted, and two spellings of one name meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.names import InvalidName, NameFault, matching_form, normalise_number, printed_name

REAL_NAMES = [
    "张",
    "欧阳修远",
    "拜合提亚尔·穆太力普",
    "阿卜杜热合曼·阿卜杜克热木·阿卜杜拉·买买提江·阿卜杜热合",
    "李𬱖",
    "𠮷野",
    "王\U000300f7",  # CJK extension G
    "〇一",
    "John Smith",
    "José Núñez",
    "O'Neil-Kim",
]


@pytest.mark.parametrize("name", REAL_NAMES)
def test_real_names_are_kept_as_they_are(name: str) -> None:
    assert printed_name(name) == name


def test_fifty_characters_fit_and_fifty_one_do_not() -> None:
    assert len(printed_name("𬱖" * 50)) == 50
    with pytest.raises(InvalidName) as caught:
        printed_name("张" * 51)
    assert caught.value.fault is NameFault.TOO_LONG


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (" 张三 ", "张三"),
        ("张　三", "张三"),
        ("张  三\n", "张三"),
        ("John \u00a0 Smith", "John Smith"),
        ("Jose\u0301", "José"),
        ("拜合提亚尔•穆太力普", "拜合提亚尔•穆太力普"),
    ],
)
def test_only_composition_and_white_space_change_for_print(text: str, printed: str) -> None:
    assert printed_name(text) == printed


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", NameFault.EMPTY),
        ("　", NameFault.EMPTY),
        ("张?", NameFault.LOST_CHARACTER),
        ("张□", NameFault.LOST_CHARACTER),
        ("张*", NameFault.LOST_CHARACTER),
        ("张\ufffd", NameFault.LOST_CHARACTER),
        ("张\ue863", NameFault.PRIVATE_USE),
        ("张\u202e三", NameFault.FORBIDDEN_CHARACTER),
        ("张\u200b三", NameFault.FORBIDDEN_CHARACTER),
        ("张\x00三", NameFault.FORBIDDEN_CHARACTER),
    ],
)
def test_what_cannot_be_printed_is_refused_with_a_cure(text: str, fault: NameFault) -> None:
    with pytest.raises(InvalidName) as caught:
        printed_name(text)
    assert caught.value.fault is fault
    assert caught.value.advice.cure_zh in caught.value.say("zh")


@pytest.mark.parametrize("dot", "·•・･．‧.●")
def test_every_dot_people_type_means_the_same(dot: str) -> None:
    assert matching_form(f"拜合提亚尔{dot}穆太力普") == matching_form("拜合提亚尔·穆太力普")


@pytest.mark.parametrize(
    ("typed", "registered"),
    [
        ("张　三", "张三"),
        ("ｊｏｈｎ smith", "John Smith"),
        ("\ufeff张三\u200b", "张三"),
        ("Jose\u0301", "JOSÉ"),
        ("拜合提亚尔 · 穆太力普", "拜合提亚尔·穆太力普"),
    ],
)
def test_two_spellings_of_one_name_meet(typed: str, registered: str) -> None:
    assert matching_form(typed) == matching_form(registered)


def test_different_names_stay_different() -> None:
    assert len({matching_form(name) for name in [*REAL_NAMES, "李頔", "拜合提亚尔穆太力普"]}) == len(REAL_NAMES) + 2


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("20264201000123", "20264201000123"),
        ("２０２６4201000123", "20264201000123"),
        (" 2026 4201-000\u2013123\u3000", "20264201000123"),
        ("鄂中 a-12", "鄂中A12"),
        ("ⅹ1", "X1"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, number: str) -> None:
    assert normalise_number(typed) == number


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    try:
        name = printed_name(text)
    except InvalidName:
        return
    assert printed_name(name) == name
    assert matching_form(name) == matching_form(text)
