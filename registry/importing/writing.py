"""Writes checked entries in bulk, skipping what the registry holds already. Flushes only; the caller commits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Insert, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from messages.advice import Advice
from registry.importing.entries import Entry
from registry.importing.fields import Field
from registry.importing.report import Findings
from registry.issuing import event_row
from registry.models import Approval, Certificate, Event
from registry.numbering import take_positions
from registry.photos import clean_photo
from registry.recording import record_photos
from registry.sealing import IdentityVault
from registry.verification_code import new_verification_code
from registry.words import Move
from signing.claims import Kind

PHOTOS_AT_ONCE = 20
"""Photos held in memory together: at most 4 MB."""

# Without this SQLAlchemy lets go of the cursor of a bulk statement before its count is asked for.
_COUNTED = {"preserve_rowcount": True}

DIFFERS = Advice(
    "登记库里已有此人的同一资格，但姓名或级别不同。",
    "The registry has this person's same title already, with another name or level.",
    "请核对；需要更正已登记内容的，请用 python -m registry correct。",
    "Compare them; what is registered is mended by `python -m registry correct`.",
)
OTHER_PAPER = Advice(
    "登记库里已有此编号的证书，但内容不同。",
    "The registry has a certificate of this number already, and it says something else.",
    "请核对编号；用 python -m registry show 查看已登记的内容。",
    "Check the number; `python -m registry show` tells what is registered.",
)
OTHER_STATE = Advice(
    "登记库里此证书的状态与名单不同，未作改动。",
    "The registry holds another state for this certificate; it was left as it is.",
    "需要撤销的，请用 python -m registry revoke。",
    "To revoke it use `python -m registry revoke`.",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What both writers work with."""

    session: Session
    authority_id: str
    import_id: int
    vault: IdentityVault
    findings: Findings
    actor: str
    now: datetime
    random_bytes: Callable[[int], bytes]


@dataclass(slots=True)
class Tally:
    """What was written so far."""

    new: int = 0
    present: int = 0
    photos: int = 0
    without_photo: int = 0


def _approval_row(desk: Desk, entry: Entry, *, pending: bool) -> dict[str, Any]:
    identity = entry.identity
    return {
        "import_id": desk.import_id,
        "authority_id": desk.authority_id,
        "pending": pending,
        "name": entry.name,
        "identity_kind": identity.kind.value if identity else None,
        "identity_sealed": desk.vault.seal(identity.number) if identity else None,
        "identity_index": entry.identity_index,
        "title": entry.title,
        "level": entry.level.value,
        "route": entry.route.value,
        "specialty": entry.specialty,
        "body": entry.body,
        "document": entry.document,
        "approved_on": entry.approved_on,
    }


class ApprovedWriter:
    """Writes approvals that wait for their certificates."""

    def __init__(self, desk: Desk, *, with_photos: bool) -> None:
        self.tally = Tally()
        self._desk = desk
        self._with_photos = with_photos
        self._insert = _insert_if_absent(desk.session)

    def write(self, entries: Sequence[Entry]) -> None:
        """Write one chunk; an approval that differs from a registered one is an error in the findings."""
        rows = [_approval_row(self._desk, entry, pending=True) for entry in entries]
        new = self._desk.session.connection().execute(self._insert, rows, execution_options=_COUNTED).rowcount
        self.tally.new += new
        self.tally.present += len(entries) - new
        if new < len(entries):
            self._compare(entries)
        if self._with_photos and new:
            self._write_photos(entries)

    def _compare(self, entries: Sequence[Entry]) -> None:
        registered = _approvals(self._desk, entries)
        for entry in entries:
            found = registered[entry.approval_key]
            if (found.name, found.level) != (entry.name, entry.level):
                self._desk.findings.refuse(entry.row, Field.NAME, DIFFERS)

    def _write_photos(self, entries: Sequence[Entry]) -> None:
        registered = _approvals(self._desk, entries)
        ours = [(registered[e.approval_key], e.photo) for e in entries]
        new = [(found.id, photo) for found, photo in ours if found.import_id == self._desk.import_id]
        with_photo = [(approval_id, photo) for approval_id, photo in new if photo is not None]
        for start in range(0, len(with_photo), PHOTOS_AT_ONCE):
            few = with_photo[start : start + PHOTOS_AT_ONCE]
            record_photos(self._desk.session, {number: clean_photo(photo.read_bytes()) for number, photo in few})
        self.tally.photos += len(with_photo)
        self.tally.without_photo += len(new) - len(with_photo)


def _insert_if_absent(session: Session) -> Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(Approval).on_conflict_do_nothing()
    return sqlite.insert(Approval).on_conflict_do_nothing()


@dataclass(frozen=True, slots=True)
class _Registered:
    id: int
    import_id: int
    name: str
    level: int


