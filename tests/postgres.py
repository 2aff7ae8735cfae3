"""A real PostgreSQL of the test run's own: made in a temporary folder, reached by its socket, gone at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine

from tests.needs import need_package

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses= -c max_connections=60"


def binaries() -> Path:
    """The folder of initdb and pg_ctl, newest version first."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return need_package("postgresql", folders[-1] if folders else None)


def _run(*command: str) -> None:
    # PostgreSQL refuses to run as root, so root hands over to the package's own user.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_user, *command], check=True, capture_output=True, cwd="/")


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a cluster in `folder`; yields the URL of its maintenance database."""
    bin_folder = binaries()
    folder.mkdir(parents=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, user = folder / "data", "postgres"
    _run(f"{bin_folder}/initdb", "-D", f"{data}", "-U", user, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
    options = f"{FAST} -c unix_socket_directories={folder}"
    _run(f"{bin_folder}/pg_ctl", "-D", f"{data}", "-w", "-l", f"{folder}/log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://{user}@/postgres?host={folder}"
    finally:
        _run(f"{bin_folder}/pg_ctl", "-D", f"{data}", "-m", "immediate", "stop")


def create_database(maintenance_url: str, name: str, template: str = "template0") -> str:
    """Create a database and return its URL."""
    engine = create_engine(maintenance_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    engine.dispose()
    return maintenance_url.replace("@/postgres?", f"@/{name}?")
