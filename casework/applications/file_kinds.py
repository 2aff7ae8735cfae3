"""What an uploaded file is, by its content alone, and where it ends: PDF, JPEG or PNG, and nothing hidden behind it.

    file = read_file(data)               # or raises FileNotAllowed, PictureTooLarge
    file.media_type, file.data           # what is stored: the data up to the end of the picture or document

Nothing is decoded: the structure is walked from part to part and the size in pixels read from the header, so that a
bomb costs no more than its own bytes.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass, field

from casework.applications.file_errors import AttachmentTooLarge, FileNotAllowed, PictureTooLarge

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 60_000_000
MAX_SIDE = 20_000

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_PDF = re.compile(rb"%PDF-[12]\.[0-9][\r\n]")
_PDF_END = re.compile(rb"startxref\s+([0-9]{1,9})\s+%%EOF\s*\Z")
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
"""JPEG markers that open a frame and tell its size (ITU-T T.81, table B.1)."""
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
"""A marker within a scan; FF00 is a stuffed byte, FFD0 to FFD7 restart it."""


@dataclass(frozen=True, slots=True)
class AllowedFile:
    """A file that may be kept: its media type, its usual ending, and its bytes without anything behind them."""

    media_type: str
    suffix: str
    data: bytes = field(repr=False)


def read_file(data: bytes) -> AllowedFile:
    """The file, if it is one of the allowed kinds. Raises `FileNotAllowed`, `PictureTooLarge`, `AttachmentTooLarge`."""
    if len(data) > MAX_BYTES:
        raise AttachmentTooLarge(limit=MAX_BYTES >> 20)
    try:
        if data.startswith(_PNG):
            return AllowedFile("image/png", ".png", data[: _end_of_png(data)])
        if data.startswith(_JPEG):
            return AllowedFile("image/jpeg", ".jpg", data[: _end_of_jpeg(data)])
    except (struct.error, IndexError):
        raise FileNotAllowed from None
    if _PDF.match(data):
        return AllowedFile("application/pdf", ".pdf", _whole_pdf(data))
    raise FileNotAllowed


def _require_size(width: int, height: int) -> None:
    if not width or not height:
        raise FileNotAllowed
    if width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        raise PictureTooLarge(width=width, height=height, limit=MAX_PIXELS // 1_000_000)


def _end_of_png(data: bytes) -> int:
    """Walk the chunks (PNG, third edition, 5.3): IHDR first, every checksum right, IEND last."""
    place, first = len(_PNG), True
    length: int
    while True:
        length, kind = struct.unpack_from(">I4s", data, place)
        body = place + 8
        end = body + length + 4
        if end > len(data) or first != (kind == b"IHDR"):
            raise FileNotAllowed
        if zlib.crc32(data[place + 4 : body + length]) != struct.unpack_from(">I", data, body + length)[0]:
            raise FileNotAllowed
        if first:
            _require_size(*struct.unpack_from(">II", data, body))
        if kind == b"IEND":
            return end
        place, first = end, False


def _end_of_jpeg(data: bytes) -> int:
    """Walk the segments (ITU-T T.81, annex B) to the end of the image; a frame must come before the first scan."""
    place, framed = 2, False
    while True:
        if data[place] != 0xFF:
            raise FileNotAllowed
        marker = data[place + 1]
        if marker == _END_OF_IMAGE and framed:
            return place + 2
        (length,) = struct.unpack_from(">H", data, place + 2)
        if length < 2:
            raise FileNotAllowed
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            _require_size(width, height)
            framed = True
        place += 2 + length
        if marker == _START_OF_SCAN:
            found = _MARKER.search(data, place)
            if not framed or found is None:
                raise FileNotAllowed
            place = found.start()


def _whole_pdf(data: bytes) -> bytes:
    """A PDF that ends in its own trailer, which points into it (ISO 32000-1, 7.5.5)."""
    found = _PDF_END.search(data, max(0, len(data) - 1024))
    if found is None or int(found[1]) >= found.start():
        raise FileNotAllowed
    return data
