"""Official templates that an operator puts in place of the project's own layouts: checked, kept, filled.

    checked = check_template(form, data)               # raises TemplateRefused with everything wrong
    install(form, data, folder, version="2026", on=date(2026, 11, 20))
    form = with_official(form, folder)                 # official, and its DOCX is filled from then on

A template is a DOCX with places such as `{{ name }}`. Nothing else of the template language is let in, so that a
template can do nothing but say where a value goes; a roster repeats the table row between two marks.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from documents.forms.errors import TemplateChanged, TemplateRefused
from documents.forms.package import packed
from documents.forms.schema import FieldKind, FieldSource, Form, FormFormat
from documents.forms.template_file import Fault, faults_of, marks_of

RECORD = "official.yaml"
_PLACE = re.compile(r"\{\{ ?(?:(row)\.)?([a-z][a-z0-9_]*) ?\}\}")
EACH_ROW, END_OF_ROWS = "{%tr for row in rows %}", "{%tr endfor %}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What an acceptable template holds: the fields it has a place for, and those it leaves out."""

    holds: tuple[str, ...]
    lacks: tuple[str, ...]


def must_hold(form: Form) -> frozenset[str]:
    """Fields without which a template cannot be this form's: the name, and what is filled in and not only inferred."""
    written = [each for each in (*form.fields, *form.columns) if each.kind not in (FieldKind.PHOTO, FieldKind.OPINION)]
    return frozenset(each.id for each in written if each.id == "name" or each.source is not FieldSource.INFERRED)


def check_template(form: Form, data: bytes) -> Checked:
    """What the template holds; raises `TemplateRefused` with everything wrong at once."""
    faults = list(faults_of(data))
    if faults:
        raise _refused(faults)
    marks = marks_of(data)
    found = {place[2] for mark in marks if (place := _PLACE.fullmatch(mark))}
    faults += _misplaced(form, marks)
    faults += [
        Fault(f"缺少必须有的 {{{{ {name} }}}}（{form.field(name).label.zh}）", f"{{{{ {name} }}}} is missing")
        for name in sorted(must_hold(form) - found)
    ]
    if faults or (faults := list(_unfillable(form, data))):
        raise _refused(faults)
    known = [each.id for each in (*form.fields, *form.columns)]
    return Checked(tuple(name for name in known if name in found), tuple(name for name in known if name not in found))


def install(form: Form, data: bytes, folder: Path, *, version: str, on: date) -> Path:
    """Check the template and put it in place; returns where. Raises `TemplateRefused`."""
    check_template(form, data)
    place = folder / form.notice / form.name
    place.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(data).hexdigest()
    template = place / f"{digest}.docx"
    template.write_bytes(data)
    # The record changes in one step, so that a site that is running sees the old template or the new one.
    record = place / f"{RECORD}.new"
    record.write_text(yaml.safe_dump({"version": version, "date": on, "sha256": digest}, sort_keys=False), "utf-8")
    record.replace(place / RECORD)
    return template


def with_official(form: Form, folder: Path) -> Form:
    """The form, official where the folder holds a template for it; raises `TemplateChanged`.

    Its PDF goes, because its layout is our own; a roster's XLSX stays, as a list to work with.
    """
    place = folder / form.notice / form.name
    if not (place / RECORD).is_file():
        return form
    record = yaml.safe_load((place / RECORD).read_text("utf-8"))
    template, digest = place / f"{record['sha256']}.docx", record["sha256"]
    if hashlib.sha256(template.read_bytes()).hexdigest() != digest:
        raise TemplateChanged(path=template)
    changes = {
        "official": True,
        "version": record["version"],
        "date": record["date"],
        "formats": (FormFormat.DOCX, FormFormat.XLSX) if form.is_roster else (FormFormat.DOCX,),
        "template": template,
        "digest": digest,
    }
    return form.model_copy(update=changes)


def fill_template(
    form: Form, texts: Mapping[str, str], rows: Sequence[Mapping[str, str]], photo: bytes | None
) -> bytes:
    """The official DOCX with these values; the same values give the same bytes."""
    if form.template is None:
        raise TypeError("the form has no official template")
    return _filled(form, form.template.read_bytes(), texts, rows, photo)


def _filled(
    form: Form, data: bytes, texts: Mapping[str, str], rows: Sequence[Mapping[str, str]], photo: bytes | None
) -> bytes:
    from docx.shared import Mm  # noqa: PLC0415 - heavy, and only official templates need it
    from docxtpl import DocxTemplate, InlineImage  # noqa: PLC0415 - as above

    template = DocxTemplate(io.BytesIO(data))
    values: dict[str, object] = {**texts, "rows": rows}
    if photo is not None and form.photo is not None:
        values[form.photo.field] = InlineImage(template, io.BytesIO(photo), Mm(form.photo.width), Mm(form.photo.height))
    template.render(values, autoescape=True)
    filled = io.BytesIO()
    template.save(filled)
    with zipfile.ZipFile(filled) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()})


def _unfillable(form: Form, data: bytes) -> Iterator[Fault]:
    """Tries the template once, as it will be used."""
    texts = {field.id: "&<样>" for field in form.fields}
    rows = [{column.id: "&<样>" for column in form.columns}] * 2
    try:
        filled = _filled(form, data, texts, rows, None)
    except Exception:  # whatever Word files and libraries come up with, the operator is told to mend it
        yield Fault(
            "试填失败：请检查花括号标记是否各自在一段文字中", "It cannot be filled: keep each mark within one paragraph"
        )
    else:
        yield from faults_of(filled)


def _misplaced(form: Form, marks: Sequence[str]) -> Iterator[Fault]:
    """Marks that are no place of this form: unknown fields, expressions, a column outside the repeated row."""
    fields = {field.id for field in form.fields}
    columns = {column.id for column in form.columns}
    loops = [mark for mark in marks if mark in (EACH_ROW, END_OF_ROWS)]
    for mark in dict.fromkeys(marks):
        place = _PLACE.fullmatch(mark)
        if mark in loops and form.is_roster:
            continue
        if place is None or place[2] not in (columns if place[1] else fields):
            yield Fault(f"不认识 {mark[:60]}", f"There is no {mark[:60]}")
    if form.is_roster and loops != [EACH_ROW, END_OF_ROWS]:
        yield Fault(
            f"花名册应有一行 {EACH_ROW} 和一行 {END_OF_ROWS}", f"A roster needs {EACH_ROW} and {END_OF_ROWS}, each once"
        )


def _refused(faults: Sequence[Fault]) -> TemplateRefused:
    return TemplateRefused(
        problems_zh="\n".join(f"- {fault.zh}" for fault in faults),
        problems_en="\n".join(f"- {fault.en}" for fault in faults),
    )
