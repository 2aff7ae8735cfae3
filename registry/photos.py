"""What a holder's photo must be to be kept with an approval and printed on a certificate, and how it is kept.

    require_storable(data, "1****************X.jpg")      # by the header alone; raises Refused
    clean_photo(data)                                     # the JPEG that is stored

The header alone tells the size in pixels, so a bomb is refused before anything is decoded. What is stored is the
picture and nothing else: a phone writes place, time and owner into its files, and a scan shows the photo. Nothing here
touches the registry; `registry.recording.record_photos` stores.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from messages.advice import Advice
from tables.values import Refused

MAX_PHOTO_BYTES: Final = 200 * 1024
MAX_PHOTO_WIDTH: Final = 1_200
MAX_PHOTO_HEIGHT: Final = 1_800
"""In pixels."""

TOO_LARGE = Advice(
    "照片文件 {file} 太大，上限是 {limit} KB。",
    "The photo {file} is too large; the limit is {limit} KB.",
    "请压缩后再试。",
    "Compress it and try again.",
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
    "请缩小后再试。",
    "Make it smaller and try again.",
)
_FAULTS = (UnidentifiedImageError, OSError, SyntaxError, ValueError)


def require_storable(data: bytes, shown: str) -> None:
    """Raise `Refused` for what no photo of a certificate may be: too large, no JPEG, too many pixels.

    `shown` names the file in the refusal. Nothing is decoded.
    """
    if len(data) > MAX_PHOTO_BYTES:
        raise Refused(TOO_LARGE.filled(file=shown, limit=MAX_PHOTO_BYTES // 1024))
    try:
        width, height = _pixels(data)
    except Image.DecompressionBombError:
        width = height = MAX_PHOTO_HEIGHT + 1
    except _FAULTS:
        raise Refused(NOT_A_JPEG.filled(file=shown)) from None
    if width > MAX_PHOTO_WIDTH or height > MAX_PHOTO_HEIGHT:
        raise Refused(TOO_MANY_PIXELS.filled(file=shown, width=MAX_PHOTO_WIDTH, height=MAX_PHOTO_HEIGHT))


def is_storable(data: bytes) -> bool:
    """Whether `require_storable` lets a file pass."""
    try:
        require_storable(data, "")
    except Refused:
        return False
    return True


def require_whole(data: bytes, shown: str) -> None:
    """Decode a photo that `require_storable` let pass; raises `Refused` where it breaks off."""
    try:
        with Image.open(BytesIO(data), formats=["JPEG"]) as image:
            image.load()
    except _FAULTS:
        raise Refused(NOT_A_JPEG.filled(file=shown)) from None


def clean_photo(data: bytes) -> bytes:
    """The picture of a checked file as a JPEG of its own: upright, in RGB, without what the camera wrote beside it."""
    with Image.open(BytesIO(data), formats=["JPEG"]) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.info.clear()
    cleaned = BytesIO()
    upright.save(cleaned, "JPEG", quality=90, optimize=True)
    return cleaned.getvalue()


def _pixels(data: bytes) -> tuple[int, int]:
    # The size is judged by us, so Pillow's own warning about it says nothing new.
    with (
        warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning),
        Image.open(BytesIO(data), formats=["JPEG"]) as image,
    ):
        return image.size
