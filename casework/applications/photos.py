"""Photos of a roster's people: one zip, each file named by an identity number (湖人专〔2007〕35号 三3, HZ-3.3.2).

    report = attach_photos(session, store, member, application_id, data, version=3, now=now, vault=vault, …)
    report.kept, report.problems

The archive's paths are never used: a name counts without its folders, and only where it is a person's of this roster.
Everything is bounded by the archive's directory before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.applications.attachments import AttachmentStore, keep
from casework.applications.drafting import MOST_ENTRIES
from casework.applications.file_errors import FileNotAllowed, NotAPhotoArchive, PictureTooLarge
from casework.applications.file_kinds import AllowedFile, read_file
from casework.applications.findings import Finding
from casework.applications.models import Attachment, Entry
from casework.applications.moving import open_case
from casework.applications.words import Move
from messages.advice import Advice
from registry.identity import mask, normalise_identity
from registry.sealing import IdentityVault

MAX_PHOTO_BYTES = 200 * 1024
MAX_ARCHIVE_BYTES = 60 * 1024 * 1024
MAX_UNPACKED_BYTES = 120 * 1024 * 1024
PHOTO = "photo"
_ENCRYPTED = 0x1
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError, RuntimeError)

NOBODY = Advice(
    "照片 {file} 的文件名不是花名册中任何人的身份证号。",
    "The photo {file} is not named by an identity number of this roster.",
    "请用身份证号作文件名。",
    "Name it by the identity number.",
)
NO_JPEG = Advice("照片 {file} 不是完整的 JPEG。", "{file} is no whole JPEG.", "请另存为 JPEG。", "Save it as JPEG.")
WITHOUT = Advice("没有照片。", "There is no photo.", "请补上以身份证号命名的照片。", "Add one named by the number.")


@dataclass(frozen=True, slots=True)
class PhotoReport:
    """How many photos were kept, and what is wrong or missing."""

    kept: int
    problems: tuple[Finding, ...]


def attach_photos(
    session: Session,
    store: AttachmentStore,
    member: Member,
    application_id: int,
    data: bytes,
    *,
    version: int,
    now: datetime,
    vault: IdentityVault,
    random_bytes: Callable[[int], bytes],
) -> PhotoReport:
    """Keep the photos of a zip with the people they are named by; one that a person has already is replaced.

    Raises `NotAPhotoArchive` and what `moving` raises.
    """
    case = open_case(session, member, application_id, version=version)
    case.require(Move.ATTACH)
    people = {entry.identity_index: entry for entry in case.entries() if entry.identity_index is not None}
    problems: list[Finding] = []
    kept: set[int] = set()
    for name, content in _members(data):
        entry = people.get(vault.index(normalise_identity(name)))
        shown = f"{mask(name)}.jpg"
        photo = _jpeg(content)
        if entry is None or photo is None:
            problems.append(Finding((NOBODY if entry is None else NO_JPEG).filled(file=shown), PHOTO))
            continue
        _forget(session, entry)
        label = f"{entry.position}.jpg"
        keep(case, store, photo, label, now=now, random_bytes=random_bytes, material=PHOTO, entry_id=entry.id)
        kept.add(entry.id)
    absent = [entry for entry in people.values() if entry.id not in kept]
    problems += [Finding(WITHOUT, PHOTO, ("照片", "Photo"), entry.position) for entry in absent]
    case.record(Move.ATTACH, now=now, details={"photos": len(kept)})
    return PhotoReport(len(kept), tuple(problems))


def _forget(session: Session, entry: Entry) -> None:
    session.execute(delete(Attachment).where(Attachment.entry_id == entry.id, Attachment.material == PHOTO))


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Each file's name without folders and ending, and its bytes; empty where it is larger than a photo may be."""
    refused = NotAPhotoArchive(most=MOST_ENTRIES, limit=MAX_PHOTO_BYTES // 1024)
    if len(data) > MAX_ARCHIVE_BYTES:
        raise refused
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = [member for member in archive.infolist() if not member.is_dir()]
            unpacked = sum(member.file_size for member in files if member.file_size <= MAX_PHOTO_BYTES)
            if (
                len(files) > MOST_ENTRIES
                or unpacked > MAX_UNPACKED_BYTES
                or any(member.flag_bits & _ENCRYPTED for member in files)
            ):
                raise refused
            for member in files:
                stem = member.filename.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
                yield stem[:40], b"" if member.file_size > MAX_PHOTO_BYTES else archive.read(member)
    except _FAULTS:
        raise refused from None


def _jpeg(content: bytes) -> AllowedFile | None:
    try:
        file = read_file(content)
    except (FileNotAllowed, PictureTooLarge):
        return None
    return file if file.suffix == ".jpg" else None
