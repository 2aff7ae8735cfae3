"""Opening uploaded pictures: kind by bytes, size by header, upright and opaque, and a sentence for everything else."""

from __future__ import annotations

import struct
import tracemalloc
import zlib
from contextlib import suppress

import pytest
from PIL import Image

from pictures.errors import (
    AnimatedPicture,
    DamagedPicture,
    EmptyUpload,
    FileTooLarge,
    NotAPicture,
    PictureRefused,
    TooManyPixels,
)
from pictures.opening import MAX_BYTES, open_picture
from tests.pictures.files import heic_of, saved

PICTURE = Image.new("RGB", (80, 60), "white")
PICTURE.paste("red", (0, 0, 20, 15))
KINDS = {
    "png": saved(PICTURE, "PNG"),
    "jpeg": saved(PICTURE, "JPEG", quality=95, subsampling=0),
    "webp": saved(PICTURE, "WEBP", quality=95),
    "lossless webp": saved(PICTURE, "WEBP", lossless=True),
    "webp with a header of its own": saved(PICTURE, "WEBP", exif=b"Exif\0\0"),
    "heic": heic_of(PICTURE),
    "palette": saved(PICTURE.convert("P"), "PNG"),
    "cmyk": saved(PICTURE.convert("CMYK"), "JPEG", quality=95, subsampling=0),
}


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header claims a size, with next to nothing behind it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def webp_of(width: int, height: int) -> bytes:
    """The same as an extended WebP."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + canvas


@pytest.mark.parametrize("data", KINDS.values(), ids=KINDS)
def test_every_kind_opens_in_colour_and_in_grey(data: bytes) -> None:
    colour, grey = open_picture(data), open_picture(data, grey=True)
    assert (colour.mode, grey.mode) == ("RGB", "L")
    assert colour.size == grey.size == (80, 60)
    red = colour.getpixel((8, 6))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert red[1] < 60
    assert colour.info == {}


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photograph_stands_upright_however_the_phone_was_held(turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    opened = open_picture(saved(PICTURE, "JPEG", exif=exif, quality=95))
    assert opened.size == ((80, 60) if turn < 5 else (60, 80))


def test_what_is_transparent_is_paper_and_sixteen_bits_are_not_cut_off() -> None:
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    assert open_picture(saved(clear, "PNG"), grey=True).getpixel((1, 1)) == 255
    deep = Image.new("I;16", (2, 1))
    deep.putpixel((0, 0), 128 * 256)
    deep.putpixel((1, 0), 65535)
    opened = open_picture(saved(deep, "PNG"), grey=True)
    assert [opened.getpixel((0, 0)), opened.getpixel((1, 0))] == [128, 255]


def test_a_bomb_is_refused_by_its_header_before_anything_is_unpacked() -> None:
    tracemalloc.start()
    for bomb in (png_of(13_000, 13_000), png_of(50_000, 20), webp_of(9_000, 9_000), webp_of(1 << 24, 1 << 24)):
        with pytest.raises(TooManyPixels):
            open_picture(bomb)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_large_photograph_is_decoded_smaller_where_that_is_enough() -> None:
    large = saved(Image.new("L", (9_000, 5_000), 200), "JPEG")
    with pytest.raises(TooManyPixels):
        open_picture(large)
    assert open_picture(large, grey=True, enough_pixels=12_000_000).size == (4_500, 2_500)
    progressive = bytearray(saved(PICTURE, "JPEG", progressive=True))
    frame = progressive.index(b"\xff\xc2")
    progressive[frame + 5 : frame + 9] = struct.pack(">HH", 5_000, 9_000)
    with pytest.raises(TooManyPixels):
        open_picture(bytes(progressive), enough_pixels=12_000_000)


def test_a_jpeg_of_a_thousand_passes_is_refused_unread() -> None:
    data = saved(PICTURE, "JPEG", progressive=True)
    start = data.index(b"\xff\xda")
    end = data.index(b"\xff", start + 2)
    with pytest.raises(DamagedPicture):
        open_picture(data[:start] + data[start:end] * 1_000 + data[end:])


def test_other_files_are_called_what_they_are() -> None:
    still = Image.new("L", (8, 8))
    for data, named in {
        saved(still, "GIF"): "GIF",
        saved(still, "BMP"): "BMP",
        saved(still, "TIFF"): "TIFF",
        b"%PDF-1.7": "PDF",
        b"PK\x03\x04": "压缩包",
        b" <svg xmlns='http://www.w3.org/2000/svg'/>": "SVG",
        b"\0\0\0\x1cftypisom": "其他文件",
    }.items():
        with pytest.raises(NotAPicture) as refused:
            open_picture(data)
        assert named in refused.value.say("zh")


def test_empty_large_and_animated_files_are_refused() -> None:
    with pytest.raises(EmptyUpload):
        open_picture(b"")
    with pytest.raises(FileTooLarge, match="21 MB"):
        open_picture(bytes(MAX_BYTES + 1))
    other = Image.new("RGB", PICTURE.size, "blue")
    for kind in ("PNG", "WEBP"):
        with pytest.raises(AnimatedPicture):
            open_picture(saved(PICTURE, kind, save_all=True, append_images=[other]))


@pytest.mark.parametrize("data", KINDS.values(), ids=KINDS)
def test_truncated_and_altered_files_are_refused_in_a_sentence_or_opened(data: bytes) -> None:
    for part in range(1, 8):
        with pytest.raises(PictureRefused):
            open_picture(data[: len(data) * part // 8])
        altered = bytearray(data)
        altered[len(data) * part // 8] ^= 0xFF
        with suppress(PictureRefused):
            open_picture(bytes(altered))
