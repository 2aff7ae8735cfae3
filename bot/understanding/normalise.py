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
"""Characters of a text that are read; the rest is dropped, so that no text costs more than a sentence should."""

HAN = "\u3400-\u9fff"
_DATA = Path(__file__).parent / "data" / "traditional.txt"
_TAG = re.compile(r"<[!/?a-z][^<>]{0,300}>", re.IGNORECASE)
# Controls, formats (zero-width characters among them), surrogates, private use, unassigned; then emoji and their parts.
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Mn", "Me"}
_FILLER = r"[ .·・*_~|\-]+"
# Text typed with something between all characters, which is done to slip past filters or to stress.
_SPELLED_OUT = re.compile(rf"(?<![{HAN}])[{HAN}](?:{_FILLER}[{HAN}](?![{HAN}])){{2,}}")
_SPACES = re.compile(r"\s+")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
# Above this share of letters that are neither Han nor Latin a sentence is in another language.
_FOREIGN_SHARE = 0.3


@cache
def _simplified() -> dict[int, str]:
    lines = _DATA.read_text("utf-8").splitlines()
    pairs = "".join(line for line in lines if not line.startswith("#"))
    return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}


def simplify(text: str) -> str:
    """Fold traditional characters to simplified ones, character by character."""
    return text.translate(_simplified())


def normalise(text: str) -> str:
    """The one spelling that everything here compares; at most `MAXIMUM_LENGTH` characters, possibly empty."""
    text = html.unescape(text[:MAXIMUM_LENGTH])
    text = unicodedata.normalize("NFKC", _TAG.sub(" ", text))[:MAXIMUM_LENGTH]
    kept = "".join(_kept(character) for character in text)
    kept = _SPACES.sub(" ", simplify(kept).lower()).strip()
    return _SPELLED_OUT.sub(lambda spelled: re.sub(_FILLER, "", spelled[0]), kept)


def _kept(character: str) -> str:
    if character.isspace():
        return "\n" if character == "\n" else " "
    return "" if unicodedata.category(character) in _DROPPED else character


def language_of(text: str) -> Language:
    """The guess by which to answer: English where Latin words outnumber Han characters, else Chinese."""
    return "en" if len(_LATIN_WORD.findall(text)) > len(_HAN_CHARACTER.findall(text)) else "zh"


def is_readable(text: str) -> bool:
    """Whether a normalised text has words that can be understood here: Chinese or English letters, and few others."""
    letters = sum(1 for character in text if character.isalpha())
    known = sum(1 for character in text if character.isascii() and character.isalpha())
    known += len(_HAN_CHARACTER.findall(text))
    return known > 0 and letters - known <= letters * _FOREIGN_SHARE
