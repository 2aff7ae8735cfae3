"""What must agree within one form: every field has one place on the sheet, and every row is as wide as the sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from documents.forms.schema import COLUMNS, LABEL, FieldSource, Form

PLACE = re.compile(r"\{([a-z_]+)\}")


def broken_links(form: Form) -> Iterator[str]:
    """Each thing that does not agree, as `place: what`."""
    yield from _layouts(form)
    yield from _fields(form)
    yield from _rows(form)


def _layouts(form: Form) -> Iterator[str]:
    layouts = [name for name in ("rows", "columns", "text") if getattr(form, name)]
    if len(layouts) != 1:
        yield f"rows, columns, text: exactly one is needed, found {layouts}"


def _fields(form: Form) -> Iterator[str]:
    known = Counter(field.id for field in form.fields)
    columns = Counter(column.id for column in form.columns)
    yield from (f"fields: {name} stands twice" for name, count in (known + columns).items() if count > 1)
    rows = [*(row.cells for row in form.rows), *form.head, *form.foot]
    laid = Counter(name for row in rows for name in row)
    laid.update(PLACE.findall(form.text))
    if form.photo:
        laid[form.photo.field] += 1
    yield from (f"fields: {name} has no place on the sheet" for name in known if not laid[name])
    yield from (f"layout: there is no field {name}" for name in laid if not known[name])
    yield from (f"layout: {name} has two places" for name, count in laid.items() if count > 1 and not form.text)
    yield from (f"heading: there is no field {name}" for name in PLACE.findall(form.heading) if not known[name])
    for field in (*form.fields, *form.columns):
        if field.source is FieldSource.NAMED and not field.clauses:
            yield f"fields: {field.id}: the clause that names it is missing"


def _rows(form: Form) -> Iterator[str]:
    for index, row in enumerate(form.rows):
        beside = form.photo is not None and index < form.photo.rows
        room = COLUMNS - (form.photo.columns if form.photo and beside else 0)
        wide = sum(row.cells.values()) + LABEL * len(row.cells)
        if row.words and row.cells:
            yield f"rows.{index}: has words or cells, not both"
        elif not row.words and wide != room:
            yield f"rows.{index}: is {wide} columns wide instead of {room}"
    beside_photo = sum(row.height for row in form.rows[: form.photo.rows]) if form.photo else 0
    if form.photo and beside_photo < form.photo.height:
        yield f"photo: is {form.photo.height} mm high, the rows beside it {beside_photo} mm"
