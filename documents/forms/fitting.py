"""In which size a text fits its place, from an upper bound of its width, so that DOCX and PDF agree without measuring.

size_for("张三", 42.0, 9.0)        -> 10.5
size_for("阿不都热合曼…", 14.0, 9.0)  -> 6.5
"""

from __future__ import annotations

import re

POINT = 25.4 / 72
"""Millimetres."""
SIZES = (10.5, 9.0, 7.5, 6.5, 5.5, 5.0, 4.5, 4.0)
"""From 五号, the size of a form, down to the smallest that a printer still draws."""
LEADING = 1.25
MOST_SHORT, LEAST_WHOLE = 12, 6.5
"""Texts of so few characters stay on one line down to this size."""
_NARROW = re.compile(r"[a-ln-vx-z :/.,()-]")
_DIGITS = re.compile(r"[0-9]")
_RUN = re.compile(r"[!-~]+")
_RUNS = re.compile(r"[!-~]+|.|\n")


def ems(text: str) -> float:
    """An upper bound of a text's width in em, in any Chinese font: digits count 0.57, narrow Latin letters 0.65."""
    return len(text) - 0.35 * len(_NARROW.findall(text)) - 0.43 * len(_DIGITS.findall(text))


def lines_of(text: str, room: float) -> int:
    """How many lines of `room` em a text takes; one em of each stays free, as some marks may not begin a line."""
    if ems(text) <= room and "\n" not in text:
        return 1
    lines, used = 1, 0.0
    for run in _RUNS.findall(text):
        wide = ems(run)
        if run == "\n":
            lines, used = lines + 1, 0.0
        elif used + wide <= room - 1:
            used += wide
        elif wide <= room - 1:
            lines, used = lines + 1, wide
        else:  # a run without a space breaks anywhere
            more, used = divmod(used + wide, max(room - 1, 1))
            lines += int(more)
    return lines


def size_for(text: str, width: float, height: float, largest: float = SIZES[0]) -> float:
    """The largest size in points at which a text stays within `width` by `height` millimetres.

    Numbers and dates are rather set smaller than broken.
    """
    sizes = (largest, *(size for size in SIZES if size < largest))
    fitting = [size for size in sizes if _fits(text, width, height, size)]
    whole = [size for size in sizes if size >= LEAST_WHOLE and _fits_whole(text.split("\n"), width, height, size)]
    return next(iter([*whole, *fitting, SIZES[-1]]))


def _fits_whole(lines: list[str], width: float, height: float, size: float) -> bool:
    """Whether short lines stay unbroken."""
    short = all(len(line) <= MOST_SHORT or _RUN.fullmatch(line) for line in lines)
    em = size * POINT
    return short and max(map(ems, lines)) * em <= width and len(lines) * em * LEADING <= height


def _fits(text: str, width: float, height: float, size: float) -> bool:
    em = size * POINT
    return lines_of(text, width / em) * em * LEADING <= height
