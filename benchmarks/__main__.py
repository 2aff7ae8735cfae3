"""`python -m benchmarks [ROW …] [--quick] [--out FILE]`: measure, print as it goes, write docs/performance.md."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from benchmarks import codes, imports, issuing, lists, lookups, machine, pictures, report, sheets, start
from benchmarks.measuring import NotMeasured, Row, Scale, WrongAnswer

ROWS: dict[str, Callable[[Scale, Path], Row]] = {
    "codes": codes.measure,
    "lookups": lookups.measure,
    "growth": lookups.measure_growth,
    "issuing": issuing.measure,
    "sheets": sheets.measure,
    "imports": imports.measure,
    "pictures": pictures.measure,
    "lists": lists.measure,
    "start": start.measure,
}
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


@click.command()
@click.argument("rows", nargs=-1, type=click.Choice(list(ROWS)))
@click.option("--quick", is_flag=True, help="Small sizes: shows that everything runs; the figures mean little.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the page here, whatever was measured.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    default=f"{datetime.now(UTC):%Y-%m-%d}",
    help="The date on the page; today without it.",
)
def main(rows: tuple[str, ...], *, quick: bool, out: Path | None, day: datetime) -> None:
    """Measure speed as ratios against the bare operation; all rows without arguments."""
    console, facts = Console(), machine.facts()
    names = rows or tuple(ROWS)
    measured: list[Row] = []
    for name in names:
        with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder, console.status(f"measuring {name}"):
            found = _measure(name, Scale(quick), Path(folder))
        if found is None:
            continue
        measured.append(found)
        console.print(report.table(found))
    complete = len(measured) == len(ROWS) and not quick
    target = out or (PAGE if complete else None)
    if target is not None:
        target.write_text(report.markdown(measured, facts, day=day.date()), "utf-8")
        console.print(f"Written: {target}")
    elif not rows and not quick:
        console.print("Not every row was measured, so docs/performance.md stays as it was.")


def _measure(name: str, scale: Scale, folder: Path) -> Row | None:
    try:
        return ROWS[name](scale, folder)
    except NotMeasured as missing:
        click.echo(f"{name}: not measured: {missing}", err=True)
        return None
    except WrongAnswer as wrong:
        raise click.ClickException(f"{name}: {wrong}") from wrong


if __name__ == "__main__":
    main()
