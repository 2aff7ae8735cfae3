"""Whether all words of a sentence are words of this guide's own matter.

    is_familiar("多少钱", own)            # True
    is_familiar("什么时候下雪", own)       # False: nobody asks this guide about 下雪

What a fee, an address or a form is asked for may stay unsaid in a conversation about a certificate. A linear model
takes 什么时候下雪 for such a question, because it adds up what it knows and passes over what it does not.
"""

from __future__ import annotations

from collections.abc import Set
from itertools import pairwise

from bot.understanding.features import chunks

WORDS_TO_ONE_STRANGE = 7


def words_of(text: str) -> list[list[str]]:
    """For each character of a Chinese text the pairs it stands in, for each English word the word; any one will do."""
    words: list[list[str]] = []
    for chunk in chunks(text):
        if chunk.isascii():
            words += [[chunk]] if chunk.isalpha() else []
        elif len(chunk) == 1:
            words.append([chunk])
        else:
            pairs = ["".join(pair) for pair in pairwise(chunk)]
            words += [[*pairs[max(0, at - 1) : at + 1]] for at in range(len(chunk))]
    return words


def is_familiar(text: str, own: Set[str]) -> bool:
    """Whether the words of a normalised text are among the guide's own, but for one in seven (a 呗, a slip)."""
    words = words_of(text)
    strange = sum(not any(word in own for word in alternatives) for alternatives in words)
    return strange <= len(words) // WORDS_TO_ONE_STRANGE
