"""A desk on SQLite for most tests, on both engines where the database matters, and the issuers' keys."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from casework.applications.attachments import AttachmentStore
from casework.issuing import Report, issue_approved
from registry.database import open_registry
from signing.claims import Kind
from signing.keys import KeySet, Purpose, Signer
from signing.software import SoftwareSigner
from tests.casework.applications.desk import NOW, VAULT, Desk, make_desk
from tests.province import make_signer

PURPOSES = {Kind.CERTIFICATE: Purpose.CERTIFICATES, Kind.RECOGNITION_LETTER: Purpose.RECOGNITION_LETTERS}
NO_FILES = AttachmentStore(Path("/nonexistent"), VAULT)
Issue = Callable[[str], Report]


@pytest.fixture(scope="session")
def desk_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Desk]:
    """A desk that was opened once, to copy."""
    path = tmp_path_factory.mktemp("desk") / "desk.sqlite3"
    shutil.copy(sqlite_template, path)
    engine = open_registry(f"sqlite:///{path}")
    desk = make_desk(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path, desk


@pytest.fixture
def desk(desk_template: tuple[Path, Desk], tmp_path: Path) -> Iterator[Desk]:
    """A desk of the test's own on SQLite."""
    template, made = desk_template
    path = tmp_path / "desk.sqlite3"
    shutil.copy(template, path)
    engine = open_registry(f"sqlite:///{path}")
    yield Desk(engine, made.members)
    engine.dispose()


@pytest.fixture
def both(engine: Engine) -> Desk:
    """A desk of the test's own on each engine."""
    return make_desk(engine)


@pytest.fixture(scope="session")
def signers() -> dict[tuple[str, Kind], SoftwareSigner]:
    """A certificate key and a letter key for each authority."""
    issuers = ("hubei", "wuhan", "yichang", "zhejiang", "huzhou", "deqing")
    return {(name, kind): make_signer(name, purpose) for name in issuers for kind, purpose in PURPOSES.items()}


@pytest.fixture(scope="session")
def keys(signers: dict[tuple[str, Kind], SoftwareSigner]) -> KeySet:
    """What a verifier trusts."""
    return KeySet(tuple(signer.key for signer in signers.values()))


def issue_with(
    engine: Engine,
    signers: dict[tuple[str, Kind], SoftwareSigner],
    issuer: str,
    store: AttachmentStore = NO_FILES,
) -> Report:
    """Run what `python -m casework issue-approved` runs."""

    def signer_for(kind: Kind) -> Signer:
        return signers[issuer, kind]

    return issue_approved(
        engine, issuer, store=store, signer_for=signer_for, actor="王办事员", now=NOW, random_bytes=os.urandom
    )
