"""Lists of names as data: reading them, and finding the longest name at each place of a text.

    names = Names({"主任医师": "主任医师", "副主任医师": "副主任医师"})
    [found.value for found in names.find("副主任医师丢了")]   # ["副主任医师"]

A data file has one entry a line: columns separated by tabs, aliases separated by commas, `#` opens a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A name found in a text: what it stands for, and where (`text[start:end]`)."""

    value: T
    start: int
    end: int


class Names(Generic[T]):
    """Names and what they stand for; the leftmost and then longest name wins, so that no name is found inside another.

    A name that begins or ends with a Latin letter is found as a whole word only. `guards` are regular expressions by
    name: what must not stand around it (提高工作 holds no 高工).
    """

    def __init__(self, values: Mapping[str, T], guards: Mapping[str, str] | None = None) -> None:
        self._values = dict(values)
        guards = guards or {}
        longest_first = sorted(self._values, key=lambda name: (-len(name), name))
        alternatives = (_pattern(name, guards.get(name)) for name in longest_first)
        self._any = re.compile("|".join(alternatives) or "(?!)")

    def find(self, text: str) -> Iterator[Found[T]]:
        """All names in a normalised text, from left to right, not overlapping."""
        for match in self._any.finditer(text):
            yield Found(self._values[match[0]], match.start(), match.end())

    def anywhere(self, text: str) -> bool:
        """Whether any name stands in a normalised text."""
        return self._any.search(text) is not None


def _pattern(name: str, guard: str | None) -> str:
    if guard is not None:
        return guard.replace("@", re.escape(name))
    before = r"(?<![a-z])" if name[0].isascii() and name[0].isalpha() else ""
    after = r"(?![a-z])" if name[-1].isascii() and name[-1].isalpha() else ""
    return before + re.escape(name) + after


def rows(file: str) -> Iterator[list[str]]:
    """The rows of a data file as lists of columns."""
    for line in (DATA / file).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
