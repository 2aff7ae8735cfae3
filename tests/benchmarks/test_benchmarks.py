"""That the benchmarks still run and say what they measured; their figures are not tested."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import imports, report, sheets
from benchmarks.__main__ import ROWS, main
from benchmarks.measuring import Line, Row, Scale, against, in_turns, median_ratio
from benchmarks.registries import fill
from verify_site.app import create_app


@pytest.fixture(autouse=True)
def little_garbage() -> Iterator[None]:
    """Out of the collector's sight: all that other tests left, which every round of a measurement would go through."""
    gc.freeze()
    yield
    gc.unfreeze()


def test_tasks_run_in_turns_and_every_second_round_in_the_other_order() -> None:
    order: list[str] = []

    def task(name: str) -> int:
        order.append(name)
        return 1

    rates = in_turns({"a": lambda: task("a"), "b": lambda: task("b")}, rounds=2)
    assert order == ["a", "b", "b", "a"]
    assert [len(rates["a"]), len(rates["b"])] == [2, 2]


def test_the_ratio_is_the_median_of_the_rounds_ratios() -> None:
    assert median_ratio([1.0, 4.0, 3.0], [2.0, 4.0, 4.0]) == 0.75
    assert against("x", [3.0], [4.0], least=0.75).reached is True


def test_the_page_holds_every_line_its_method_and_the_remarks() -> None:
    line = Line("GET /V/<digits>", "5/s", "10/s", 0.5, "≥ 0.60", reached=False)
    page = report.markdown([Row("Title", "How it was done.", (line,))], [("cores", "2")], day=date(2026, 11, 21))
    assert "| GET /V/&lt;digits> | 5/s | 10/s | 0.50 | ≥ 0.60 | no |" in page
    assert "**Title.** How it was done." in page
    assert "2026-11-21" in page
    assert report.REMARKS.read_text("utf-8") in page


def test_one_row_alone_prints_and_writes_only_where_it_is_told(tmp_path: Path) -> None:
    out = tmp_path / "page.md"
    result = CliRunner().invoke(main, ["codes", "--quick", "--out", str(out), "--date", "2026-11-21"])
    assert result.exit_code == 0, result.output
    assert "claim169" in out.read_text("utf-8")
    assert set(ROWS) == {
        *("codes", "lookups", "growth", "issuing", "sheets", "imports", "pictures", "lists", "start"),
    }


def test_a_filled_registry_knows_its_genuine_codes(tmp_path: Path) -> None:
    filled = fill(tmp_path / "filled", rows=60, genuine=20)
    app = create_app(filled.settings)
    answers = [app.test_client().get(f"/V/{code}", headers={"Accept": "application/json"}) for code in filled.codes]
    assert [json.loads(answer.data)["verdict"] for answer in answers] == ["valid"] * 20
    app.extensions["service"].registry.dispose()


def test_the_measured_list_has_twelve_columns_and_no_faults(tmp_path: Path) -> None:
    row = imports.measure(Scale(quick=True), tmp_path)
    assert len(row.lines) == 2
    assert all(len(cells) == len(imports.HEADINGS) == 12 for cells in imports.rows(3))


def test_every_measured_sheet_differs() -> None:
    assert len({sheet.address for sheet in sheets.make_sheets(5)}) == 5
