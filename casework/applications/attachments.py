"""The files of an application: sealed under random names outside any web root, given out as downloads only.

    store = AttachmentStore(settings.attachments, vault)
    attach(session, store, member, application_id, Upload("扫描件.pdf", data), version=3, material="photo", …)
    attachment, data = read_attachment(session, store, member, application_id, attachment_id)

What a file is called by who uploads it never becomes a path, and what it is is told by its content. A file is written
before its row is committed, so a fault leaves a file without a row at most; `purge_files` removes such files.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.applications.errors import NotOnThisApplication
from casework.applications.facts import matter_of
from casework.applications.file_errors import FileLost, PhotoRefused, TooManyFiles
from casework.applications.file_kinds import AllowedFile, read_file
from casework.applications.findings import lines
from casework.applications.models import Attachment
from casework.applications.moving import Case, open_case
from casework.applications.photo_rules import PHOTO, Doubts, judge_photo
from casework.applications.words import Material, Move
from registry.photos import is_storable
from registry.sealing import IdentityVault

MOST_FILES = 20
ORPHANS_AFTER = timedelta(hours=1)
LONGEST_NAME = 100
LONGEST_MATERIAL = 60
_UNSEEN = ("Cc", "Cf", "Cs", "Co")
"""Not the unassigned: characters of names are added to Unicode faster than programs learn of them."""
_STORED = re.compile("[0-9a-f]{32}")
_UNSAFE = re.compile(r'[\\/:*?"<>|;%\x00-\x1f\x7f]+')


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived."""

    name: str
    data: bytes = field(repr=False)


class AttachmentStore:
    """The directory of sealed files; only this class touches it."""

    def __init__(self, directory: Path, vault: IdentityVault) -> None:
        self._directory = directory
        self._sealer = vault.sealer("attachments")

    def write(self, data: bytes, *, random_bytes: Callable[[int], bytes]) -> str:
        """Seal the bytes into a new file (mode 0600) and return the name it lies under."""
        name = random_bytes(16).hex()
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self._directory / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(self._sealer.seal(data, about=name.encode()))
            file.flush()
            os.fsync(file.fileno())
        return name

    def read(self, name: str) -> bytes:
        """The bytes that were sealed under a name. Raises `FileLost`, `SealBroken`."""
        if not _STORED.fullmatch(name):
            raise FileLost
        try:
            sealed = (self._directory / name).read_bytes()
        except FileNotFoundError:
            raise FileLost from None
        return self._sealer.unseal(sealed, about=name.encode())

    def orphans(self, known: set[str], *, before: datetime) -> list[Path]:
        """Files that are older than a moment and have no row."""
        if not self._directory.is_dir():
            return []
        files = [path for path in self._directory.iterdir() if _STORED.fullmatch(path.name) and path.name not in known]
        return [path for path in files if path.stat().st_mtime < before.timestamp()]


def safe_name(name: str, suffix: str) -> str:
    """A file's name as it is shown and downloaded: no path, no control or quote, the suffix of what it really is."""
    plain = unicodedata.normalize("NFC", name[-4 * LONGEST_NAME :]).replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in plain if unicodedata.category(sign) not in _UNSEEN)
    stem = _UNSAFE.sub("_", shown).rpartition(".")[0] or _UNSAFE.sub("_", shown)
    return f"{stem.strip(' .')[:LONGEST_NAME] or '附件'}{suffix}"


def attach(
    session: Session,
    store: AttachmentStore,
    member: Member,
    application_id: int,
    upload: Upload,
    *,
    version: int,
    now: datetime,
    random_bytes: Callable[[int], bytes],
    material: str | None = None,
) -> int:
    """Keep a file with an application; with `material` that paper counts as attached. Returns the file's id.

    Raises `FileNotAllowed`, `PictureTooLarge`, `AttachmentTooLarge`, `TooManyFiles`, `PhotoRefused` with each rule that
    a photo breaks, `NotOnThisApplication` for what is no paper, and what `moving` raises.
    """
    case = open_case(session, member, application_id, version=version)
    case.require(Move.ATTACH)
    if material is not None and len(material) > LONGEST_MATERIAL:
        raise NotOnThisApplication
    query = select(func.count()).where(Attachment.application_id == application_id, Attachment.entry_id.is_(None))
    if (session.scalar(query) or 0) >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    file = read_file(upload.data)
    doubts = _checked_photo(case, file) if material == PHOTO else None
    row = keep(
        case, store, file, upload.name, now=now, random_bytes=random_bytes, material=material, photo_doubts=doubts
    )
    if material is not None:
        case.application.materials = {**case.application.materials, material: Material.ATTACHED.value}
    case.record(Move.ATTACH, now=now, details={"attachment": row.id, "material": material})
    return row.id


def _checked_photo(case: Case, file: AllowedFile) -> Doubts | None:
    """What the rules leave to a person; None where no certificate can be printed with this file."""
    pack, matter, _ = matter_of(case.application.notice, case.application.matter)
    judged = judge_photo(pack, matter.id, file.data)
    if judged.refusals:
        problems, problems_en = lines(judged.refusals, "zh"), lines(judged.refusals, "en")
        raise PhotoRefused(problems=problems, problems_en=problems_en)
    return judged.doubts if is_storable(file.data) else None


def keep(
    case: Case,
    store: AttachmentStore,
    file: AllowedFile,
    name: str,
    *,
    now: datetime,
    random_bytes: Callable[[int], bytes],
    material: str | None = None,
    entry_id: int | None = None,
    photo_doubts: Doubts | None = None,
) -> Attachment:
    """Write a checked file and its row; `photo_doubts` of a photo that a certificate can be printed with."""
    row = Attachment(
        application_id=case.application.id,
        entry_id=entry_id,
        material=material or None,
        name=safe_name(name, file.suffix),
        media_type=file.media_type,
        size=len(file.data),
        sha256=sha256(file.data).hexdigest(),
        stored_as=store.write(file.data, random_bytes=random_bytes),
        at=now,
        photo_doubts=photo_doubts,
    )
    case.session.add(row)
    case.session.flush()
    return row


def detach(
    session: Session, member: Member, application_id: int, attachment_id: int, *, version: int, now: datetime
) -> None:
    """Take a file off an application; the sealed file itself goes with the next `purge_files`."""
    case = open_case(session, member, application_id, version=version)
    case.require(Move.DETACH)
    row = _attachment(case, attachment_id)
    session.delete(row)
    case.record(Move.DETACH, now=now, details={"attachment": attachment_id})


def read_attachment(
    session: Session, store: AttachmentStore, member: Member, application_id: int, attachment_id: int
) -> tuple[Attachment, bytes]:
    """A file of a case that this organisation may see. Raises `NotFoundHere`, `NotOnThisApplication`, `FileLost`."""
    case = open_case(session, member, application_id, lock=False)
    row = _attachment(case, attachment_id)
    return row, store.read(row.stored_as)


def _attachment(case: Case, attachment_id: int) -> Attachment:
    row = case.session.get(Attachment, attachment_id)
    if row is None or row.application_id != case.application.id:
        raise NotOnThisApplication
    return row


def purge_files(session: Session, store: AttachmentStore, *, now: datetime) -> int:
    """Remove files that no row names any more and that are older than `ORPHANS_AFTER`; returns how many."""
    orphans = store.orphans(set(session.scalars(select(Attachment.stored_as))), before=now - ORPHANS_AFTER)
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
