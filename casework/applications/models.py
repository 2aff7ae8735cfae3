"""The tables of applications. Identity numbers are sealed and indexed; attachments lie sealed in files, not here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.applications.words import Kind, State
from registry.models import Base, RowId


class Application(Base):
    """One application of one organisation, of one entry or a whole roster.

    `facts` are the answers to the notice's questions, `choices` who the submitter chose for a step (step id to
    organisation id), `materials` what became of each required paper (statement id to `words.Material`), `inquiry` what
    an office answered where the notice is unclear, `proposal` the first of two decisions. `version` grows by one with
    every move.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index("ix_applications_submitter", "submitter_id", "state", "id"),
        Index("ix_applications_current", "current_id", "state", "id"),
        Index("ix_applications_authority", "authority_id", "state", "id"),
    )

    id: Mapped[RowId] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    notice: Mapped[str] = mapped_column(String(40))
    matter: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]]
    subject: Mapped[str] = mapped_column(String(80))
    entries: Mapped[int]
    submitter_id: Mapped[RowId] = mapped_column(ForeignKey("organisations.id"))
    current_id: Mapped[RowId | None] = mapped_column(ForeignKey("organisations.id"))
    step: Mapped[int]
    authority_id: Mapped[str | None] = mapped_column(ForeignKey("authorities.id"))
    choices: Mapped[dict[str, Any]]
    materials: Mapped[dict[str, Any]]
    inquiry: Mapped[dict[str, Any] | None]
    proposal: Mapped[dict[str, Any] | None]
    split_from: Mapped[RowId | None] = mapped_column(ForeignKey("applications.id"))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]

    @property
    def reference(self) -> str:
        """The case number that people quote; it tells nothing about anybody."""
        return reference_of(self.id)

    @property
    def is_kind(self) -> Kind:
        """The kind as a word."""
        return Kind(self.kind)

    @property
    def is_state(self) -> State:
        """The state as a word."""
        return State(self.state)


def reference_of(application_id: int) -> str:
    """The case number of an application's id: `SQ-000123`."""
    return f"SQ-{application_id:06d}"


class Entry(Base):
    """One person of an application, with the certificate concerned and what became of it.

    `details` are the form's texts by field id, as typed, without the identity number; the columns beside it hold what
    could be read of them. `open_key` is unique while an application for the same person and matter is open.
    """

    __tablename__ = "application_entries"
    __table_args__ = (
        UniqueConstraint("open_key"),
        Index("ix_application_entries_application", "application_id", "position"),
        Index("ix_application_entries_identity", "identity_index"),
    )

    id: Mapped[RowId] = mapped_column(primary_key=True)
    application_id: Mapped[RowId] = mapped_column(ForeignKey("applications.id"))
    position: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    details: Mapped[dict[str, Any]]
    name: Mapped[str] = mapped_column(String(50))
    identity_kind: Mapped[str | None] = mapped_column(String(24))
    identity_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    identity_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    title: Mapped[str] = mapped_column(String(20))
    level: Mapped[int | None]
    specialty: Mapped[str] = mapped_column(String(30))
    approved_on: Mapped[date | None]
    number: Mapped[str] = mapped_column(String(24))
    clause: Mapped[str | None] = mapped_column(String(24))
    open_key: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    old_certificate_id: Mapped[RowId | None] = mapped_column(ForeignKey("certificates.id"))
    certificate_id: Mapped[RowId | None] = mapped_column(ForeignKey("certificates.id"))


class Step(Base):
    """One step of a submitted application: what is done (`policy.vocabulary.StepKind`), by whom, since when."""

    __tablename__ = "application_steps"
    __table_args__ = (Index("ix_application_steps_organisation", "organisation_id", "application_id"),)

    application_id: Mapped[RowId] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rule: Mapped[str] = mapped_column(String(60))
    does: Mapped[str] = mapped_column(String(8))
    organisation_id: Mapped[RowId] = mapped_column(ForeignKey("organisations.id"))
    reached_at: Mapped[datetime | None]


class ApplicationEvent(Base):
    """What happened to an application: who, when, which move, and why. Append-only: triggers refuse UPDATE and DELETE.

    `person_id` is absent where the operators' command acted; `actor` then says who ran it.
    """

    __tablename__ = "application_events"
    __table_args__ = (Index("ix_application_events_application", "application_id", "id"),)

    id: Mapped[RowId] = mapped_column(primary_key=True)
    application_id: Mapped[RowId] = mapped_column(ForeignKey("applications.id"))
    move: Mapped[str] = mapped_column(String(24))
    step: Mapped[int]
    person_id: Mapped[RowId | None] = mapped_column(ForeignKey("desk_people.id"))
    organisation_id: Mapped[RowId | None] = mapped_column(ForeignKey("organisations.id"))
    actor: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    opinion: Mapped[str] = mapped_column(Text())
    clauses: Mapped[str] = mapped_column(String(200))
    details: Mapped[dict[str, Any] | None]


class Ban(Base):
    """A person who may not apply under a notice for some years after `year`, in which false material was handed in."""

    __tablename__ = "application_bans"
    __table_args__ = (Index("ix_application_bans_identity", "identity_index"),)

    id: Mapped[RowId] = mapped_column(primary_key=True)
    identity_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    notice: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    application_id: Mapped[RowId] = mapped_column(ForeignKey("applications.id"))
    at: Mapped[datetime]


class Attachment(Base):
    """A file of an application: what it is and where it lies sealed; `stored_as` is random and tells nothing.

    `photo_doubts` is there for a photo that papers are printed with: what its check left to a person, mostly nothing.
    """

    __tablename__ = "application_attachments"
    __table_args__ = (
        UniqueConstraint("stored_as"),
        Index("ix_application_attachments_application", "application_id", "id"),
    )

    id: Mapped[RowId] = mapped_column(primary_key=True)
    application_id: Mapped[RowId] = mapped_column(ForeignKey("applications.id"))
    entry_id: Mapped[RowId | None] = mapped_column(ForeignKey("application_entries.id"))
    material: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    photo_doubts: Mapped[list[dict[str, str]] | None] = mapped_column(JSON(none_as_null=True))


class DeskNotice(Base):
    """What an organisation is told about a case: in the desk, and by e-mail where it gave an address."""

    __tablename__ = "desk_notices"
    __table_args__ = (
        Index("ix_desk_notices_organisation", "organisation_id", "id"),
        Index("ix_desk_notices_unmailed", "mailed_at", "id"),
    )

    id: Mapped[RowId] = mapped_column(primary_key=True)
    organisation_id: Mapped[RowId] = mapped_column(ForeignKey("organisations.id"))
    application_id: Mapped[RowId] = mapped_column(ForeignKey("applications.id"))
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    attempts: Mapped[int]


class MailAddress(Base):
    """The e-mail address at which an organisation wants its notices."""

    __tablename__ = "desk_mail_addresses"

    organisation_id: Mapped[RowId] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(254))
