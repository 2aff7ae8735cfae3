"""A portrait for a form: what a machine can measure of it, and a corrected file.

    photo = open_photo(data)                                      # raises a FileRefused
    for finding in check_photo(photo, rules, name="photo.jpg"): print(finding.check, finding.judged, finding.measured)
    jpeg = correct_photo(photo, target, Crop(x=50, y=40, size=90))

No face is recognised: `pictures.photo_preview` draws the frame and an oval, and a person judges. Nothing is kept.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from PIL import Image, ImageChops, JpegImagePlugin, PngImagePlugin

from pictures.errors import FileTooLarge, TooManyPixels
from pictures.kinds import Kind, kind_of
from pictures.opening import open_picture
from pictures.photo_errors import PhotoTooLarge, PhotoTooSmall

MOST_BYTES: Final = 10 * 1024 * 1024
LEAST_SIDE: Final = 60
NEAR_WHITE: Final = 225
"""The least of red, green and blue from which a pixel counts as near white."""
WHITE_SHARE: Final = 0.90
"""From this share of near-white pixels at the border the background is white; below `NOT_WHITE_SHARE` it is not."""
NOT_WHITE_SHARE: Final = 0.60
COLOUR_SHARE: Final = 0.02
"""From this share of pixels with a tint the photo is in colour; below `GREY_SHARE` it is not."""
GREY_SHARE: Final = 0.002
_TINT = 20
_STRIP = 0.08
_ENOUGH_PIXELS = 6_000_000
_SMALL = 160
_MEGAPIXELS = 40


class Check(StrEnum):
    """What is measured."""

    FORMAT = "format"
    FILE_NAME = "file_name"
    RATIO = "ratio"
    DENSITY = "density"
    PIXELS = "pixels"
    BYTES = "bytes"
    COLOUR = "colour"
    BACKGROUND = "background"


class Judged(StrEnum):
    """How a requirement stands; `UNSURE` is for a person to judge."""

    OK = "ok"
    FAILS = "fails"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class PhotoRules:
    """The requirements to measure; None or False asks nothing. `ratio` is height by width, from and to."""

    jpeg: bool = False
    named_by_identity: bool = False
    ratio: tuple[float, float] | None = None
    dpi: int | None = None
    least: tuple[int, int] | None = None
    most: tuple[int, int] | None = None
    most_bytes: int | None = None
    colour: bool = False
    white: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement as it was measured; `measured` are figures that need no translation."""

    check: Check
    judged: Judged
    measured: str


@dataclass(frozen=True, slots=True)
class Photo:
    """An opened photo: upright pixels, perhaps fewer than the file's, a small copy to measure, and its file's words."""

    pixels: Image.Image = field(repr=False)
    small: Image.Image = field(repr=False)
    kind: Kind
    width: int
    height: int
    dpi: tuple[float, float] | None
    bytes: int


@dataclass(frozen=True, slots=True)
class Target:
    """What a corrected file is like; at most so many bytes."""

    width: int
    height: int
    dpi: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Crop:
    """Where the frame lies, in per cent: `x` and `y` of the room that is left (50 is the middle), `size` of the largest
    frame that fits.
    """

    x: int = 50
    y: int = 50
    size: int = 100


def open_photo(data: bytes) -> Photo:
    """The photo, decoded within limits; raises a `FileRefused` that says why not."""
    if len(data) > MOST_BYTES:
        raise PhotoTooLarge(megabytes=MOST_BYTES >> 20, megapixels=_MEGAPIXELS)
    try:
        pixels = open_picture(data, enough_pixels=_ENOUGH_PIXELS)
    except (FileTooLarge, TooManyPixels):
        raise PhotoTooLarge(megabytes=MOST_BYTES >> 20, megapixels=_MEGAPIXELS) from None
    if min(pixels.size) < LEAST_SIDE:
        raise PhotoTooSmall(least=LEAST_SIDE)
    kind = kind_of(data)
    size, dpi = _header(data, kind, pixels.size)
    small = pixels.resize((_SMALL, max(1, round(_SMALL * size[1] / size[0]))), Image.Resampling.BOX)
    return Photo(pixels, small, kind, *size, dpi, len(data))


def check_photo(
    photo: Photo, rules: PhotoRules, *, name: str, is_identity: Callable[[str], bool]
) -> tuple[Finding, ...]:
    """Each requirement that has a figure, in the order of `Check`; `is_identity` judges the file name's stem."""
    return tuple(_findings(photo, rules, name, is_identity))


def correct_photo(photo: Photo, target: Target, crop: Crop) -> bytes:
    """A JPEG of the frame in the target's size, below its bytes, without anything that a camera wrote beside it."""
    framed = photo.pixels.resize(
        (target.width, target.height), Image.Resampling.LANCZOS, box=frame(photo.pixels.size, target, crop)
    )
    for quality in range(92, 8, -4):
        file = io.BytesIO()
        framed.save(file, "JPEG", quality=quality, optimize=True, dpi=(target.dpi, target.dpi))
        if file.tell() <= target.bytes:
            break
    return file.getvalue()


