"""What a file is, told by its first bytes, never by its name.

kind_of(data)       -> Kind.PDF
described(data)     -> ("压缩包", "an archive")      what a refusal calls a file of no kind that is read
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final


class Kind(Enum):
    """The kinds of files that are read."""

    PNG = auto()
    JPEG = auto()
    WEBP = auto()
    HEIC = auto()
    PDF = auto()
    OTHER = auto()


_HEIC_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_PDF_WITHIN: Final = 1024
"""Bytes before a PDF's own first line, which its readers skip (ISO 32000-1 annex H, note 13)."""
_OTHERS: Final = (
    (b"GIF8", "GIF 图片", "a GIF"),
    (b"BM", "BMP 图片", "a BMP"),
    (b"II*\0", "TIFF 图片", "a TIFF"),
    (b"MM\0*", "TIFF 图片", "a TIFF"),
    (b"PK", "压缩包或 Office 文档", "an archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文档", "an old Office document"),
    (b"Rar!", "压缩包", "an archive"),
    (b"7z\xbc\xaf", "压缩包", "an archive"),
    (b"<", "网页或 SVG", "a web page or SVG"),
)


def kind_of(data: bytes) -> Kind:
    """The kind of a file. What begins as a picture is one, whatever else hides in it."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return Kind.HEIC
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Kind.PDF
    return Kind.OTHER


def described(data: bytes) -> tuple[str, str]:
    """What a file looks like, in Chinese and English."""
    if kind_of(data) is Kind.PDF:
        return "PDF", "a PDF"
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next(((zh, en) for mark, zh, en in _OTHERS if start.startswith(mark)), ("其他文件", "some other file"))
