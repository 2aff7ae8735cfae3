"""How soon a started site answers, and what a worker occupies in memory."""

from __future__ import annotations

import http.client
import re
import time
from pathlib import Path
from statistics import median

from benchmarks.measuring import Line, Row, Scale
from benchmarks.registries import Filled, fill
from benchmarks.server import HOST, HTML, JSON, PATIENCE, Site, require_genuine, serving

MOST_SECONDS, MOST_MEGABYTES = 1.5, 120
METHOD = (
    "From starting the granian process until /healthz answers 200, and until a code is answered `valid`, each the "
    "median of several starts with compiled Python files present. Memory of the one worker process after 2,000 "
    "distinct look-ups, half JSON, half pages: its proportional share (PSS), and its resident size (RSS)."
)


def measure(scale: Scale, folder: Path) -> Row:
    """Starts, then memory."""
    count = scale.of(10_000, 1_000)
    filled = fill(folder / "start", rows=count, genuine=count)
    first, verified = _starts(filled, folder, scale.of(7, 1))
    with serving(filled.settings, folder) as site:
        _ask(site, filled.codes[: scale.of(2_000, 200)])
        (worker,) = site.workers()
        pss, rss = _megabytes(worker, "Pss"), _megabytes(worker, "Rss")
    return Row(
        "Start and memory",
        METHOD,
        (
            _seconds("site start to first answer", first),
            _seconds("site start to first verified code", verified),
            Line(
                "memory of a worker",
                f"{pss:.0f} MB PSS, {rss:.0f} MB RSS",
                target=f"≤ {MOST_MEGABYTES} MB",
                reached=max(pss, rss) <= MOST_MEGABYTES,
            ),
        ),
    )


def _seconds(what: str, seconds: float) -> Line:
    return Line(what, f"{seconds:.2f} s", target=f"≤ {MOST_SECONDS} s", reached=seconds <= MOST_SECONDS)


def _starts(filled: Filled, folder: Path, times: int) -> tuple[float, float]:
    first, verified = [], []
    for _ in range(times):
        with serving(filled.settings, folder) as site:
            first.append(time.perf_counter() - site.started)
            require_genuine(site, filled.codes[:1])
            verified.append(time.perf_counter() - site.started)
    return median(first), median(verified)


def _ask(site: Site, codes: tuple[str, ...]) -> None:
    connection = http.client.HTTPConnection(HOST, site.port, timeout=PATIENCE)
    for turn, code in enumerate(codes):
        connection.request("GET", f"/V/{code}", headers={"Accept": HTML if turn % 2 else JSON})
        connection.getresponse().read()
    connection.close()


def _megabytes(process: int, what: str) -> float:
    found = re.search(rf"^{what}:\s+(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    if found is None:
        raise OSError("the kernel does not say how much memory a process occupies")
    return int(found[1]) / 1024
