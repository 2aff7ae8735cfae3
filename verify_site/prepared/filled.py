"""What a person typed for the forms: read, checked field by field, and forgotten with the request.

filled = read_fields(ready.fields, request.form)
filled.values, filled.errors        by field id
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from documents.forms import FieldKind, FormError, FormField
from documents.forms.values import printed
from messages import Language

_NEVER_MORE = 2000
"""Characters of a value that are looked at; no field takes as many."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The values that were given, without empty ones, and what is wrong with some."""

    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    errors: Mapping[str, FormError] = field(default_factory=dict)


def read_fields(fields: Iterable[FormField], form: Mapping[str, str]) -> Filled:
    """Each field's value from a form, checked as the papers will check it."""
    values: dict[str, str] = {}
    errors: dict[str, FormError] = {}
    for each in fields:
        text = form.get(each.id, "")[:_NEVER_MORE].strip()
        if text and each.kind is not FieldKind.LONG:
            text = " ".join(text.split())
        if not text:
            continue
        values[each.id] = text
        try:
            printed([each], {each.id: text})
        except FormError as error:
            errors[each.id] = error
    return Filled(values, errors)


def said(errors: Mapping[str, FormError], language: Language) -> dict[str, str]:
    """The errors as sentences, by field id."""
    return {name: error.say(language) for name, error in errors.items()}
