"""Photos: refused by their header before anything is decoded, stored as the picture and nothing else."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Engine, select

from registry.database import writing
from registry.models import Approval, Photo
from registry.photos import MAX_PHOTO_BYTES
from tests.registry.importing.lists import identity, person, take, write_csv


def jpeg(width: int = 295, height: int = 413) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "JPEG")
    return out.getvalue()


def test_new_approvals_get_their_photo_and_missing_ones_are_counted(registry: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for serial in range(45):
        suffix = (".jpg", ".JPG", ".Jpeg")[serial % 3]
        (folder / f"{identity(serial).lower()}{suffix}").write_bytes(jpeg(serial + 100))
    path = write_csv(tmp_path / "list.csv", [person(serial) for serial in range(50)])
    report = take(registry, path, photos=folder)
    assert (report.accepted, report.photos, report.without_photo) == (True, 45, 5)
    assert "照片 45 张，缺 5 张" in report.as_text("zh")
    with writing(registry) as session:
        rows = session.execute(select(Approval.id, Photo.jpeg).join(Photo, Photo.approval_id == Approval.id)).all()
        first = session.scalars(select(Approval.id).order_by(Approval.id)).first()
        photos = {row.id: row.jpeg for row in rows}
        assert len(photos) == 45
        with Image.open(BytesIO(photos[first or 0])) as stored:
            assert (stored.format, stored.size, stored.mode) == ("JPEG", (100, 413), "RGB")
    assert take(registry, path, photos=folder).photos == 0


def test_what_a_camera_wrote_beside_the_picture_is_not_kept_and_the_picture_stands_upright(
    registry: Engine, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "a camera that knows where it was"  # lying on its side; maker
    out = BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "JPEG", exif=exif, comment=b"a person's name")
    (tmp_path / f"{identity(1)}.jpg").write_bytes(out.getvalue())
    assert take(registry, write_csv(tmp_path / "list.csv", [person(1)]), photos=tmp_path).photos == 1
    with writing(registry) as session:
        stored = session.scalars(select(Photo.jpeg)).one()
    assert b"camera" not in stored
    assert b"person" not in stored
    with Image.open(BytesIO(stored)) as picture:
        assert picture.size == (300, 400)
        assert not picture.getexif()


def bomb(width: int, height: int) -> bytes:
    """A small JPEG whose header promises many pixels."""
    small = jpeg(16, 16)
    place = small.index(b"\xff\xc0") + 5
    return small[:place] + struct.pack(">HH", height, width) + small[place + 4 :]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a", "不是能读懂的 JPEG"),
        (b"", "不是能读懂的 JPEG"),
        (b"\xff\xd8\xff", "不是能读懂的 JPEG"),
        (jpeg(1201, 300), "像素超过 1200×1800"),
        (jpeg(300, 1801), "像素超过 1200×1800"),
        (jpeg(600, 800)[:2000], "不是能读懂的 JPEG"),
        (bomb(12_000, 12_000), "像素超过 1200×1800"),
        (bomb(65_000, 65_000), "像素超过 1200×1800"),
        (jpeg() + bytes(MAX_PHOTO_BYTES), "上限是 200 KB"),
    ],
)
def test_a_bad_photo_keeps_the_list_out_and_is_named_masked(
    desk: Engine, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / f"{identity(1)}.jpg").write_bytes(content)
    report = take(desk, write_csv(tmp_path / "list.csv", [person(1)]), photos=tmp_path)
    assert not report.accepted
    number = identity(1)
    assert f"第 2 行 · 照片：照片文件 {number[0]}****************{number[-1]}.jpg" in report.as_text("zh")
    assert said in report.as_text("zh")
    assert number not in report.as_text("zh")
