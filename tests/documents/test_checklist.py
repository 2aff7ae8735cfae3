"""The checklist and the hand-over sheet: the unit rule first, every clause, a code that scans, data never markup."""

from __future__ import annotations

from dataclasses import replace

import pytest

from documents.checklist import Checklist, Cited, HandOver, Item, Section, typeset_checklist, typeset_hand_over
from documents.errors import MissingGlyphs
from documents.fonts import Fonts
from tests.documents.paper import alternative_texts, copied_text, opened, rasterised, scanned

RULE = Cited("须由您的单位提交，个人不能直接办理。", ("二", "二（四）1"))
CHECKLIST = Checklist(
    language="zh",
    title="证书遗失补办",
    submitter=RULE,
    verdict="还要等",
    headline=Cited("还没到时间。", ("二（四）3",)),
    office=Cited("省职改办 027-1234567", ("二",)),
    earliest="2027年4月13日",
    citation="鄂职改办〔2013〕80号",
    basis="按湖北省2013年通知。后来的政策可能有变化。",
    sections=(
        Section("要准备的材料", "boxes", (Item(Cited("登有遗失申明的报纸原件。", ("二（四）2",)), ("原件", "1份")),)),
        Section("怎样办", "steps", (Item(Cited("单位盖章后报送。", ("二（四）3",))),)),
        Section("要问清楚的事", "boxes", (Item(Cited("要不要等6个月。", ("二（四）5",)), ask="省职改办"),)),
    ),
    printed_on="2026年11月20日",
)
SHEET = HandOver(
    language="zh",
    title="证书遗失补办",
    submitter=RULE,
    citation="鄂职改办〔2013〕80号",
    code="7Q2M-XK4D-0PZR-V3T9",
    link="https://zhicheng.rst.hubei.example.cn/desk/hand-over#7Q2MXK4D0PZRV3T9",
    address="https://zhicheng.rst.hubei.example.cn/desk/hand-over",
    delete_at="https://zhicheng.rst.hubei.example.cn/hand-over",
    holds="问答的结果，没有姓名和号码（已加密）",
    expires_on="2027年2月18日",
    printed_on="2026年11月20日",
)


def test_a_checklist_says_who_submits_before_anything_else_and_every_line_with_its_clause(fonts: Fonts) -> None:
    [text] = copied_text(typeset_checklist(CHECKLIST, fonts))
    assert text.startswith("办理清单：证书遗失补办由谁提交须由您的单位提交，个人不能直接办理。〔二，二（四）1〕")
    for said in (
        "【还要等】还没到时间。〔二（四）3〕",
        "最早可以报送的日期：2027年4月13日",
        "办理机关：省职改办027-1234567〔二〕",
        "登有遗失申明的报纸原件。〔二（四）2〕原件1份",
        "1.单位盖章后报送。〔二（四）3〕",
        "请单位问：省职改办",
        "依据：按湖北省2013年通知。",
        "鄂职改办〔2013〕80号打印日期：2026年11月20日",
    ):
        assert said in text, said


def test_an_english_checklist_has_no_chinese_of_its_own(fonts: Fonts) -> None:
    [text] = copied_text(typeset_checklist(replace(CHECKLIST, language="en"), fonts))
    for said in ("Checklist:", "Whosubmits", "Earliestdaytosubmit:", "Officeincharge:", "Lettheunitask:", "Page1of1"):
        assert said in text, said
    assert "由谁提交" not in text


def test_the_papers_are_tagged_and_titled_for_a_screen_reader(fonts: Fonts) -> None:
    assert alternative_texts(typeset_hand_over(SHEET, fonts)) == ["二维码：单位经办人扫码打开调取页面"]
    for pdf in (typeset_checklist(CHECKLIST, fonts), typeset_hand_over(SHEET, fonts)):
        with opened(pdf) as document:
            assert document.is_tagged()
            assert document.get_metadata_value("Title").endswith("证书遗失补办")


def test_the_hand_over_sheet_shows_the_code_in_groups_and_its_symbol_scans(fonts: Fonts) -> None:
    pdf = typeset_hand_over(SHEET, fonts)
    [text] = copied_text(pdf)
    assert text.startswith("交接单：证书遗失补办由谁提交须由您的单位提交")
    for said in (SHEET.code, SHEET.address, SHEET.delete_at, SHEET.holds, SHEET.expires_on):
        assert said.replace(" ", "") in text
    assert scanned(rasterised(pdf, 110)[0]) == [SHEET.link]


def test_words_are_shown_and_never_run(fonts: Fonts) -> None:
    words = '#read("/etc/passwd") *粗* $x^2$ \\ @ref // 注释 <b> #{1+1}'
    [text] = copied_text(typeset_checklist(replace(CHECKLIST, headline=Cited(words)), fonts))
    assert words.replace(" ", "") in text


def test_a_long_case_goes_on_over_the_page_and_nothing_is_lost(fonts: Fonts) -> None:
    items = tuple(Item(Cited(f"第{number}项材料，" + "说明" * 30, ("三（四）6",)), ("原件",)) for number in range(40))
    pages = copied_text(typeset_checklist(replace(CHECKLIST, sections=(Section("材料", "boxes", items),)), fonts))
    assert len(pages) > 1
    whole = "".join(pages)
    assert all(f"第{number}项材料" in whole for number in range(40))


def test_the_same_words_give_the_same_bytes(fonts: Fonts) -> None:
    assert typeset_checklist(CHECKLIST, fonts) == typeset_checklist(CHECKLIST, fonts)


def test_a_character_that_no_font_draws_is_refused_rather_than_left_out(fonts: Fonts) -> None:
    with pytest.raises(MissingGlyphs, match="U\\+0001"):
        typeset_checklist(replace(CHECKLIST, title="\x01"), fonts)
