"""Portraits of nobody, drawn: the photos of the demonstration's roster, as the Huzhou notice wants them.

portrait(7)                          # a JPEG of 280 × 420 pixels on white, 200 dots per inch
archive({"330502…": portrait(7)})    # the zip that a unit uploads beside its roster
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from PIL import Image, ImageDraw

SIZE = (280, 420)
BLUE = "#3f6fb4"
_SKIN = ("#f1cfae", "#e6bd97", "#d8a67c", "#f4d8bd")
_HAIR = ("#1d1a18", "#2b221d", "#3a3431", "#51504f")
_COAT = ("#24344f", "#43302b", "#2f4a3c", "#4a4a52", "#5a2f3a")
_LARGER = 3
"""Drawn so many times larger and made smaller, so that edges are smooth."""


def portrait(serial: int, ground: str = "white") -> bytes:
    """Somebody's photo; neighbours in number look different."""
    picture = Image.new("RGB", (SIZE[0] * _LARGER, SIZE[1] * _LARGER), ground)
    pen = ImageDraw.Draw(picture)
    skin, hair, coat = (colours[serial % len(colours)] for colours in (_SKIN, _HAIR, _COAT))
    _ellipse(pen, (78, 62, 202, 210), hair)
    if serial % 2 == 0:
        pen.rounded_rectangle(_scaled(78, 136, 202, 316), radius=24 * _LARGER, fill=hair)
    pen.rectangle(_scaled(118, 230, 162, 320), fill=skin)
    pen.rounded_rectangle(_scaled(34, 300, 246, 480), radius=70 * _LARGER, fill=coat)
    pen.polygon([*_scaled(112, 300, 140, 352), *_scaled(168, 300, 140, 292)], fill="#f2f2f2")
    _ellipse(pen, (88, 92 + serial % 3 * 4, 192, 256), skin)
    pen.chord(_scaled(84, 66, 196, 186), 180, 360, fill=hair)
    for eye in (114, 154):
        _ellipse(pen, (eye, 168, eye + 12, 176), "#26211f")
    pen.arc(_scaled(122, 196, 158, 222), 20, 160, fill="#9b5a4a", width=3 * _LARGER)
    written = io.BytesIO()
    picture.resize(SIZE, Image.Resampling.LANCZOS).save(written, "JPEG", quality=88, dpi=(200, 200))
    return written.getvalue()


def archive(photos: Mapping[str, bytes]) -> bytes:
    """A zip of photos, each named by the identity number that it stands under."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for number, jpeg in photos.items():
            packed.writestr(f"{number}.jpg", jpeg)
    return written.getvalue()


def _ellipse(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], colour: str) -> None:
    pen.ellipse(_scaled(*box), fill=colour)


def _scaled(*places: int) -> list[int]:
    return [place * _LARGER for place in places]
