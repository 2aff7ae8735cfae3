"""What a measurement is, and how two things are timed in turns.

    rates = in_turns({"ours": once, "bare": bare_once}, rounds=9)
    median_ratio(rates["ours"], rates["bare"])

A task does its work once and returns how many operations that was.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Task = Callable[[], int]


class NotMeasured(Exception):
    """A row that this machine cannot measure; the message says what is missing."""


class WrongAnswer(Exception):
    """The thing measured did not do its work, so its speed means nothing."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a run is: the full one that is written down, or a quick one that shows that everything runs."""

    quick: bool = False

    def of(self, full: int, quick: int) -> int:
        """The size for this run."""
        return quick if self.quick else full


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; without a target it is there for comparison."""

    what: str
    measured: str
    bare: str = "—"
    ratio: float | None = None
    target: str = "—"
    reached: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table of targets: its lines, and how they were measured in one to three sentences."""

    title: str
    method: str
    lines: tuple[Line, ...]


def in_turns(tasks: Mapping[str, Task], rounds: int) -> dict[str, list[float]]:
    """Operations per second of each task in each round; every second round runs them in the other order."""
    rates: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(rounds):
        for name in list(tasks)[:: -1 if turn % 2 else 1]:
            rates[name].append(rate(tasks[name]))
    return rates


def rate(task: Task) -> float:
    """Operations per second of one call."""
    # Collected before, not during: otherwise whichever task comes next pays for the garbage of the one before.
    gc.collect()
    started = time.perf_counter()
    count = task()
    return count / (time.perf_counter() - started)


def median_ratio(ours: Sequence[float], bare: Sequence[float]) -> float:
    """The median of the rounds' ratios."""
    return median(one / other for one, other in zip(ours, bare, strict=True))


def against(what: str, ours: Sequence[float], bare: Sequence[float], *, least: float | None = None) -> Line:
    """A line for a rate and its ratio to the bare operation, `least` being the target."""
    ratio = median_ratio(ours, bare)
    target, reached = ("—", None) if least is None else (f"≥ {least:.2f}", ratio >= least)
    return Line(what, per_second(median(ours)), per_second(median(bare)), ratio, target, reached)


def per_second(value: float) -> str:
    """A rate in words."""
    return f"{value:,.0f}/s" if value >= 100 else f"{value:,.1f}/s"
