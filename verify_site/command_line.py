"""What the site's own commands share: the database of the settings, opened and closed, and the `--json` option."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Engine

from registry.database import open_registry, require_current_schema
from registry.settings import Settings

json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON。 Print JSON.")


@contextmanager
def opened(*, read_only: bool = False) -> Iterator[Engine]:
    """The database of the settings, at this program's schema, closed at the end."""
    engine = open_registry(Settings.from_environment(os.environ).database, read_only=read_only)
    try:
        require_current_schema(engine)
        yield engine
    finally:
        engine.dispose()
