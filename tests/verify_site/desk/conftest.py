"""A desk in use, once for each module: a test that changes people changes its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.verify_site.desk.office import Office, open_office
from tests.verify_site.papers import Papers


@pytest.fixture(scope="module")
def office(papers: Papers, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Organisations of every kind and a person for each role."""
    opened = open_office(papers.settings, tmp_path_factory.mktemp("desk"), sqlite_template)
    yield opened
    opened.close()
