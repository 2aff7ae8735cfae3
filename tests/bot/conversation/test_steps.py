"""Back, undo, change, restart, why, side questions, the summary and the estimate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.conversation import Answer, Back, Change, Choose, Chosen, Restart, Turn, Why, Words, reply, resume, start
from bot.conversation.tokens import write_token
from policy import Fact, StatementKind, load_packs
from tests.bot.conversation.talking import ON, Conversation, asked, heard, said, talk

LOST = "湖北的高级工程师证书丢了"
READY = (
    LOST,
    Answer("yes"),
    Answer("published"),
    Answer("complete"),
    Answer("yes"),
    Answer("2026-03-01"),
    Answer("yes"),
    Answer("evaluation"),
)


def next_after(turn: Turn, given: Back | Change | Restart | Why | Answer | Words | Choose) -> Turn:
    return reply(turn.token, given, on=ON)


def test_one_sentence_fills_notice_case_level_and_where_from() -> None:
    turn = start("我是从广东调到武汉的高级工程师，证书要怎么确认", on=ON)
    assert heard(turn) == {
        "notice": "hubei-2013-80",
        "case": "confirm",
        "level": "senior",
        "origin": "other_province",
    }
    assert turn.as_dict()["intent"] == "confirm"
    assert "级别：高级" in turn.said[0]


def test_what_was_said_before_the_place_is_kept_for_it() -> None:
    turn = talk("我是从广东调来的高级工程师，证书要确认")
    assert asked(turn) == "notice"
    turn = next_after(turn, Answer("hubei-2013-80"))
    assert heard(turn)["level"] == "senior"
    assert "级别：高级" in "".join(turn.said)


def test_back_undoes_one_turn_at_a_time_to_the_beginning() -> None:
    held = Conversation()
    held.says(*READY)
    assert held.turn.outcome
    seen = []
    while held.turn.conversation.steps:
        seen.append(asked(held.say(Back())))
    assert seen == [
        "route", "has_unit", "published_on", "newspaper_original", "notice_items", "newspaper", "issued_here", "intent"
    ]  # fmt: skip
    again = held.say(Back())
    assert "开头" in again.said[0]


@pytest.mark.parametrize("word", ["返回", "上一步", "撤销", "back", "Undo", "后退。"])
def test_back_in_words(word: str) -> None:
    assert asked(talk(LOST, "是", word)) == "issued_here"


@pytest.mark.parametrize("word", ["重新开始", "从头再来", "restart", "Start over"])
def test_restart_in_words_forgets_everything(word: str) -> None:
    turn = talk(LOST, "是", word)
    assert turn.conversation.steps == ()
    assert asked(turn) == "intent"
    assert next_after(turn, Restart()).conversation.steps == ()


def test_an_earlier_answer_is_changed_and_later_ones_stay() -> None:
    turn = talk(*READY)
    assert turn.outcome
    assert turn.outcome.verdict.value == "proceed"
    turn = next_after(turn, Change("published_on"))
    assert asked(turn) == "published_on"
    assert turn.outcome is None
    turn = next_after(turn, Answer("2026-11-01"))
    assert turn.outcome
    assert turn.outcome.verdict.value == "wait"
    assert heard(turn)["route"] == "evaluation"
    assert heard(next_after(turn, Back()))["published_on"] == "2026-03-01"


def test_a_change_can_be_given_up() -> None:
    turn = talk(*READY, Change("published_on"), Back())
    assert turn.outcome
    assert heard(turn)["published_on"] == "2026-03-01"


def test_a_change_survives_an_answer_that_cannot_be_and_a_side_question() -> None:
    turn = talk(*READY, Change("published_on"), "2024年2月30日", "多少钱")
    assert asked(turn) == "published_on"
    assert turn.aside


@pytest.mark.parametrize("fact", ["issuer", "nonsense", "", "<b>", "intent"])
def test_what_was_not_answered_cannot_be_changed(fact: str) -> None:
    turn = talk(LOST, "是", Change(fact))
    assert asked(turn) == "newspaper"
    assert "还没有回答过" in turn.said[0]


def test_the_place_is_changed_and_facts_of_the_other_notice_do_not_follow() -> None:
    turn = talk(LOST, Answer("yes"), Answer("published"), Change("notice"), Answer("huzhou-2007-35"))
    assert heard(turn) == {"notice": "huzhou-2007-35", "case": "lost", "level": "senior"}
    back = next_after(next_after(turn, Change("notice")), Answer("hubei-2013-80"))
    assert heard(back) == {"notice": "hubei-2013-80", "case": "lost", "level": "senior"}


def test_the_matter_is_changed_and_facts_stay() -> None:
    turn = talk(LOST, Answer("yes"), Change("case"), Answer("damaged"))
    assert heard(turn)["case"] == "damaged"
    assert heard(turn)["issued_here"] is True


def test_a_word_against_an_earlier_answer_is_told_and_changes_nothing_by_itself() -> None:
    turn = talk(LOST, "是", "我是中级工程师")
    assert heard(turn)["level"] == "senior"
    assert "没有改动" in "".join(turn.said)


@pytest.mark.parametrize("text", ["不对，是中级", "我说错了，是中级工程师", "改成中级"])
def test_a_correction_in_words_changes_it(text: str) -> None:
    turn = talk(LOST, "是", text)
    assert heard(turn)["level"] == "intermediate"
    assert asked(turn) == "newspaper"


@pytest.mark.parametrize("text", ["为什么", "为什么问这个？", "为啥要问", "why", "Why do you ask?", "问这个干什么"])
def test_why_is_answered_with_the_clause_and_the_question_stays(text: str) -> None:
    turn = talk(LOST, text)
    assert "谁发" in turn.said[0] or "哪个机关发" in turn.said[0]
    assert asked(turn) == "issued_here"
    question = turn.as_dict()["question"]
    assert question["clauses"] == ["HB-2.4.0.2"]
    assert all("鄂职改办〔2013〕80号" in citation for citation in question["citations"])
    assert next_after(turn, Why()).said == turn.said


def test_a_question_of_fees_in_the_middle_is_answered_and_the_conversation_goes_on() -> None:
    turn = talk("我在湖州，工程师旧证书要换新证书", "评审", "要收多少钱")
    assert turn.aside
    assert {line.kind for line in turn.aside.lines} == {StatementKind.FEE.value}
    assert all(line.citations for line in turn.aside.lines)
    assert asked(turn) == "place"
    assert heard(turn)["route"] == "evaluation"


def test_where_the_notice_is_silent_on_fees_the_unit_asks() -> None:
    turn = talk(LOST, "要多少钱")
    assert turn.aside
    assert "没有写" in turn.aside.opening
    assert turn.aside.lines == ()


def test_where_and_when_names_the_office_and_the_wait() -> None:
    turn = talk(LOST, "在哪里办，什么时候能办")
    assert turn.aside
    kinds = [line.kind for line in turn.aside.lines]
    assert "authority" in kinds
    assert "deadline" in kinds
    assert "［" not in said(turn)
    assert asked(turn) == "issued_here"


def test_forms_are_those_of_the_case() -> None:
    turn = talk(LOST, "要填什么表格")
    assert turn.aside
    assert [line.form for line in turn.aside.lines] == ["replacement-registration"]
    assert asked(turn) == "issued_here"


def test_a_side_question_without_a_place_waits_for_it() -> None:
    turn = start("办职称证书要收多少钱", on=ON)
    assert asked(turn) == "notice"
    turn = next_after(turn, Answer("huzhou-2007-35"))
    assert turn.aside
    assert turn.aside.lines
    assert asked(turn) == "case"
    assert next_after(turn, Answer("lost")).aside is None


def test_side_questions_after_an_outcome_leave_it_standing() -> None:
    for text in ("要多少钱", "去哪里办", "要哪些表格", "能自己去交吗"):
        turn = talk(*READY, text)
        assert turn.outcome, text
        assert turn.aside
        assert turn.said[0] == turn.outcome.submitter.text.zh


def test_another_matter_is_offered_while_a_question_is_open_and_begun_after_an_outcome() -> None:
    turn = talk(LOST, "是", "我的工程师证书破损了怎么办")
    assert asked(turn) == "newspaper"
    link = turn.links[0]
    assert (link.to, link.value) == ("intent", "damaged")
    moved = next_after(turn, Choose(Chosen.INTENT, link.value))
    assert heard(moved)["case"] == "damaged"
    assert heard(moved)["issued_here"] is True
    assert heard(talk(*READY, "我的工程师证书破损了怎么办"))["case"] == "damaged"


def test_the_redirect_of_an_outcome_leads_to_the_other_case() -> None:
    turn = talk("我在湖州，工程师旧证书要换新证书", "评审", "外省市或部属单位")
    while turn.question:
        turn = next_after(turn, Answer("1"))
    link = next(link for link in turn.links if link.to == "case")
    assert heard(next_after(turn, Choose(Chosen.CASE, link.value)))["case"] == link.value


def test_an_unsure_sentence_offers_the_three_likeliest_and_none_of_these() -> None:
    turn = talk("证书学位证")
    assert len(turn.choices) == 3
    assert turn.question
    assert [option.id for option in turn.question.options] == [*(choice.value for choice in turn.choices), "none"]
    assert asked(next_after(turn, Answer("none"))) == "intent"
    picked = next_after(turn, Answer(turn.choices[0].value))
    assert picked.intent == turn.choices[0]


@pytest.mark.parametrize("text", ["你好", "hello", "社保怎么转", "护照丢了去哪补", "thanks"])
def test_greetings_and_other_matters_get_three_buttons(text: str) -> None:
    turn = start(text, on=ON)
    assert turn.question
    assert [option.id for option in turn.question.options] == ["lost", "confirm", "renew", "none"]
    assert turn.said
    assert turn.conversation.steps == ()


def test_is_it_genuine_leads_to_the_verification_page_from_anywhere() -> None:
    for turn in (start("这个职称证书是真的吗，怎么验证", on=ON), talk(LOST, "这个职称证书是真的吗，怎么验证")):
        assert "verification" in [link.to for link in turn.links]
        assert "核验" in "".join(turn.said)
    assert asked(talk(LOST, "这个职称证书是真的吗，怎么验证")) == "issued_here"


def test_a_place_that_no_notice_covers_is_said_plainly() -> None:
    turn = talk("我在北京，工程师证书丢了")
    assert "湖北省、浙江省湖州市" in "".join(turn.said)
    assert asked(turn) == "notice"
    elsewhere = next_after(turn, Answer("elsewhere"))
    assert "不敢乱说" in "".join(elsewhere.said)
    assert asked(elsewhere) == "notice"


def test_a_matter_that_the_notice_does_not_know_is_said_plainly() -> None:
    turn = talk("我在武汉，旧证书要换新证书")
    assert asked(turn) == "case"
    assert "没有写这件事" in turn.said[-1]


def test_a_month_is_remembered_and_the_day_asked() -> None:
    turn = talk("武汉的高级工程师证书丢了，2026年3月登的报", "是", Answer("published"), Answer("complete"), "有")
    assert asked(turn) == "published_on"
    assert "2026-03" in turn.said[-1]


def test_who_does_not_know_is_told_how_to_find_out() -> None:
    turn = talk(LOST, "不知道")
    assert "印章" in turn.said[0]
    assert asked(turn) == "issued_here"


def test_the_estimate_shrinks_to_nothing_and_always_holds() -> None:
    held = Conversation()
    left = []
    for line in READY:
        turn = held.say(line)
        assert turn.remaining
        left.append((turn.remaining.at_least, turn.remaining.at_most))
    for answered, (least, most) in enumerate(left):
        assert least <= len(READY) - 1 - answered <= most
    assert left[-1] == (0, 0)


def test_a_conversation_begins_at_a_notice_and_a_case() -> None:
    turn = start(notice="huzhou-2007-35", case="lost", on=ON)
    assert asked(turn) == "place"
    assert asked(start(notice="huzhou-2007-35", on=ON)) == "case"
    assert "没有收录" in start(notice="atlantis", on=ON).said[0]


def test_the_language_follows_the_first_sentence_and_can_be_switched() -> None:
    turn = start("I lost my senior engineer certificate in Wuhan", on=ON)
    assert turn.language == "en"
    assert turn.question
    assert turn.as_dict()["question"]["text"].startswith("Was the certificate")
    switched = reply(turn.token, Words("yes"), on=ON, language="zh")
    assert switched.language == "zh"
    assert resume(switched.token, on=ON).language == "zh"


def test_a_link_resumes_where_it_was_left() -> None:
    turn = talk(LOST, "是", "登了")
    later = resume(turn.token, on=ON + timedelta(days=9))
    assert asked(later) == asked(turn)
    assert heard(later) == heard(turn)
    assert "欢迎回来" in later.said[0]


def test_after_a_change_of_the_rules_valid_answers_stay_and_the_others_are_named() -> None:
    turn = talk(LOST, Answer("yes"), Answer("published"))
    pack = load_packs()["hubei-2013-80"]
    newspaper = pack.facts["newspaper"]
    told = {name: getattr(newspaper, name) for name in Fact.model_fields}
    fewer = Fact(**{**told, "choices": newspaper.choices[1:]})
    changed = {"hubei-2013-80": replace(pack, facts={**pack.facts, "newspaper": fewer})}
    later = resume(turn.token, on=ON, packs=changed)
    assert "更新过" in later.said[0]
    assert newspaper.label.zh in later.said[1]
    assert heard(later)["issued_here"] is True
    assert "newspaper" not in heard(later)
    untouched = {"hubei-2013-80": replace(pack, rules=()), "other": replace(pack)}
    assert "更新过" not in "".join(resume(turn.token, on=ON, packs=untouched).said)
    older = write_token(replace(turn.conversation, version="0" * 8))
    assert "都还有效" in resume(older, on=ON).said[1]


def test_a_notice_that_is_gone_asks_for_the_place_again() -> None:
    turn = talk(LOST, "是")
    packs = {"huzhou-2007-35": load_packs()["huzhou-2007-35"]}
    assert asked(resume(turn.token, on=ON, packs=packs)) == "notice"


def test_a_day_that_was_right_then_is_not_in_the_future_later() -> None:
    turn = talk(LOST, "是", "登了", "都写清楚了", "有", "昨天")
    assert heard(turn)["published_on"] == "2026-11-19"
    assert heard(resume(turn.token, on=date(2026, 12, 1)))["published_on"] == "2026-11-19"
