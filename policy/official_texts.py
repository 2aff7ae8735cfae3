"""A notice's official text, attached by an operator, and the clause that stands at a place in it.

    texts = OfficialTexts(Path("var/notices"))
    texts.attach(pack, Path("80号.txt"))
    text = texts.of(pack)                     None while nothing is attached
    text.clause("二（四）3")                   the clause as the notice has it, or None

The repository holds no notice's own words; the text lives in the operator's directory, one UTF-8 file per notice.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from policy.errors import NoticeTextRefused
from policy.pack import Pack

LARGEST = 1_000_000  # bytes; a notice is a few pages
_NUMERALS = "一二三四五六七八九十"
_HEADINGS = (
    re.compile(rf"^(?P<number>[{_NUMERALS}]{{1,3}})[、.．]"),
    re.compile(rf"^[（(](?P<number>[{_NUMERALS}]{{1,3}})[）)]"),
    re.compile(r"^(?P<number>\d{1,2})\s*[、.．]"),
    re.compile(r"^[（(](?P<number>\d{1,2})[）)]"),
)
_ANNEXES = re.compile(r"^附件[:：]\s*")


@dataclass(frozen=True)
class OfficialText:
    """The text of one notice by place, as `clauses.yaml` writes places."""

    places: Mapping[str, str]

    def clause(self, place: str) -> str | None:
        """The clause at a place, None where the text has no such place."""
        return self.places.get(place)


def parse(text: str) -> OfficialText:
    """Split a notice at its headings: 一、（一）1、（1）."""
    places: dict[str, str] = {}
    for place, line in _placed_lines(text):
        places[place] = f"{places[place]}\n{line}" if place in places else line
    return OfficialText(MappingProxyType(places))


def _placed_lines(text: str) -> Iterator[tuple[str, str]]:
    path: list[str] = ["", "", "", ""]
    annexes = False
    for raw in text.splitlines():
        line = raw.strip()
        if _ANNEXES.match(line):
            annexes, line = True, _ANNEXES.sub("", line)
        depth, number = _heading(line)
        if annexes and depth == 2:
            yield f"附件{number}", line
            continue
        if depth is not None:
            # A text that numbers its first section 1、 means 一、: nothing else is open yet.
            if depth == 2 and not any(path):
                depth, number = 0, _NUMERALS[int(number) - 1] if 0 < int(number) <= len(_NUMERALS) else number
            path = [*path[:depth], number, *[""] * (3 - depth)]
        if line:
            yield _place(path) or line[:4], line


def _heading(line: str) -> tuple[int | None, str]:
    for depth, pattern in enumerate(_HEADINGS):
        if found := pattern.match(line):
            return depth, found["number"]
    return None, ""


def _place(path: list[str]) -> str:
    section, part, item, point = path
    return section + (f"（{part}）" if part else "") + item + (f"（{point}）" if point else "")


class OfficialTexts:
    """The operator's directory of official texts."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def of(self, pack: Pack) -> OfficialText | None:
        """The attached text of a notice, None when there is none."""
        path = self._path(pack)
        return parse(path.read_text("utf-8")) if path.is_file() else None

    def attach(self, pack: Pack, source: Path) -> OfficialText:
        """Store a notice's text; raises `NoticeTextRefused` when the file cannot be it."""
        text = _read(source)
        parsed = parse(text)
        expected = {clause.place for clause in pack.clauses.values()}
        if len(expected & set(parsed.places)) * 2 < len(expected):
            raise NoticeTextRefused(
                reason_zh="文件里找不到这份通知的多数条款，请核对是不是这份通知的全文。",
                reason_en="most clauses of this notice are not in the file; check that it is its full text.",
            )
        self.directory.mkdir(parents=True, exist_ok=True)
        _write_whole(self._path(pack), text)
        return parsed

    def _path(self, pack: Pack) -> Path:
        return self.directory / f"{pack.id}.txt"


def _read(source: Path) -> str:
    with source.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NoticeTextRefused(reason_zh="文件超过1 MB。", reason_en="the file is larger than 1 MB.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NoticeTextRefused(
            reason_zh="不是 UTF-8 文本，请另存为 UTF-8 的 .txt 文件。",
            reason_en="it is not UTF-8 text; save it as a UTF-8 .txt file.",
        ) from None


def _write_whole(path: Path, text: str) -> None:
    """Write beside the target and move into place, so that a reader never meets half a text."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".txt")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
