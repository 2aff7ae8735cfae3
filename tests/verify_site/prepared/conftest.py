"""A site of the test's own, because storing a case writes to its registry."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from tests.verify_site.papers import Papers, with_settings
from verify_site.app import create_app


@dataclass(frozen=True)
class OwnSite:
    """A site with a registry that nobody else uses."""

    app: Flask
    database: Path

    def bytes_on_disk(self) -> bytes:
        """Everything that the database has written anywhere."""
        return b"".join(path.read_bytes() for path in sorted(self.database.parent.glob(f"{self.database.name}*")))


@pytest.fixture
def own_site(papers: Papers, sqlite_template: Path, tmp_path: Path) -> Iterator[OwnSite]:
    """A site without limits over an empty registry."""
    path = tmp_path / "registry.sqlite3"
    shutil.copy(sqlite_template, path)
    app = create_app(with_settings(papers.settings, database=f"sqlite:///{path}"), limited=False)
    yield OwnSite(app, path)
    app.extensions["service"].registry.dispose()
    app.extensions["service"].writer.dispose()
