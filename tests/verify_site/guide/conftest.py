"""A person who talks with the guide by forms alone."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.verify_site.guide.talk import Talk


@pytest.fixture
def talk(client: FlaskClient) -> Talk:
    """A conversation that has not begun."""
    return Talk(client)
