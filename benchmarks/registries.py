"""Registries to measure on: migrated, with real keys, and filled with as many rows as a measurement needs.

filled = fill(folder, rows=1_000_000, genuine=10_000)
filled.codes        digits that verify; the other rows hold random bytes of the same size
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from benchmarks.people import BODY, DOCUMENT, ISSUED_ON, NOW, TITLE, Person, people
from registry.database import migrate, open_registry, writing
from registry.issuing import event_row, sign_row
from registry.models import STATUS_LIST_SIZE, Approval, Authority, Base, Import, Segment, StatusList
from registry.sealing import IdentityVault, create_key_file, load_vault
from registry.settings import Settings
from registry.verification_code import new_verification_code
from registry.words import Move, Route, State
from signing.claims import Kind, Level
from signing.codes import digits_of
from signing.keys import Algorithm, KeySet, PublicKey, Purpose
from signing.software import SoftwareSigner, new_private_key

ISSUER = "wuhan"
LIST_ID = 1
LIST_KEY = bytes(range(16))
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Keys:
    """The issuer's key pair and the identity key, with the files that a site reads."""

    signer: SoftwareSigner
    vault: IdentityVault
    keys_file: Path
    identity_key_file: Path


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled registry: what a site over it is told, and the codes that it knows."""

    settings: Settings
    codes: tuple[str, ...]
    rows: int


def make_signer(issuer: str = ISSUER) -> SoftwareSigner:
    """A fresh ES256 key for certificates."""
    private = new_private_key(Algorithm.ES256)
    return SoftwareSigner(PublicKey.of(private.public_key(), purpose=Purpose.CERTIFICATES, issuer=issuer), private)


def make_keys(folder: Path) -> Keys:
    """New keys, with their files in `folder`."""
    signer = make_signer()
    keys_file, identity_key_file = folder / "keys.json", folder / "identity-key"
    keys_file.write_text(KeySet((signer.key,)).to_jwks(), "utf-8")
    create_key_file(identity_key_file, os.urandom(32))
    return Keys(signer, load_vault(identity_key_file), keys_file, identity_key_file)


def new_registry(url: str) -> Engine:
    """A migrated registry with one issuer, who has a segment and a status list."""
    engine = open_registry(url)
    migrate(engine)
    with writing(engine) as session:
        session.add(
            Authority(
                id=ISSUER,
                name="武汉市人社局",
                name_en="Wuhan HR bureau",
                kind="prefecture",
                region="420100",
                jurisdiction="hubei-2013-80",
            )
        )
        session.flush()
        session.add(StatusList(id=LIST_ID, issuer_id=ISSUER, next=0, key=LIST_KEY))
        session.add(_segment())
        session.add(Import(id=1, authority_id=ISSUER, what="approved", file_sha256="", rows=0, actor="bench", at=NOW))
    return engine


def _segment() -> Segment:
    return Segment(
        issuer_id=ISSUER,
        prefix="2026",
        width=10,
        first=2000001,
        last=2999999,
        next=2000001,
        granted_by=ISSUER,
        granted_at=NOW,
    )


def add_pending(engine: Engine, vault: IdentityVault, count: int) -> None:
    """`count` people who await a certificate."""
    with writing(engine) as session:
        session.execute(insert(Approval), [approval_row(person, vault) | {"pending": True} for person in people(count)])


def approval_row(person: Person, vault: IdentityVault) -> dict[str, Any]:
    """The row of a person's approval, whose certificate exists."""
    return {
        "id": person.serial + 1,
        "import_id": 1,
        "authority_id": ISSUER,
        "pending": False,
        "name": person.name,
        "identity_kind": "resident",
        "identity_sealed": vault.seal(person.identity),
        "identity_index": vault.index(person.identity),
        "title": TITLE,
        "level": Level.INTERMEDIATE.value,
        "route": Route.EVALUATION.value,
        "specialty": person.specialty,
        "body": BODY,
        "document": DOCUMENT,
        "approved_on": person.approved_on,
    }


