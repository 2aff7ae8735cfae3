"""A site of its own that signs receipts, over a registry that tests may change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.database import open_registry
from signing.keys import Algorithm, KeySet, PublicKey, Purpose
from signing.keystore import KeyStore
from tests.verify_site.papers import Papers, gather_papers, with_settings
from verify_site.app import create_app

PASSPHRASE = "a passphrase for receipts in tests"


@dataclass(frozen=True, slots=True)
class Offering:
    """The site, its papers and the key store with its one receipt key."""

    app: Flask
    papers: Papers
    store: KeyStore
    key: PublicKey

    @property
    def client(self) -> FlaskClient:
        """Somebody who asks it."""
        return self.app.test_client()


@pytest.fixture(scope="module")
def template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Papers]:
    """A registry to copy, and the papers in it."""
    folder = tmp_path_factory.mktemp("receipts")
    path = folder / "registry.sqlite3"
    shutil.copy(sqlite_template, path)
    engine = open_registry(f"sqlite:///{path}")
    papers = gather_papers(engine, folder)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path, papers


@pytest.fixture
def offering(template: tuple[Path, Papers], tmp_path: Path) -> Iterator[Offering]:
    """A site with a published receipt key, over its own copy of the registry."""
    path, papers = template
    engine = open_registry(f"sqlite:///{shutil.copy(path, tmp_path / 'registry.sqlite3')}")
    passphrase_file = tmp_path / "receipt-passphrase"
    passphrase_file.touch(mode=0o600)
    passphrase_file.write_text(PASSPHRASE)
    store = KeyStore(tmp_path / "receipt-keys", PASSPHRASE.encode())
    key = store.create("hubei", Purpose.RECEIPTS, Algorithm.ES256)
    settings = with_settings(
        papers.settings,
        database=engine.url.render_as_string(),
        keys_file=Path(shutil.copy(papers.settings.keys_file, tmp_path)),
        receipt_keystore=store.directory,
        receipt_passphrase_file=passphrase_file,
    )
    papers = replace(papers, province=replace(papers.province, engine=engine, settings=settings))
    publish(papers, store)
    app = create_app(settings, limited=False)
    yield Offering(app, papers, store, key)
    app.extensions["service"].registry.dispose()
    engine.dispose()


def publish(papers: Papers, store: KeyStore) -> None:
    """Publish the receipt keys, as they are now, beside the certificate keys."""
    others = [
        key
        for key in KeySet.from_jwks(papers.settings.keys_file.read_text("utf-8"))
        if key.purpose is not Purpose.RECEIPTS
    ]
    papers.settings.keys_file.write_text(KeySet((*others, *store.key_set())).to_jwks(), "utf-8")
