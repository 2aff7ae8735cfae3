"""Where the marks of the plots stand: pure geometry, drawn as SVG by templates/site/statistics/plots.html.

columns(figures)        checks per day, stacked by the tone of the verdict, receipts apart
bars(pairs)             one bar for each name, the longest over the whole width

Units are those of a viewBox 360 wide, so that a phone shows the plots at their own size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from verify_site.statistics.counting import Other, Outcome
from verify_site.statistics.figures import Figures
from verify_site.wording import BY_CODE, Tone

Series: TypeAlias = Tone | Other
ALL_SERIES: tuple[Series, ...] = (*Tone, *Other)
"""What columns are stacked of, from below."""
WIDTH = 360
LEFT, TOP, PLOT_HEIGHT, BELOW = 40, 10, 160, 26
ROW, BAR_TOP, BAR_HEIGHT = 40, 20, 12
GAP = 0.25
"""Of a column's room, what stays empty."""
MOST_LABELS = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """One rectangle in the colour of its series."""

    tone: Series
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale with its number."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Label:
    """A day below the columns."""

    x: float
    day: date


@dataclass(frozen=True, slots=True)
class Columns:
    """The plot of checks per day."""

    height: float
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its number, its share of all in per cent, and how far the bar goes."""

    name: str
    count: int
    share: float
    y: float
    width: float
    tone: Series


def series_of(outcome: Outcome) -> Series:
    """The tone of a verdict; what is no verdict is a series of its own."""
    return outcome if isinstance(outcome, Other) else BY_CODE[outcome].tone


def columns(figures: Figures) -> Columns:
    """Checks per day, from the oldest on the left."""
    days = list(figures.by_day)
    top = _round_up(max((sum(outcomes.values()) for outcomes in figures.by_day.values()), default=0))
    room = (WIDTH - LEFT) / max(1, len(days))
    marks: list[Mark] = []
    for place, day in enumerate(days):
        x, base = LEFT + place * room + room * GAP / 2, float(TOP + PLOT_HEIGHT)
        for tone, count in _tones(figures, day).items():
            height = PLOT_HEIGHT * count / top
            base -= height
            marks.append(Mark(tone, round(x, 2), round(base, 2), round(room * (1 - GAP), 2), round(height, 2)))
    ticks = tuple(Tick(TOP + PLOT_HEIGHT * (1 - part / 2), top * part // 2) for part in (0, 1, 2))
    every = -(-len(days) // MOST_LABELS)
    labels = tuple(
        Label(round(LEFT + (place + 0.5) * room, 2), day) for place, day in enumerate(days) if place % every == 0
    )
    return Columns(TOP + PLOT_HEIGHT + BELOW, tuple(marks), ticks, labels)


def bars(counts: Sequence[tuple[str, int, Series]]) -> tuple[Bar, ...]:
    """One row for each name, in the order given."""
    total = sum(count for _, count, _ in counts) or 1
    longest = max((count for _, count, _ in counts), default=0) or 1
    return tuple(
        Bar(name, count, 100 * count / total, place * ROW, round(max(1.0, WIDTH * count / longest), 2), tone)
        for place, (name, count, tone) in enumerate(counts)
    )


def _tones(figures: Figures, day: date) -> Mapping[Series, int]:
    counted: Counter[Series] = Counter()
    for outcome, count in figures.by_day[day].items():
        counted[series_of(outcome)] += count
    return {series: counted[series] for series in ALL_SERIES if counted[series]}


def _round_up(most: int) -> int:
    """The end of a scale that holds `most`: an even 2, 4, 6, 10, 20 or so, whose half is a whole number."""
    step = 1
    while True:
        for factor in (2, 4, 6, 10):
            if most <= factor * step:
                return factor * step
        step *= 10