def certificate_row(person: Person) -> dict[str, Any]:
    """The row of a person's certificate, with Python's dates."""
    return {
        "id": LIST_ID * STATUS_LIST_SIZE + person.serial,
        "approval_id": person.serial + 1,
        "issuer_id": ISSUER,
        "kind": Kind.CERTIFICATE.value,
        "number": person.number,
        "number_key": person.number,
        "name": person.name,
        "title": TITLE,
        "level": Level.INTERMEDIATE.value,
        "specialty": person.specialty,
        "approved_on": person.approved_on,
        "issued_on": ISSUED_ON,
        "verification_code": new_verification_code(os.urandom),
        "state": State.VALID.value,
    }


def stored(row: Values) -> dict[str, Any]:
    """A row with its dates as text, which every driver takes."""
    return {name: _as_text(value) for name, value in row.items()}


def _as_text(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value


def insert_statement(table: str, columns: Iterable[str], place: str = ":{}") -> str:
    """An INSERT for a driver's own `executemany`."""
    names = list(columns)
    places = ", ".join(place.format(name) for name in names)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 - names of our own tables


def fill(folder: Path, *, rows: int, genuine: int) -> Filled:
    """A SQLite registry of `rows` certificates in `folder`, `genuine` of them, spread evenly, really signed."""
    folder.mkdir()
    path = folder / "registry.sqlite3"
    keys = make_keys(folder)
    new_registry(f"sqlite:///{path}").dispose()
    # Straight to the driver and without its care for a power cut: what is measured comes later.
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-400000")
    with connection:
        digits = _add_genuine(connection, keys, genuine, rows // genuine)
        for table, changes in _IN_BETWEEN.items():
            _add_in_between(connection, table, changes, rows // genuine)
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    settings = Settings(
        database=f"sqlite:///{path}",
        keys_file=keys.keys_file,
        identity_key_file=keys.identity_key_file,
        keystore=folder / "no-private-keys-here",
    )
    return Filled(settings, digits, rows)


def _add_genuine(connection: sqlite3.Connection, keys: Keys, count: int, step: int) -> tuple[str, ...]:
    """Real certificates, `step` numbers apart; returns their codes."""
    crowd = list(people(count, step=step))
    certificates = [certificate_row(person) for person in crowd]
    codes = [sign_row(row, {LIST_ID: LIST_KEY}, keys.signer, NOW) for row in certificates]
    for table, rows in {
        "approvals": [approval_row(person, keys.vault) for person in crowd],
        "certificates": certificates,
        "codes": codes,
        "events": [event_row(row["id"], Move.ISSUE, actor="bench", now=NOW) for row in certificates],
    }.items():
        kept = [stored(row) for row in rows]
        connection.executemany(insert_statement(table, kept[0]), kept)
    return tuple(digits_of(code["cose"]) for code in codes)


_IN_BETWEEN: dict[str, dict[str, str]] = {
    "approvals": {"id": "id + k", "identity_sealed": "randomblob(47)", "identity_index": "randomblob(32)"},
    "certificates": {
        "id": "id + k",
        "approval_id": "approval_id + k",
        "number": "CAST(number + k AS TEXT)",
        "number_key": "CAST(number + k AS TEXT)",
    },
    "codes": {"digest": "randomblob(32)", "certificate_id": "certificate_id + k", "cose": "randomblob(length(cose))"},
    "events": {"id": "NULL", "certificate_id": "certificate_id + k"},
}
"""What differs in the rows that stand between two genuine ones; everything else is copied."""


def _add_in_between(connection: sqlite3.Connection, table: str, changes: Mapping[str, str], step: int) -> None:
    columns = [column.name for column in Base.metadata.tables[table].columns]
    values = [changes.get(name, name) for name in columns]
    # SQLite makes the rows itself: a million of them in Python would take minutes.
    statement = (
        f"WITH RECURSIVE place(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM place WHERE k < {step - 1}) "  # noqa: S608
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table}, place ORDER BY 1"
    )
    if step > 1:
        connection.execute(statement)
