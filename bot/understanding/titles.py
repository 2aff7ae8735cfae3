"""Titles and levels that a sentence claims: the longest name wins, and what is denied does not count.

read_title("副主任医师证丢了")            # Claim(title="副主任医师", level=Level.DEPUTY_SENIOR, …)
read_title("正高级还没评，只有副高").level  # Level.DEPUTY_SENIOR
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.understanding.clauses import around, denied
from bot.understanding.gazetteer import Found, Names, rows
from bot.understanding.values import Level, Route

_CERTIFICATE = re.compile(r"^(?:的|这个|专业技术|任职|职称|资格|级)*(?:证|本)|^ ?(?:title )?certificate")
# Names that are also everyday words, with what must not stand around them.
_GUARDS = {
    "高工": "(?<!提)@(?!作|程|艺|业|资(?!格))",
    "助工": "@(?!作|程)",
    "教高": "@(?!中|校|考)",
    "编辑": "(?<!么)(?<!何)(?<!能)(?<!以)(?<!线)(?<!可)@(?!表|文|器|吗|不了|一下|内容)",
    "技术员": "(?<!专业)@(?!工)",
    "管理员": "(?<!系统)(?<!网站)(?<!后台)(?<!说)(?<!数据库)@(?=证|职称|资格)",
    "记者": "@(?!证)",
    "护士": "@(?!长|执业)",
    "教授": "@(?!了|你|我|级)",
    "主治": "@(?!医|大)",
    "技师": "@(?!学院|学校)",
    "医师": "(?<!执业)@(?!执业|协会)",
    "药师": "(?<!执业)@(?!协会)",
    "工程师": "@(?!协会|学院)",
}
_LEVELS = {
    "正高级": Level.FULL_SENIOR,
    "正高": Level.FULL_SENIOR,
    "副高级": Level.DEPUTY_SENIOR,
    "副高": Level.DEPUTY_SENIOR,
    "高级": Level.SENIOR_UNSTATED,
    "中级": Level.INTERMEDIATE,
    "初级": Level.JUNIOR_UNSTATED,
    "助理级": Level.ASSISTANT,
    "员级": Level.TECHNICIAN,
    "full senior": Level.FULL_SENIOR,
    "deputy senior": Level.DEPUTY_SENIOR,
    "associate senior": Level.DEPUTY_SENIOR,
    "senior title": Level.SENIOR_UNSTATED,
    "senior certificate": Level.SENIOR_UNSTATED,
    "senior level": Level.SENIOR_UNSTATED,
    "intermediate": Level.INTERMEDIATE,
    "mid-level": Level.INTERMEDIATE,
    "junior": Level.JUNIOR_UNSTATED,
}
_LEVEL_GUARDS = {
    "正高": "(?<!真)@(?!兴|速)",
    "高级": "@(?!中学|人民|别|法院|酒店|技工)",
    "中级": "@(?!人民|法院)",
    "初级": "@(?!中学)",
    "员级": "(?<!人)@(?!别)",
}
_WITHIN = {
    Level.SENIOR_UNSTATED: {Level.FULL_SENIOR, Level.DEPUTY_SENIOR},
    Level.JUNIOR_UNSTATED: {Level.ASSISTANT, Level.TECHNICIAN},
}


@dataclass(frozen=True, slots=True)
class Title:
    """A title of the gazetteer; a vocational qualification has no level and is given by national examination."""

    name: str
    level: Level | None

    @property
    def route(self) -> Route | None:
        """The only route by which it is given, if there is only one."""
        return Route.NATIONAL_EXAM if self.level is None else None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence says somebody holds."""

    title: Title | None = None
    level: Level | None = None


@cache
def _titles() -> Names[Title]:
    names: dict[str, Title] = {}
    for name, level, aliases in rows("titles.txt"):
        title = Title(name, None if level == "national_exam" else Level(level))
        names |= {known: title for known in (name, *aliases.split(",")) if known}
    return Names(names, _GUARDS)


@cache
def _levels() -> Names[Level]:
    return Names(_LEVELS, _LEVEL_GUARDS)


def titles_folded(text: str) -> str:
    """A normalised text with 某职称 for each title that it names."""
    return _titles().folded(text, "某职称")


def read_title(text: str) -> Claim:
    """The title and the level that a normalised text claims; neither where it claims several."""
    titles = list(_titles().find(text))
    held = _choose(text, [found for found in titles if not denied(text, found.start, found.end)])
    if held is not None:
        return Claim(held, held.level)
    levels = [
        found
        for found in _levels().find(text)
        if not any(title.start < found.end and found.start < title.end for title in titles)
        and not denied(text, found.start, found.end)
    ]
    return Claim(None, _choose_level(text, levels))


def _choose(text: str, titles: Sequence[Found[Title]]) -> Title | None:
    """The one title named; of several, the one whose certificate is spoken of."""
    different = {found.value for found in titles}
    if len(different) > 1:
        different = {found.value for found in titles if _CERTIFICATE.match(around(text, found.start, found.end)[1])}
    return different.pop() if len(different) == 1 else None


def _choose_level(text: str, levels: Sequence[Found[Level]]) -> Level | None:
    different = {found.value for found in levels}
    if len(different) > 1:
        of_papers = {found.value for found in levels if _CERTIFICATE.match(around(text, found.start, found.end)[1])}
        different = of_papers if len(of_papers) == 1 else different
    # 高级里的副高: the unstated half gives way to the stated one.
    for unstated, halves in _WITHIN.items():
        if different & halves:
            different.discard(unstated)
    return different.pop() if len(different) == 1 else None
