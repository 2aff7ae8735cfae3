"""A small SVG layouter: blocks of wrapped text, headings and arrows on a sheet that grows downwards.

Widths are estimated (a Chinese character is one em, anything else a little over half), which is enough to wrap text
inside its box without measuring fonts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

_SIZE = 15.0
_SMALL = 13.0
_LEADING = 1.45
_PADDING = 10.0
_WORDS = re.compile(r"〔[^〕]{1,24}〕|[(（“]?[A-Za-z0-9][^\s\u3000-\u9fff\uff00-\uffef]*\s?|.", re.DOTALL)
# The indent and bullet of a list item.
_LEAD = re.compile(r"^　*· ")
# Marks that must not open a line.
_CLOSING = "，。；：、）」』！？〕》,.;:)!?"


@dataclass(frozen=True)
class Line:
    """One logical line of text; wrapped where it stands."""

    text: str
    bold: bool = False
    small: bool = False

    @property
    def size(self) -> float:
        """Font size in user units."""
        return _SMALL if self.small else _SIZE


@dataclass(frozen=True)
class Block:
    """A box with lines; `across` is its left edge and width."""

    across: tuple[float, float]
    lines: tuple[Line, ...]
    fill: str
    framed: bool = True
    round_corners: bool = False

    @property
    def rows(self) -> list[tuple[Line, str]]:
        """The lines as wrapped."""
        room = self.across[1] - 2 * _PADDING
        return [(line, row) for line in self.lines for row in wrapped(line.text, room / line.size)]

    @property
    def height(self) -> float:
        """The height that the wrapped lines need."""
        return 2 * _PADDING * (1 if self.framed else 0.4) + sum(line.size * _LEADING for line, _ in self.rows)


@dataclass
class Sheet:
    """Collects shapes; `bottom` is where the next thing goes."""

    width: float
    bottom: float = 16.0
    shapes: list[str] = field(default_factory=list)

    def heading(self, text: str, size: float) -> None:
        """A heading over the whole width."""
        self.bottom += 8
        for row in wrapped(text, (self.width - 48) / size):
            self.bottom += size * _LEADING
            self.shapes.append(_text(24, self.bottom - size * 0.35, row, size, bold=True))
        self.bottom += 8

    def paragraph(self, text: str) -> None:
        """Running text over the whole width."""
        for row in wrapped(text, (self.width - 48) / _SIZE):
            self.bottom += _SIZE * _LEADING
            self.shapes.append(_text(24, self.bottom - _SIZE * 0.35, row, _SIZE))
        self.bottom += 16

    def place(self, block: Block, top: float, height: float) -> None:
        """Put a block at a height; its text is centred when the box is taller than it."""
        left, width = block.across
        if block.framed:
            radius = 18 if block.round_corners else 4
            self.shapes.append(
                f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="{radius}" '
                f'fill="{block.fill}" stroke="#3a4350"/>'
            )
        baseline = top + (height - block.height) / 2 + _PADDING * (1 if block.framed else 0.4)
        for line, row in block.rows:
            baseline += line.size * _LEADING
            self.shapes.append(_text(left + _PADDING, baseline - line.size * 0.4, row, line.size, bold=line.bold))

    def arrow(self, start: tuple[float, float], end: tuple[float, float], label: str) -> None:
        """A straight arrow with a word beside it."""
        self.shapes.append(
            f'<line x1="{start[0]:g}" y1="{start[1]:g}" x2="{end[0]:g}" y2="{end[1]:g}" stroke="#3a4350" '
            'stroke-width="1.5" marker-end="url(#arrow)"/>'
        )
        if label:
            across, down = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
            beside = (across + 8, down + 5) if start[0] == end[0] else (across - 10, down - 6)
            self.shapes.append(_text(*beside, label, _SMALL))

    def svg(self, *, name: str, language: str, title: str, description: str) -> str:
        """The finished document; `name` keeps ids apart where several pictures share a page."""
        height = self.bottom + 20
        lang = "zh-Hans" if language == "zh" else "en"
        body = "\n".join(shape.replace("url(#arrow)", f"url(#{name}-arrow)") for shape in self.shapes)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {height:g}" width="100%" '
            f'role="img" lang="{lang}" aria-labelledby="{name}-title {name}-description" '
            "font-family=\"system-ui, 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif\" fill=\"#111820\">\n"
            f'<title id="{name}-title">{escape(title)}</title>\n'
            f'<desc id="{name}-description">{escape(description)}</desc>\n'
            f'<defs><marker id="{name}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
            'orient="auto"><path d="M0 0L8 4L0 8z" fill="#3a4350"/></marker></defs>\n'
            f'<rect width="{self.width:g}" height="{height:g}" fill="#ffffff"/>\n{body}\n</svg>\n'
        )


def _text(x: float, y: float, text: str, size: float, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}"{weight}>{escape(text)}</text>'


def ems(text: str) -> float:
    """The estimated width of a text in em."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.56 for char in text)


def wrapped(text: str, room: float) -> Iterator[str]:
    """Rows of at most `room` em; Latin words stay whole, closing marks stay on their row, list items hang."""
    lead = _LEAD.match(text)
    hanging = "　" * len(lead.group().rstrip()) if lead else ""
    row = ""
    for word in _WORDS.findall(text):
        if row.strip() and ems(row + word.rstrip()) > room and word not in _CLOSING:
            yield row.rstrip()
            row = hanging + word.lstrip(" ")
        else:
            row += word
    if row.strip():
        yield row.rstrip()
