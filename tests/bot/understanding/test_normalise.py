"""One spelling for what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.normalise import MAXIMUM_LENGTH, is_readable, language_of, normalise


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("職稱證書遺失", "职称证书遗失"),
        ("Ｉ Ｌｏｓｔ", "i lost"),
        ("证书，丢了？", "证书,丢了?"),
        ("  证书\t丢了\r\n", "证书 丢了"),
        ("我 自 己 提 交", "我自己提交"),
        ("我.自.己.提.交", "我自己提交"),
        ("武汉 高级工程师", "武汉 高级工程师"),
        ("2007.4.30", "2007.4.30"),
        ("证\u200b书\u0000丢了", "证书丢了"),
        ("证书😀丢了👍🏽", "证书丢了"),
        ("<b>证书</b>丢了", "证书 丢了"),
        ("a < b 且 c > d", "a < b 且 c > d"),
        ("&lt;b&gt;证书", "证书"),
        ("\ud800证书", "证书"),
        ("", ""),
    ],
)
def test_a_text_is_spelt_like_this(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@given(st.text())
def test_normal_text_is_short_and_has_no_control_characters(text: str) -> None:
    normal = normalise(text * 50)
    assert len(normal) <= MAXIMUM_LENGTH
    assert all(character.isprintable() for character in normal)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("证书丢了", "zh"),
        ("I lost my certificate", "en"),
        ("我的 certificate 丢了", "zh"),
        ("", "zh"),
        ("42", "zh"),
        ("i lost my 职称 certificate", "en"),
    ],
)
def test_the_language_to_answer_in_is_guessed(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("证书丢了", True),
        ("hi", True),
        ("证书 паспорт", False),
        ("паспорт", False),
        ("42", False),
        ("", False),
        ("把é改掉", True),
    ],
)
def test_only_chinese_and_english_are_readable(text: str, readable: bool) -> None:
    assert is_readable(text) is readable
