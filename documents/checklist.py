"""The checklist that a person takes to their unit, and the hand-over sheet beside it: plain words in, PDF out.

    pdf = typeset_checklist(Checklist(language="zh", title="证书遗失补办", …), find_fonts())
    pdf = typeset_hand_over(HandOver(language="zh", code="7Q2M-XK4D-0PZR-V3T9", …), find_fonts())

Both say first that only units submit. The words come from a notice's outcome; `templates/documents/checklist.typ` and
`hand-over.typ` lay them out, on one A4 page unless there is more to say.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from documents import qr
from documents.fonts import Fonts
from documents.typesetting import typeset_page
from messages import Language

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "documents"
CHECKLIST = _TEMPLATES / "checklist.typ"
HAND_OVER = _TEMPLATES / "hand-over.typ"


@dataclass(frozen=True, slots=True)
class Cited:
    """Words with the places of the notice on which they rest, such as 二（四）3."""

    text: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a section. `marks` say how many, original or copy; `ask` names whom the unit should ask."""

    said: Cited
    marks: tuple[str, ...] = ()
    ask: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading; `style` is `boxes` (to tick), `steps` (numbered) or `plain`."""

    heading: str
    style: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """All that a checklist says. `citation` is the notice's; dates are written out already."""

    language: Language
    title: str
    submitter: Cited
    verdict: str
    headline: Cited
    office: Cited
    earliest: str | None
    citation: str
    basis: str
    sections: tuple[Section, ...]
    printed_on: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """All that a hand-over sheet says. `code` is in groups, `link` is behind the QR code, `address` is typed."""

    language: Language
    title: str
    submitter: Cited
    citation: str
    code: str
    link: str
    address: str
    delete_at: str
    holds: str
    expires_on: str
    printed_on: str


def typeset_checklist(checklist: Checklist, fonts: Fonts) -> bytes:
    """A tagged PDF. Raises `MissingGlyphs` or `TypesettingFailed`."""
    return typeset_page(CHECKLIST, asdict(checklist), fonts)


def typeset_hand_over(sheet: HandOver, fonts: Fonts) -> bytes:
    """A tagged PDF of one page with the code as text and as QR. Raises `MissingGlyphs` or `TypesettingFailed`."""
    symbol = qr.link_symbol(sheet.link)
    return typeset_page(HAND_OVER, asdict(sheet) | {"qr": qr.svg(symbol), "modules": symbol.size}, fonts)
