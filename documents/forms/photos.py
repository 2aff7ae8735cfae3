"""A photo cut to its place on a form around its centre, the JPEG itself left as it is."""

from __future__ import annotations

import base64
import io

from PIL import Image

from documents.forms.errors import PhotoRefused
from documents.forms.schema import PhotoPlace


def photo_size(jpeg: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the header alone; raises `PhotoRefused`."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
            return picture.size
    except (OSError, Image.DecompressionBombError):
        raise PhotoRefused from None


def surplus(jpeg: bytes, place: PhotoPlace) -> tuple[float, float]:
    """The shares of width and height that are cut off at each side; raises `PhotoRefused`."""
    width, height = photo_size(jpeg)
    shape, wanted = width / height, place.width / place.height
    return max(0.0, 1 - wanted / shape) / 2, max(0.0, 1 - shape / wanted) / 2


def as_svg(jpeg: bytes, place: PhotoPlace) -> str:
    """The photo in its frame as SVG."""
    text = base64.b64encode(jpeg).decode()
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {place.width} {place.height}'>"
        f"<image width='{place.width}' height='{place.height}' preserveAspectRatio='xMidYMid slice' "
        f"href='data:image/jpeg;base64,{text}'/></svg>"
    )
