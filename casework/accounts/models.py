"""The tables of the accounts. Secrets are never stored: passwords and tokens as digests, second factors sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Dialect, ForeignKey, Index, LargeBinary, String, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.accounts.words import Role
from registry.models import Base, RowId


class Roles(TypeDecorator[frozenset[Role]]):
    """A set of roles, stored as their values in order, parted by spaces."""

    impl = String(80)
    cache_ok = True

    def process_bind_param(self, value: frozenset[Role] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store the values in order, so that equal sets are equal texts."""
        return None if value is None else " ".join(sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[Role] | None:  # noqa: ARG002
        """Read the set back."""
        return None if value is None else frozenset(Role(word) for word in value.split())


class Organisation(Base):
    """A unit, an agency or an authority; `authority_id` is the registry's authority that it acts as."""

    __tablename__ = "organisations"
    __table_args__ = (UniqueConstraint("credit_code", "kind"),)

    id: Mapped[RowId] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    credit_code: Mapped[str] = mapped_column(String(18))
    kind: Mapped[str] = mapped_column(String(24))
    region: Mapped[str] = mapped_column(String(6))
    authority_id: Mapped[str | None] = mapped_column(ForeignKey("authorities.id"))
    reports_to: Mapped[RowId | None] = mapped_column(ForeignKey("organisations.id"))
    two_deciders: Mapped[bool] = mapped_column(default=False)
    opened_by: Mapped[RowId | None] = mapped_column(ForeignKey("organisations.id"))
    opened_at: Mapped[datetime]


class DeskPerson(Base):
    """One person's account in one organisation. `totp_pending` is a second factor that was shown and not yet proven."""

    __tablename__ = "desk_people"
    __table_args__ = (UniqueConstraint("login"), Index("ix_desk_people_organisation", "organisation_id"))

    id: Mapped[RowId] = mapped_column(primary_key=True)
    organisation_id: Mapped[RowId] = mapped_column(ForeignKey("organisations.id"))
    login: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(50))
    roles: Mapped[frozenset[Role]] = mapped_column(Roles())
    password_hash: Mapped[str] = mapped_column(String(160))
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_pending: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_step: Mapped[int | None]
    disabled_at: Mapped[datetime | None]
    joined_at: Mapped[datetime]


class RecoveryCode(Base):
    """The digest of one unused recovery code; using it removes the row."""

    __tablename__ = "desk_recovery_codes"

    person_id: Mapped[RowId] = mapped_column(ForeignKey("desk_people.id"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)


class Invitation(Base):
    """An open invitation, found by its token's digest: into `organisation_id`, or else to open what it describes.

    Accepting or withdrawing it removes the row; the audit trail keeps that it was.
    """

    __tablename__ = "desk_invitations"
    __table_args__ = (UniqueConstraint("digest"),)

    id: Mapped[RowId] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    organisation_id: Mapped[RowId | None] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(80))
    credit_code: Mapped[str] = mapped_column(String(18))
    kind: Mapped[str] = mapped_column(String(24))
    region: Mapped[str] = mapped_column(String(6))
    reports_to: Mapped[RowId | None] = mapped_column(ForeignKey("organisations.id"))
    addressee: Mapped[str] = mapped_column(String(50))
    roles: Mapped[frozenset[Role]] = mapped_column(Roles())
    invited_by: Mapped[RowId | None] = mapped_column(ForeignKey("organisations.id"))
    expires_at: Mapped[datetime]


class DeskSession(Base):
    """A sign-in that lasts, found by its token's digest; `complete` once all factors were shown."""

    __tablename__ = "desk_sessions"
    __table_args__ = (Index("ix_desk_sessions_person", "person_id"),)

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[RowId] = mapped_column(ForeignKey("desk_people.id"))
    complete: Mapped[bool]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class Attempts(Base):
    """Failed attempts under one key (a login, a network, a person's second factor), and until when it must wait."""

    __tablename__ = "desk_attempts"

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
    wait_until: Mapped[datetime]


class DeskEvent(Base):
    """Who did what at the desk, and when. Append-only: triggers refuse UPDATE and DELETE.

    `about` names the object by its kind and id ("person 7"); `network` is a keyed digest. Nothing here is personal but
    the person's id.
    """

    __tablename__ = "desk_events"
    __table_args__ = (
        Index("ix_desk_events_organisation", "organisation_id", "id"),
        Index("ix_desk_events_person", "person_id", "id"),
    )

    id: Mapped[RowId] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[RowId | None] = mapped_column(ForeignKey("desk_people.id"))
    organisation_id: Mapped[RowId | None] = mapped_column(ForeignKey("organisations.id"))
    about: Mapped[str | None] = mapped_column(String(40))
    network: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]
