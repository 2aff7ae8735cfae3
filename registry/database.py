"""Opening the registry: SQLite by default, PostgreSQL in production, the same behaviour on both.

engine = open_registry("sqlite:///var/registry.sqlite3")
with writing(engine) as session: ...      # one transaction, committed at the end
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from sqlalchemy import URL, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from registry.errors import RegistryBusy, RegistryUnreachable, SchemaNotCurrent

MIGRATIONS = Path(__file__).parent.parent / "migrations"
SCHEMA = "0006"
"""The newest migration. Written here so that a site starts without loading the migration tool."""

WAIT_FOR_LOCK = 10.0
"""Seconds a writer waits for another writer."""


def open_registry(url: str, *, read_only: bool = False, wait: float = WAIT_FOR_LOCK) -> Engine:
    """An engine for the registry at `url` (a SQLAlchemy URL).

    A read-only engine runs each statement on its own and refuses writes; it is what the public site opens.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _open_sqlite(url, read_only=read_only, wait=wait)
    options = "-c default_transaction_read_only=on" if read_only else f"-c lock_timeout={int(wait * 1000)}"
    connect = {"options": options, "connect_timeout": 3}
    return create_engine(url, connect_args=connect, pool_pre_ping=not read_only, **_reading(read_only))


def _reading(read_only: bool) -> dict[str, Any]:
    # A reader has no transaction to undo, so nothing is reset between look-ups.
    return {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None} if read_only else {}


def _existing(url: str) -> URL:
    """The same database, opened only if it is there: SQLite would else make an empty one where a path is mistyped."""
    parsed = make_url(url)
    if not parsed.database or parsed.database.startswith((":", "file:")):
        return parsed
    return parsed.set(database=f"file:{quote(parsed.database)}").update_query_dict({"mode": "rw", "uri": "true"})


def _open_sqlite(url: str, *, read_only: bool, wait: float) -> Engine:
    # Without a transaction of the driver's own, "begin" below decides how transactions start.
    connect = {"timeout": wait, "isolation_level": None, "check_same_thread": False}
    engine = create_engine(_existing(url) if read_only else url, connect_args=connect, **_reading(read_only))

    @event.listens_for(engine, "connect")
    def _settle(connection: sqlite3.Connection, _record: Any) -> None:
        if read_only:
            connection.execute("PRAGMA query_only=ON")
            connection.execute("PRAGMA mmap_size=1073741824")
        else:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA foreign_keys=ON")

    if not read_only:

        @event.listens_for(engine, "begin")
        def _take_the_write_lock_at_once(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session in one transaction: committed at the end, rolled back on any error.

    Raises `RegistryBusy` where the lock could not be had, `RegistryUnreachable` for other faults of the database.
    """
    try:
        with Session(engine) as session, session.begin():
            yield session
    except OperationalError as error:
        raise _named(error) from error


@contextmanager
def spoken_faults() -> Iterator[None]:
    """Turn the database's faults into sentences, for commands that read."""
    try:
        yield
    except OperationalError as error:
        raise _named(error) from error


def _named(error: DBAPIError) -> RegistryBusy | RegistryUnreachable:
    said = str(error.orig).lower()
    if "locked" in said or "lock timeout" in said or "deadlock" in said:
        return RegistryBusy()
    # Only the driver's own first line: never the statement's parameters, which may be personal.
    return RegistryUnreachable(reason=str(error.orig).splitlines()[0][:200])


def current_revision(engine: Engine) -> str | None:
    """The migration the database is at; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _sqlite_file(engine: Engine) -> Path | None:
    if engine.url.get_backend_name() != "sqlite" or not engine.url.database:
        return None
    return Path(unquote(engine.url.database.removeprefix("file:")))


def require_current_schema(engine: Engine) -> None:
    """Raise `SchemaNotCurrent` unless the database is at the newest migration, `RegistryUnreachable` if it is down."""
    path = _sqlite_file(engine)
    if path is not None and path.parent.is_dir() and not path.exists():
        raise SchemaNotCurrent(found="—", needed=SCHEMA)
    try:
        found = current_revision(engine)
    except DBAPIError as error:
        raise _named(error) from error
    if found != SCHEMA:
        raise SchemaNotCurrent(found=found or "—", needed=SCHEMA)


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the database to `revision` (down to "base" too), in one transaction."""
    # Only this needs the migration tool, which takes a fifth of a site's start to load.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with spoken_faults(), engine.begin() as connection:
        config.attributes["connection"] = connection
        if revision == "base":
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)
