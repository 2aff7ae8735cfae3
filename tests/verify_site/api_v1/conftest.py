"""Keys of employers in the registry of the site's tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from registry.database import writing
from tests.verify_site.papers import Papers
from verify_site.api_v1.keys import add_key, new_key
from verify_site.app import create_app

MakeKey = Callable[..., dict[str, str]]


@pytest.fixture(scope="module")
def keyed_site(papers: Papers) -> Flask:
    """A site with limits, whose network is spent by no other test module."""
    return create_app(papers.settings)


@pytest.fixture
def make_key(keyed_site: Flask) -> MakeKey:
    """Makes a key and gives the header that carries it."""

    def make(per_day: int = 5_000, per_minute: int = 5_000) -> dict[str, str]:
        text = new_key(random_bytes=os.urandom)
        with writing(keyed_site.extensions["service"].writer) as session:
            add_key(session, text, name="甲公司", per_day=per_day, per_minute=per_minute, now=datetime.now(UTC))
        return {"Authorization": f"Bearer {text}"}

    return make
