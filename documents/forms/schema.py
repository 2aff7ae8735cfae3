"""The shape of `form.yaml`: what a form asks, who fills and stamps it, and how it lies on its sheet.

Every model is frozen and refuses unknown keys. What needs more than one entry to judge is in `documents.forms.links`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

COLUMNS = 24
"""A sheet's width in columns of its grid."""
LABEL = 3
"""Columns that a field's label takes."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Clauses = tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[A-Z0-9.]+$")], ...]
Shares = dict[Identifier, Annotated[int, Field(gt=0)]]
"""Fields of one row by their share of its width."""


class FormFormat(StrEnum):
    """A kind of file; the value is its suffix."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    TXT = "txt"


class FieldKind(StrEnum):
    """How a field is filled."""

    TEXT = "text"
    LONG = "long"
    """Several lines."""
    DATE = "date"
    PHOTO = "photo"
    OPINION = "opinion"
    """A reviewer's words, with a signature and a seal below."""


class FieldSource(StrEnum):
    """How it is known that the form has this field."""

    NAMED = "named"
    """The notice names it."""
    SEEN = "seen"
    """It stands on a published form of the same name."""
    INFERRED = "inferred"
    """Concluded from what the notice asks to be reviewed."""


class Model(BaseModel):
    """Frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text2(Model):
    """One wording in both languages."""

    zh: Words
    en: Words

    def say(self, language: Literal["zh", "en"]) -> str:
        """The wording in one language."""
        return self.zh if language == "zh" else self.en


class FormField(Model):
    """One place to fill; `longest` is in characters, `clauses` are rule ids of the form's notice."""

    id: Identifier
    label: Text2
    kind: FieldKind = FieldKind.TEXT
    source: FieldSource
    longest: Annotated[int, Field(ge=0, le=400)]
    clauses: Clauses = ()
    choices: tuple[Words, ...] = ()
    """Printed with a box before each, one of them filled."""
    lines: tuple[Words, ...] = ()
    """The label as printed, where it does not break well after every fourth character."""
    signature: str = ""
    """Who signs below a text, and which seal is set; empty where nobody does."""
    width: Annotated[int, Field(gt=0)] = 1
    """A column's share of a roster's width."""

    @property
    def printed_label(self) -> str:
        """The label in the lines of a narrow cell."""
        label = self.label.zh
        every_fourth = [label[start : start + 4] for start in range(0, len(label), 4)]
        return "\n".join(self.lines or (every_fourth if len(label) > 5 else [label]))


class PhotoPlace(Model):
    """Where a photo is glued: beside the first `rows` of the grid, at its right edge."""

    field: Identifier
    size: Words
    """As the notice calls it."""
    width: int
    """Millimetres, as the height."""
    height: int
    columns: int
    rows: int


class Row(Model):
    """One row of the grid: fields with the columns their values take, or words across the whole width."""

    cells: Shares = {}
    words: str = ""
    height: Annotated[float, Field(gt=4, lt=120)] = 10
    """Millimetres."""


class Form(Model):
    """One form: a sheet with a grid (`rows`), a roster (`columns`) or the text of a notice (`text`)."""

    id: str
    """`<notice id>/<form id of its policy pack>`."""
    notice: Name
    name: Name
    title: Words
    title_en: Words
    heading: Words
    """As printed above the grid; `{level}` stands for that field's value."""
    basis: Words
    """The clause as officials cite it."""
    version: Words
    date: date
    official: bool = False
    cases: Annotated[tuple[Name, ...], Field(min_length=1)]
    clauses: Annotated[Clauses, Field(min_length=1)]
    filled_by: Text2
    stamped_by: Text2 | None = None
    formats: Annotated[tuple[FormFormat, ...], Field(min_length=1)]
    fields: tuple[FormField, ...] = ()
    columns: tuple[FormField, ...] = ()
    notes: tuple[Text2, ...] = ()
    photo: PhotoPlace | None = None
    rows: tuple[Row, ...] = ()
    head: tuple[Shares, ...] = ()
    """Lines of fields above the grid, by their share of the width."""
    foot: tuple[Shares, ...] = ()
    text: str = ""
    """With `{field}` places."""
    template: Path | None = None
    """The official DOCX that an operator put in place."""
    digest: str = ""
    """Its SHA-256, in hexadecimal."""

    def field(self, field_id: str) -> FormField:
        """A field, or a roster's column, by id; raises KeyError."""
        return {each.id: each for each in (*self.columns, *self.fields)}[field_id]

    @property
    def is_roster(self) -> bool:
        """Whether it lists people, one to a row."""
        return bool(self.columns)
