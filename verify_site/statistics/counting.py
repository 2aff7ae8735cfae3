"""Counting checks in memory, written to the database every few seconds by one thread of each worker.

    count(Way.SCAN, found.verdict, found.foreign_host)      costs a dictionary entry and never fails
    counts().flush(date.today())                            what the thread does

A check never waits for its count. A worker that is killed loses at most the counts of the last `EVERY` seconds, and
what a database out of reach does not take stays in memory and is tried again. The day is that of the writing.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeAlias, cast

from flask import Flask, current_app
from sqlalchemy import Engine, case, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from registry.chinese_time import date_in_china
from registry.database import writing
from registry.errors import RegistryError
from registry.models import table_of
from registry.verification import Verdict
from verify_site.models import Check, ForeignHost

EVERY = 5.0
"""Seconds between two writings."""
HOSTS_A_DAY = 1_000
"""New foreign hosts noted in one day, so that nobody fills the table by inventing hosts."""
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*\.?")
_log = logging.getLogger("verify_site.statistics")


class Way(StrEnum):
    """How a check came."""

    SCAN = "scan"
    TYPED = "typed"
    UPLOAD = "upload"
    LIST = "list"
    API = "api"


class Other(StrEnum):
    """What a check can meet beside the codes on which a verdict is reached."""

    RECEIPT = "receipt"
    """The code of a verification receipt."""


Outcome: TypeAlias = Verdict | Other
VIA = "via"
"""The parameter of a code's address that says how it came, where that was not a scan."""


class Counts:
    """What was counted and is not yet written; safe for all threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._checks: Counter[tuple[Way, Outcome]] = Counter()
        self._hosts: Counter[str] = Counter()
        self._told = False

    def add(self, way: Way, outcome: Outcome, host: str | None, times: int = 1) -> None:
        """Count a check; a foreign host is kept where it is one, and while there is room for the day's."""
        with self._lock:
            self._checks[way, outcome] += times
            found = None if host is None else plain_host(host)
            if found is not None and (found in self._hosts or len(self._hosts) < HOSTS_A_DAY):
                self._hosts[found] += times

    def flush(self, writer: Engine, day: date) -> None:
        """Write what was counted. A fault of the database is logged once; the counts stay for the next time."""
        with self._lock:
            checks, self._checks = self._checks, Counter()
            hosts, self._hosts = self._hosts, Counter()
        if not checks and not hosts:
            return
        try:
            with writing(writer) as session:
                _add_checks(session, checks, day)
                _add_hosts(session, hosts, day)
        except (SQLAlchemyError, RegistryError) as error:
            with self._lock:
                self._checks += checks
                self._hosts += hosts
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        if not self._told:
            _log.warning("counts are kept in memory: the database does not take them (%s)", type(error).__name__)
        self._told = True


def count(way: Way, outcome: Outcome, host: str | None = None) -> None:
    """Count one check of the application that is answering."""
    counts().add(way, outcome, host)


def counts() -> Counts:
    """The counts of the application that is answering."""
    return cast(Counts, current_app.extensions["counts"])


def write_every_few_seconds(app: Flask) -> None:
    """Start the thread that writes an application's counts as long as the process lives."""
    pending, writer = cast(Counts, app.extensions["counts"]), app.extensions["service"]

    def write() -> None:
        while not asleep.wait(EVERY):
            pending.flush(writer.writer, date_in_china(datetime.now(UTC)))

    asleep = threading.Event()
    threading.Thread(target=write, name="counts", daemon=True).start()


def plain_host(text: str) -> str | None:
    """The host of a foreign address (`signing.address` gives it in ASCII) without its port; None for what is no name
    of DNS (RFC 1035) and no IPv4 address.
    """
    name, colon, port = text.lower().partition(":")
    if (colon and not port.isdigit()) or not _HOST.fullmatch(name):
        return None
    return name.rstrip(".")


def _add_checks(session: Session, checks: Counter[tuple[Way, Outcome]], day: date) -> None:
    rows = [
        {"day": day, "way": way.value, "verdict": outcome.value, "count": times}
        # In one order in all workers, so that two of them never wait for each other.
        for (way, outcome), times in sorted(checks.items())
    ]
    insert = _insert(session)(table_of(Check))
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["day", "way", "verdict"], set_={"count": Check.count + insert.excluded.count}
        ),
        rows,
    )


def _add_hosts(session: Session, hosts: Counter[str], day: date) -> None:
    if not hosts:
        return
    known = set(session.scalars(select(ForeignHost.host).where(ForeignHost.host.in_(hosts))))
    room = HOSTS_A_DAY - (
        session.scalar(select(func.count()).select_from(ForeignHost).where(ForeignHost.first_on == day)) or 0
    )
    fresh = sorted(set(hosts) - known, key=lambda host: (-hosts[host], host))[: max(0, room)]
    rows = [
        {"host": host, "first_on": day, "last_on": day, "count": hosts[host]} for host in sorted(known | set(fresh))
    ]
    if rows:
        insert = _insert(session)(table_of(ForeignHost))
        seen = insert.excluded.last_on
        # Around midnight another worker may have written the later day first.
        last_on = case((seen > ForeignHost.last_on, seen), else_=ForeignHost.last_on)
        session.execute(
            insert.on_conflict_do_update(
                index_elements=["host"],
                set_={"last_on": last_on, "count": ForeignHost.count + insert.excluded.count},
            ),
            rows,
        )


def _insert(session: Session) -> type[postgresql.Insert] | type[sqlite.Insert]:
    """The engine's INSERT … ON CONFLICT, which both spell the same way."""
    return sqlite.Insert if session.get_bind().dialect.name == "sqlite" else postgresql.Insert
