"""The small province with its keys and status lists published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from registry.publishing import publish
from registry.settings import Settings
from signing.keys import KeySet, Purpose
from tests.browsing import served
from tests.province import ADDRESS, NOW, make_signer
from tests.verify_site.papers import Papers, with_settings
from verify_site.app import create_app

SIGNED = NOW + timedelta(hours=6)
"""When the published lists were signed: 2026-11-21 18:00 in China."""
RECEIPTS = make_signer("hubei", Purpose.RECEIPTS)


@pytest.fixture(scope="session")
def published(papers: Papers, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a site over the published files of the small province."""
    folder = tmp_path_factory.mktemp("public")
    signer = make_signer("hubei", Purpose.STATUS_LISTS)
    known = KeySet.from_jwks(papers.settings.keys_file.read_text("utf-8"))
    keys = known.with_key(signer.key).with_key(RECEIPTS.key)
    publish(papers.province.engine, folder, keys=keys, signer=signer, address=ADDRESS, now=SIGNED)
    return with_settings(
        papers.settings, keys_file=folder / "certificate-keys.json", status_lists=Path(folder / "status")
    )


@pytest.fixture(scope="session")
def offline_site(published: Settings) -> Iterator[Flask]:
    """The site over them."""
    app = create_app(published, limited=False)
    yield app
    app.extensions["service"].registry.dispose()


@pytest.fixture
def address(offline_site: Flask) -> Iterator[str]:
    """That site on a real port."""
    with served(offline_site) as address:
        yield address
