"""Whatever arrives gets a helpful sentence, and the conversation is as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import Answer, Change, Choose, Chosen, Reply, Words, parse_reply, reply, start
from bot.conversation.errors import ReplyNotRead
from tests.bot.conversation.talking import ON, asked, heard, said, talk

LOST = "湖北的高级工程师证书丢了"
USELESS = [
    "",
    "   \n\t",
    "😀😀😀",
    "\x00\x01\x02",
    "\u200b\u200d",
    "a" * 10_000,
    "证" * 10_000,
    "<b></b>",
    "こんにちは、元気ですか",
    "Привет, как дела",
    "ما هو الوقت",
    "；DROP TABLE 证书；--",
    "{{7*7}} %s {0} {fact}",
    "99999999999999999999",
    "高级还是中级",
    "紫色",
    "？？？",
    "\ud800",
]


@pytest.mark.parametrize("text", USELESS, ids=range(len(USELESS)))
@pytest.mark.parametrize("opening", [(LOST,), (LOST, Answer("yes")), (LOST, "是", "登了", "齐全", "有")])
def test_useless_text_gets_a_sentence_and_changes_nothing(opening: tuple[str | Reply, ...], text: str) -> None:
    before = talk(*opening)
    after = reply(before.token, Words(text), on=ON)
    assert after.said
    assert asked(after) == asked(before)
    assert heard(after) == heard(before)
    assert after.conversation.steps == before.conversation.steps


@pytest.mark.parametrize("text", USELESS, ids=range(len(USELESS)))
def test_useless_text_at_the_start_still_opens_a_conversation(text: str) -> None:
    turn = start(text, on=ON)
    assert turn.question
    assert turn.said or turn.choices


@pytest.mark.parametrize("value", ["purple", "", "senior", "9", "😀", "x" * 10_000, "2026-13-45", "\ud800", "<script>"])
def test_an_answer_that_is_not_among_the_choices_is_said_so(value: str) -> None:
    before = talk(LOST, "是")
    after = reply(before.token, Answer(value), on=ON)
    assert asked(after) == "newspaper"
    assert after.said
    assert heard(after) == heard(before)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("2030-01-01", "还没到"),
        ("2024-02-30", "没有这一天"),
        ("1800-01-01", "请"),
        ("senior", "年月日"),
        ("", "年月日"),
        ("明天", "还没到"),
        ("2024年2月30日", "没有这一天"),
    ],
)
def test_a_day_that_cannot_be_keeps_the_question_open(value: str, sentence: str) -> None:
    before = talk(LOST, "是", "登了", "齐全", "有")
    assert asked(before) == "published_on"
    for replied in (Answer(value), Words(value or " ")):
        after = reply(before.token, replied, on=ON)
        assert asked(after) == "published_on"
        assert after.said
    assert sentence in reply(before.token, Answer(value), on=ON).said[0]


@pytest.mark.parametrize(
    "given",
    [
        Choose(Chosen.CASE, "nonsense"),
        Choose(Chosen.NOTICE, "atlantis"),
        Choose(Chosen.INTENT, "submit"),
        Choose(Chosen.CASE, ""),
        Change("\ud800"),
    ],
)
def test_a_choice_that_does_not_exist_is_said_so(given: Reply) -> None:
    before = talk(LOST, "是")
    after = reply(before.token, given, on=ON)
    assert asked(after) == "newspaper"
    assert after.said


def test_an_answer_where_nothing_is_asked_is_said_so() -> None:
    before = talk("湖北的高级工程师证书丢了", "是", "没登", "有", "评审")
    assert before.outcome
    after = reply(before.token, Answer("yes"), on=ON)
    assert after.outcome
    assert any("没有要回答" in sentence for sentence in after.said)


def test_no_text_ends_in_an_exception() -> None:
    opened = talk(LOST, Answer("yes"))

    @given(st.text(max_size=80))
    @settings(max_examples=150, deadline=None)
    def hear(text: str) -> None:
        turn = reply(opened.token, Words(text), on=ON)
        assert turn.as_dict()
        assert turn.question or turn.outcome

    hear()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"text": "丢了"}, Words("丢了")),
        ({"answer": "senior"}, Answer("senior")),
        ({"answer": True}, Answer(True)),
        ({"answer": 2}, Answer("2")),
        ({"change": "level"}, Change("level")),
        ({"choose": {"case": "lost"}}, Choose(Chosen.CASE, "lost")),
    ],
)
def test_a_reply_is_read_from_json(raw: object, expected: Reply) -> None:
    assert parse_reply(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        None, [], {}, "text", 1, {"text": 1}, {"text": None}, {"answer": None}, {"answer": 1.5}, {"answer": []},
        {"answer": -1}, {"answer": 10**30}, {"back": False}, {"back": "true"}, {"restart": 1}, {"why": 0},
        {"change": 3},
        {"choose": "lost"}, {"choose": {"fact": "x"}}, {"choose": {"case": 1}}, {"choose": {}}, {"submit": True},
        {"text": "a", "back": True}, {1: 2},
    ],
)  # fmt: skip
def test_json_of_another_shape_is_refused_with_the_shapes(raw: object) -> None:
    with pytest.raises(ReplyNotRead) as refused:
        parse_reply(raw)
    assert '{"text"' in refused.value.say("zh")
    assert '{"text"' in refused.value.say("en")


def test_markup_and_typed_text_never_come_back() -> None:
    number = "420101190001010017"
    for text in (f"<img src=x onerror=alert(1)>张三{number}", f"我叫欧阳娜娜，身份证{number}，证书丢了"):
        turn = talk(LOST, text)
        for fragment in ("onerror", "张三", "欧阳", "4201011900"):
            assert fragment not in said(turn)
            assert fragment not in repr(turn.conversation)
