"""The site over a small real registry, in-process, with and without limits."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.database import open_registry
from tests.verify_site.province import Province, found_province
from verify_site.app import create_app
from verify_site.language import TRANSLATIONS


@pytest.fixture(scope="session", autouse=True)
def _compiled_translations() -> None:
    if not (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.mo").exists():
        subprocess.run(
            [sys.executable, "-m", "babel.messages.frontend", "compile", "-d", str(TRANSLATIONS)],
            check=True,
            capture_output=True,
        )


@pytest.fixture(scope="session")
def province(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """One registry for all tests of the site, which only read."""
    folder = tmp_path_factory.mktemp("province")
    path = folder / "registry.sqlite3"
    shutil.copy(sqlite_template, path)
    engine = open_registry(f"sqlite:///{path}")
    yield found_province(engine, f"sqlite:///{path}", folder)
    engine.dispose()


@pytest.fixture(scope="session")
def site(province: Province) -> Iterator[Flask]:
    """The site without limits."""
    app = create_app(province.settings, limited=False)
    yield app
    app.extensions["service"].registry.dispose()


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    """Somebody who asks the site without limits."""
    return site.test_client()


@pytest.fixture
def limited(province: Province) -> Iterator[Flask]:
    """The site with limits, its counters at zero."""
    app = create_app(province.settings)
    yield app
    app.extensions["service"].registry.dispose()
