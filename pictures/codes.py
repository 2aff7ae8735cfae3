"""Reading QR codes in a picture: the texts of all that are found, in reading order, each once.

    read_codes(open_picture(data, grey=True))          # ("HTTPS://HOST/V/2183…",)

zxing-cpp reads nearly every code at its first look, at any angle, light on dark too. Where it finds none, or sees one
that it cannot read, it looks again at the picture enlarged (small or slanted), sharpened (out of focus) and smoothed
(grain, JPEG). What that costs is counted in pixels, so that the same picture always has the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import zxingcpp
from PIL import Image, ImageFilter

MOST_LOOKED_AT: Final = 16_000_000
"""Pixels of one look; a larger picture is halved first. A sheet that fills it has ten pixels to a module."""
WORK: Final = 56_000_000
"""Pixels of all looks together: at most about two seconds."""

_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True, slots=True)
class Look:
    """One way of looking: how many times larger, and what is done to the picture before."""

    scale: int
    prepare: Callable[[Image.Image], Image.Image]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A code that was seen, and where, in pixels of the picture as it came; `text` is empty where it is unreadable."""

    text: str
    left: float
    top: float
    bottom: float

    def covers(self, other: _Seen) -> bool:
        """Whether the middle of another lies at this one's height and near its left edge."""
        size = self.bottom - self.top
        return self.top <= (other.top + other.bottom) / 2 <= self.bottom and abs(self.left - other.left) < size


def _as_it_is(picture: Image.Image) -> Image.Image:
    return picture


def _sharpened(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.UnsharpMask(radius=6, percent=250, threshold=0))


LOOKS: Final = (
    Look(1, _as_it_is),
    Look(2, _as_it_is),
    Look(2, _sharpened),
    Look(1, lambda picture: picture.filter(ImageFilter.GaussianBlur(1))),
    Look(1, lambda picture: picture.filter(ImageFilter.GaussianBlur(2))),
    Look(1, _sharpened),
)
"""In the order of what helps most often for its cost, measured by benchmarks/pictures.py."""


def read_codes(picture: Image.Image, *, work: int = WORK) -> tuple[str, ...]:
    """The texts of the QR codes in a picture, from top to bottom and left to right; at most 255 of them.

    `work` is how many pixels all looks together may cost; the first look is always taken.
    """
    grey = _within(picture.convert("L"), MOST_LOOKED_AT)
    seen: list[_Seen] = []
    left = max(work, grey.width * grey.height)
    for look in LOOKS:
        cost = grey.width * grey.height * look.scale**2
        if cost > min(left, MOST_LOOKED_AT):
            continue
        left -= cost
        seen += _look(grey, look)
        if _all_read(seen):
            break
    return tuple(dict.fromkeys(code.text for code in _in_reading_order([code for code in seen if code.text])))


def _within(picture: Image.Image, pixels: int) -> Image.Image:
    factor = 1
    while picture.width * picture.height > pixels * factor * factor:
        factor += 1
    return picture.reduce(factor) if factor > 1 else picture


def _look(picture: Image.Image, look: Look) -> list[_Seen]:
    if look.scale > 1:
        size = (picture.width * look.scale, picture.height * look.scale)
        picture = picture.resize(size, Image.Resampling.BICUBIC)
    found = zxingcpp.read_barcodes(
        look.prepare(picture), formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain, return_errors=True
    )
    return [_seen(code, look.scale) for code in found]


def _seen(code: zxingcpp.Barcode, scale: int) -> _Seen:
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    across = [corner.x / scale for corner in corners]
    down = [corner.y / scale for corner in corners]
    return _Seen(code.text if code.valid else "", min(across), min(down), max(down))


def _all_read(seen: list[_Seen]) -> bool:
    """Whether at least one code was read, and each that was seen."""
    read = [code for code in seen if code.text]
    return bool(read) and all(code.text or any(other.covers(code) for other in read) for code in seen)


def _in_reading_order(seen: list[_Seen]) -> list[_Seen]:
    """Row by row; a row is what begins above the middle of its highest code."""
    ordered: list[_Seen] = []
    row: list[_Seen] = []
    for code in sorted(seen, key=lambda each: each.top):
        if row and code.top > (row[0].top + row[0].bottom) / 2:
            ordered += sorted(row, key=lambda each: each.left)
            row = []
        row.append(code)
    return ordered + sorted(row, key=lambda each: each.left)
