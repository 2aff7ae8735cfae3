"""One spelling for what people type: NFKC, simplified characters, small Latin letters, no markup, emoji or controls.

normalise("我 自 己 提 交😀")         # "我自己提交"
normalise("職稱證書遺失")             # "职称证书遗失"
language_of("I lost my certificate")  # "en"
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from pathlib import Path

from messages import Language

MAXIMUM_LENGTH = 2000
"""Characters of a text that are kept; the rest is dropped, so that no text costs more than a sentence should."""

READ_CHARACTERS = 300
"""Characters of a normalised text that are understood: a question stands well within, a pasted page would drown it."""

HAN = "\u3400-\u9fff"
_DATA = Path(__file__).parent / "data" / "traditional.txt"
_TAG = re.compile(r"<[!/?a-z][^<>]{0,300}>", re.IGNORECASE)
# Controls, formats (zero-width characters among them), surrogates, private use, unassigned; then emoji and their parts.
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Mn", "Me"}
_FILLER = r"[ .·・*_~|\-]+"
_FILLERS = re.compile(_FILLER)
# Text typed with something between all characters, which is done to slip past filters or to stress.
_SPELLED_OUT = re.compile(rf"(?<![{HAN}])[{HAN}](?:{_FILLER}[{HAN}](?![{HAN}])){{2,}}")
_PIECE = 200
_SPACES = re.compile(r"\s+")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_KNOWN_LETTER = re.compile(f"[a-z{HAN}]")
# Above this many letters that are neither Han nor Latin, to one that is, a sentence is in another language.
_FOREIGN_SHARE = 0.4


@cache
def _simplified() -> dict[int, str]:
    lines = _DATA.read_text("utf-8").splitlines()
    pairs = "".join(line for line in lines if not line.startswith("#"))
    return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}


class _Folding(dict[int, str]):
    """What each character becomes, worked out once per character: simplified, a space, or nothing."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isspace():
            folded = " "
        else:
            folded = "" if unicodedata.category(character) in _DROPPED else _simplified().get(code, character)
        self[code] = folded
        return folded


_FOLDING = _Folding()


def normalise(text: str) -> str:
    """The one spelling that everything here compares; at most `MAXIMUM_LENGTH` characters, possibly empty."""
    text = _compatible(_TAG.sub(" ", html.unescape(text[:MAXIMUM_LENGTH])))
    folded = _SPACES.sub(" ", text.translate(_FOLDING).lower()).strip()
    return _SPELLED_OUT.sub(lambda spelled: _FILLERS.sub("", spelled[0]), folded)


def _compatible(text: str) -> str:
    """NFKC of as much as is kept, piece by piece, because one character may become eighteen."""
    pieces: list[str] = []
    for at in range(0, len(text), _PIECE):
        pieces.append(unicodedata.normalize("NFKC", text[at : at + _PIECE]))
        if sum(map(len, pieces)) >= MAXIMUM_LENGTH:
            break
    return "".join(pieces)[:MAXIMUM_LENGTH]


def language_of(text: str) -> Language:
    """The guess by which to answer: English where Latin words outnumber Han characters, else Chinese."""
    return "en" if len(_LATIN_WORD.findall(text)) > len(_HAN_CHARACTER.findall(text)) else "zh"


def is_readable(text: str) -> bool:
    """Whether a normalised text has words that can be understood here: Chinese or English letters, and few others."""
    known = len(_KNOWN_LETTER.findall(text))
    return known > 0 and sum(map(str.isalpha, text)) - known <= known * _FOREIGN_SHARE
