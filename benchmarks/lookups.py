"""The look-up of a scanned code over HTTP, as JSON and as a page, against a trivial route; and with many rows."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks.measuring import Line, Row, Scale, median_ratio, per_second
from benchmarks.registries import Filled, fill
from benchmarks.server import HTML, JSON, Load, Site, paths_file, press, require_genuine, serving

LEAST_JSON, LEAST_PAGE, LEAST_GROWTH = 0.50, 0.35, 0.90
SAMPLE = 20
METHOD = (
    "granian with the flags of `make run`; wrk with 16 kept connections and one thread walks through 10,000 distinct "
    "genuine codes in random order; trivial route, JSON and page in turns, ratio of the medians. Limits, log and "
    "headers work as in production (a genuine code is not counted against a limit). 20 codes are checked "
    "to be valid beforehand; a status of 400 or above, a broken connection or 4 s without an answer fails the run."
)
GROWTH_METHOD = (
    "Two sites side by side over SQLite registries, asked in turns for the same number of distinct genuine codes in "
    "random order, spread evenly over all rows; in the large registry the other certificates, approvals, events and "
    "codes hold invented people and random bytes of the same size. Median of the rounds' ratios."
)


def measure(scale: Scale, folder: Path) -> Row:
    """JSON and page against /healthz."""
    count = scale.of(10_000, 1_000)
    filled = fill(folder / "look-ups", rows=count, genuine=count)
    files = _files(folder, filled)
    turns = {"trivial": (files["trivial"], JSON), "JSON": (files["codes"], JSON), "page": (files["codes"], HTML)}
    lines: list[Line] = []
    for workers in (1, 2):
        with serving(filled.settings, folder, workers=workers) as site:
            require_genuine(site, filled.codes[:SAMPLE])
            rounds = scale.of(7, 2) if workers == 1 else scale.of(3, 1)
            lines += _lines(_press_in_turns(site, turns, rounds, scale.of(5, 1)), workers)
    return Row("GET /V/<digits>", METHOD, tuple(lines))


def _files(folder: Path, filled: Filled) -> dict[str, Path]:
    shuffled = [f"/V/{code}" for code in filled.codes]
    random.Random(3).shuffle(shuffled)
    return {
        "codes": paths_file(folder, f"codes-{filled.rows}", shuffled),
        "trivial": paths_file(folder, f"trivial-{filled.rows}", ["/healthz"]),
    }


def _press_in_turns(
    site: Site, turns: Mapping[str, tuple[Path, str]], rounds: int, seconds: int
) -> dict[str, list[Load]]:
    for paths, accept in turns.values():
        press(site, paths, accept=accept, seconds=1)
    loads: dict[str, list[Load]] = {name: [] for name in turns}
    for _ in range(rounds):
        for name, (paths, accept) in turns.items():
            loads[name].append(press(site, paths, accept=accept, seconds=seconds))
    return loads


def _lines(loads: Mapping[str, Sequence[Load]], workers: int) -> list[Line]:
    trivial = median(load.rate for load in loads["trivial"])
    lines = []
    for name, least in (("JSON", LEAST_JSON), ("page", LEAST_PAGE)):
        rate = median(load.rate for load in loads[name])
        p99 = median(load.p99 for load in loads[name])
        what = f"GET /V/<digits> as {name}" + ("" if workers == 1 else f", {workers} workers")
        ratio = rate / trivial
        # The target is about one worker; with two, wrk and both workers share what cores there are.
        target, reached = (f"≥ {least:.2f}", ratio >= least) if workers == 1 else ("—", None)
        measured = f"{per_second(rate)}, p99 {p99:.0f} ms"
        lines.append(Line(what, measured, f"/healthz {per_second(trivial)}", ratio, target, reached))
    return lines


def measure_growth(scale: Scale, folder: Path) -> Row:
    """Many rows against few."""
    few, many = scale.of(10_000, 1_000), scale.of(1_000_000, 20_000)
    small = fill(folder / "few", rows=few, genuine=few)
    large = fill(folder / "many", rows=many, genuine=few)
    rates: dict[int, list[float]] = {few: [], many: []}
    with serving(small.settings, folder) as one, serving(large.settings, folder) as other:
        sites = [(one, small), (other, large)]
        files = {filled.rows: _files(folder, filled)["codes"] for _, filled in sites}
        for site, filled in sites:
            require_genuine(site, filled.codes[:SAMPLE])
            press(site, files[filled.rows], accept=JSON, seconds=scale.of(3, 1))
        for turn in range(scale.of(9, 2)):
            for site, filled in sites[:: -1 if turn % 2 else 1]:
                load = press(site, files[filled.rows], accept=JSON, seconds=scale.of(5, 1))
                rates[filled.rows].append(load.rate)
    ratio = median_ratio(rates[many], rates[few])
    line = Line(
        f"GET /V/<digits> as JSON, {many:,} rows",
        per_second(median(rates[many])),
        f"{few:,} rows {per_second(median(rates[few]))}",
        ratio,
        f"≥ {LEAST_GROWTH:.2f}",
        ratio >= LEAST_GROWTH,
    )
    return Row("The same with many rows", GROWTH_METHOD, (line,))
