"""The site over a small real registry, in-process, with and without limits."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from registry.database import open_registry
from tests.browsing import phone, served
from tests.verify_site.papers import Papers, gather_papers, with_settings
from verify_site.app import create_app
from verify_site.language import TRANSLATIONS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session", autouse=True)
def _compiled_translations() -> None:
    """Compile what `make setup` compiles, so that the tests read the catalogue as it is now."""
    for source in (TRANSLATIONS / "en" / "LC_MESSAGES").glob("*.po"):
        with source.open("rb") as texts, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(texts, locale="en"))


@pytest.fixture(scope="session")
def papers(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Papers]:
    """One registry for all tests of the site, which only read."""
    folder = tmp_path_factory.mktemp("site")
    path = folder / "registry.sqlite3"
    shutil.copy(sqlite_template, path)
    engine = open_registry(f"sqlite:///{path}")
    yield gather_papers(engine, folder)
    engine.dispose()


@pytest.fixture(scope="session")
def site(papers: Papers) -> Iterator[Flask]:
    """The site without limits."""
    app = create_app(papers.settings, limited=False)
    yield app
    app.extensions["service"].registry.dispose()


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    """Somebody who asks the site without limits."""
    return site.test_client()


@pytest.fixture
def limited(papers: Papers) -> Iterator[FlaskClient]:
    """Somebody who asks a site whose counters are at zero."""
    app = create_app(papers.settings)
    yield app.test_client()
    app.extensions["service"].registry.dispose()


@pytest.fixture(scope="session")
def address(papers: Papers) -> Iterator[str]:
    """A demonstration of the site on a real port, without limits."""
    app = create_app(with_settings(papers.settings, demonstration=True), limited=False)
    with served(app) as address:
        yield address
    app.extensions["service"].registry.dispose()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A phone's page at that site, or at the one that a module serves instead."""
    with phone(browser, address) as page:
        yield page
