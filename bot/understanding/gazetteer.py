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
    name: what must not stand around it, `@` being the name (提高工作 holds no 高工).
    """

    def __init__(self, values: Mapping[str, T], guards: Mapping[str, str] | None = None) -> None:
        # One look-up by the first character is far cheaper than a regular expression of hundreds of alternatives.
        self._by_first: dict[str, list[tuple[str, re.Pattern[str] | None, T]]] = {}
        for name in sorted(values, key=len, reverse=True):
            guard = _guard(name, (guards or {}).get(name))
            self._by_first.setdefault(name[0], []).append((name, guard, values[name]))

    def find(self, text: str) -> Iterator[Found[T]]:
        """All names in a normalised text, from left to right, not overlapping."""
        end = 0
        for start, character in enumerate(text):
            known = self._by_first.get(character)
            if known is not None and start >= end:
                for name, guard, value in known:
                    if text.startswith(name, start) and (guard is None or guard.match(text, start)):
                        end = start + len(name)
                        yield Found(value, start, end)
                        break

    def folded(self, text: str, name: str) -> str:
        """A normalised text with `name` in the place of every name found."""
        left, kept = 0, []
        for found in self.find(text):
            kept.append(text[left : found.start])
            left = found.end
        return name.join([*kept, text[left:]])

    def anywhere(self, text: str) -> bool:
        """Whether any name stands in a normalised text."""
        return next(self.find(text), None) is not None


def _guard(name: str, guard: str | None) -> re.Pattern[str] | None:
    if guard is not None:
        return re.compile(guard.replace("@", re.escape(name)))
    before = r"(?<![a-z])" if name[0].isascii() and name[0].isalpha() else ""
    after = r"(?![a-z])" if name[-1].isascii() and name[-1].isalpha() else ""
    return re.compile(before + re.escape(name) + after) if before or after else None


def rows(file: str) -> Iterator[list[str]]:
    """The rows of a data file as lists of columns."""
    for line in (DATA / file).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
