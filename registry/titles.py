"""Professional titles by series and level, for warnings: a list may be wrong about a level, or we about a title.

    find_title("高级记者")                                   # frozenset({Level.FULL_SENIOR})
    check_title("高级工程师", Level.INTERMEDIATE)            # Advice: this title is 副高级
    parse_level("正高")                                     # Level.FULL_SENIOR

The table is `data/titles.json`, whose note says where each line comes from; it is not complete.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from messages.advice import Advice
from signing.claims import Level

_DATA = Path(__file__).parent / "data" / "titles.json"

UNKNOWN_TITLE = Advice(
    "资格名称“{title}”不在已知的职称名称之中。",
    "The title “{title}” is not among the known titles.",
    "请核对是否有错字；确有此名称则无需处理。",
    "Check its spelling; if there is such a title, nothing is to be done.",
)
OTHER_LEVEL = Advice(
    "资格名称“{title}”通常是{usual}，表中写的是{stated}。",
    "The title “{title}” is usually {usual_en}; the list says {stated_en}.",
    "请核对级别；无误则无需处理。",
    "Check the level; if it is right, nothing is to be done.",
)

_LEVEL_WORDS = {
    "正高级": Level.FULL_SENIOR,
    "正高": Level.FULL_SENIOR,
    "副高级": Level.DEPUTY_SENIOR,
    "副高": Level.DEPUTY_SENIOR,
    "高级": Level.SENIOR_UNSTATED,
    "中级": Level.INTERMEDIATE,
    "助理级": Level.ASSISTANT,
    "助理": Level.ASSISTANT,
    "初级(助理级)": Level.ASSISTANT,
    "初级(助理)": Level.ASSISTANT,
    "员级": Level.TECHNICIAN,
    "初级(员级)": Level.TECHNICIAN,
    "初级": Level.JUNIOR_UNSTATED,
    "高级(正高级)": Level.FULL_SENIOR,
    "高级(正高)": Level.FULL_SENIOR,
    "高级(副高级)": Level.DEPUTY_SENIOR,
    "高级(副高)": Level.DEPUTY_SENIOR,
}
_WITHIN = {
    Level.SENIOR_UNSTATED: frozenset({Level.FULL_SENIOR, Level.DEPUTY_SENIOR, Level.SENIOR_UNSTATED}),
    Level.JUNIOR_UNSTATED: frozenset({Level.ASSISTANT, Level.TECHNICIAN, Level.JUNIOR_UNSTATED}),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table."""

    title: str
    level: Level
    series: str
    source: str


@cache
def entries() -> tuple[Entry, ...]:
    """The whole table."""
    lines = json.loads(_DATA.read_text("utf-8"))["titles"]
    return tuple(Entry(e["title"], _LEVEL_WORDS[e["level"]], e["series"], e["source"]) for e in lines)


@cache
def _by_title() -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in entries():
        found[entry.title] = (*found.get(entry.title, ()), entry)
    return found


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def find_title(title: str, series: str | None = None) -> frozenset[Level]:
    """The levels at which a title stands, in a series if that narrows it; empty for a title that is not known."""
    found = _by_title().get(_folded(title), ())
    wanted = _folded(series or "")
    narrowed = [entry for entry in found if wanted and (wanted in entry.series or entry.series in wanted)]
    return frozenset(entry.level for entry in narrowed or found)


@lru_cache(maxsize=4096)
def check_title(title: str, level: Level, series: str | None = None) -> Advice | None:
    """What is doubtful about a title at a level: not known, or known at another level; None if nothing is."""
    usual = find_title(title, series)
    if not usual:
        return UNKNOWN_TITLE.filled(title=title)
    if usual & _WITHIN.get(level, frozenset({level})):
        return None
    return OTHER_LEVEL.filled(
        title=title,
        usual="或".join(one.zh for one in sorted(usual)),
        usual_en=" or ".join(one.en for one in sorted(usual)),
        stated=level.zh,
        stated_en=level.en,
    )


@lru_cache(maxsize=1024)
def parse_level(text: str) -> Level | None:
    """The level that a word names (正高级, 正高, 高级, …); None for another word."""
    return _LEVEL_WORDS.get(_folded(text))
