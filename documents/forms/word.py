"""A laid-out page as DOCX for Word, WPS and LibreOffice, written as the few parts that ECMA-376 asks for.

Texts become text nodes, never markup. Fonts are named, not embedded: 宋体 and 仿宋 are on every machine that writes
official papers, and each program puts its own Chinese font in their place otherwise. Rows grow with what is typed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from documents.forms.fitting import LEADING
from documents.forms.package import packed
from documents.forms.page import BETWEEN, LINE, PADDING, Cell, Page, Piece, Role
from documents.forms.photos import surplus
from documents.forms.word_markup import FANGSONG, SONG, as_xml, paragraph, picture, run, twips, w
from documents.forms.word_parts import PHOTO, fixed_parts, footer, header, properties, relations, section

_SIDES = {"top": 8, "left": 8, "bottom": 8, "right": 8, "insideH": 4, "insideV": 4}
"""The lines of a table in eighths of a point."""
_MARGINS = {Role.PHOTO: {"left": 0.0, "right": 0.0}, Role.LONG: {"top": 1.5, "bottom": 1.0}}
"""In millimetres, where a cell's differ from the others."""
_SIGNED = {"top": 0.0, "bottom": 1.0}
"""Those of the lower half of a cell with a signature."""


def as_word(page: Page, made_on: date, photo: bytes | None) -> bytes:
    """The DOCX; the same page gives the same bytes. Raises `PhotoRefused`."""
    jpeg = photo if page.photo else None
    parts = {
        **fixed_parts(),
        "word/document.xml": as_xml(_document(page, jpeg)),
        "word/_rels/document.xml.rels": relations(photo=jpeg is not None),
        "word/header1.xml": as_xml(header(page)),
        "word/footer1.xml": as_xml(footer(page)),
        "docProps/core.xml": properties(page.subject, made_on),
    }
    return packed(parts if jpeg is None else {**parts, "word/media/photo.jpeg": jpeg})


def _document(page: Page, jpeg: bytes | None) -> Element:
    body = w("body", _title(page.title))
    for pieces in page.above:
        body.extend((_strip(pieces), _gap(3)))
    if page.cells:
        body.append(_Table(page, jpeg).built())
    else:
        body.append(paragraph(run(page.text, 16, FANGSONG), size=24, after=12))
    for pieces in page.below:
        body.extend((_gap(5), _strip(pieces)))
    body.append(_gap(4))
    body.extend(_note(index, note) for index, note in enumerate(page.notes, start=1))
    body.append(section(page))
    return w("document", body)


def _title(title: str) -> Element:
    words = run(title, 19, SONG, bold=True, spaced=30 if len(title) < 16 else 0)
    return paragraph(words, size=19, align="center", after=8, look=(w("pStyle", val="Title"),))


def _gap(points: float) -> Element:
    """The paragraph that must stand between two tables, as low as wanted."""
    return paragraph(run("", 1, SONG), size=points / LEADING)


def _note(index: int, note: str) -> Element:
    return paragraph(run(f"{index}．{note}", 8, SONG), size=8, indent=12)


def _strip(pieces: Sequence[Piece]) -> Element:
    """Fields beside each other, without lines."""
    widths = [twips(piece.width) for piece in pieces]
    cells = [
        w("tc", _strip_look(wide), paragraph(run(piece.text, piece.size, SONG), size=piece.size))
        for piece, wide in zip(pieces, widths, strict=True)
    ]
    return w("tbl", *_frame(widths, lines=False), w("tr", *cells))


def _strip_look(wide: int) -> Element:
    return w("tcPr", w("tcW", w=wide, type="dxa"), w("tcMar", w("right", w=twips(BETWEEN), type="dxa")))


