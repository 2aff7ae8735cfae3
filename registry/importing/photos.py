"""Holders' photos: JPEG files in one folder, named by identity number.

The header alone tells the size in pixels, so a bomb is refused before anything is decoded. What is stored is the
picture and nothing else: a phone writes place, time and owner into its files, and a scan shows the photo.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from messages.advice import Advice
from registry.identity import mask
from registry.importing import limits
from tables.values import Refused

_SUFFIXES = frozenset({".jpg", ".jpeg"})

TOO_LARGE = Advice(
    "照片文件 {file} 有 {size} KB，上限是 {limit} KB。",
    "The photo {file} has {size} KB; the limit is {limit} KB.",
    "请压缩后重新放入照片目录。",
    "Compress it and put it back into the folder.",
)
NOT_A_JPEG = Advice(
    "照片文件 {file} 不是能读懂的 JPEG。",
    "The photo {file} is no JPEG that can be read.",
    "请用看图软件打开，另存为 JPEG。",
    "Open it in a picture program and save it as JPEG.",
)
TOO_MANY_PIXELS = Advice(
    "照片文件 {file} 的像素超过 {width}×{height}。",
    "The photo {file} has more than {width}×{height} pixels.",
    "请缩小后重新放入照片目录。",
    "Make it smaller and put it back into the folder.",
)


class Photos:
    """The photos of one folder, found by identity number whatever the case of the file's name."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            path.stem.upper(): path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES and path.is_file()
        }

    def find(self, number: str) -> Path | None:
        """The checked photo of this identity number, None where there is none. Raises `Refused` for a bad one."""
        path = self._files.get(number)
        if path is not None:
            _require_usable(path, f"{mask(number)}.jpg")
        return path


def _require_usable(path: Path, shown: str) -> None:
    size = path.stat().st_size
    if size > limits.MAX_PHOTO_BYTES:
        raise Refused(TOO_LARGE.filled(file=shown, size=-(-size // 1024), limit=limits.MAX_PHOTO_BYTES // 1024))
    try:
        width, height = _pixels(path)
    except Image.DecompressionBombError:
        width = height = limits.MAX_PHOTO_HEIGHT + 1
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Refused(NOT_A_JPEG.filled(file=shown)) from None
    if width > limits.MAX_PHOTO_WIDTH or height > limits.MAX_PHOTO_HEIGHT:
        most = {"width": limits.MAX_PHOTO_WIDTH, "height": limits.MAX_PHOTO_HEIGHT}
        raise Refused(TOO_MANY_PIXELS.filled(file=shown, **most))
    _require_whole(path, shown)


def clean_photo(path: Path) -> bytes:
    """The picture of a checked file as a JPEG of its own: upright, in RGB, without what the camera wrote beside it."""
    with Image.open(path, formats=["JPEG"]) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.info.clear()
    cleaned = BytesIO()
    upright.save(cleaned, "JPEG", quality=90, optimize=True)
    return cleaned.getvalue()


def _require_whole(path: Path, shown: str) -> None:
    try:
        with Image.open(path, formats=["JPEG"]) as image:
            image.load()
    except (OSError, SyntaxError, ValueError):
        raise Refused(NOT_A_JPEG.filled(file=shown)) from None


def _pixels(path: Path) -> tuple[int, int]:
    # The size is judged by us, so Pillow's own warning about it says nothing new.
    with (
        warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning),
        Image.open(path, formats=["JPEG"]) as image,
    ):
        return image.size
