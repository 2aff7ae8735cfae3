"""The portrait helper: each rule fails and passes, the corrected file passes all, and nothing large is decoded."""

from __future__ import annotations

import io
import random
import resource
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw

from pictures.errors import AnimatedPicture, DamagedPicture, EmptyUpload, FileRefused, NotAPicture
from pictures.photo import (
    Check,
    Crop,
    Judged,
    Photo,
    PhotoRules,
    Target,
    check_photo,
    correct_photo,
    enlarged,
    frame,
    open_photo,
)
from pictures.photo_errors import PhotoTooLarge, PhotoTooSmall
from pictures.photo_preview import TALLEST, preview
from policy import PhotoCheck, load_packs

IDENTITY = "11010519491231002X"
TARGET = Target(280, 420, 200, 50_000)
ALL = PhotoRules(
    jpeg=True,
    named_by_identity=True,
    ratio=(1.45, 1.55),
    dpi=200,
    least=(200, 280),
    most=(300, 420),
    most_bytes=50_000,
    colour=True,
    white=True,
)


def portrait(width: int = 280, height: int = 420, ground: str = "white") -> Image.Image:
    picture = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((width * 0.3, height * 0.15, width * 0.7, height * 0.6), fill="#d9b08c")
    draw.rectangle((width * 0.1, height * 0.65, width * 0.9, height), fill="#1d3a70")
    return picture


