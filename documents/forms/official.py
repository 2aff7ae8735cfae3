"""Official templates that operators put in place of the project's own layouts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from documents.forms.schema import Form


def with_official(form: Form, folder: Path) -> Form:
    """The form, official where the folder holds a template for it."""
    return form


def fill_template(
    form: Form, texts: Mapping[str, str], rows: Sequence[Mapping[str, str]], photo: bytes | None
) -> bytes:
    """The official DOCX filled."""
    raise NotImplementedError
