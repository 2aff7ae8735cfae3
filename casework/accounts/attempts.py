"""How often somebody may fail: counted in the database, slower with every failure, never locked for good.

    with writing(engine) as session:
        spend(session, {key: OF_A_LOGIN}, now=now)        # counts a failure in advance, or raises TooManyAttempts
    …                                                     # look at the password
    forgive(session, {key: OF_A_LOGIN}, now=now)          # it was right: take the failure back

An attempt is counted before it is looked at, so that many at once cannot slip through together and a fault between the
two leaves it counted. Who cannot write here lets nobody in (`counting`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from casework.accounts.errors import SignInUnavailable, TooManyAttempts
from casework.accounts.models import Attempts
from registry.database import writing
from registry.errors import RegistryError


@dataclass(frozen=True, slots=True)
class Pace:
    """`free` failures cost nothing; each further one doubles the wait from 1 second up to `longest`.

    One failure is forgotten for each `heals` that passes without another.
    """

    free: int
    longest: timedelta
    heals: timedelta

    def wait(self, failures: int) -> timedelta:
        """How long to wait after so many failures."""
        if failures <= self.free:
            return timedelta(0)
        return min(self.longest, timedelta(seconds=2 ** min(failures - self.free - 1, 20)))


OF_A_LOGIN = Pace(free=5, longest=timedelta(minutes=15), heals=timedelta(minutes=30))
OF_A_NETWORK = Pace(free=30, longest=timedelta(minutes=15), heals=timedelta(minutes=2))
OF_EVERYBODY = Pace(free=200, longest=timedelta(seconds=10), heals=timedelta(seconds=2))
"""All networks that a login has not been used from before, taken together."""

Budgets = Mapping[bytes, Pace]
"""What one attempt is counted under."""


@contextmanager
def counting(engine: Engine) -> Iterator[Session]:
    """A transaction that counts; a store that does not take it refuses the attempt. Raises `SignInUnavailable`."""
    try:
        with writing(engine) as session:
            yield session
    except (RegistryError, SQLAlchemyError) as error:
        raise SignInUnavailable from error


def spend(session: Session, budgets: Budgets, *, now: datetime) -> None:
    """Count one failure in advance under every key. Raises `TooManyAttempts` where one of them must wait."""
    rows = _rows(session, budgets, now)
    wait = max((row.wait_until - now for row in rows), default=timedelta(0))
    if wait > timedelta(0):
        raise TooManyAttempts(seconds=int(wait.total_seconds()) + 1)
    for row in rows:
        pace = budgets[row.key]
        row.failures = max(0, row.failures - (now - row.last_at) // pace.heals) + 1
        row.last_at, row.wait_until = now, now + pace.wait(row.failures)


def forgive(session: Session, budgets: Budgets, *, now: datetime) -> None:
    """Take the failure back that `spend` counted; a login's or person's own failures are all forgotten."""
    for row in _rows(session, budgets, now):
        row.failures = 0 if budgets[row.key] is OF_A_LOGIN else max(0, row.failures - 1)
        row.wait_until = now


def purge_attempts(session: Session, *, now: datetime) -> None:
    """Remove counts that nobody has added to for a week."""
    session.execute(delete(Attempts).where(Attempts.last_at < now - timedelta(days=7)))


def _rows(session: Session, budgets: Budgets, now: datetime) -> list[Attempts]:
    """The rows of these keys, made where missing, and locked in one order so that no two writers wait in a ring."""
    query = select(Attempts).where(Attempts.key.in_(budgets)).order_by(Attempts.key).with_for_update()
    found = list(session.scalars(query))
    if len(found) == len(budgets):
        return found
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    new = [{"key": key, "failures": 0, "last_at": now, "wait_until": now} for key in sorted(budgets)]
    session.execute(insert(Attempts).on_conflict_do_nothing(), new)
    return list(session.scalars(query))
