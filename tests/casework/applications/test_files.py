"""Attachments under attack: names that are paths, bombs, polyglots, wrong types. Each attempt is counted."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from casework.accounts.words import Role
from casework.applications.attachments import (
    MOST_FILES,
    AttachmentStore,
    Upload,
    attach,
    detach,
    purge_files,
    read_attachment,
    safe_name,
)
from casework.applications.errors import ApplicationError, MoveNotAllowedNow, NotOnThisApplication
from casework.applications.file_errors import AttachmentTooLarge, FileNotAllowed, PictureTooLarge, TooManyFiles
from casework.applications.file_kinds import MAX_BYTES, read_file
from casework.applications.words import Material
from casework.errors import NotFoundHere
from registry.database import writing
from tests.casework.applications.desk import NOW, VAULT, Desk, Handle

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n30\n%%EOF\n"


def picture(kind: str, size: tuple[int, int] = (40, 60), **options: object) -> bytes:
    written = io.BytesIO()
    Image.effect_noise(size, 50).save(written, kind, **options)
    return written.getvalue()


def zipped() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("index.html", "<script>alert(1)</script>")
    return written.getvalue()


def bomb(width: int = 13_000, height: int = 13_000) -> bytes:
    """A PNG of a few bytes that says it has 169 million pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture
def store(tmp_path: Path) -> AttachmentStore:
    return AttachmentStore(tmp_path / "attachments", VAULT)


def upload(
    desk: Desk, store: AttachmentStore, case: Handle, name: str, data: bytes, material: str | None = None
) -> int:
    with writing(desk.engine) as session:
        clerk = desk.member("institute", Role.CLERK)
        return attach(
            session,
            store,
            clerk,
            case.id,
            Upload(name, data),
            version=case.version,
            now=NOW,
            random_bytes=os.urandom,
            material=material or None,
        )


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PDF, "application/pdf"),
        (picture("JPEG"), "image/jpeg"),
        (picture("JPEG", progressive=True), "image/jpeg"),
        (picture("PNG"), "image/png"),
    ],
)
def test_a_file_is_what_its_content_is(data: bytes, media_type: str) -> None:
    file = read_file(data)
    assert (file.media_type, file.data) == (media_type, data)


def test_nothing_else_is_kept_whatever_it_calls_itself() -> None:
    jpeg, png = picture("JPEG"), picture("PNG")
    attempts = [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ" + bytes(200),
        b"\x7fELF" + bytes(200),
        b"#!/bin/sh\nrm -rf /\n",
        b"GIF89a" + bytes(100),
        zipped(),
        b"%PDF-1.4\n<script>alert(1)</script>",
        b"<!-- %PDF-1.4\n-->" + PDF,
        PDF + zipped(),
        PDF.replace(b"startxref\n30", b"startxref\n99999999"),
        jpeg[:-40],
        jpeg[:30],
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xfe\x00\x02\xff\xd9",
        png[:-12],
        png[:16] + bytes(len(png) - 16),
        png.replace(b"IHDR", b"IHDX"),
        b"\x89PNG\r\n\x1a\n",
        bomb(),
        bomb(0, 0),
        bomb(1, 30_000),
    ]
    kept = 0
    for data in attempts:
        try:
            read_file(data)
        except (FileNotAllowed, PictureTooLarge):
            continue
        kept += 1
    assert (len(attempts), kept) == (23, 0)


def test_what_hides_behind_a_picture_is_not_kept() -> None:
    for data in (picture("JPEG"), picture("PNG")):
        for hidden in (zipped(), b"<script>alert(1)</script>", PDF):
            assert read_file(data + hidden).data == data


