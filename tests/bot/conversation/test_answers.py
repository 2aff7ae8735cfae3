"""What people type is read as the answer they mean, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation import Answer, Question, wording
from bot.conversation.answers import Given, NotPossible, choice_words, read_answer, read_loosely
from bot.conversation.questions import fact_question, place_question
from bot.conversation.standing import Moment
from policy import load_packs
from tests.bot.conversation.talking import ON, asked, heard, talk

HUBEI = load_packs()["hubei-2013-80"]
HUZHOU = load_packs()["huzhou-2007-35"]


def question(fact: str) -> Question:
    pack = HUBEI if fact in HUBEI.facts else HUZHOU
    return fact_question(pack, pack.facts[fact])


# fmt: off
YES = ["是", "是的", "对", "对的", "没错", "有", "有的", "有啊", "嗯", "嗯嗯", "好的", "办了", "签了", "在", "还在",
       "已经有了", "当然是", "是。", "yes", "Yes!", "y", "yep", "yeah", "sure", "1", "一", "第一个", "ok", "of course"]
NO = ["否", "不", "不是", "不是的", "没", "没有", "没有啊", "还没", "还没有", "还没办", "未", "无", "没办", "没签",
      "都没有", "no", "No.", "nope", "n", "2", "二", "第2个", "not yet", "I don't", "I don’t"]
# fmt: on


@pytest.mark.parametrize("text", YES)
def test_yes_in_many_words(text: str) -> None:
    assert read_answer(question("has_unit"), text, ON) == Given(True)


@pytest.mark.parametrize("text", NO)
def test_no_in_many_words(text: str) -> None:
    assert read_answer(question("has_unit"), text, ON) == Given(False)


@pytest.mark.parametrize(
    "text", ["多少钱", "提交", "不知道", "不清楚", "也许", "3", "是不是", "单位不盖章", "", "？", "，", "not sure"]
)
def test_what_is_neither_yes_nor_no_is_not_guessed(text: str) -> None:
    assert read_answer(question("has_unit"), text, ON) is None
    assert read_loosely(question("has_unit"), text) is None


@pytest.mark.parametrize(
    ("fact", "text", "answer"),
    [
        ("has_unit", "有单位", True),
        ("has_unit", "是的，在医院上班", True),
        ("has_unit", "没有，辞职了", False),
        ("archive_moved", "档案已经调过来了", True),
        ("archive_moved", "档案还没调过来", False),
        ("newspaper", "我登在网上了", "other_medium"),
        ("employment", "我签了劳动合同", "contract"),
        ("issuer", "是省属高等院校评的", "university"),
        ("unit", "有单位，但没有主管部门", "without_department"),
    ],
)
def test_a_short_statement_answers_beside_other_words(fact: str, text: str, answer: bool | str) -> None:
    assert read_loosely(question(fact), text) == Given(answer)


@pytest.mark.parametrize(
    ("fact", "text", "answer"),
    [
        ("level", "高级", "senior"),
        ("level", "1", "senior"),
        ("level", "第三个", "junior"),
        ("level", "选2", "intermediate"),
        ("level", "Senior", "senior"),
        ("level", "初级。", "junior"),
        ("route", "评审的", "evaluation"),
        ("route", "全国统考", "national_exam"),
        ("route", "evaluation", "evaluation"),
        ("newspaper", "没有登", "not_yet"),
        ("newspaper", "登了", "published"),
        ("newspaper", "朋友圈", "other_medium"),
        ("notice_items", "是的", "complete"),
        ("notice_items", "没有", "deficient"),
        ("notice_items", "有缺项", "deficient"),
        ("earned", "是", "before"),
        ("earned", "不是", "after"),
        ("employment", "都没有", "neither"),
        ("unit", "没有单位", "none"),
        ("unit", "有主管部门", "with_department"),
        ("unit", "没有主管部门", "without_department"),
        ("place", "湖州", "huzhou"),
    ],
)
def test_a_choice_by_number_name_or_other_word(fact: str, text: str, answer: str) -> None:
    assert read_answer(question(fact), text, ON) == Given(answer)


@pytest.mark.parametrize("text", ["0", "9", "第九个", "有单位", "什么", "高级还是中级", "蓝色"])
def test_what_is_no_choice_is_no_answer(text: str) -> None:
    assert read_answer(question("unit"), text, ON) is None


def test_no_part_of_a_label_that_two_choices_share_decides() -> None:
    assert read_answer(question("unit"), "有单位", ON) is None
    assert read_loosely(question("unit"), "我有单位") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2024/3/5", date(2024, 3, 5)),
        ("2024.3.5", date(2024, 3, 5)),
        ("20240305", date(2024, 3, 5)),
        ("2024年3月5日", date(2024, 3, 5)),
        ("2024年3月5号登的", date(2024, 3, 5)),
        ("二〇二四年三月五日", date(2024, 3, 5)),
        ("２０２４年３月５日", date(2024, 3, 5)),
        ("March 5, 2024", date(2024, 3, 5)),
        ("5 March 2024", date(2024, 3, 5)),
        ("昨天", date(2026, 11, 19)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_a_day_in_many_notations(text: str, day: date) -> None:
    assert read_answer(question("published_on"), text, ON) == Given(day)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2024年2月30日", wording.NO_SUCH_DAY),
        ("2023-02-29", wording.NO_SUCH_DAY),
        ("20240230", wording.NO_SUCH_DAY),
        ("2024年13月1日", wording.NO_SUCH_DAY),
        ("2030-01-01", wording.DAY_TO_COME),
        ("明天", wording.DAY_TO_COME),
        ("next week", wording.DAY_TO_COME),
        ("2024年3月", wording.NEED_THE_DAY),
        ("2024年", wording.NEED_THE_DAY),
    ],
)
def test_a_day_that_cannot_be_gets_a_sentence(text: str, sentence: wording.Wording) -> None:
    reading = read_answer(question("published_on"), text, ON)
    assert isinstance(reading, NotPossible)
    assert reading.sentence == sentence


def test_a_place_is_answered_by_its_name_or_a_city_in_it() -> None:
    places = place_question(Moment(load_packs(), ON))
    assert read_answer(places, "湖北", ON) == Given("hubei-2013-80")
    assert read_answer(places, "湖州市", ON) == Given("huzhou-2007-35")
    assert read_answer(places, "其他地方", ON) == Given("elsewhere")
    assert heard(talk("证书丢了", "武汉"))["notice"] == "hubei-2013-80"
    assert heard(talk("证书丢了", "在安吉县"))["notice"] == "huzhou-2007-35"


def test_buttons_answer_by_id_boolean_and_iso_day() -> None:
    turn = talk("湖北的高级工程师证书丢了", Answer(True), Answer("published"), Answer("complete"), Answer("yes"))
    assert asked(turn) == "published_on"
    turn = talk("湖北的证书丢了", Answer(False), Answer("1"))
    assert heard(turn)["issued_here"] is False


def test_the_list_of_other_words_names_only_choices_that_exist() -> None:
    ids = {choice.id for pack in (HUBEI, HUZHOU) for fact in pack.facts.values() for choice in fact.choices}
    assert set(choice_words()) <= ids | {"elsewhere", "none"}


@pytest.mark.parametrize("pack", [HUBEI, HUZHOU], ids=lambda pack: pack.id)
def test_every_choice_is_answered_by_its_number_and_its_labels(pack: object) -> None:
    for fact in (HUBEI if pack is HUBEI else HUZHOU).facts.values():
        asked_for = fact_question(HUBEI if pack is HUBEI else HUZHOU, fact)
        for place, option in enumerate(asked_for.options, start=1):
            value = option.id == "yes" if fact.kind.value == "yes_no" else option.id
            for text in (str(place), option.words.zh, option.words.en):
                assert read_answer(asked_for, text, ON) == Given(value), (fact.id, text)
