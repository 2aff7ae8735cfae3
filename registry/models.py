"""The tables of the registry. Plain SQLAlchemy: no key, no URL and no page is known here."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, TypeAlias

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Select,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from registry.names import normalise_number

RowId = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"))]
"""A row's id: 64 bits on both engines, and on SQLite the table's own key."""

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AnySelect: TypeAlias = Select[*tuple[Any, ...]]

STATUS_LIST_SIZE = 2**20
"""Certificates per status list; a certificate's id is list id * STATUS_LIST_SIZE + its position in the list."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; always aware in Python, also on SQLite, which keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; a naive time is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read back as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all tables; casework's tables share it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Instant(), dict[str, Any]: JSON(none_as_null=True)}


def table_of(model: type[Base]) -> Table:
    """The table behind a model."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - no model here maps a join
    return table


class Authority(Base):
    """Who evaluates, numbers, issues or prints. `kind` is one of its jurisdiction table's kinds."""

    __tablename__ = "authorities"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(40))
    region: Mapped[str] = mapped_column(String(6))
    jurisdiction: Mapped[str] = mapped_column(String(40))


class Segment(Base):
    """A number segment (号段): the numbers prefix + serial, first to last, granted to an issuer; `next` is unused."""

    __tablename__ = "segments"
    __table_args__ = (
        CheckConstraint("first <= last", name="order"),
        CheckConstraint("next >= first AND next <= last + 1", name="next"),
        Index("ix_segments_open", "issuer_id", "id"),
    )

    id: Mapped[RowId] = mapped_column(primary_key=True)
    issuer_id: Mapped[str] = mapped_column(ForeignKey("authorities.id"))
    prefix: Mapped[str] = mapped_column(String(24))
    width: Mapped[int]
    first: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[int] = mapped_column(BigInteger)
    next: Mapped[int] = mapped_column(BigInteger)
    granted_by: Mapped[str] = mapped_column(ForeignKey("authorities.id"))
    granted_at: Mapped[datetime]


class StatusList(Base):
    """Positions of one issuer's certificates in a status list; `key` permutes a position into its public index."""

    __tablename__ = "status_lists"
    __table_args__ = (
        CheckConstraint(f"next >= 0 AND next <= {STATUS_LIST_SIZE}", name="next"),
        Index("ix_status_lists_open", "issuer_id", "id"),
    )

    id: Mapped[RowId] = mapped_column(primary_key=True)
    issuer_id: Mapped[str] = mapped_column(ForeignKey("authorities.id"))
    next: Mapped[int]
    key: Mapped[bytes] = mapped_column(LargeBinary(16))


class Import(Base):
    """One file that was taken in, or (`what` is "application") one approved application of a unit."""

    __tablename__ = "imports"

    id: Mapped[RowId] = mapped_column(primary_key=True)
    authority_id: Mapped[str] = mapped_column(ForeignKey("authorities.id"))
    what: Mapped[str] = mapped_column(String(16))
    file_sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    actor: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


class Approval(Base):
    """One row of an approved list. `identity_index` finds it, `identity_sealed` can be opened with the identity key."""

    __tablename__ = "approvals"
    __table_args__ = (
        UniqueConstraint("identity_index", "authority_id", "title", "specialty", "approved_on", "route"),
        Index(
            "ix_approvals_pending", "authority_id", "id", sqlite_where=text("pending"), postgresql_where=text("pending")
        ),
    )

    id: Mapped[RowId] = mapped_column(primary_key=True)
    import_id: Mapped[RowId] = mapped_column(ForeignKey("imports.id"))
    authority_id: Mapped[str] = mapped_column(ForeignKey("authorities.id"))
    pending: Mapped[bool]
    name: Mapped[str] = mapped_column(String(50))
    identity_kind: Mapped[str | None] = mapped_column(String(24))
    identity_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    identity_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    title: Mapped[str] = mapped_column(String(20))
    level: Mapped[int]
    route: Mapped[str] = mapped_column(String(16))
    specialty: Mapped[str] = mapped_column(String(30))
    body: Mapped[str] = mapped_column(String(60))
    document: Mapped[str] = mapped_column(String(60))
    approved_on: Mapped[date]


def _number_key(context: DefaultExecutionContext) -> str:
    """What a number is looked up by: as people type it, without hyphens and spaces, which old numbers have."""
    number: str = context.get_current_parameters()["number"]  # type: ignore[no-untyped-call]
    return normalise_number(number)


class Certificate(Base):
    """One numbered paper with what is printed on it and what holds for it now.

    The id is known before the row is written: status list id * 2**20 + position, so that a batch of certificates, their
    codes and their events are three plain bulk inserts.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("number_key", "issuer_id"),
        Index("ix_certificates_approval", "approval_id"),
    )

    id: Mapped[RowId] = mapped_column(primary_key=True, autoincrement=False)
    approval_id: Mapped[RowId] = mapped_column(ForeignKey("approvals.id"))
    issuer_id: Mapped[str] = mapped_column(ForeignKey("authorities.id"))
    kind: Mapped[int]
    number: Mapped[str] = mapped_column(String(24))
    number_key: Mapped[str] = mapped_column(String(24), default=_number_key)
    name: Mapped[str] = mapped_column(String(50))
    title: Mapped[str] = mapped_column(String(20))
    level: Mapped[int]
    specialty: Mapped[str] = mapped_column(String(30))
    approved_on: Mapped[date]
    issued_on: Mapped[date]
    verification_code: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(16))
    changed_at: Mapped[datetime | None]
    change_reason: Mapped[str | None] = mapped_column(String(32))
    replaced_by: Mapped[RowId | None] = mapped_column(ForeignKey("certificates.id"))


class Code(Base):
    """Every code ever signed: the digest of what was signed, and the signed bytes, which printing needs again."""

    __tablename__ = "codes"
    __table_args__ = (Index("ix_codes_certificate", "certificate_id"), {"sqlite_with_rowid": False})

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    certificate_id: Mapped[RowId] = mapped_column(ForeignKey("certificates.id"))
    key_id: Mapped[str] = mapped_column(String(8))
    signed_at: Mapped[datetime]
    cose: Mapped[bytes] = mapped_column(LargeBinary)


class Event(Base):
    """What happened to a certificate, who did it, when and why. Append-only: triggers refuse UPDATE and DELETE."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_certificate", "certificate_id"),)

    id: Mapped[RowId] = mapped_column(primary_key=True)
    certificate_id: Mapped[RowId] = mapped_column(ForeignKey("certificates.id"))
    move: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    details: Mapped[dict[str, Any] | None]


class Photo(Base):
    """The holder's photo as JPEG, as it was checked at import."""

    __tablename__ = "photos"

    approval_id: Mapped[RowId] = mapped_column(ForeignKey("approvals.id"), primary_key=True)
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)
