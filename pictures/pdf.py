"""The QR codes on the pages of a PDF, whichever way a page lies.

    for page, text in codes_on_pages(data, most_pages=30): ...

Runs in the child process of `pictures.child` only: PDFs come from strangers, and drawing one is a program that they
wrote. Forms and scripts in it never run, because neither is initialised. A page is drawn as an office scanner would
and, where it shows no code, once more and finer, as long as the file's share of work lasts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2
import pypdfium2.raw
from PIL import Image

from pictures.codes import MOST_LOOKED_AT, read_codes
from pictures.errors import DamagedPdf, LockedPdf, TooManyPages
from pictures.opening import MAX_PIXELS, MAX_SIDE

DPI: Final = 200
FINE_DPI: Final = 300
FINE_WORK: Final = 150_000_000
"""Pixels that all second looks at a file may cost: some five seconds."""

_POINT: Final = 1 / 72
_FAINTEST: Final = 24
"""Shades of grey, of 256, between paper and the faintest code that can be read."""
_DEEPEST: Final = 3
"""How many forms within forms are opened in search of a page's pictures."""


def codes_on_pages(data: bytes, *, most_pages: int) -> Iterator[tuple[int, str]]:
    """Page (from 1) and text of each code, page by page. Raises `LockedPdf`, `DamagedPdf`, `TooManyPages`."""
    document = _opened(data)
    try:
        pages = len(document)
        if pages > most_pages:
            raise TooManyPages(pages=pages, limit=most_pages)
        drawn, fine_work = 0, FINE_WORK
        for index in range(pages):
            try:
                page = document[index]
            except pypdfium2.PdfiumError:
                continue
            drawn += 1
            texts, cost = _codes_on(page, fine_work)
            fine_work -= cost
            for text in texts:
                yield index + 1, text
        if not drawn:
            raise DamagedPdf
    finally:
        document.close()


def _opened(data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = pypdfium2.raw.FPDF_GetLastError() == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise (LockedPdf if locked else DamagedPdf) from error


def _codes_on(page: Any, fine_work: int) -> tuple[tuple[str, ...], int]:
    """The codes on a page, and what a second look at it cost."""
    coarse = _drawn(page, DPI)
    if coarse is None:
        return tuple(dict.fromkeys(text for picture in _pictures(page) for text in read_codes(picture))), 0
    texts = read_codes(coarse, work=0)
    fine = None if texts or fine_work <= 0 or _blank(coarse) else _drawn(page, FINE_DPI)
    if fine is None:
        return texts, 0
    work = min(2 * fine.width * fine.height, fine_work)
    return read_codes(fine, work=work), work


def _drawn(page: Any, dpi: int) -> Image.Image | None:
    """The page in grey, never larger than what is looked at; None where it cannot be drawn."""
    width, height = page.get_size()
    if not (0 < width < math.inf and 0 < height < math.inf):
        return None
    scale = min(dpi * _POINT, math.sqrt(MOST_LOOKED_AT / (width * height)), MAX_SIDE / max(width, height))
    try:
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    except (pypdfium2.PdfiumError, ValueError):
        return None
    picture: Image.Image = bitmap.to_pil().convert("L")
    return picture


def _blank(picture: Image.Image) -> bool:
    """Whether a page is of one shade; the back of a scanned sheet nearly is."""
    shades = [shade for shade, count in enumerate(picture.histogram()) if count]
    return shades[-1] - shades[0] < _FAINTEST


def _pictures(page: Any) -> Iterator[Image.Image]:
    """The pictures that a page is made of."""
    for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
        try:
            width, height = item.get_px_size()
            if 0 < width * height <= MAX_PIXELS:
                yield item.get_bitmap().to_pil()
        except pypdfium2.PdfiumError:
            continue
