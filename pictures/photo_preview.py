"""A portrait as its crop takes it: the frame over the picture, and an oval in which head and hair should lie.

    preview(photo, target, Crop())      # a small JPEG for a page

The oval is a guide of our own, not a rule of any notice; no face is looked for.
"""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageDraw

from pictures.photo import Crop, Photo, Target, frame

TALLEST: Final = 480
_SHADE = 120
_FRAME = "#0b57d0"
_OVAL = (0.22, 0.12, 0.78, 0.74)
"""Left, top, right and bottom of the oval as shares of the frame."""


def preview(photo: Photo, target: Target, crop: Crop) -> bytes:
    """A JPEG of at most 480 pixels a side: what the crop leaves out is shaded."""
    picture = photo.pixels.copy()
    picture.thumbnail((TALLEST, TALLEST))
    left, top, right, bottom = frame(picture.size, target, crop)
    shaded = Image.blend(picture, Image.new("RGB", picture.size, "black"), _SHADE / 255)
    box = (round(left), round(top), round(right), round(bottom))
    shaded.paste(picture.crop(box), box)
    draw = ImageDraw.Draw(shaded)
    draw.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), outline=_FRAME, width=2)
    across, down = right - left, bottom - top
    oval = (
        left + _OVAL[0] * across, top + _OVAL[1] * down,
        left + _OVAL[2] * across, top + _OVAL[3] * down,
    )  # fmt: skip
    if across > 20 and down > 20:
        draw.ellipse(oval, outline=_FRAME, width=2)
    file = io.BytesIO()
    shaded.save(file, "JPEG", quality=80)
    return file.getvalue()