def enlarged(photo: Photo, target: Target, crop: Crop) -> bool:
    """Whether the frame has fewer pixels than the target, so that the corrected file is blurred."""
    left, _, right, _ = frame((photo.width, photo.height), target, crop)
    return right - left < target.width * 0.9


def frame(size: tuple[int, int], target: Target, crop: Crop) -> tuple[float, float, float, float]:
    """The box (left, top, right, bottom) that a crop takes out of a picture of this size, in the target's ratio."""
    width, height = size
    shape = target.width / target.height
    across = min(width, height * shape) * crop.size / 100
    down = across / shape
    # Rounding may leave a frame of the whole side a hair larger than the side.
    left, top = max(0.0, (width - across) * crop.x / 100), max(0.0, (height - down) * crop.y / 100)
    return left, top, min(left + across, width), min(top + down, height)


def _header(data: bytes, kind: Kind, upright: tuple[int, int]) -> tuple[tuple[int, int], tuple[float, float] | None]:
    """The file's own size, turned as it is shown, and its dots per inch; the pixels are not decoded again."""
    readers = {Kind.JPEG: JpegImagePlugin.JpegImageFile, Kind.PNG: PngImagePlugin.PngImageFile}
    reader = readers.get(kind)
    if reader is None:
        return upright, None
    with reader(io.BytesIO(data)) as header:
        dpi = header.info.get("dpi")
        width, height = header.size
    turned = (width > height) != (upright[0] > upright[1])
    return ((height, width) if turned else (width, height)), _density(dpi)


def _density(dpi: object) -> tuple[float, float] | None:
    match dpi:
        case (int() | float() as across, int() | float() as down):
            return float(across), float(down)
        case _:
            return None


def _findings(photo: Photo, rules: PhotoRules, name: str, is_identity: Callable[[str], bool]) -> Iterator[Finding]:
    if rules.jpeg:
        yield Finding(Check.FORMAT, _judged(photo.kind is Kind.JPEG), photo.kind.name)
    if rules.named_by_identity:
        stem, _, suffix = name.rpartition(".")
        named = suffix.lower() in ("jpg", "jpeg") and is_identity(stem)
        # The name itself may be an identity number and is not repeated.
        yield Finding(Check.FILE_NAME, _judged(named), f".{suffix[:8]}" if stem else "")
    if rules.ratio:
        ratio = photo.height / photo.width
        yield Finding(Check.RATIO, _judged(rules.ratio[0] <= ratio <= rules.ratio[1]), f"{ratio:.2f}")
    if rules.dpi:
        right = photo.dpi is not None and all(abs(each - rules.dpi) < 1 for each in photo.dpi)
        yield Finding(Check.DENSITY, _judged(right), f"{photo.dpi[0]:.0f} dpi" if photo.dpi else "")
    if rules.least and rules.most:
        fits = rules.least[0] <= photo.width <= rules.most[0] and rules.least[1] <= photo.height <= rules.most[1]
        yield Finding(Check.PIXELS, _judged(fits), f"{photo.width}×{photo.height}")
    if rules.most_bytes:
        yield Finding(Check.BYTES, _judged(photo.bytes <= rules.most_bytes), f"{photo.bytes / 1000:.1f} K")
    yield from _looks(photo, rules)


def _looks(photo: Photo, rules: PhotoRules) -> Iterator[Finding]:
    if rules.colour:
        share = _share(_spread(photo.small), _TINT)
        yield Finding(Check.COLOUR, _graded(share, COLOUR_SHARE, GREY_SHARE), f"{share:.0%}")
    if rules.white:
        share = white_border(photo.small)
        yield Finding(Check.BACKGROUND, _graded(share, WHITE_SHARE, NOT_WHITE_SHARE), f"{share:.0%}")


def white_border(small: Image.Image) -> float:
    """The share of near-white pixels along the top and down both sides of the upper half, where no shoulder is."""
    width, height = small.size
    across, down = max(1, round(width * _STRIP)), max(1, round(height * _STRIP))
    boxes = [(0, 0, width, down), (0, 0, across, height // 2), (width - across, 0, width, height // 2)]
    darkest = _darkest(small)
    strips = [darkest.crop(box) for box in boxes if box[3] > 0]
    near = sum(sum(strip.histogram()[NEAR_WHITE:]) for strip in strips)
    return near / sum(strip.width * strip.height for strip in strips)


def _darkest(picture: Image.Image) -> Image.Image:
    red, green, blue = picture.split()
    return ImageChops.darker(ImageChops.darker(red, green), blue)


def _spread(picture: Image.Image) -> Image.Image:
    red, green, blue = picture.split()
    lightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return ImageChops.subtract(lightest, _darkest(picture))


def _share(grey: Image.Image, above: int) -> float:
    return sum(grey.histogram()[above + 1 :]) / (grey.width * grey.height)


def _judged(right: bool) -> Judged:
    return Judged.OK if right else Judged.FAILS


def _graded(share: float, enough: float, too_little: float) -> Judged:
    if share >= enough:
        return Judged.OK
    return Judged.FAILS if share < too_little else Judged.UNSURE
