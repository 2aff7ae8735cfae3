"""A registry with two authorities: on both engines where the database matters, on SQLite alone where it does not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from registry.database import open_registry
from tests.registry.importing.lists import add_authorities


@pytest.fixture
def registry(engine: Engine) -> Engine:
    """A registry on each engine."""
    add_authorities(engine)
    return engine


@pytest.fixture
def desk(tmp_path: Path, sqlite_template: Path) -> Iterator[Engine]:
    """A registry on SQLite, for what is decided before the database is asked."""
    path = tmp_path / "desk.sqlite3"
    shutil.copy(sqlite_template, path)
    engine = open_registry(f"sqlite:///{path}")
    add_authorities(engine)
    yield engine
    engine.dispose()
