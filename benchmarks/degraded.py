"""What becomes of a printed code before an employer has it: eight degradations of one sharp picture, each by a seed.

    for name, degrade in DEGRADATIONS.items():
        picture = degrade(sharp_code(address), random.Random(1))

The first five are what a phone, a copier and a chat do every day; the rest is what a code should survive sometimes.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from documents import qr

Degrade = Callable[[Image.Image, random.Random], Image.Image]
PAPER = 244
MODULE = 6
"""Pixels along a module: a phone that holds the whole sheet in its picture."""


def sharp_code(address: str) -> Image.Image:
    """The code as it is printed, on a piece of paper, in grey."""
    code = Image.open(io.BytesIO(qr.png(qr.symbol(address), MODULE))).convert("L")
    margin = 60
    paper = Image.new("L", (code.width + 2 * margin, code.height + 2 * margin), PAPER)
    paper.paste(code.point(lambda value: 28 if value == 0 else PAPER), (margin, margin))
    return paper


def rotated(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Lying on its side or its head, or a few degrees askew."""
    angle = chance.choice((90, 180, 270, 7, -7)) + chance.uniform(-2, 2) * chance.randint(0, 1)
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=PAPER)


def blurred(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Out of focus by a third to over half of a module."""
    return picture.filter(ImageFilter.GaussianBlur(chance.uniform(2, 3.3)))


def squeezed(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Sent through a chat: JPEG of quality 30, less than half the size."""
    size = (picture.width * 2 // 5, picture.height * 2 // 5)
    smaller = picture.resize(size, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    smaller.save(file, "JPEG", quality=30 + chance.randint(-3, 3))
    return Image.open(file).convert("L")


def shaded(picture: Image.Image, chance: random.Random) -> Image.Image:
    """A hand's shadow across it: one side keeps a tenth of the light."""
    gradient = Image.linear_gradient("L").resize(picture.size).point(lambda value: 26 + value * 229 // 255)
    gradient = gradient.rotate(chance.choice((0, 90, 180, 270))).resize(picture.size)
    return ImageChops.multiply(picture, gradient)


def slanted(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Seen from the side: one edge is up to half as long as the other."""
    width, height = picture.size
    pull = [chance.uniform(0.05, 0.25) * width for _ in range(2)]
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    seen = [(pull[0], pull[1] / 2), (width - pull[0], 0), (width, height), (0, height - pull[1] / 2)]
    data = perspective(seen, corners)
    return picture.transform(picture.size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC, fillcolor=PAPER)


def small(picture: Image.Image, chance: random.Random) -> Image.Image:
    """300 pixels wide, margin and all."""
    width = 300 + chance.randint(-4, 4)
    return picture.resize((width, picture.height * width // picture.width), Image.Resampling.BILINEAR)


def torn(picture: Image.Image, chance: random.Random) -> Image.Image:
    """The corner without a finder pattern is torn off."""
    part = chance.uniform(0.12, 0.2) * picture.width
    width, height = picture.size
    edge = 60 + 4 * MODULE
    torn_off = picture.copy()
    points = [(width, height), (width - edge - part, height), (width, height - edge - part)]
    ImageDraw.Draw(torn_off).polygon(points, fill=150)
    return torn_off


def noisy(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Taken in the dark: strong grain over weak contrast."""
    dim = picture.point(lambda value: 40 + value * 100 // 255)
    grain = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
    return Image.blend(dim, grain, chance.uniform(0.25, 0.4))


DEGRADATIONS: dict[str, Degrade] = {
    "rotated": rotated,
    "blurred": blurred,
    "JPEG 30, shrunk": squeezed,
    "shaded": shaded,
    "slanted": slanted,
    "300 pixels wide": small,
    "corner torn off": torn,
    "grain": noisy,
}
EVERYDAY = tuple(DEGRADATIONS)[:5]


def perspective(seen: Sequence[tuple[float, float]], source: Sequence[tuple[float, float]]) -> list[float]:
    """The eight coefficients by which Pillow looks up, for each point of `seen`, its point of `source`."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solved(rows)


def _solved(rows: list[list[float]]) -> list[float]:
    """The solution of linear equations, by elimination with pivots."""
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: math.fabs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(size):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [row[-1] for row in rows]