def _frame(widths: Sequence[int], *, lines: bool) -> Iterator[Element]:
    """What a table begins with: its look and its grid."""
    look = w("tblPr", w("tblW", w=sum(widths), type="dxa"), w("jc", val="center"))
    if lines:
        sides = (w(side, val="single", sz=size, space=0, color="000000") for side, size in _SIDES.items())
        look.append(w("tblBorders", *sides))
    padding = twips(PADDING) if lines else 0
    margins = {"top": 0, "left": padding, "bottom": 0, "right": padding}
    look.append(w("tblLayout", type="fixed"))
    look.append(w("tblCellMar", *(w(side, w=size, type="dxa") for side, size in margins.items())))
    yield look
    yield w("tblGrid", *(w("gridCol", w=wide) for wide in widths))


@dataclass(frozen=True, slots=True)
class _Table:
    """The grid of a page as a table."""

    page: Page
    jpeg: bytes | None

    def built(self) -> Element:
        """The table with all its rows."""
        table = w("tbl", *_frame(self._widths(), lines=True))
        for index in range(len(self.page.heights)):
            table.extend(list(self._rows(index)))
        return table

    def _widths(self) -> list[int]:
        return [twips(wide) for wide in self.page.columns]

    def _rows(self, index: int) -> Iterator[Element]:
        """A row of the page; one with a signature becomes two, so that what is typed above never moves it."""
        reaching = (cell for cell in self.page.cells if cell.row <= index < cell.row + cell.down)
        cells = sorted(reaching, key=lambda cell: cell.column)
        height = self.page.heights[index]
        if not any(cell.signature for cell in cells):
            merged = ["" if cell.down == 1 else "restart" if cell.row == index else "continue" for cell in cells]
            yield self._row(index, height, [self._cell(*each) for each in zip(cells, merged, strict=True)])
            return
        upper = [self._cell(cell, "" if cell.signature else "restart") for cell in cells]
        yield self._row(index, height - LINE - 1, upper)
        yield self._row(index, LINE + 1, [self._signed(cell) for cell in cells])

    def _row(self, index: int, height: float, cells: Sequence[Element]) -> Element:
        look = w("trPr", w("cantSplit"), w("trHeight", val=twips(height), hRule="atLeast"))
        if index < self.page.repeated:
            look.append(w("tblHeader"))
        return w("tr", look, *cells)

    def _cell(self, cell: Cell, merged: str) -> Element:
        long = cell.role is Role.LONG
        look = self._look(cell, merged, "bottom" if cell.signature else "", "top" if long else "center")
        if merged == "continue":
            return w("tc", look, paragraph(size=cell.size))
        if cell.role is Role.PHOTO and self.jpeg is not None:
            return w("tc", look, self._photo(self.jpeg))
        font = FANGSONG if cell.role in (Role.VALUE, Role.LONG) else SONG
        words = run(cell.text, cell.size, font, grey=cell.role is Role.PHOTO)
        return w("tc", look, paragraph(words, size=cell.size, align="left" if long else "center"))

    def _signed(self, cell: Cell) -> Element:
        """The lower half of a cell: the signature, or what belongs to the label above."""
        if not cell.signature:
            return w("tc", self._look(cell, "continue", "", "center"), paragraph(size=10.5))
        words = paragraph(run(cell.signature, 10.5, SONG), size=10.5, align="right")
        return w("tc", self._look(cell, "", "top", "bottom"), words)

    def _look(self, cell: Cell, merged: str, open_side: str, align: str) -> Element:
        wide = sum(self._widths()[cell.column : cell.column + cell.across])
        look = w("tcPr", w("tcW", w=wide, type="dxa"), w("gridSpan", val=cell.across))
        if merged:
            look.append(w("vMerge", val=merged))
        if open_side:
            look.append(w("tcBorders", w(open_side, val="nil")))
        if margins := _SIGNED if open_side == "top" else _MARGINS.get(cell.role):
            look.append(w("tcMar", *(w(side, w=twips(size), type="dxa") for side, size in margins.items())))
        look.append(w("vAlign", val=align))
        return look

    def _photo(self, jpeg: bytes) -> Element:
        place = self.page.photo
        if place is None:
            raise TypeError("a photo needs its place")
        shown = picture(PHOTO, "照片", (place.width, place.height), surplus(jpeg, place))
        return w("p", w("pPr", w("jc", val="center")), shown)
