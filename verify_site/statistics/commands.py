"""The operator's command for the counts: `python -m verify_site statistics --json`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click
from sqlalchemy.orm import Session

from messages.command_line import echo_json
from registry.chinese_time import date_in_china
from registry.database import spoken_faults
from verify_site.command_line import json_option, opened
from verify_site.statistics.figures import Figures, figures

DAYS = 30


@click.command()
@click.option("--days", type=click.IntRange(1, 366), default=DAYS, show_default=True, help="最近几天。 The last days.")
@json_option
def statistics(days: int, as_json: bool) -> None:
    """核验次数和仿冒网站。 How often was checked, and the foreign hosts that codes led to."""
    until = date_in_china(datetime.now(UTC))
    with opened(read_only=True) as engine, spoken_faults(), Session(engine) as session:
        found = figures(session, since=until - timedelta(days=days - 1), until=until)
    if as_json:
        return echo_json(found.as_dict())
    return _echo(found)


def _echo(found: Figures) -> None:
    click.echo(f"{found.since}–{found.until}  核验 {found.total} 次 checks")
    for outcome, count in found.by_outcome.items():
        click.echo(f"  {outcome.value:<16}{count:>10}")
    for way, count in found.by_way.items():
        click.echo(f"  {way.value:<16}{count:>10}")
    if found.hosts:
        click.echo("二维码指向的其他网站 Other sites that codes led to")
    for host in found.hosts:
        click.echo(f"  {host.count:>8}  {host.first_on}–{host.last_on}  {host.name}")
