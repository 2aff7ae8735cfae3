"""The certificate sheet: what is printed on it, and the PDF of a whole batch.

    pdf = typeset([Sheet(…), …], Layout.A4_TWO_UP, find_fonts(), demonstration=False)

The data reaches the template `templates/documents/certificate.typ` as one JSON file, never as markup, so that a name of
any characters prints as it is. The same sheets and fonts give the same bytes.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from PIL import Image

from documents import qr
from documents.errors import (
    BadPhoto,
    BadVerificationCode,
    EmptyBatch,
    FieldTooLong,
    MissingGlyphs,
    SymbolTooLarge,
)
from documents.fonts import Fonts
from documents.typesetting import compile_pdf

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "documents" / "certificate.typ"

# Version 16 at 0.45 mm a module, the least that cheap phones resolve, just fits the left column of the sheet.
LARGEST_VERSION = 16

# What three lines of the smallest legible type hold.
LONGEST_FIELD = 120


# How errors call the texts of a sheet, in both languages at once.
SPOKEN_FIELDS = {
    "number": "证书编号 number",
    "name": "姓名 name",
    "title": "资格名称 title",
    "level": "级别 level",
    "specialty": "系列（专业） specialty",
    "body": "评审组织 evaluating body",
    "issuer": "发证机关 issuer",
    "code": "核验码 verification code",
    "site": "官方网站地址 official address",
}


class SheetKind(StrEnum):
    """Which paper it is; the template has the wording of each."""

    CERTIFICATE = "certificate"
    RECOGNITION_LETTER = "recognition_letter"


class Layout(StrEnum):
    """How sheets lie on paper: A5 landscape, or two of them on A4 portrait with a cutting line between."""

    A5 = "a5"
    A4_TWO_UP = "a4-two-up"


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one sheet shows; texts are Chinese as printed, `level` and `issuer` in words.

    `verification_code` is 12 characters, printed in groups of four. `address` is the upper-case URL of the QR code,
    `official_address` the one a person types. `photo` is a JPEG, two-inch (35:49), or None for a place to glue one.
    """

    kind: SheetKind
    number: str
    name: str = field(repr=False)
    title: str
    level: str
    specialty: str
    approved_on: date
    issued_on: date
    issuer: str
    verification_code: str = field(repr=False)
    address: str = field(repr=False)
    official_address: str
    evaluating_body: str | None = None
    photo: bytes | None = field(default=None, repr=False)


def typeset(
    sheets: Sequence[Sheet],
    layout: Layout,
    fonts: Fonts,
    *,
    demonstration: bool = False,
    progress: Callable[[int], None] | None = None,
) -> bytes:
    """One tagged PDF with all sheets in order; `demonstration` marks each as a specimen.

    `progress` is told after each sheet how many are prepared; the typesetting that follows is one step and takes about
    a third of the whole time and 0.4 MB of memory a sheet, so tens of thousands belong in several batches. Raises a
    `DocumentError` that names the sheet by its position in the batch, before anything is typeset.
    """
    if not sheets:
        raise EmptyBatch()
    printed = "".join(sorted({letter for sheet in sheets for text in _texts(sheet).values() for letter in text}))
    prepared = []
    complete = not fonts.missing_glyphs(printed)
    for position, sheet in enumerate(sheets, start=1):
        _check(sheet, position, None if complete else fonts)
        prepared.append(_data(sheet))
        if progress is not None:
            progress(position)
    faces = fonts.faces_for(printed)
    data = {
        "layout": layout,
        "demonstration": demonstration,
        "families": [face.family for face in faces],
        "sheets": prepared,
    }
    return compile_pdf(TEMPLATE, {"batch.json": json.dumps(data, ensure_ascii=False).encode()}, faces)


def chinese_date(day: date) -> str:
    """A date as official papers write it, without leading zeros: 2026年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _texts(sheet: Sheet) -> dict[str, str]:
    """The texts of a sheet by their names in the template."""
    return {
        "number": sheet.number,
        "name": sheet.name,
        "title": sheet.title,
        "level": sheet.level,
        "specialty": sheet.specialty,
        "body": sheet.evaluating_body or "",
        "issuer": sheet.issuer,
        "code": sheet.verification_code,
        "site": sheet.official_address,
    }


def _check(sheet: Sheet, position: int, fonts: Fonts | None) -> None:
    """Refuse a sheet that would not print right; `fonts` only if the batch is known to lack glyphs."""
    for name, text in _texts(sheet).items():
        if len(text) > LONGEST_FIELD:
            raise FieldTooLong(position=position, field=SPOKEN_FIELDS[name], limit=LONGEST_FIELD)
        if fonts is not None and (missing := fonts.missing_glyphs(text)):
            raise MissingGlyphs(position=position, characters=" ".join(f"U+{ord(c):04X}" for c in sorted(missing)))
    if len(sheet.verification_code) != 12:
        raise BadVerificationCode(position=position)
    if sheet.photo is not None and not _opens_as_jpeg(sheet.photo):
        raise BadPhoto(position=position)


def _opens_as_jpeg(photo: bytes) -> bool:
    """Reads the header only; the typesetter would leave the place of a broken photo empty and say nothing."""
    try:
        with Image.open(io.BytesIO(photo), formats=["JPEG"]) as picture:
            return picture.width > 0
    except (OSError, Image.DecompressionBombError):
        return False


def _data(sheet: Sheet) -> dict[str, object]:
    """One sheet as the template reads it; pictures as SVG text, since JSON has no bytes."""
    symbol = qr.symbol(sheet.address)
    if symbol.version > LARGEST_VERSION:
        raise SymbolTooLarge(version=symbol.version, limit=LARGEST_VERSION)
    code = sheet.verification_code
    return _texts(sheet) | {
        "kind": sheet.kind,
        "code": "-".join((code[:4], code[4:8], code[8:])),
        "approved_on": chinese_date(sheet.approved_on),
        "issued_on": chinese_date(sheet.issued_on),
        "qr": qr.svg(symbol),
        "modules": symbol.size,
        "photo": None if sheet.photo is None else _photo(sheet.photo),
    }


def _photo(jpeg: bytes) -> str:
    """The photo cut to 35:49 around its centre; the JPEG itself goes into the PDF unchanged."""
    text = base64.b64encode(jpeg).decode()
    return (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 35 49'><image width='35' height='49' "
        f"preserveAspectRatio='xMidYMid slice' href='data:image/jpeg;base64,{text}'/></svg>"
    )
