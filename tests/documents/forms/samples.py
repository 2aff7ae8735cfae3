"""Values to fill forms with: the longest legal ones, rare characters among them, and what would like to be markup."""

from __future__ import annotations

import io
from itertools import cycle, islice

from PIL import Image

from documents.forms import FieldKind, Form, FormField

RARE = "𬱖"
"""U+2CC56, a character of names that fonts and databases often lack."""
UNIT = "示范省示范土家族苗族自治州职称改革工作领导小组办公室" + RARE
NAME = "阿不都热合曼·买买提吐尔逊·"
HOSTILE = ("{{7*7}}", "<w:t>x</w:t>&amp;", "=cmd()", "#panic(1)", "{%x%}")


def longest(field: FormField) -> str:
    """The longest value that a field takes."""
    if field.kind is FieldKind.PHOTO:
        return ""
    if field.kind is FieldKind.DATE:
        return "2008年12月31日至2009年12月31日"[: field.longest]
    if field.id == "name":
        return _of(NAME, field.longest - 1) + RARE
    if field.id in ("identity", "number", "new_number", "recognition_number"):
        return _of("8", field.longest)
    return _of(UNIT, field.longest)


def longest_values(form: Form) -> dict[str, str]:
    """The longest value of each field that stands once on the sheet."""
    return {field.id: longest(field) for field in form.fields}


def longest_row(form: Form) -> dict[str, str]:
    """The longest value of each column."""
    return {column.id: longest(column) for column in form.columns}


def jpeg(size: tuple[int, int] = (330, 480)) -> bytes:
    """A blue photo."""
    file = io.BytesIO()
    Image.new("RGB", size, "blue").save(file, "JPEG")
    return file.getvalue()


def _of(text: str, length: int) -> str:
    return "".join(islice(cycle(text), length))
