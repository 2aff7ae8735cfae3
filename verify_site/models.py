"""The site's own tables: keys of the API with their quotas, what was asked under an idempotency key, counts of checks.

None of them holds who was looked up, by whom, or from where.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.models import Base, RowId


class ApiKey(Base):
    """An employer's key: only its SHA-256, what it may ask, and what it asked in the current day and minute."""

    __tablename__ = "api_keys"

    id: Mapped[RowId] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    per_day: Mapped[int]
    per_minute: Mapped[int]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    day: Mapped[int] = mapped_column(default=0)
    """The day of `spent_in_day`, counted from 1970-01-01 in China."""
    spent_in_day: Mapped[int] = mapped_column(default=0)
    minute: Mapped[int] = mapped_column(BigInteger, default=0)
    """The minute of `spent_in_minute`, counted from 1970-01-01 UTC."""
    spent_in_minute: Mapped[int] = mapped_column(default=0)


class ApiRequest(Base):
    """One request under an `Idempotency-Key`: two keyed hashes, so that it tells neither the key nor who was asked."""

    __tablename__ = "api_requests"
    __table_args__ = (Index("ix_api_requests_at", "at"),)

    key_id: Mapped[RowId] = mapped_column(ForeignKey("api_keys.id"), primary_key=True)
    idempotency: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]


class Check(Base):
    """How many checks ended in one verdict (or met a receipt), by day in China and by the way they came."""

    __tablename__ = "checks"

    day: Mapped[date] = mapped_column(primary_key=True)
    way: Mapped[str] = mapped_column(String(12), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(16), primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)


class ForeignHost(Base):
    """A host that codes led to instead of this site: since when, until when, and how often."""

    __tablename__ = "foreign_hosts"
    __table_args__ = (Index("ix_foreign_hosts_first_on", "first_on"),)

    host: Mapped[str] = mapped_column(String(253), primary_key=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    count: Mapped[int] = mapped_column(BigInteger)