def test_a_bomb_is_refused_by_its_header_and_a_large_file_by_its_length() -> None:
    with pytest.raises(PictureTooLarge, match="13000×13000"):
        read_file(bomb())
    with pytest.raises(AttachmentTooLarge):
        read_file(PDF + bytes(MAX_BYTES))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\system32\\cmd.exe", "cmd.pdf"),
        ("/etc/cron.d/x", "x.pdf"),
        ("扫描件 1.pdf", "扫描件 1.pdf"),
        ("\U00031350\U0002ebf0.pdf", "\U00031350\U0002ebf0.pdf"),
        ('a"; filename="evil.html', "a_ filename=_evil.pdf"),
        ("x\r\nSet-Cookie: a=b.pdf", "xSet-Cookie_ a=b.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("", "附件.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("长" * 300 + ".pdf", "长" * 100 + ".pdf"),
    ],
)
def test_a_name_never_becomes_a_path_a_header_or_another_type(name: str, shown: str) -> None:
    assert safe_name(name, ".pdf") == shown


def test_a_file_lies_sealed_under_a_random_name_and_comes_back_whole(
    desk: Desk, store: AttachmentStore, tmp_path: Path
) -> None:
    case = desk.draft("lost")
    file_id = upload(desk, store, case, "../../登报 原件.pdf", PDF, "newspaper-original")
    (path,) = (tmp_path / "attachments").iterdir()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert len(path.name) == 32
    assert b"%PDF" not in path.read_bytes()
    assert case.application.materials["newspaper-original"] == Material.ATTACHED
    desk.submit(case)
    for organisation in ("institute", "wuhan"):
        with Session(desk.engine) as session:
            member = desk.member(organisation, Role.REVIEWER)
            row, data = read_attachment(session, store, member, case.id, file_id)
            assert (row.name, row.media_type, data) == ("登报 原件.pdf", "application/pdf", PDF)
    with pytest.raises(MoveNotAllowedNow):
        upload(desk, store, case, "x.pdf", PDF)


def test_a_file_of_another_case_or_another_units_case_is_not_given_out(desk: Desk, store: AttachmentStore) -> None:
    mine, other = desk.draft("lost"), desk.draft("lost", serial=2)
    file_id = upload(desk, store, mine, "x.pdf", PDF)
    with Session(desk.engine) as session:
        with pytest.raises(NotOnThisApplication):
            read_attachment(session, store, desk.member("institute", Role.CLERK), other.id, file_id)
        for organisation in ("school", "wuhan", "hubei", "firm"):
            with pytest.raises(NotFoundHere):
                read_attachment(session, store, desk.member(organisation, Role.CLERK), mine.id, file_id)


def test_an_application_has_twenty_files_at_most(desk: Desk, store: AttachmentStore) -> None:
    case = desk.draft("lost")
    for _ in range(MOST_FILES):
        upload(desk, store, case, "x.pdf", PDF)
    with pytest.raises(TooManyFiles):
        upload(desk, store, case, "x.pdf", PDF)


def test_files_without_a_row_are_purged_after_an_hour_and_others_stay(
    desk: Desk, store: AttachmentStore, tmp_path: Path
) -> None:
    case = desk.draft("lost")
    kept, taken_off = upload(desk, store, case, "a.pdf", PDF), upload(desk, store, case, "b.pdf", PDF)
    clerk = desk.member("institute", Role.CLERK)
    with writing(desk.engine) as session:
        detach(session, clerk, case.id, taken_off, version=case.version, now=NOW)
    with pytest.raises(ApplicationError), writing(desk.engine) as session:
        store.write(PDF, random_bytes=os.urandom)  # a transaction that fails after the file was written
        raise ApplicationError
    (tmp_path / "attachments" / "notes.txt").write_text("not ours")
    for path in (tmp_path / "attachments").iterdir():
        os.utime(path, times=(NOW.timestamp(), NOW.timestamp()))
    with Session(desk.engine) as session:
        assert purge_files(session, store, now=NOW + timedelta(minutes=59)) == 0
        assert purge_files(session, store, now=NOW + timedelta(minutes=61)) == 2
        _, data = read_attachment(session, store, clerk, case.id, kept)
    assert data == PDF
    assert (tmp_path / "attachments" / "notes.txt").exists()
