"""Photos of a roster's people: one zip, each file named by an identity number (湖人专〔2007〕35号 三3, HZ-3.3.2).

    checked = check_photos(file, pack, "exchange")                   # long work, before the transaction
    report = attach_photos(session, store, member, application_id, checked, version=3, now=now, vault=vault, …)
    report.kept, report.problems

The archive's paths are never used: a name counts without its folders, and only where it is a person's of this roster.
Everything is bounded by the archive's directory before anything is unpacked, and one photo at a time is in memory.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import IO

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.applications.attachments import AttachmentStore, keep
from casework.applications.drafting import MOST_ENTRIES
from casework.applications.file_errors import FileNotAllowed, NotAPhotoArchive, PictureTooLarge
from casework.applications.file_kinds import read_file
from casework.applications.findings import Finding
from casework.applications.models import Attachment, Entry
from casework.applications.moving import Case, open_case
from casework.applications.photo_rules import LABEL, PHOTO, Doubts, JudgedPhoto, doubts_in_words, judge_photo
from casework.applications.words import Material, Move
from messages.advice import Advice
from policy import Pack
from registry.identity import mask, normalise_identity
from registry.photos import MAX_PHOTO_BYTES, NOT_A_JPEG, TOO_LARGE, require_storable
from registry.sealing import IdentityVault
from tables.values import Refused

MAX_ARCHIVE_BYTES = 60 * 1024 * 1024
MAX_UNPACKED_BYTES = 120 * 1024 * 1024
_ENCRYPTED = 0x1
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError, RuntimeError)

NOBODY = Advice(
    "照片 {file} 的文件名不是花名册中任何人的身份证号。",
    "The photo {file} is not named by an identity number of this roster.",
    "请用身份证号作文件名。",
    "Name it by the identity number.",
)
WITHOUT = Advice(
    "没有能印在证书上的照片文件。",
    "There is no photo file that the certificate can be printed with.",
    "请补上以身份证号命名的照片；只交纸质照片的，证书上不印照片。",
    "Add one named by the identity number; with a paper photo alone the certificate is printed without one.",
)


@dataclass(frozen=True, slots=True)
class CheckedPhotos:
    """An archive whose photos were measured, in its order; each with its file's name without folders and ending."""

    file: IO[bytes] = field(repr=False)
    pack: Pack = field(repr=False)
    judged: tuple[tuple[str, JudgedPhoto], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PhotoProblem:
    """What is wrong with a photo, or left to a person: whose it is, the masked file, whether it was taken after all."""

    finding: Finding
    name: str = field(repr=False)
    file: str
    taken: bool


@dataclass(frozen=True, slots=True)
class PhotoReport:
    """How many photos were kept, what is wrong with the others or doubtful about these, and who has none."""

    kept: int
    problems: tuple[PhotoProblem, ...]


def check_photos(file: IO[bytes], pack: Pack, matter: str) -> CheckedPhotos:
    """Hold every photo of a zip to the notice's rules; raises `NotAPhotoArchive`. Takes milliseconds for each.

    The file is read again by `attach_photos`, so it stays open until then.
    """
    judged = ((stem, _judge(pack, matter, content, f"{mask(stem)}.jpg")) for stem, content in _members(file))
    return CheckedPhotos(file, pack, tuple(judged))


def attach_photos(
    session: Session,
    store: AttachmentStore,
    member: Member,
    application_id: int,
    checked: CheckedPhotos,
    *,
    version: int,
    now: datetime,
    vault: IdentityVault,
    random_bytes: Callable[[int], bytes],
) -> PhotoReport:
    """Keep the photos that fit with the people they are named by; one that a person has already is replaced.

    Raises what `moving` raises.
    """
    case = open_case(session, member, application_id, version=version)
    case.require(Move.ATTACH)
    people = {entry.identity_index: entry for entry in case.entries() if entry.identity_index is not None}
    problems: list[PhotoProblem] = []
    kept = 0
    for (stem, judged), (_, content) in zip(checked.judged, _members(checked.file), strict=True):
        entry, shown = people.get(vault.index(normalise_identity(stem))), f"{mask(stem)}.jpg"
        if entry is None:
            problems.append(PhotoProblem(Finding(NOBODY.filled(file=shown), PHOTO), "", shown, taken=False))
            continue
        problems += _problems(checked.pack, judged, entry, shown)
        if not judged.refusals and content is not None:
            _forget(session, entry)
            keep(
                case,
                store,
                read_file(content),
                f"{entry.position}.jpg",
                now=now,
                random_bytes=random_bytes,
                material=PHOTO,
                entry_id=entry.id,
                photo_doubts=judged.doubts,
            )
            kept += 1
    problems += _absent(case, checked.pack, {problem.finding.row for problem in problems})
    case.record(Move.ATTACH, now=now, details={"photos": kept})
    return PhotoReport(kept, tuple(problems))


def _absent(case: Case, pack: Pack, told: Collection[int | None]) -> list[PhotoProblem]:
    """Who has no photo and has not been told why; where everybody has one, photos count as attached."""
    pictured, clauses = _photos_by_entry(case), _asked_by(case, pack)
    if len(pictured) == len(case.entries()):
        case.application.materials = {PHOTO: Material.ATTACHED.value, **case.application.materials}
    absent = [each for each in case.entries() if each.id not in pictured and each.position not in told]
    return [
        PhotoProblem(Finding(WITHOUT, PHOTO, LABEL, each.position, clauses), each.name, "", taken=False)
        for each in absent
    ]


def photo_findings(case: Case, pack: Pack) -> tuple[list[Finding], list[Finding]]:
    """What keeps an application back, and what the unit and who reviews it should know, about the photos of its people.

    The notices want a photo on paper, so a file is missed only where it was said to be attached; without one that can
    be printed, and where a check left something to a person, there is a warning.
    """
    clauses = _asked_by(case, pack)
    if not clauses:
        return [], []
    photos, entries = _photos_by_entry(case), case.entries()
    promised = case.application.materials.get(PHOTO) == Material.ATTACHED
    missing: list[Finding] = []
    warnings: list[Finding] = []
    for entry in entries:
        row, kept = entry.position if len(entries) > 1 else None, photos.get(entry.id, [])
        printable = [doubts for doubts in kept if doubts is not None]
        if not printable:
            finding = Finding(WITHOUT, PHOTO, LABEL, row, clauses)
            (missing if promised and not kept else warnings).append(finding)
        warnings += doubts_in_words(pack, printable[-1] if printable else None, row=row)
    return missing, warnings


def _asked_by(case: Case, pack: Pack) -> tuple[str, ...]:
    """The clauses that ask for a photo in this case; none where no photo is asked for."""
    statements = pack.case(case.application.matter).statements
    return next((tuple(rule.clauses) for rule in statements if rule.id == PHOTO), ())


def _photos_by_entry(case: Case) -> dict[int, list[Doubts | None]]:
    """The photos of each entry, oldest first; that of an application for one person is attached to the application."""
    mine = (Attachment.application_id == case.application.id, Attachment.material == PHOTO)
    query = select(Attachment.entry_id, Attachment.photo_doubts).where(*mine).order_by(Attachment.id)
    alone = case.entries()[0].id if case.application.entries == 1 else 0
    found: dict[int, list[Doubts | None]] = {}
    for entry_id, doubts in case.session.execute(query):
        found.setdefault(entry_id or alone, []).append(doubts)
    return found


def _judge(pack: Pack, matter: str, content: bytes | None, shown: str) -> JudgedPhoto:
    """Hold one file to what any certificate's photo must be, before anything is decoded, and to the notice's rules."""
    if content is None:
        return _refused(TOO_LARGE.filled(file=shown, limit=MAX_PHOTO_BYTES // 1024))
    try:
        require_storable(content, shown)
        return judge_photo(pack, matter, read_file(content).data)
    except Refused as refusal:
        return _refused(refusal.advice)
    except (FileNotAllowed, PictureTooLarge):
        return _refused(NOT_A_JPEG.filled(file=shown))


def _refused(advice: Advice) -> JudgedPhoto:
    return JudgedPhoto((Finding(advice, PHOTO, LABEL),), [])


def _problems(pack: Pack, judged: JudgedPhoto, entry: Entry, shown: str) -> list[PhotoProblem]:
    """What a check found, told of the person."""
    found = judged.refusals or doubts_in_words(pack, judged.doubts)
    taken = not judged.refusals
    return [PhotoProblem(replace(each, row=entry.position), entry.name, shown, taken) for each in found]


def _forget(session: Session, entry: Entry) -> None:
    session.execute(delete(Attachment).where(Attachment.entry_id == entry.id, Attachment.material == PHOTO))


def _members(file: IO[bytes]) -> Iterator[tuple[str, bytes | None]]:
    """Each file's name without folders and ending, and its bytes; None where it is larger than a photo may be."""
    megabytes = MAX_ARCHIVE_BYTES >> 20
    refused = NotAPhotoArchive(most=MOST_ENTRIES, limit=MAX_PHOTO_BYTES // 1024, megabytes=megabytes)
    if file.seek(0, os.SEEK_END) > MAX_ARCHIVE_BYTES:
        raise refused
    try:
        with zipfile.ZipFile(file) as archive:
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
                yield stem[:40], None if member.file_size > MAX_PHOTO_BYTES else archive.read(member)
    except _FAULTS:
        raise refused from None
