"""What the model sees of a sentence: character n-grams of Chinese, words of English, and what the gazetteers name.

    features(normalise("证书丢了"))       # {"证": 1, "证书": 1, "^证": 1, …}

Training and running share this one function, so that they cannot drift apart. The input is normalised text.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

from bot.understanding.gazetteer import Names, rows
from bot.understanding.normalise import HAN
from bot.understanding.places import places_folded
from bot.understanding.titles import titles_folded

LONGEST_GRAM = 4
_CHUNK = re.compile(rf"[{HAN}]+|[a-z']+|[0-9]+")
_OWN = "职称 资格证 技术资格 任职资格 专业技术 正高 副高 高级证 中级证 初级证 title"
# The number and the copy of an identity card are talked of in every case; the card itself is another office's matter.
_GUARDS = {"身份证": "@(?!号|复印|原件|不|上的不)", "居民身份证": "@(?!号|复印)"}
# 证 within everyday words: 保证, 验证码, 证明, 证券.
_OWN_GUARDS = {
    "证": "(?<![保验签凭求论认查佐见])@(?![券明据实婚言监])",
    "换发": "@(?!型)",
    "高级": "@(?!中学|酒店|餐厅|技工|法院|人民)",
    "中级": "@(?!法院|人民)",
    "初级": "@(?!中学)",
}

OTHER_ONLY = "<other>"
"""The feature of a sentence that names another document and no title certificate."""


@cache
def _other_documents() -> Names[str]:
    return Names({row[0]: row[0] for row in rows("other_documents.txt")}, guards=_GUARDS)


@cache
def _own_documents() -> Names[str]:
    titles = (name for row in rows("titles.txt") if row[1] != "national_exam" for name in (row[0], *_aliases(row)))
    return Names({name: name for name in (*titles, *_OWN.split())})


def _aliases(row: list[str]) -> list[str]:
    return [alias for alias in row[2].split(",") if alias]


def names_another_document(text: str) -> bool:
    """Whether a text names another document or service (身份证, passport) and no title certificate beside it."""
    # What is left when the other documents are taken out; 护士执业证 would else count as the title 护士.
    found = list(_other_documents().find(text))
    if not found:
        return False
    starts, ends = [0, *(name.end for name in found)], [*(name.start for name in found), len(text)]
    rest = "\n".join(text[start:end] for start, end in zip(starts, ends, strict=True))
    return not _own_documents().anywhere(rest)


@cache
def _own_words() -> Names[str]:
    return Names({row[0]: row[1] for row in rows("own_words.txt")}, _OWN_GUARDS)


def speaks_of_certificates(text: str) -> bool:
    """Whether a text has any word of this guide's own matter: 证, 职称, a title, 登报, application, …"""
    return _own_words().anywhere(text) or _own_documents().anywhere(text)


def names_a_certificate(text: str) -> bool:
    """Whether a text names a title certificate, and does so beside any other document."""
    named = _own_documents().anywhere(text) or _has_own_word(text, "certificate")
    return named and not names_another_document(text)


def speaks_of_handing_in(text: str) -> bool:
    """Whether a text has a word of applying or handing in: 申请, 提交, 受理, application, …"""
    return _has_own_word(text, "act")


def _has_own_word(text: str, kind: str) -> bool:
    return any(word.value == kind for word in _own_words().find(text))


def chunks(text: str) -> list[str]:
    """The runs of Chinese characters, English words and numbers of a normalised text.

    All places are folded into one and all titles into another, so that a rare one is understood like any other.
    """
    return _CHUNK.findall(titles_folded(places_folded(text)))


def features(text: str) -> Counter[str]:
    """The features of a normalised text with how often each stands there; empty for a text without words."""
    counts: Counter[str] = Counter()
    words: list[str] = []
    runs = chunks(text)
    for at, chunk in enumerate(runs):
        if chunk[0].isdigit():
            counts["0"] += 1
        elif chunk.isascii():
            words.append(chunk)
        else:
            marked = ("^" if at == 0 else "") + chunk + ("$" if at == len(runs) - 1 else "")
            counts.update(_grams(marked, LONGEST_GRAM))
    counts.update(_words(words))
    if counts and names_another_document(text):
        counts[OTHER_ONLY] += 1
    return counts


def _grams(text: str, longest: int) -> list[str]:
    return [text[at : at + size] for size in range(1, longest + 1) for at in range(len(text) - size + 1)]


def _words(words: list[str]) -> list[str]:
    """Whole words, pairs of words, and trigrams inside longer words, which forgive a misspelling."""
    pairs = [f"{one} {next_one}" for one, next_one in pairwise(["^", *words, "$"])] if words else []
    inside = [f"~{word[at : at + 4]}" for word in words if len(word) > 4 for at in range(len(word) - 3)]
    return [*words, *pairs, *inside]
