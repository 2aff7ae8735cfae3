"""The measured rows as a table in the terminal and as docs/performance.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich.table import Table

from benchmarks.measuring import Line, Row

REMARKS = Path(__file__).with_name("remarks.md")
HEADINGS = ("what", "measured", "bare operation", "ratio", "target", "reached")
OPENING = """\
# Performance

Written by `make bench` on {day}; every figure is from that one run. What counts are the ratios to the bare operation in
the same run; the absolute figures belong to this machine.
"""


def table(row: Row) -> Table:
    """One row for the terminal."""
    shown = Table(*HEADINGS, title=row.title, title_justify="left")
    for line in row.lines:
        shown.add_row(*_cells(line))
    return shown


def markdown(rows: Sequence[Row], facts: Sequence[tuple[str, str]], *, day: date) -> str:
    """The whole page."""
    parts = [OPENING.format(day=day.isoformat()), "## Machine\n", _markdown_table(("", ""), facts), "## Figures\n"]
    parts.append(_markdown_table(HEADINGS, [_cells(line) for row in rows for line in row.lines]))
    parts.append("## How each was measured\n")
    parts += [f"**{row.title}.** {row.method}\n" for row in rows]
    parts += ["## What is left and why\n", REMARKS.read_text("utf-8")]
    return "\n".join(parts)


def _cells(line: Line) -> tuple[str, ...]:
    ratio = "—" if line.ratio is None else f"{line.ratio:.2f}"
    reached = {True: "yes", False: "no", None: "—"}[line.reached]
    return (line.what, line.measured, line.bare, ratio, line.target, reached)


def _markdown_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    # An angle bracket in a cell would be taken for HTML.
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).replace("<", "&lt;")
