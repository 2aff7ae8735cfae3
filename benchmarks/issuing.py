"""Issuing a batch, against signing alone plus one bulk insert alone, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from sqlalchemy import Engine, select

from benchmarks.measuring import Line, Row, Scale, Task, against, in_turns
from benchmarks.people import NOW, people
from benchmarks.registries import (
    ISSUER,
    Keys,
    add_pending,
    certificate_row,
    insert_statement,
    make_keys,
    new_registry,
    stored,
)
from registry.authorities import authority
from registry.database import writing
from registry.issuing import issue
from registry.models import Code
from signing.envelope import unverified_envelope
from signing.software import SoftwareSigner
from tests.postgres import cluster, create_database

LEAST = 0.40
BATCH = 500
METHOD = (
    "Batches of 500 in one transaction each, as `python -m registry issue` writes them; bare is 500 signatures by "
    "`cryptography` over such bytes with the same key and settings (RFC 6979), plus one transaction with the driver's "
    "own `executemany` of 500 certificate rows into a registry of the same engine, settings, indexes and constraints; "
    "in turns, median of the rounds' ratios. SQLite syncs at each commit; PostgreSQL runs without fsync on both sides."
)


def measure(scale: Scale, folder: Path) -> Row:
    """Both engines; PostgreSQL where Debian's package is installed."""
    rounds = scale.of(20, 3)
    folder = folder / "issuing"
    folder.mkdir()
    keys = make_keys(folder)
    urls = (f"sqlite:///{folder}/issuing.sqlite3", f"sqlite:///{folder}/bare.sqlite3")
    lines = [_line("SQLite", urls, keys, rounds, least=LEAST)]
    if any(Path("/usr/lib/postgresql").glob("*/bin")):
        with _postgres() as maintenance:
            urls = (create_database(maintenance, "issuing"), create_database(maintenance, "bare"))
            lines.append(_line("PostgreSQL", urls, keys, rounds, least=LEAST))
    return Row("Issue: number, sign, insert, event", METHOD, tuple(lines))


@contextmanager
def _postgres() -> Iterator[str]:
    # A socket's path may have 107 bytes at most, so it lies in a folder with a short name.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    try:
        with cluster(folder / "c") as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _line(name: str, urls: tuple[str, str], keys: Keys, rounds: int, *, least: float) -> Line:
    count = (rounds + 1) * BATCH
    engine, bare_engine = (new_registry(url) for url in urls)
    try:
        for each in (engine, bare_engine):
            add_pending(each, keys.vault, count)
        ours = _ours(engine, keys.signer)
        ours()
        tasks = {"ours": ours, "bare": _bare(bare_engine, keys.signer, _messages(engine), count)}
        rates = in_turns(tasks, rounds)
    finally:
        engine.dispose()
        bare_engine.dispose()
    return against(f"issue, {name}", rates["ours"], rates["bare"], least=least)


def _ours(engine: Engine, signer: SoftwareSigner) -> Task:
    def task() -> int:
        with writing(engine) as session:
            ids = issue(
                session,
                issuer=authority(session, ISSUER),
                signer=signer,
                limit=BATCH,
                actor="bench",
                now=NOW,
                random_bytes=os.urandom,
            )
        return len(ids)

    return task


def _messages(engine: Engine) -> list[bytes]:
    """The bytes that the first batch signed."""
    with engine.connect() as connection:
        return [unverified_envelope(cose).signed_bytes for cose in connection.execute(select(Code.cose)).scalars()]


def _bare(engine: Engine, signer: SoftwareSigner, messages: Sequence[bytes], count: int) -> Task:
    if not isinstance(signer.private_key, ec.EllipticCurvePrivateKey):
        raise TypeError("the comparison is over P-256")
    sign, algorithm = signer.private_key.sign, ec.ECDSA(SHA256(), deterministic_signing=True)
    waiting: Iterator[dict[str, Any]] = iter([stored(certificate_row(person)) for person in people(count)])
    place = ":{}" if engine.dialect.name == "sqlite" else "%({})s"
    statement = insert_statement("certificates", certificate_row(next(people(1))), place)

    def task() -> int:
        rows = list(islice(waiting, len(messages)))
        for message in messages:
            sign(message, algorithm)
        with engine.begin() as connection:
            connection.exec_driver_sql(statement, rows)
        return len(rows)

    return task
