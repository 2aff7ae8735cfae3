"""Films for Chromium's fake camera: a few frames in which a hand holds a sheet, in the raw format YUV4MPEG2."""

from __future__ import annotations

import random
from collections.abc import Iterable

from PIL import Image, ImageDraw

from benchmarks.degraded import sharp_code

SIZE = (640, 480)
FRAMES = 3


def sheet(address: str) -> Image.Image:
    """The part of a certificate that a phone sees: paper on a table, lines of text, and the code."""
    view = Image.new("L", SIZE, 110)
    view.paste(236, (40, 8, 620, 472))
    draw = ImageDraw.Draw(view)
    for line in range(8):
        draw.rectangle((60, 60 + 40 * line, 130, 66 + 40 * line), fill=70)
    code = sharp_code(address).resize((430, 430), Image.Resampling.LANCZOS)
    view.paste(code, (150, 25))
    return view


def dark(light: int) -> Image.Image:
    """A picture without anything in it."""
    return Image.new("L", SIZE, light)


def film_of(view: Image.Image) -> bytes:
    """A film of one view, each frame with the grain of a real camera."""
    chance = random.Random(1)
    grain = (Image.frombytes("L", SIZE, chance.randbytes(SIZE[0] * SIZE[1])) for _ in range(FRAMES))
    return _film([Image.blend(view, each.point(lambda value: value // 40), 0.2) for each in grain])


def still_of(view: Image.Image) -> bytes:
    """The film of a camera that has stopped: the same frame again and again."""
    return _film([view] * FRAMES)


def _film(frames: Iterable[Image.Image]) -> bytes:
    grey = bytes([128]) * (SIZE[0] * SIZE[1] // 2)
    return b"YUV4MPEG2 W%d H%d F5:1 Ip A1:1 C420jpeg\n" % SIZE + b"".join(
        b"FRAME\n" + frame.tobytes() + grey for frame in frames
    )
