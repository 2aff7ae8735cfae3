"""A desk in use, once for each module: a test that changes people changes its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsing import served
from tests.verify_site.desk.office import Office, open_office
from tests.verify_site.papers import Papers


@pytest.fixture(scope="module")
def office(papers: Papers, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Organisations of every kind and a person for each role."""
    opened = open_office(papers.settings, tmp_path_factory.mktemp("desk"), sqlite_template)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def plain_office(papers: Papers, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The same without HTTPS, as in the demonstration, for a browser."""
    folder = tmp_path_factory.mktemp("plain-desk")
    opened = open_office(papers.settings, folder, sqlite_template, address="http://127.0.0.1:8000", demonstration=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address(plain_office: Office) -> Iterator[str]:
    """That desk on a real port."""
    with served(plain_office.app) as address:
        yield address