def _approvals(desk: Desk, entries: Iterable[Entry]) -> dict[tuple[bytes | None, str, str, date, str], _Registered]:
    """The registered approvals of these people, by the key that `Entry.approval_key` gives."""
    indices = {entry.identity_index for entry in entries if entry.identity_index is not None}
    rows = desk.session.connection().execute(
        select(
            Approval.identity_index,
            Approval.title,
            Approval.specialty,
            Approval.approved_on,
            Approval.route,
            Approval.id,
            Approval.import_id,
            Approval.name,
            Approval.level,
        ).where(Approval.authority_id == desk.authority_id, Approval.identity_index.in_(indices))
    )
    return {
        (row[0], row[1], row[2], row[3], row[4]): _Registered(row.id, row.import_id, row.name, row.level)
        for row in rows
    }


class IssuedWriter:
    """Records papers that exist already: an approval and a certificate with its old number and no code for each."""

    def __init__(self, desk: Desk) -> None:
        self.tally = Tally()
        self._desk = desk

    def write(self, entries: Sequence[Entry]) -> None:
        """Write one chunk; a number that is registered for another paper is an error in the findings."""
        registered = self._papers(entries)
        new = [entry for entry in entries if entry.number not in registered]
        for entry in entries:
            if entry.number in registered:
                self._compare(entry, registered[entry.number])
        self.tally.new += len(new)
        self.tally.present += len(entries) - len(new)
        if new and not self._desk.findings.errors:
            self._record(new, self._approval_ids(new))

    def _papers(self, entries: Sequence[Entry]) -> dict[str, tuple[Any, ...]]:
        rows = self._desk.session.connection().execute(
            select(
                Certificate.number,
                Certificate.name,
                Certificate.title,
                Certificate.level,
                Certificate.specialty,
                Certificate.approved_on,
                Certificate.issued_on,
                Certificate.state,
            ).where(
                Certificate.issuer_id == self._desk.authority_id,
                Certificate.number.in_([entry.number for entry in entries]),
            )
        )
        return {row[0]: tuple(row[1:]) for row in rows}

    def _compare(self, entry: Entry, paper: tuple[Any, ...]) -> None:
        said = (entry.name, entry.title, entry.level, entry.specialty, entry.approved_on, entry.issued_on)
        if said != paper[:-1]:
            self._desk.findings.refuse(entry.row, Field.NUMBER, OTHER_PAPER)
        elif entry.state.value != paper[-1]:
            self._desk.findings.warn(entry.row, Field.STATE, OTHER_STATE)

    def _approval_ids(self, entries: Sequence[Entry]) -> list[int]:
        """The approval of each entry: the registered one of that person and title, else a new one."""
        connection = self._desk.session.connection()
        known = {key: found.id for key, found in _approvals(self._desk, entries).items()}
        if known:
            # Whose paper exists must not be issued another one.
            connection.execute(update(Approval).where(Approval.id.in_(list(known.values()))).values(pending=False))
        # Two papers of one person and title share the approval; without an identity number nobody can tell.
        keys = [entry.approval_key if entry.identity_index else entry.row for entry in entries]
        fresh: dict[Any, Entry] = {}
        for key, entry in zip(keys, entries, strict=True):
            if key not in known:
                fresh.setdefault(key, entry)
        if fresh:
            rows = [_approval_row(self._desk, entry, pending=False) for entry in fresh.values()]
            statement = insert(Approval).returning(Approval.id, sort_by_parameter_order=True)
            ids = connection.execute(statement, rows).scalars().all()
        else:
            ids = []
        by_key: dict[Any, int] = {**known, **dict(zip(fresh, ids, strict=True))}
        return [by_key[key] for key in keys]

    def _record(self, entries: Sequence[Entry], approval_ids: Sequence[int]) -> None:
        desk = self._desk
        ids = take_positions(desk.session, desk.authority_id, len(entries), random_bytes=desk.random_bytes)
        connection = desk.session.connection()
        joined = zip(entries, approval_ids, ids, strict=True)
        connection.execute(insert(Certificate), [self._certificate_row(*one) for one in joined])
        details = {"import": desk.import_id}
        events = [event_row(i, Move.RECORD, actor=desk.actor, now=desk.now, details=details) for i in ids]
        connection.execute(insert(Event), events)

    def _certificate_row(self, entry: Entry, approval_id: int, certificate_id: int) -> dict[str, Any]:
        return {
            "id": certificate_id,
            "approval_id": approval_id,
            "issuer_id": self._desk.authority_id,
            "kind": Kind.CERTIFICATE.value,
            "number": entry.number,
            "name": entry.name,
            "title": entry.title,
            "level": entry.level.value,
            "specialty": entry.specialty,
            "approved_on": entry.approved_on,
            "issued_on": entry.issued_on,
            "verification_code": new_verification_code(self._desk.random_bytes),
            "state": entry.state.value,
        }
