"""The lost-certificate helper and the calendar file."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation import NoEarliestDate, Words, calendar_file, help_with_notice, reply
from policy import Outcome, load_packs
from tests.bot.conversation.talking import ON, asked, heard, said, talk

HUBEI = load_packs()["hubei-2013-80"]
COMPLETE = (
    "遗失声明：张三，性别男，遗失高级工程师资格证书，评审通过时间2015年11月，证书编号20154201001234，"
    "遗失时间2026年2月3日，特此声明作废。"
)
GAPS = "遗失声明：张三不慎将高级工程师证书丢失，声明作废。"
PUBLISHED = ("湖北的高级工程师证书丢了", "是", "登报了")
WAITING = (*PUBLISHED, "都写清楚了", "有", "2026-08-31", "有", "评审")


def test_a_complete_notice_answers_the_question_about_it() -> None:
    turn = talk(*PUBLISHED, COMPLETE)
    assert heard(turn)["notice_items"] == "complete"
    assert turn.notice_help
    assert turn.notice_help.reading
    assert turn.notice_help.reading.complete


def test_a_failing_notice_is_told_plainly_with_a_draft_and_the_person_judges() -> None:
    turn = talk(*PUBLISHED, GAPS)
    words = said(turn)
    assert "不予补办" in words
    assert "性别" in words
    assert asked(turn) == "notice_items"
    assert turn.notice_help
    plain = turn.notice_help.as_dict("zh")
    assert plain["complete"] is False
    assert "××" in turn.notice_help.draft
    assert plain["citations"]


def test_nothing_of_a_pasted_notice_stays_in_the_conversation() -> None:
    for text in (COMPLETE, GAPS):
        turn = talk(*PUBLISHED, text)
        assert "张三" not in repr(turn.conversation)
        assert "2015" not in repr(turn.conversation)


@pytest.mark.parametrize("text", ["声明怎么写", "遗失申明的范本", "帮我写个遗失声明", "登报要写什么内容"])
def test_a_draft_is_given_when_asked_for(text: str) -> None:
    turn = talk("湖北的高级工程师证书丢了", text)
    assert turn.notice_help
    assert turn.notice_help.draft.startswith("遗失")
    assert turn.notice_help.reading is None
    assert asked(turn) == "issued_here"


def test_a_notice_pasted_at_another_question_is_checked_and_answers_nothing() -> None:
    turn = talk("湖北的高级工程师证书丢了", COMPLETE)
    assert turn.notice_help
    assert asked(turn) == "issued_here"
    assert "notice_items" not in heard(turn)


def test_where_no_items_are_required_the_guide_says_so() -> None:
    helped = help_with_notice(load_packs()["huzhou-2007-35"], COMPLETE, "zh")
    assert helped.reading is None
    assert helped.draft == ""
    assert "没有规定" in helped.sentences[0]
    assert helped.as_dict("en")["items"] == []


def test_the_helper_works_without_a_conversation() -> None:
    assert help_with_notice(HUBEI, COMPLETE, "en").sentences[0].startswith("Checked")
    assert help_with_notice(HUBEI, "  ", "en").draft
    assert "missing" in help_with_notice(HUBEI, GAPS, "en").sentences[0]


def outcome() -> Outcome:
    turn = talk(*WAITING)
    assert turn.outcome
    return turn.outcome


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_the_calendar_file_has_one_all_day_event_on_the_earliest_day() -> None:
    text = calendar_file(outcome(), HUBEI.cases["lost"], on=ON, language="zh")
    lines = unfolded(text)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20270228" in lines
    assert "DTEND;VALUE=DATE:20270301" in lines
    assert f"DTSTAMP:{ON:%Y%m%d}T000000Z" in lines
    assert lines.count("BEGIN:VEVENT") == 1
    assert any(line.startswith("DESCRIPTION:") and "个人不能直接办理" in line for line in lines)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_lines_are_folded_at_75_octets_and_end_in_crlf(language: str) -> None:
    text = calendar_file(outcome(), HUBEI.cases["lost"], on=ON, language="zh" if language == "zh" else "en")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.encode().decode() == text


def test_commas_and_semicolons_are_escaped() -> None:
    case = HUBEI.cases["lost"].model_copy(
        update={"title": HUBEI.cases["lost"].title.model_copy(update={"en": "a, b; c\\d\ne"})}
    )
    text = calendar_file(outcome(), case, on=ON, language="en")
    assert "a\\, b\\; c\\\\d\\ne" in "".join(unfolded(text))


def test_the_same_matter_and_day_is_the_same_event() -> None:
    first = calendar_file(outcome(), HUBEI.cases["lost"], on=ON, language="zh")
    later = calendar_file(outcome(), HUBEI.cases["lost"], on=date(2026, 12, 1), language="zh")
    uids = [next(line for line in unfolded(text) if line.startswith("UID:")) for text in (first, later)]
    assert uids[0] == uids[1]


def test_an_outcome_without_an_earliest_day_has_no_calendar_file() -> None:
    turn = talk("湖北的高级工程师证书丢了", "是", "没登", "有", "评审")
    assert turn.outcome
    with pytest.raises(NoEarliestDate):
        calendar_file(turn.outcome, HUBEI.cases["lost"], on=ON, language="zh")
    assert "calendar" not in [link.to for link in turn.links]
    assert "calendar" in [link.to for link in talk(*WAITING).links]


def test_a_long_paste_is_read_within_its_limit() -> None:
    before = talk(*PUBLISHED)
    turn = reply(before.token, Words("遗失声明" + "啊" * 3900 + "作废"), on=ON)
    assert turn.notice_help
    assert asked(turn) == "notice_items"
