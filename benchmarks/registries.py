"""Registries to measure on: migrated, with real keys, and filled with as many rows as a measurement needs.

filled = fill(folder, rows=1_000_000, genuine=10_000)
filled.codes        digits that verify; the other rows hold random bytes of the same size
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from benchmarks.people import BODY, DOCUMENT, ISSUED_ON, NOW, TITLE, Person, people
from registry.authorities import authority
from registry.database import migrate, open_registry, writing
from registry.issuing import sign_row
from registry.models import STATUS_LIST_SIZE, Approval, Authority, Import, Segment, StatusList
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
STORED_NOW = NOW.strftime("%Y-%m-%d %H:%M:%S.%f")
"""A moment as SQLAlchemy stores it on SQLite."""

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
        issuer = authority(session, ISSUER)
        rows = [
            {
                **_approved(person),
                "authority_id": issuer.id,
                "pending": True,
                "identity_sealed": vault.seal(person.identity),
                "identity_index": vault.index(person.identity),
            }
            for person in people(count)
        ]
        session.execute(insert(Approval), rows)


def _approved(person: Person) -> dict[str, Any]:
    return {
        "import_id": 1,
        "authority_id": ISSUER,
        "name": person.name,
        "identity_kind": "resident",
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
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


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
    connection.execute("PRAGMA cache_size=-200000")
    with connection:
        _insert(connection, "approvals", _approvals(rows))
        _insert(connection, "certificates", (stored(certificate_row(person)) for person in people(rows)))
        _insert(connection, "events", _events(rows))
        codes = _codes(keys.signer, rows, genuine)
        _insert(connection, "codes", sorted(codes, key=lambda code: code["digest"]))
        connection.execute("UPDATE status_lists SET next = ?", (rows,))
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    settings = Settings(
        database=f"sqlite:///{path}",
        keys_file=keys.keys_file,
        identity_key_file=keys.identity_key_file,
        keystore=folder / "no-private-keys-here",
    )
    return Filled(settings, tuple(code["digits"] for code in codes if code["digits"]), rows)


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Values]) -> None:
    each = iter(rows)
    first = next(each)
    columns = [name for name in first if name != "digits"]
    statement = insert_statement(table, columns)
    connection.execute(statement, first)
    connection.executemany(statement, each)


def _approvals(count: int) -> Iterator[Values]:
    dice = random.Random(1)
    for person in people(count):
        yield {
            **stored(_approved(person)),
            "pending": False,
            "identity_sealed": dice.randbytes(47),
            # Ascending, so that filling the index is quick; evenly spread like real ones.
            "identity_index": (person.serial * (2**64 // count)).to_bytes(8) + dice.randbytes(24),
        }


def _events(count: int) -> Iterator[Values]:
    for serial in range(count):
        yield {
            "certificate_id": LIST_ID * STATUS_LIST_SIZE + serial,
            "move": Move.ISSUE.value,
            "actor": "bench",
            "at": STORED_NOW,
        }


def _codes(signer: SoftwareSigner, count: int, genuine: int) -> list[dict[str, Any]]:
    """One code for each certificate; only the genuine ones have digits."""
    dice = random.Random(2)
    every, key_id = count // genuine, signer.key.kid.hex()
    size = 0
    codes: list[dict[str, Any]] = []
    for person in people(count):
        if person.serial % every == 0:
            row = sign_row(certificate_row(person), {LIST_ID: LIST_KEY}, signer, NOW)
            size = len(row["cose"])
            codes.append({**row, "signed_at": STORED_NOW, "digits": digits_of(row["cose"])})
        else:
            codes.append(
                {
                    "digest": dice.randbytes(32),
                    "certificate_id": LIST_ID * STATUS_LIST_SIZE + person.serial,
                    "key_id": key_id,
                    "signed_at": STORED_NOW,
                    "cose": dice.randbytes(size),
                    "digits": "",
                }
            )
    return codes
