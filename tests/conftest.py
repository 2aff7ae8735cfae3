"""What every test may ask for: a migrated registry on both engines, a Chromium, and the rule that CI skips nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, Pool, event

from registry.database import migrate, open_registry
from tests.needs import need_package, program
from tests.postgres import cluster, create_database
from tests.province import Province, make_province

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_SERIAL = count()
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the long files first, so that no worker begins one when the others have nothing left to do.

    `make test` hands whole files out in this order, so that what a module shares is made once. Those with a browser are
    the longest; the site's and the journeys' wait for servers; the rest is over in seconds.
    """
    with_browser = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}

    def place(item: pytest.Item) -> tuple[bool, bool]:
        return item.path not in with_browser, not {"verify_site", "journeys"} & set(item.path.parts)

    items.sort(key=place)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
    call: pytest.CallInfo[None],  # noqa: ARG001 - pytest hands arguments over by name
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a skip is a failure: CI installs what tests need, so a skip there hides a missing install step."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {item.nodeid}: {report.longrepr}"
    return report


@event.listens_for(Pool, "checkout")
def _do_not_wait_for_the_disk(connection: object, _record: Any, _proxy: Any) -> None:
    """Leave the writing to the kernel, as tests.postgres does: a killed process loses nothing by it, a killed machine
    ends the tests anyway. The thousands of small commits would wait for the disk otherwise.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite registry to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    engine = open_registry(f"sqlite:///{path}")
    migrate(engine)
    _close_for_copies(engine)
    return path


def _close_for_copies(engine: Engine) -> None:
    """Leave everything in the database's one file, and no connection, which PostgreSQL refuses in a template."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL with a migrated database `registry_template`; yields its maintenance URL."""
    # A socket's path may have 107 bytes at most, so it does not lie in pytest's deep folders.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    try:
        with cluster(folder / "c") as url:
            engine = open_registry(create_database(url, "registry_template"))
            migrate(engine)
            engine.dispose()
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def registry_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated, empty registry of the test's own, on each engine."""
    if request.param == "sqlite":
        return copy_of(request.getfixturevalue("sqlite_template"), tmp_path)
    return create_database(request.getfixturevalue("postgres"), f"t{next(_SERIAL)}", "registry_template")


def copy_of(template: Path, folder: Path) -> str:
    """The URL of a copy of an SQLite registry in `folder`."""
    path = folder / "registry.sqlite3"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def engine(registry_url: str) -> Iterator[Engine]:
    """A writer's engine on a migrated, empty registry, on each engine."""
    engine = open_registry(registry_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Debian Chromium without its windows, which would cost three times the time; driven by Playwright."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow to import, and few tests need it

    path = need_package("chromium-headless-shell", program("chromium-headless-shell"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sqlite_province(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Province:
    """The small province on SQLite, made once to be copied."""
    folder = tmp_path_factory.mktemp("province")
    province = make_province(open_registry(copy_of(sqlite_template, folder)), folder)
    _close_for_copies(province.engine)
    return province


@pytest.fixture(scope="session")
def postgres_province(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Province:
    """The small province on PostgreSQL, made once as the database `province_template`."""
    engine = open_registry(create_database(postgres, "province_template", "registry_template"))
    province = make_province(engine, tmp_path_factory.mktemp("province"))
    _close_for_copies(engine)
    return province


@pytest.fixture(params=["sqlite", "postgresql"])
def province(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Province]:
    """A small province with real keys and one example paper for each verdict, on each engine: the test's own copy."""
    yield from _copied_province(request, tmp_path)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def province_to_read(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """The same for tests that change nothing in it: one copy for all of a module."""
    yield from _copied_province(request, tmp_path_factory.mktemp("province"))


def _copied_province(request: pytest.FixtureRequest, folder: Path) -> Iterator[Province]:
    if request.param == "sqlite":
        made: Province = request.getfixturevalue("sqlite_province")
        url = copy_of(Path(str(made.engine.url.database)), folder)
    else:
        made = request.getfixturevalue("postgres_province")
        url = create_database(request.getfixturevalue("postgres"), f"t{next(_SERIAL)}", "province_template")
    engine = open_registry(url)
    yield replace(made, engine=engine, settings=replace(made.settings, database=url))
    engine.dispose()
