"""Names and certificate numbers: what is kept for print, and what is compared.

printed_name(" 拜合提亚尔•穆太力普 ")                       # as printed: "拜合提亚尔•穆太力普"
matching_form("拜合提亚尔．穆太力普") == matching_form("拜合提亚尔·穆太力普")
normalise_number("２０２６ 4201-000123")                  # "20264201000123"
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from messages.advice import Advice
from registry.errors import RegistryError
from signing.claims import MAX_NAME, check_text
from signing.errors import ClaimFault, InvalidClaim
from tables.values import EMPTY, Refused

_DOTS = str.maketrans(dict.fromkeys("·•・･．‧∙⋅.᛫⸱●﹒", "\u00b7"))
_HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACE_IN_HAN = re.compile(rf"(?<=[{_HAN}]) +(?=[{_HAN}])")
_SPACES = re.compile(r"\s+")
# Joiners and marks of direction that word processors leave behind; nobody sees them, so nobody can type them.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_NUMBER_SEPARATORS = re.compile(r"[\s\-\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff]+")
_LOST = re.compile("[?？□■\ufffd*＊]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


TOO_LONG = Advice(
    "超过 {limit} 个字符。",
    "It has more than {limit} characters.",
    "请改用规范的简称，并核对各列是否错位。",
    "Use the short official form, and check that the columns are in place.",
)

UNPRINTABLE = Advice(
    "含有控制字符或不可见字符。",
    "It holds control or invisible characters.",
    "请重新手工输入。",
    "Type it anew.",
)


class NameFault(Enum):
    """Why a text cannot be a holder's name."""

    EMPTY = Advice("没有填写姓名。", "The name is empty.", "请填写姓名。", "Fill it in.")
    TOO_LONG = Advice(
        "姓名超过 50 个字符。",
        "The name has more than 50 characters.",
        "请核对该列是否错位；确有更长的姓名，请联系登记库管理员。",
        "Check that the columns are in place; for a longer name ask the registry's administrator.",
    )
    LOST_CHARACTER = Advice(
        "姓名中有“?”、“□”或“*”，多半是生僻字在转换时丢失，或姓名被遮盖。",
        "The name holds ?, □ or *: a rare character was lost in conversion, or the name was masked.",
        "请对照证件原件补上原字，并以 UTF-8 或 XLSX 保存。",
        "Put the real character in and save as UTF-8 or XLSX.",
    )
    PRIVATE_USE = Advice(
        "姓名中有自造字（专用区编码），换一台电脑就显示不出来。",
        "The name holds a private-use character, which other computers cannot show.",
        "请换成该字的国标（Unicode）编码；可用公安部门证件上的用字核对。",
        "Use the character's Unicode code point; compare with the identity document.",
    )
    FORBIDDEN_CHARACTER = Advice(
        "姓名中有看不见的控制字符。",
        "The name holds an invisible control character.",
        "请重新手工输入姓名。",
        "Type the name anew.",
    )


_OF_CLAIM_FAULT = {ClaimFault.EMPTY: NameFault.EMPTY, ClaimFault.TOO_LONG: NameFault.TOO_LONG}


class InvalidName(RegistryError):
    """The text cannot be a holder's name; `fault` says why."""

    zh = "{advice.zh}{advice.cure_zh}"
    en = "{advice.en} {advice.cure_en}"

    def __init__(self, fault: NameFault) -> None:
        self.fault = fault
        self.advice = fault.value
        super().__init__(advice=self.advice)


def printed_text(text: str) -> str:
    """A text as it is kept and printed: NFC, white space of any kind as one space, none at the ends or within Chinese.

    Two-character names are padded in lists (张　三) so that columns look even; the padding is no part of the name.
    """
    if text.isalnum() and unicodedata.is_normalized("NFC", text):
        return text
    folded = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    return _SPACE_IN_HAN.sub("", folded)


def plain_text(text: str, longest: int) -> str:
    """The text as it is kept, of at most `longest` characters. Raises `Refused`."""
    printed = printed_text(text)
    try:
        check_text("text", printed, longest)
    except InvalidClaim as error:
        if error.fault is ClaimFault.EMPTY:
            raise Refused(EMPTY) from None
        raise Refused(TOO_LONG.filled(limit=longest) if error.fault is ClaimFault.TOO_LONG else UNPRINTABLE) from None
    return printed


def printed_name(text: str) -> str:
    """The name as it is kept and printed. Raises `InvalidName`; 1 to 50 characters of any script are accepted."""
    name = printed_text(text)
    if _PRIVATE.search(name):
        raise InvalidName(NameFault.PRIVATE_USE)
    if _LOST.search(name):
        raise InvalidName(NameFault.LOST_CHARACTER)
    try:
        check_text("name", name, MAX_NAME)
    except InvalidClaim as error:
        raise InvalidName(_OF_CLAIM_FAULT.get(error.fault, NameFault.FORBIDDEN_CHARACTER)) from None
    return name


def matching_form(text: str) -> str:
    """What two spellings of one name have in common: NFKC, every dot as ·, no spaces, upper case. Accepts any text."""
    dotted = text[: 4 * MAX_NAME].translate(_DOTS)
    folded = unicodedata.normalize("NFKC", dotted).translate(_DOTS)
    return _SPACES.sub("", _INVISIBLE.sub("", folded)).upper()


def normalise_number(text: str) -> str:
    """A certificate number as typed, in its one spelling: NFKC, no spaces and hyphens, upper case. Accepts any text."""
    if text.isascii() and text.isdigit():
        return text
    return _NUMBER_SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
