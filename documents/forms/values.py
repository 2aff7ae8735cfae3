"""Values as they are printed: checked against their fields, dates written out, choices as boxes.

    shown = printed(form.fields, {"name": "张三", "born_on": "1980-02-01"})
    shown["born_on"]        # "1980年2月1日"
    shown["sex"]            # "" – what is absent stays blank

Values are plain data. Those whose id no field has are left out, so that one person's data fills several forms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from documents.forms.errors import ValueTooLong, ValueUnprintable
from documents.forms.schema import FieldKind, FormField

_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
NO_DATE = "　　　年　　月　　日"
EMPTY_BOX, FULL_BOX = "□", "■"
_UNPRINTABLE = ("Cc", "Cf", "Cs", "Co")
"""Not the unassigned: characters of names are added to Unicode faster than programs learn of them."""


def printed(fields: Iterable[FormField], values: Mapping[str, str], row: int | None = None) -> dict[str, str]:
    """Each field's text by its id; `row` is told in errors. Raises `ValueTooLong` or `ValueUnprintable`."""
    return {field.id: _printed(field, _checked(field, values.get(field.id, ""), row)) for field in fields}


def refuse(field: FormField, characters: Iterable[str], row: int | None) -> ValueUnprintable:
    """The error that names these characters of a field, without their context."""
    named = " ".join(f"U+{ord(character):04X}" for character in sorted(set(characters)))
    return ValueUnprintable(label=field.label.zh, label_en=field.label.en, characters=named, row=_row(row))


def _row(row: int | None) -> str:
    return "" if row is None else f"第 {row} 行 (row {row}): "


def _checked(field: FormField, value: str, row: int | None) -> str:
    text = unicodedata.normalize("NFC", value.strip())
    long = field.kind in (FieldKind.LONG, FieldKind.OPINION)
    if long:
        text = text.replace("\r\n", "\n")
    if len(text) > field.longest:
        raise ValueTooLong(label=field.label.zh, label_en=field.label.en, limit=field.longest, row=_row(row))
    if bad := {character for character in text.replace("\n", "" if long else "\n") if _unprintable(character)}:
        raise refuse(field, bad, row)
    return text


def _unprintable(character: str) -> bool:
    return unicodedata.category(character) in _UNPRINTABLE or ord(character) & 0xFFFE == 0xFFFE


def _printed(field: FormField, text: str) -> str:
    if field.choices and (not text or text in field.choices):
        return "　".join((FULL_BOX if choice == text else EMPTY_BOX) + choice for choice in field.choices)
    return written(text) if field.kind is FieldKind.DATE else text


def written(text: str) -> str:
    """An ISO day or month as official papers write it, without leading zeros; any other text as it is."""
    found = _DAY.fullmatch(text)
    if found is None:
        return text
    year, month, day = found.groups()
    return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")
