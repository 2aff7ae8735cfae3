"""The six items of a lost-certificate notice, in any order, any wording, any way of writing dates."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy import ItemState, Pack, draft_notice, load_packs, read_notice
from policy.errors import NoItemsRequired
from policy.notice_dates import dates_in

FULL = (
    "遗失申明：张三，性别男，遗失专业技术资格证书一本。任职资格名称：高级工程师，评审通过时间：2015年11月，"
    "证书编号：42010020150001，遗失时间：2024年3月5日。特此申明，原证书作废。"
)
COMPLETE = [
    FULL,
    "本人李晓梅，女，于二〇二四年三月五日不慎遗失高级教师资格证书，该证书二〇一五年十一月评审通过，编号42010020150001，声明作废。",
    "遗失声明 拜合提亚尔·穆太力普，男，身份证号420101190001010017，2015年12月通过评审取得副主任医师任职资格，"
    "证书编号：鄂高职字第0123456号，2024.3.5在武汉丢失。特此声明。2024年3月20日",
    "姓名：欧阳一鸣　性别：女　职称：主治医师　评审时间：2010-11-20　证号：A1234567　遗失日期：2024/2/29",
    "证书编号:42010020150001,遗失时间2024年3月,姓名:陈静,男,任职资格名称工程师,评审通过时间2012年6月",
    "陈静不慎遗失高级会计师证书，2013年12月5日取得，性别女，证书号201342010001，2024年1月2日遗失，声明作废",
    "王建国（男）于2023年十月不慎将证书遗失，"
    "资格名称：高级农艺师，编号：20110034，二零一一年十二月一日评审通过。遗失时间：2023年10月。",
    "遗失启事 兹有我单位职工刘芳（女）副教授任职资格证书一本"
    "（评审通过时间2009年12月，编号0912345）于2023年6月1日遗失，特此声明。",
    "孙丽的工程师职称证书（证号：鄂中字〔2011〕第20110012号）不慎丢失，丢失日期二零二二年三月。孙丽，女，二〇一一年十一月三十日通过评审。",
    "本人(陈明,男)于2024年5月6日将助理工程师任职资格证书遗失,资格证书编号:420111201500123,评审通过日期:2015年7月20日",
    "证书遗失：李 明，男，高级工程师，2010年12月25日通过，证书编号1012345，2024年10月1日遗失。",
    "胡杨遗失主任医师证,编号201801,2018年12月评审通过,遗失于2024年7月9日,性别男",
    "郑爽，女，遗失中小学一级教师资格证，证书编号 Z20140056 ，2014年8月评审，2023年11月30日遗失。",
]

NAMES = {"刘芳": 7, "孙丽": 8, "陈明": 9, "李明": 10, "胡杨": 11}


def states(pack: Pack, text: str) -> dict[str, str]:
    return {item.id: item.state.value for item in read_notice(pack, text).items}


@pytest.mark.parametrize("text", COMPLETE)
def test_a_notice_with_all_six_items_is_complete(hubei: Pack, text: str) -> None:
    reading = read_notice(hubei, text)
    assert {item.id: item.state for item in reading.items if item.state is not ItemState.PRESENT} == {}
    assert reading.complete
    assert reading.clauses == ("HB-2.4.2.2", "HB-2.4.2.3")


@pytest.mark.parametrize(("name", "place"), NAMES.items())
def test_the_name_is_found_wherever_it_stands(hubei: Pack, name: str, place: int) -> None:
    assert read_notice(hubei, COMPLETE[place]).items[0].found == name


def test_a_number_ends_where_the_next_words_begin(hubei: Pack) -> None:
    found = {item.id: item.found for item in read_notice(hubei, COMPLETE[7]).items}
    assert found["number"] == "0912345"
    assert states(hubei, "证书编号遗失于2023年6月")["number"] == "missing"


@pytest.mark.parametrize(
    ("piece", "item"),
    [
        ("张三，", "name"),
        ("性别男，", "sex"),
        ("任职资格名称：高级工程师，", "title"),
        ("评审通过时间：2015年11月，", "approved_on"),
        ("证书编号：42010020150001，", "number"),
        ("遗失时间：2024年3月5日", "lost_on"),
    ],
)
def test_the_one_item_that_is_left_out_is_missed(hubei: Pack, piece: str, item: str) -> None:
    assert piece in FULL
    found = states(hubei, FULL.replace(piece, ""))
    assert [name for name, state in found.items() if state != "present"] == [item]


@pytest.mark.parametrize(
    ("old", "new", "item"),
    [
        ("张三", "张某某", "name"),
        ("性别男", "李先生", "sex"),
        ("任职资格名称：高级工程师", "高级职称", "title"),
        ("2015年11月", "2015年", "approved_on"),
        ("2015年11月", "2015年13月", "approved_on"),
        ("42010020150001", "4201******0001", "number"),
        ("42010020150001", "12", "number"),
        ("2024年3月5日", "2024年2月30日", "lost_on"),
        ("遗失时间：2024年3月5日", "近日不慎遗失", "lost_on"),
    ],
)
def test_what_is_masked_vague_or_impossible_is_unclear(hubei: Pack, old: str, new: str, item: str) -> None:
    assert states(hubei, FULL.replace(old, new))[item] == "unclear"


def test_the_date_of_issue_does_not_stand_for_the_date_of_evaluation(hubei: Pack) -> None:
    assert states(hubei, FULL.replace("评审通过时间", "发证日期"))["approved_on"] == "missing"


def test_an_identity_number_is_no_certificate_number(hubei: Pack) -> None:
    text = FULL.replace("证书编号：42010020150001", "身份证号：420101190001010017")
    assert states(hubei, text)["number"] == "missing"


def test_a_lone_number_is_taken_with_doubt(hubei: Pack) -> None:
    assert states(hubei, FULL.replace("证书编号：", ""))["number"] == "unclear"


@pytest.mark.parametrize("text", ["", "   ", "我的证书丢了", "😀😀😀", "<script>alert(1)</script>", "\x00\x01"])
def test_a_text_without_items_misses_them(hubei: Pack, text: str) -> None:
    assert set(states(hubei, text).values()) == {"missing"}


def test_the_draft_keeps_what_was_found_and_is_complete_once_filled(hubei: Pack) -> None:
    reading = read_notice(hubei, "陈静，女，证书编号20150001。")
    draft = draft_notice(hubei, reading)
    assert "陈静" in draft
    assert "20150001" in draft
    assert draft.count("××") == 3
    filled = draft.replace("任职资格名称：××", "任职资格名称：工程师").replace("通过时间：××", "通过时间：2015年1月")
    assert read_notice(hubei, filled.replace("遗失时间：××", "遗失时间：2024年5月1日")).complete


def test_an_empty_draft_is_incomplete_in_every_item(hubei: Pack) -> None:
    assert not any(item.state is ItemState.PRESENT for item in read_notice(hubei, draft_notice(hubei)).items)


def test_a_notice_that_lists_no_items_says_so(huzhou: Pack) -> None:
    with pytest.raises(NoItemsRequired) as refused:
        read_notice(huzhou, FULL)
    assert "湖人专〔2007〕35号" in refused.value.say("zh")


@settings(max_examples=80, deadline=None)
@given(
    st.text(alphabet="遗失声明张三男女性别，。：:证书编号0123456789年月日评审通过高级工程师×某 \n本人", max_size=200)
)
def test_any_text_is_read_without_fault(text: str) -> None:
    assert len(read_notice(load_packs()["hubei-2013-80"], text).items) == 6


@pytest.mark.parametrize(
    "text", ["本人" * 5000, "证书编号" + "甲" * 10000, "2024年" * 5000, "高级" * 5000, "·" * 10000]
)
def test_long_texts_are_read_quickly(hubei: Pack, text: str) -> None:
    started = time.process_time()
    read_notice(hubei, text)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("2015年11月3日", 2015, 11, 3),
        ("2015年11月", 2015, 11, None),
        ("2015年", 2015, None, None),
        ("2015.11.3", 2015, 11, 3),
        ("2015-11", 2015, 11, None),
        ("二〇一五年十一月三日", 2015, 11, 3),
        ("二○一五年十月二十三日", 2015, 10, 23),
        ("一九九八年二月三十日", 1998, 2, 30),
        ("二零零七年四月", 2007, 4, None),
    ],
)
def test_dates_are_read_in_every_usual_notation(text: str, year: int, month: int | None, day: int | None) -> None:
    [found] = dates_in(f"于{text}遗失")
    assert (found.year, found.month, found.day) == (year, month, day)
    assert found.exists == (day != 30)


def test_digits_inside_a_number_are_no_date() -> None:
    assert dates_in("证书编号42010020150001") == []
