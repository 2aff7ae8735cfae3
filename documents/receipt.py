"""The verification receipt (核验回执) on paper: what was checked and found, by whom, when, with its own code.

    pdf = typeset_receipt(ReceiptSheet(number="XQZ5-7DDH-RVVZ", …), find_fonts())

One A4 page for a personnel file, in Chinese with English below each line. The words come from the caller;
`templates/documents/receipt.typ` lays them out.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from documents import qr
from documents.fonts import Fonts
from documents.typesetting import typeset_page

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "documents" / "receipt.typ"


class Tone(StrEnum):
    """The colour of the finding; the words say the same."""

    GOOD = "good"
    CHANGED = "changed"
    BAD = "bad"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Said:
    """Words in both languages; `en` is empty where the Chinese is a name or number that has no English."""

    zh: str = field(repr=False)
    en: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A label and its value."""

    label: Said
    value: Said


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """All that a receipt shows.

    `checked` is what was checked, `facts` when and against what; `address` is the upper-case URL of its own code.
    """

    number: str
    finding: Said
    meaning: Said
    tone: Tone
    checked: tuple[Line, ...]
    facts: tuple[Line, ...]
    notes: tuple[Said, ...]
    issuer: Said
    address: str = field(repr=False)
    official_address: str
    demonstration: bool = False


def typeset_receipt(sheet: ReceiptSheet, fonts: Fonts) -> bytes:
    """A tagged PDF of one page; the same sheet and fonts give the same bytes.

    Raises `MissingGlyphs`, `SymbolTooLarge` or `TypesettingFailed`.
    """
    symbol = qr.symbol(sheet.address)
    return typeset_page(TEMPLATE, asdict(sheet) | {"qr": qr.svg(symbol), "modules": symbol.size}, fonts)
