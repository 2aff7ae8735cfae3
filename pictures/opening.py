"""Opening a picture that somebody uploaded: its kind by its first bytes, its size by its header, then its pixels.

    picture = open_picture(data)                       # upright, RGB
    picture = open_picture(data, grey=True)            # upright, L; a third of the memory

A 20 KB PNG can unpack to 800 MB, so that nothing is decoded before its header is within the limits. Pillow's readers
are called one by one, because `Image.open` tries more kinds than these and warns about size in its own way.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Final

from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from pictures.errors import (
    AnimatedPicture,
    DamagedPicture,
    EmptyUpload,
    FileTooLarge,
    NotAPicture,
    PictureRefused,
    TooManyPixels,
)
from pictures.kinds import Kind, described, kind_of

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_PIXELS: Final = 40_000_000
MAX_SIDE: Final = 12_000
MOST_SCANS: Final = 100
"""Passes of a progressive JPEG; cameras write about ten. Each costs the time of a whole picture for a few bytes."""

_FAULTS = (OSError, SyntaxError, ValueError, ArithmeticError, EOFError, IndexError, KeyError, TypeError, RuntimeError)
"""What Pillow's readers raise over damaged bytes; `struct.error` and `MemoryError` are caught beside them."""


def open_picture(
    data: bytes, *, grey: bool = False, most_pixels: int = MAX_PIXELS, enough_pixels: int | None = None
) -> Image.Image:
    """The picture upright, on white where it is transparent, in RGB or grey (L).

    Where `enough_pixels` is given, a JPEG above them is decoded at half, a quarter or an eighth of its size, for little
    more than the smaller one costs, so that it may have more than `most_pixels`; other kinds cannot be. Raises a
    `PictureRefused`, `FileTooLarge` or `EmptyUpload`.
    """
    require_bytes(data)
    reader = _reader(data)
    try:
        picture = reader(data)
        _require_still(picture)
        if isinstance(picture, JpegImagePlugin.JpegImageFile):
            _simplify(picture, grey=grey, enough=enough_pixels)
        _require_size(*picture.size, most_pixels)
        picture.load()
        return _plain(picture, "L" if grey else "RGB")
    except PictureRefused:
        raise
    except (*_FAULTS, struct.error, MemoryError) as error:
        raise DamagedPicture from error


def require_bytes(data: bytes) -> None:
    """Raise `EmptyUpload` or `FileTooLarge` for what nobody should look at further."""
    if not data:
        raise EmptyUpload
    if len(data) > MAX_BYTES:
        raise FileTooLarge(size=-(-len(data) >> 20), limit=MAX_BYTES >> 20)


def _reader(data: bytes) -> Callable[[bytes], ImageFile.ImageFile]:
    """What reads this kind of picture."""
    reader = {Kind.PNG: _png, Kind.JPEG: _jpeg, Kind.WEBP: _webp, Kind.HEIC: _heic}.get(kind_of(data))
    if reader is None:
        found, found_en = described(data)
        raise NotAPicture(found=found, found_en=found_en)
    return reader


def _png(data: bytes) -> ImageFile.ImageFile:
    return PngImagePlugin.PngImageFile(io.BytesIO(data))


def _jpeg(data: bytes) -> ImageFile.ImageFile:
    if data.count(b"\xff\xda") > MOST_SCANS:
        raise DamagedPicture
    return JpegImagePlugin.JpegImageFile(io.BytesIO(data))


def _webp(data: bytes) -> ImageFile.ImageFile:
    """The WebP; its size is read here, because Pillow's reader reserves the canvas before anybody can look at it."""
    _require_size(*_webp_size(data), MAX_PIXELS)
    return WebPImagePlugin.WebPImageFile(io.BytesIO(data))


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height by the first chunk (RFC 9649 sections 2.5 to 2.7)."""
    kind, body = data[12:16], data[20:]
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    raise DamagedPicture


def _heic(data: bytes) -> ImageFile.ImageFile:
    """The HEIC; its library is loaded by the first such picture, as few people send one."""
    from pillow_heif.as_plugin import HeifImageFile  # noqa: PLC0415

    reader: Callable[[io.BytesIO], ImageFile.ImageFile] = HeifImageFile
    return reader(io.BytesIO(data))


def _require_still(picture: ImageFile.ImageFile) -> None:
    # A HEIC holds several photographs rather than a film; the first is the one that a phone shows.
    if picture.format != "HEIF" and getattr(picture, "n_frames", 1) > 1:
        raise AnimatedPicture


def _simplify(picture: JpegImagePlugin.JpegImageFile, *, grey: bool, enough: int | None) -> None:
    """Have a JPEG decoded without its colours, and smaller. A progressive one is held in memory whole, so that it may
    not have more pixels than other kinds.
    """
    width, height = picture.size
    scale = 1
    if enough is not None and max(width, height) <= MAX_SIDE:
        if picture.info.get("progressive"):
            _require_size(width, height, MAX_PIXELS)
        scale = next((scale for scale in (1, 2, 4) if width * height <= enough * scale * scale), 8)
    picture.draft("L" if grey else None, (width // scale, height // scale))


def _require_size(width: int, height: int, most_pixels: int) -> None:
    if width < 1 or height < 1:
        raise DamagedPicture
    if width * height > most_pixels or max(width, height) > MAX_SIDE:
        raise TooManyPixels(width=width, height=height, limit=most_pixels // 1_000_000, side=MAX_SIDE)


def _plain(picture: Image.Image, mode: str) -> Image.Image:
    """One 8-bit picture: upright, opaque, and without what a camera wrote beside it."""
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):
        upright = upright.convert("I").point(lambda value: value / 256)  # 16 bits a pixel; converting would clip
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        ground = Image.new("RGBA", upright.size, "white")
        ground.alpha_composite(upright)
        upright = ground
    plain = upright.convert(mode)
    plain.info.clear()
    return plain
