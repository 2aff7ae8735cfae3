"""Reads a newspaper notice of loss: which required items are there, missing or unclear; and drafts a correct one.

    reading = read_notice(pack, "遗失声明：张三，男，……")
    reading.complete                         False
    [item.name.zh for item in reading.items if item.state is ItemState.MISSING]
    draft_notice(pack, reading)              a text with what was found filled in and ×× elsewhere

The items, the words that introduce them and the draft are data of the pack (`lost-notice.yaml`); the wording and the
order of the text do not matter. Pure: the text is neither kept nor logged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from policy.errors import NoItemsRequired
from policy.notice_dates import WrittenDate, dates_in
from policy.pack import Pack
from policy.schema import LostNotice, RequiredItem, Text

_LONGEST = 4000
# A notice has a handful of dates; more would only slow down the reading of nonsense.
_MOST_DATES = 40
_BREAKS = "，。；;,、\n！!"
_MASK = re.compile(r"[×xX*＊_某△○?？]{2,}|某")
_IDENTITY_WORDS = ("身份证", "身份号", "电话", "手机", "邮编")
_NAME = r"[\u3400-\u9fff\U00020000-\U0003ffff]{1,12}(?:·[\u3400-\u9fff]{1,12})*"
_RANKS = "正高级|副高级|高级|中级|初级|助理|主任|副主任|主治|主管|副|教授级|[一二三四]级"
# Digits and letters with the words and brackets that lead them, such as 鄂高职字〔2015〕第0123456号; never a date.
_NUMBER = (
    r"(?:[\u4e00-\u9fff]|[(\[〔【][^()\[\]〔〕【】]{1,8}[)\]〕】]){0,12}"
    r"[A-Za-z0-9*×][A-Za-z0-9*×\-—]*(?![A-Za-z0-9*×\-—年月])号?"
)
_SPACED_NAME = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]) ([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_NOT_NAMES = ("遗失", "丢失", "声明", "申明", "证书", "不慎", "性别", "资格", "单位", "以上", "特此", "专业", "本人")


class ItemState(Enum):
    """Whether an item stands in the text."""

    PRESENT = "present"
    MISSING = "missing"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class ItemReading:
    """One required item: whether it is there, the words that state it, and what to write if it is not."""

    id: str
    name: Text
    state: ItemState
    found: str | None
    hint: Text


@dataclass(frozen=True)
class NoticeReading:
    """All required items of a notice, in the order of the rule, and the rule's ids."""

    items: tuple[ItemReading, ...]
    clauses: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every required item is clearly there; otherwise the notice would be refused later."""
        return all(item.state is ItemState.PRESENT for item in self.items)


Finding = tuple[ItemState, str | None]
_ABSENT: Finding = (ItemState.MISSING, None)


def read_notice(pack: Pack, text: str) -> NoticeReading:
    """Look for each required item; raises `NoItemsRequired` where the notice lists none. Reads 4,000 characters."""
    rules = _rules(pack)
    reader = _Reader(rules, unicodedata.normalize("NFKC", text[:_LONGEST]).replace("•", "·").replace("・", "·"))
    items = tuple(ItemReading(item.id, item.name, *reader.find(item), item.hint) for item in rules.items)
    return NoticeReading(items, rules.clauses)


def draft_notice(pack: Pack, reading: NoticeReading | None = None) -> str:
    """A notice with every required item: what a reading found is filled in, ×× stands for the rest."""
    rules = _rules(pack)
    known = {item.id: item.found for item in (reading.items if reading else ()) if item.state is ItemState.PRESENT}
    return rules.draft.format_map({item.id: known.get(item.id) or "××" for item in rules.items})


def _rules(pack: Pack) -> LostNotice:
    if pack.lost_notice is None:
        raise NoItemsRequired(citation=pack.notice.citation)
    return pack.lost_notice


class _Reader:
    """Looks for items in one text."""

    def __init__(self, rules: LostNotice, text: str) -> None:
        self.rules = rules
        self.text = _SPACED_NAME.sub(r"\1\2", text)
        self.finders: Mapping[str, Callable[[RequiredItem], Finding]] = {
            "person": self._person,
            "sex": self._sex,
            "title": self._title,
            "date": self._date,
            "number": self._number,
        }

    def find(self, item: RequiredItem) -> Finding:
        """Whether an item is there, and the words that state it."""
        return self.finders[item.kind](item)

    def _person(self, item: RequiredItem) -> Finding:
        cues = "|".join(map(re.escape, sorted(item.cues, key=len, reverse=True)))
        patterns = (
            rf"(?:{cues})[为是]?\s*[:(]?\s*(?P<name>{_NAME}|[×xX*某]+)",
            rf"(?:^|[\s。:：])\s*(?P<name>{_NAME}?)\s*[,，、(（\s]\s*(?:性别[:：]?)?\s*[男女]",
            rf"(?:^|[\s。:：,，])\s*(?P<name>{_NAME}?)(?:同志|先生|女士)?(?:[,，]\s*)?(?:因|于|在)?(?:不慎)?(?:将|把)?(?:遗失|丢失)",
        )
        for pattern in patterns:
            for found in re.finditer(pattern, self.text):
                name = self._trimmed(found["name"])
                if name:
                    return (ItemState.UNCLEAR, name) if _MASK.search(found["name"]) else (ItemState.PRESENT, name)
        return (ItemState.UNCLEAR, None) if _MASK.search(self.text.split("性别")[0]) else _ABSENT

    def _trimmed(self, name: str) -> str | None:
        """A name without what follows it in running text; None if it is no name."""
        name = re.split(r"(?:性别|因|于|不慎|遗失|丢失|的|在|将|把|同志|先生|女士|[男女]$)", name)[0]
        if not name or any(word in name for word in _NOT_NAMES) or (len(name) < 2 and not _MASK.search(name)):
            return None
        return name

    def _sex(self, item: RequiredItem) -> Finding:
        cued = re.search(rf"(?:{'|'.join(map(re.escape, item.cues))})\s*[为是]?\s*[:：]?\s*([男女])", self.text)
        alone = re.search(r"(?<![\u4e00-\u9fff])([男女])(?:性|士)?(?![\u4e00-\u9fff])", self.text)
        if found := cued or alone:
            return ItemState.PRESENT, found.group(1)
        polite = re.search(r"先生|女士|小姐", self.text)
        return (ItemState.UNCLEAR, polite.group()) if polite else _ABSENT

    def _title(self, _item: RequiredItem) -> Finding:
        endings = "|".join(map(re.escape, sorted(self.rules.title_endings, key=len, reverse=True)))
        found = re.search(rf"(?:(?:{_RANKS}){{1,3}}[\u4e00-\u9fff]{{0,4}}?)?(?:{endings})", self.text)
        if found:
            return ItemState.PRESENT, found.group()
        level = re.search(r"(?:正高|副高|高级|中级|初级)(?:专业技术)?(?:职称|资格|职务)?", self.text)
        return (ItemState.UNCLEAR, level.group()) if level else _ABSENT

    def _number(self, item: RequiredItem) -> Finding:
        cues = "|".join(map(re.escape, sorted(item.cues, key=len, reverse=True)))
        for found in re.finditer(rf"(?P<cue>{cues})\s*[为是]?\s*[:：]?\s*(?P<value>{_NUMBER})", self.text):
            lead = self.text[max(0, found.start() - 4) : found.end("cue")]
            if not any(word in lead for word in _IDENTITY_WORDS):
                return self._judged_number(found["value"])
        for found in re.finditer(r"(?<![\dA-Za-z])\d{10,16}(?![\dA-Za-z])", self.text):
            before = self.text[max(0, found.start() - 8) : found.start()]
            if not any(word in before for word in _IDENTITY_WORDS):
                return ItemState.UNCLEAR, found.group()
        return _ABSENT

    def _judged_number(self, value: str) -> Finding:
        if re.search(r"[*×]", value) or len(re.findall(r"[A-Za-z0-9]", value)) < 4:
            return ItemState.UNCLEAR, value
        return ItemState.PRESENT, value

    def _date(self, item: RequiredItem) -> Finding:
        own = [found for found in dates_in(self.text)[:_MOST_DATES] if self._owner(found) == item.id]
        for found in own:
            if found.exists and found.month is not None:
                return ItemState.PRESENT, found.text
        if own:
            return ItemState.UNCLEAR, own[0].text
        vague = re.search(r"近日|日前|近期|前几天|不久前", self.text)
        if vague and any(cue in self.text[vague.start() : vague.start() + 24] for cue in item.cues):
            return ItemState.UNCLEAR, vague.group()
        return _ABSENT

    def _owner(self, found: WrittenDate) -> str | None:
        """Which item a date belongs to: the nearest cue in its own clause, else the last cue before it."""
        start, end = self._clause(found)
        within = [
            (self._distance(found, place, cue), owner)
            for owner, cue in self._cues()
            for place in _places(self.text, cue, start, end)
        ]
        if within:
            return min(within, key=lambda pair: pair[0])[1]
        return None

    def _clause(self, found: WrittenDate) -> tuple[int, int]:
        start = max((self.text.rfind(mark, 0, found.start) for mark in _BREAKS), default=-1) + 1
        ends = [place for mark in _BREAKS if (place := self.text.find(mark, found.end)) >= 0]
        return start, min(ends, default=len(self.text))

    def _cues(self) -> Iterator[tuple[str | None, str]]:
        for item in self.rules.items:
            if item.kind == "date":
                yield from ((item.id, cue) for cue in item.cues)
        yield from ((None, cue) for cue in self.rules.other_dates)

    @staticmethod
    def _distance(found: WrittenDate, place: int, cue: str) -> tuple[int, int]:
        """Distance in characters between a cue and a date; the longer of two cues that start or end alike wins."""
        gap = found.start - (place + len(cue)) if place < found.start else place - found.end
        return gap, -len(cue)


def _places(text: str, cue: str, start: int, end: int) -> Iterator[int]:
    place = text.find(cue, start, end)
    while place >= 0:
        yield place
        place = text.find(cue, place + 1, end)
