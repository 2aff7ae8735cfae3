"""Blank forms as files, each made once: the same form is the same bytes, so that its SHA-256 can be published.

for file in files_of(form): file.name, len(file.body), file.digest
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from documents.forms import Form, FormFormat, file_name, fill
from documents.forms.package import packed
from verify_site.fonts import fonts

_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    FormFormat.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FormFormat.PDF: "application/pdf",
    FormFormat.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FormFormat.TXT: "text/plain; charset=utf-8",
}
ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class BlankFile:
    """A file to download: the last part of its address, its name once saved, and its SHA-256 in hexadecimal."""

    name: str
    saved_as: str
    media_type: str
    body: bytes = field(repr=False)
    digest: str

    @property
    def kilobytes(self) -> int:
        """Its size, rounded up."""
        return -(-len(self.body) // 1024)


def files_of(form: Form) -> tuple[BlankFile, ...]:
    """The form in each of its formats, made by the first who asks."""
    key = f"{form.id} {form.version} {form.digest}"
    known = _made.get(key)
    if known is None:
        known = _made[key] = tuple(_blank(form, format) for format in form.formats)
    return known


def zip_of(name: str, title: str, forms: Iterable[Form]) -> BlankFile:
    """All files of these forms in one zip."""
    body = packed({file.saved_as: file.body for form in forms for file in files_of(form)})
    return BlankFile(f"{name}.zip", f"{title}.zip", ZIP, body, _digest(body))


_made: dict[str, tuple[BlankFile, ...]] = {}


def _blank(form: Form, format: FormFormat) -> BlankFile:
    body = fill(form, {}, format, fonts())
    return BlankFile(f"{form.name}.{format}", file_name(form, format), MEDIA_TYPES[format], body, _digest(body))


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
