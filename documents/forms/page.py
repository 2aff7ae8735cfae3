"""A form as it lies on paper: a grid of cells with their texts and sizes, before it becomes a PDF or a DOCX.

    page = sheet_page(form, printed(form.fields, values))
    page = roster_page(form, head, rows)

All lengths are millimetres, type sizes points. A text is given the size in which it fits its cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from documents.forms.fitting import LEADING, POINT, lines_of, size_for
from documents.forms.schema import COLUMNS, LABEL, FieldKind, Form, PhotoPlace, Shares
from documents.forms.values import NO_DATE

MARGIN = 20.0
"""Left and right of an upright sheet."""
MARGIN_OF_ROSTER = 15.0
A4 = (210.0, 297.0)
PADDING = 1.3
"""Between a cell's line and its text."""
BETWEEN = 3.0
"""After each piece of a line above or below the grid."""
LINE = 5.4
"""A line of 10.5 pt with its leading, as a signature needs it."""
LEAST_ROW, MOST_ROW = 8.0, 13.0
"""A roster's row grows with what stands in it."""
UNOFFICIAL = "样表（非官方格式）：通知没有附表样，本表式由本网站按通知要求拟定；以受理机关的表格为准。"


class Role(StrEnum):
    """What a cell is, hence how it looks."""

    LABEL = "label"
    VALUE = "value"
    LONG = "long"
    PHOTO = "photo"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid: where it begins, how far it reaches, what stands in it, and who signs below."""

    row: int
    column: int
    across: int
    text: str
    size: float
    role: Role
    down: int = 1
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line above or below the grid."""

    text: str
    width: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """One form, laid out."""

    title: str
    subject: str
    mark: str
    """What the sheet is, at its upper left; empty on an official one."""
    basis: str
    landscape: bool
    margin: float
    columns: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[Cell, ...]
    above: tuple[tuple[Piece, ...], ...] = ()
    below: tuple[tuple[Piece, ...], ...] = ()
    notes: tuple[str, ...] = ()
    repeated: int = 0
    """Rows that every further sheet begins with."""
    photo: PhotoPlace | None = None
    text: str = ""
    """Running text in place of a grid."""

    @property
    def width(self) -> float:
        """The width between the margins."""
        return A4[1 if self.landscape else 0] - 2 * self.margin


def heading(form: Form, texts: Mapping[str, str]) -> str:
    """The form's heading with its level, or with room for one."""
    return form.heading.replace("{level}", texts.get("level") or "　　　级")


def notes_of(form: Form) -> tuple[str, ...]:
    """The notes below the grid; what is not official says so last."""
    return (*(note.zh for note in form.notes), UNOFFICIAL)


def sheet_page(form: Form, texts: Mapping[str, str]) -> Page:
    """A form for one person."""
    width = A4[0] - 2 * MARGIN
    columns = (width / COLUMNS,) * COLUMNS
    heights = tuple(row.height for row in form.rows)
    page = _empty(form, texts, columns, heights)
    return replace(page, cells=tuple(_cells(form, texts, columns)), photo=form.photo)


def notice_page(form: Form, texts: Mapping[str, str]) -> Page:
    """The text of a notice."""
    page = _empty(form, texts, (), ())
    return replace(page, text=notice_text(form, texts))


def notice_text(form: Form, texts: Mapping[str, str]) -> str:
    """The running text, with room where a value is absent."""
    room = {
        field.id: NO_DATE.replace("　", "＿") if field.kind is FieldKind.DATE else "＿" * 6 for field in form.fields
    }
    return form.text.format(**{name: texts.get(name) or blank for name, blank in room.items()})