def saved(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def good() -> bytes:
    return saved(portrait(), dpi=(200, 200))


def judged(data: bytes, name: str = f"{IDENTITY}.jpg", rules: PhotoRules = ALL) -> dict[Check, Judged]:
    found = check_photo(open_photo(data), rules, name=name, is_identity=lambda stem: stem == IDENTITY)
    return {finding.check: finding.judged for finding in found}


def test_a_photo_as_the_notice_wants_it_meets_every_rule() -> None:
    assert judged(good()) == dict.fromkeys(Check, Judged.OK)


@pytest.mark.parametrize(
    ("check", "data", "name"),
    [
        (Check.FORMAT, saved(portrait(), "PNG", dpi=(200, 200)), f"{IDENTITY}.jpg"),
        (Check.FILE_NAME, good(), "照片.jpg"),
        (Check.FILE_NAME, good(), f"{IDENTITY}.png"),
        (Check.FILE_NAME, good(), ""),
        (Check.RATIO, saved(portrait(290, 400), dpi=(200, 200)), f"{IDENTITY}.jpg"),
        (Check.DENSITY, saved(portrait(), dpi=(72, 72)), f"{IDENTITY}.jpg"),
        (Check.DENSITY, saved(portrait()), f"{IDENTITY}.jpg"),
        (Check.PIXELS, saved(portrait(301, 450), dpi=(200, 200)), f"{IDENTITY}.jpg"),
        (Check.PIXELS, saved(portrait(190, 285), dpi=(200, 200)), f"{IDENTITY}.jpg"),
        (Check.COLOUR, saved(portrait().convert("L"), dpi=(200, 200)), f"{IDENTITY}.jpg"),
        (Check.BACKGROUND, saved(portrait(ground="#3b6fb5"), dpi=(200, 200)), f"{IDENTITY}.jpg"),
    ],
)
def test_each_rule_alone_fails_where_the_photo_breaks_it(check: Check, data: bytes, name: str) -> None:
    found = judged(data, name)
    assert {each for each, how in found.items() if how is not Judged.OK} == {check}
    assert found[check] is Judged.FAILS


def test_a_file_of_too_many_bytes_fails_by_its_own_bytes() -> None:
    assert judged(good() + bytes(50_000)) == {**dict.fromkeys(Check, Judged.OK), Check.BYTES: Judged.FAILS}


def test_a_background_between_white_and_not_is_left_to_a_person() -> None:
    picture = portrait()
    ImageDraw.Draw(picture).rectangle((0, 0, 60, 120), fill="#8899aa")
    assert judged(saved(picture, dpi=(200, 200)))[Check.BACKGROUND] is Judged.UNSURE


@pytest.mark.parametrize(
    "picture",
    [
        portrait(1000, 750),
        portrait(400, 1600),
        portrait(120, 160),
        Image.frombytes("RGB", (560, 840), random.Random(7).randbytes(560 * 840 * 3)),
    ],
    ids=["wide", "tall", "small", "noise, which compresses worst"],
)
@pytest.mark.parametrize("crop", [Crop(), Crop(0, 100, 40)])
def test_the_corrected_file_meets_every_rule_of_form(picture: Image.Image, crop: Crop) -> None:
    corrected = correct_photo(open_photo(saved(picture, "PNG", compress_level=1)), TARGET, crop)
    found = judged(corrected, rules=replace(ALL, colour=False, white=False))
    assert set(found.values()) == {Judged.OK}


def test_the_corrected_file_of_every_notice_is_as_the_notice_says() -> None:
    for pack in load_packs().values():
        for wanted in pack.photos:
            target = Target(wanted.target.width, wanted.target.height, wanted.target.dpi, wanted.target.bytes)
            opened = open_photo(correct_photo(open_photo(saved(portrait(1200, 1600))), target, Crop()))
            ratios = [each.ratio for each in wanted.requirements if each.check is PhotoCheck.RATIO and each.ratio]
            assert all(low <= opened.height / opened.width <= high for low, high in ratios)
            assert (opened.width, opened.height) == (target.width, target.height)
            assert [round(each) for each in opened.dpi or ()] == [target.dpi, target.dpi]
            assert opened.bytes <= target.bytes


def test_nothing_that_a_camera_wrote_stays_in_the_corrected_file() -> None:
    exif = Image.Exif()
    exif[0x010F] = "GEHEIM-CAMERA"
    data = saved(portrait(600, 900), exif=exif, comment=b"GEHEIM-COMMENT")
    assert b"GEHEIM" in data
    corrected = correct_photo(open_photo(data), TARGET, Crop())
    assert b"GEHEIM" not in corrected
    assert b"Exif" not in corrected


def test_a_photo_lying_on_its_side_is_judged_and_cut_as_it_is_shown() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = open_photo(saved(portrait().rotate(90, expand=True), exif=exif, dpi=(200, 200)))
    assert (photo.width, photo.height) == (280, 420)
    corrected = open_photo(correct_photo(photo, TARGET, Crop())).pixels
    assert isinstance(shade := corrected.getpixel((140, 400)), tuple)
    assert shade[2] > shade[0] + 40, "the blue shoulders are at the bottom"


def test_the_size_told_is_the_files_own_even_where_fewer_pixels_were_decoded() -> None:
    photo = open_photo(saved(portrait(3000, 4500)))
    assert (photo.width, photo.height) == (3000, 4500)
    assert photo.pixels.width < 3000


def test_the_frame_lies_within_the_picture_wherever_it_is_put() -> None:
    chance = random.Random(3)
    for _ in range(300):
        size = chance.choice([(1200, 1600), (413, 626), (chance.randint(60, 5000), chance.randint(60, 5000))])
        left, top, right, bottom = frame(
            size, TARGET, Crop(chance.randint(0, 100), chance.randint(0, 100), chance.randint(20, 100))
        )
        assert 0 <= left < right <= size[0]
        assert 0 <= top < bottom <= size[1]
        assert (bottom - top) / (right - left) == pytest.approx(1.5)


def test_a_frame_of_the_whole_side_never_begins_outside_the_picture() -> None:
    for width in range(60, 700, 7):
        for target in (TARGET, Target(390, 567, 300, 1), Target(413, 626, 300, 1)):
            left, top, right, bottom = frame((width, 1600), target, Crop(x=100, y=100))
            assert left >= 0
            assert top >= 0
            assert right <= width
            assert bottom <= 1600


def test_a_crop_that_must_be_blown_up_is_told() -> None:
    small = open_photo(saved(portrait(200, 300)))
    assert enlarged(small, TARGET, Crop())
    assert not enlarged(open_photo(saved(portrait(560, 840))), TARGET, Crop())


def test_the_preview_is_small_and_shades_what_is_left_out() -> None:
    photo = open_photo(saved(portrait(1600, 1200)))
    shown = Image.open(io.BytesIO(preview(photo, TARGET, Crop(size=50))))
    assert max(shown.size) == TALLEST
    corner, middle = shown.getpixel((5, 5)), shown.getpixel((shown.width // 2, shown.height // 2))
    assert isinstance(corner, tuple)
    assert isinstance(middle, tuple)
    assert corner[0] < 160 < middle[0]


def bomb(side: int = 13_000) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_bomb_is_refused_by_its_header_in_no_time_and_no_memory() -> None:
    data = bomb()
    assert len(data) < 40_000
    open_photo(good())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    with pytest.raises(PhotoTooLarge) as refusal:
        open_photo(data)
    assert time.process_time() - started < 0.05
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8 * 1024
    assert "二维码" not in refusal.value.say("zh")


def gif() -> bytes:
    return saved(portrait(), "GIF")


def film() -> bytes:
    return saved(portrait(), "WEBP", save_all=True, append_images=[portrait(ground="blue")], duration=100)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (bytes, EmptyUpload),
        (lambda: bytes(10 * 1024 * 1024 + 1), PhotoTooLarge),
        (lambda: saved(portrait(59, 400)), PhotoTooSmall),
        (gif, NotAPicture),
        (lambda: b"%PDF-1.7 ...", NotAPicture),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", NotAPicture),
        (lambda: b"MZ" + bytes(500), NotAPicture),
        (film, AnimatedPicture),
        (lambda: good()[: len(good()) // 2], DamagedPicture),
    ],
    ids=["nothing", "large", "small", "gif", "pdf", "svg", "program", "film", "half"],
)
def test_what_is_no_single_photo_is_refused_with_what_to_do(
    data: Callable[[], bytes], refusal: type[FileRefused]
) -> None:
    with pytest.raises(refusal) as refused:
        open_photo(data())
    assert "请" in refused.value.say("zh")


def test_bytes_changed_at_random_are_refused_or_read_and_never_anything_else() -> None:
    chance, data = random.Random(5), good()
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            photo = open_photo(bytes(broken))
        except FileRefused:
            continue
        assert isinstance(photo, Photo)
        check_photo(photo, ALL, name="x", is_identity=lambda _: False)
