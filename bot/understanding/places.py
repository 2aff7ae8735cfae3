"""Places that a sentence names, and whether somebody came from there, went there, or is merely there.

read_places("从广东调到武汉")       # Places(came_from="440000", went_to="420100", named=None)
read_places("武汉的证书丢了")       # Places(came_from=None, went_to=None, named="420100")
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from bot.understanding.clauses import around
from bot.understanding.gazetteer import Found, Names, rows
from bot.understanding.values import Notice

_SEPARATORS = re.compile(r"^(?:的|省|市|, ?| )?$")
_GUARDS = {
    "上海": "@(?!南路)",
    "海南": "(?<!上)(?<!黄)@",
    "河南": "(?<!黄)@",
    "中山": "@(?!大学|路|装)",
    "长春": "@(?!藤)",
    "大同": "@(?!小异)",
    "安吉": "@(?!拉)",
}
# 没有调到武汉, 不是从广东: the place is named only to be denied.
_DENIED_BEFORE = re.compile(
    r"(?:不是|并非|没有?|未|不)(?:再|被)?(?:从|由|在|到|去过?|来过?|调到|调入|调往|转到|转入)?$"
    r"|\b(?:not|n't|never)(?: \w+)?(?: from| in| to) $"
)
# 湖北日报 names a newspaper, not where anybody is.
_NEWSPAPER_AFTER = re.compile(r"^(?:市|省)?(?:日报|晚报|晨报|早报|商报|时报|都市报|广播电视报|报社)| daily\b")
_FROM_BEFORE = re.compile(r"(?:从|由|自|离开|来自|原来?在|以前在|之前在|早年在|老家|原|\bleft|\bfrom)(?: the)? ?$")
_TO_BEFORE = re.compile(
    r"(?:调到|调入|调往|调回|调进|调至|调来|转到|转入|转往|转回|转业到|转业回|来到|迁到|迁入|搬到|入职|落户|落到|跳槽到"
    r"|到|去|回到?|至|往|来|进|现在?在?|目前在?|如今在?|还在|人在|转业)(?:了)?$"
    r"|\b(?:to|into|now in|work in|working in|works in|live in) ?$"
)
_ISSUED_BEFORE = re.compile(
    r"\b(?:obtained|granted|issued|earned|got|evaluated|awarded|given|received|certified)(?: it| my \w+(?: \w+)?)?"
    r" (?:in|by) ?$"
)
_FROM_AFTER = re.compile(
    r"^(?:那边|那里|这边)?(?:调|转|迁|搬|跳槽|引进|过来|来的|来(?!到|了)|到|去|回(?!来办)|辞职|退役|考来)(?!入的?时)"
)
_ISSUED_AFTER = re.compile(
    r"^(?:省|市|那边|那里|人社[厅局]|人事[厅局]|职改办)*"
    r"(?:评审?|考|发|颁发|取得|获得|拿|办|出具|授予|认定|批)(?:定|上|到|过|下来)?(?:的|得|了|$)"
    r"|^(?:省|市)?(?:的|发的)?(?:专业技术|高级|中级|初级|副高|正高|职称|资格|工程师|高工)*(?:证|职称|资格)"
    r"|^ (?:title|certificate)"
)
_WORKS_AFTER = re.compile(
    r"^(?:这边|本地|那边)?(?:上班|工作|任职|就业|干活|参加工作|打工|的?(?:单位|公司|医院|高校)上班)"
)


class _Role(Enum):
    FROM = auto()
    TO = auto()
    ISSUED = auto()
    NEUTRAL = auto()


@dataclass(frozen=True, slots=True)
class Places:
    """GB/T 2260 codes of what a sentence names."""

    came_from: str | None = None
    went_to: str | None = None
    named: str | None = None

    @property
    def notice(self) -> Notice | None:
        """The notice in force where the person went or is: Hubei's or Huzhou's."""
        return notice_of(self.went_to or self.named)


def notice_of(code: str | None) -> Notice | None:
    """The notice that covers a place, if one of the two known does."""
    if code is None:
        return None
    if code.startswith("42"):
        return Notice.HUBEI
    return Notice.HUZHOU if code.startswith("3305") else None


def contains(outer: str, inner: str) -> bool:
    """Whether one place lies within another: 420000 contains 420106."""
    significant = outer[:2] if outer.endswith("0000") else outer[:4] if outer.endswith("00") else outer
    return inner.startswith(significant)


@cache
def _regions() -> Names[str]:
    names: dict[str, str] = {}
    for code, name, aliases in rows("regions.txt"):
        names |= {known: code for known in (name, *aliases.split(",")) if known}
    return Names(names, _GUARDS)


def places_folded(text: str) -> str:
    """A normalised text with 某地 for each place that it names."""
    return _regions().folded(text, "某地")


def read_places(text: str) -> Places:
    """The places of a normalised text by their part in it; where two play the same part, the first one."""
    found = [place for place in _merge(text, _regions().find(text)) if _is_meant(text, place)]
    roles = [(place.value, _role(text, place)) for place in found]
    came_from = _first(roles, _Role.FROM)
    went_to = _first(roles, _Role.TO)
    issued = _first(roles, _Role.ISSUED)
    neutral = _first(roles, _Role.NEUTRAL)
    if came_from is None and issued is not None and (went_to is not None or neutral or notice_of(issued) is None):
        came_from, issued = issued, None
    if came_from is not None and went_to is None:
        went_to, neutral = neutral, None
    elif went_to is not None and came_from is None and neutral is not None and not contains(went_to, neutral):
        came_from, neutral = neutral, None
    named = None if came_from and went_to else issued or neutral
    return Places(came_from, went_to, None if named in (came_from, went_to) else named)


def _is_meant(text: str, place: Found[str]) -> bool:
    before, after = around(text, place.start, place.end)
    return not _DENIED_BEFORE.search(before[-20:]) and not _NEWSPAPER_AFTER.match(after[:8])


def _first(roles: Iterable[tuple[str, _Role]], wanted: _Role) -> str | None:
    return next((code for code, role in roles if role is wanted), None)


def _merge(text: str, places: Iterable[Found[str]]) -> Sequence[Found[str]]:
    """One place of a chain of names: 湖北省武汉市 is 武汉市."""
    merged: list[Found[str]] = []
    for place in places:
        last = merged[-1] if merged else None
        if last is not None and _SEPARATORS.match(text[last.end : place.start]) and contains(last.value, place.value):
            merged[-1] = Found(place.value, last.start, place.end)
        else:
            merged.append(place)
    return merged


def _role(text: str, place: Found[str]) -> _Role:
    before, after = around(text, place.start, place.end)
    if _FROM_BEFORE.search(before[-20:]):
        return _Role.FROM
    if _ISSUED_BEFORE.search(before[-40:]) or _ISSUED_AFTER.match(after[:20]):
        return _Role.ISSUED
    if _TO_BEFORE.search(before[-20:]) or _WORKS_AFTER.match(after[:12]):
        return _Role.TO
    return _Role.FROM if _FROM_AFTER.match(after[:8]) else _Role.NEUTRAL