def roster_page(form: Form, head: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> Page:
    """A roster with its rows, on as many sheets as it needs."""
    width = A4[1] - 2 * MARGIN_OF_ROSTER
    whole = sum(column.width for column in form.columns)
    columns = tuple(width * column.width / whole for column in form.columns)
    labels = {column.id: column.label.zh for column in form.columns}
    cells, heights = [], []
    for index, texts in enumerate((labels, *rows)):
        role = Role.LABEL if index == 0 else Role.VALUE
        for place, (column, wide) in enumerate(zip(form.columns, columns, strict=True)):
            text = texts.get(column.id, "")
            size = size_for(text, wide - 2 * PADDING, MOST_ROW - 2, 9.0)
            cells.append(Cell(index, place, 1, text, size, role))
        heights.append(max(_needed(cell, columns) for cell in cells[-len(columns) :]))
    page = _empty(form, head, columns, tuple(heights))
    return replace(page, cells=tuple(cells), repeated=1)


def _needed(cell: Cell, columns: Sequence[float]) -> float:
    em = cell.size * POINT
    lines = lines_of(cell.text, (columns[cell.column] - 2 * PADDING) / em)
    return max(LEAST_ROW, lines * em * LEADING + 2)


def _empty(form: Form, texts: Mapping[str, str], columns: tuple[float, ...], heights: tuple[float, ...]) -> Page:
    """A page without its cells."""
    landscape = form.is_roster
    margin = MARGIN_OF_ROSTER if landscape else MARGIN
    width = A4[1 if landscape else 0] - 2 * margin
    return Page(
        title=heading(form, texts),
        subject=f"{form.title} {form.version}",
        mark=f"样表（非官方格式） 第{form.version}版 {form.date.isoformat()}",
        basis=form.basis,
        landscape=landscape,
        margin=margin,
        columns=columns,
        heights=heights,
        cells=(),
        above=tuple(_line(form, shares, texts, width) for shares in form.head),
        below=tuple(_line(form, shares, texts, width) for shares in form.foot),
        notes=notes_of(form),
    )


def _line(form: Form, shares: Shares, texts: Mapping[str, str], width: float) -> tuple[Piece, ...]:
    pieces = []
    for name, share in shares.items():
        field = form.field(name)
        value = texts.get(name) or (NO_DATE if field.kind is FieldKind.DATE else "")
        text, wide = f"{field.label.zh}：{value}", width * share / sum(shares.values())
        pieces.append(Piece(text, wide, size_for(text, wide - BETWEEN, 1.5 * LINE)))
    return tuple(pieces)


def _cells(form: Form, texts: Mapping[str, str], columns: Sequence[float]) -> Iterator[Cell]:
    """Labels and values row by row, the photo's place among the cells of the first."""
    for index, row in enumerate(form.rows):
        starts = [0, *accumulate(LABEL + wide for wide in row.cells.values())]
        for start, (name, wide) in zip(starts, row.cells.items(), strict=False):
            label = form.field(name).printed_label
            room = LABEL * columns[0] - 2 * PADDING
            yield Cell(index, start, LABEL, label, size_for(label, room, row.height - 1), Role.LABEL)
            yield _value(form, name, texts, (index, start + LABEL, wide), columns[0] * wide)
        if row.words:
            size = size_for(row.words, COLUMNS * columns[0] - 2 * PADDING, row.height - 2, 12)
            yield Cell(index, 0, COLUMNS, row.words, size, Role.WORDS)
        if form.photo and index == 0:
            place = form.photo
            words = texts.get(place.field) or f"贴照片处\n{place.size}\n{place.width}×{place.height} mm"
            yield Cell(0, COLUMNS - place.columns, place.columns, words, 9.0, Role.PHOTO, down=place.rows)


def _value(form: Form, name: str, texts: Mapping[str, str], place: tuple[int, int, int], width: float) -> Cell:
    field, (row, column, across) = form.field(name), place
    long = field.kind in (FieldKind.LONG, FieldKind.OPINION)
    height = form.rows[row].height - 1 - (LINE + 3 if field.signature else 0)
    text = texts.get(name) or (NO_DATE if field.kind is FieldKind.DATE else "")
    size = size_for(text, width - 2 * PADDING, height)
    role = Role.LONG if long else Role.VALUE
    return Cell(row, column, across, text, size, role, signature=field.signature)
