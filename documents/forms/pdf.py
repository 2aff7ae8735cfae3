"""A laid-out page as a tagged PDF, by `templates/documents/forms/form.typ`."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from pathlib import Path

from documents.fonts import Fonts
from documents.forms.fitting import POINT, ems
from documents.forms.page import PADDING, Cell, Page
from documents.forms.photos import as_svg, photo_size
from documents.forms.schema import PhotoPlace
from documents.typesetting import compile_pdf

TEMPLATE = Path(__file__).resolve().parent.parent.parent / "templates" / "documents" / "forms" / "form.typ"
_RUN = re.compile(r"[!-~]+")
_BREAK = "\u200b"


def as_pdf(page: Page, fonts: Fonts, photo: bytes | None) -> bytes:
    """The PDF. The texts hold only what the fonts draw; raises `PhotoRefused` or `TypesettingFailed`."""
    cells = tuple(_breakable(cell, page.columns) for cell in page.cells)
    data = json.dumps(asdict(replace(page, cells=cells)), default=PhotoPlace.model_dump, ensure_ascii=False)
    faces = fonts.faces_for(data)
    picture = None
    if page.photo and photo is not None:
        photo_size(photo)
        picture = as_svg(photo, page.photo)
    look = json.dumps({"families": [face.family for face in faces], "picture": picture})
    return compile_pdf(TEMPLATE, {"page.json": data.encode(), "look.json": look.encode()}, faces)


def _breakable(cell: Cell, columns: tuple[float, ...]) -> Cell:
    """The cell with places to break within runs that are wider than it; Word finds these by itself."""
    room = (sum(columns[cell.column : cell.column + cell.across]) - 2 * PADDING) / (cell.size * POINT)

    def broken(run: re.Match[str]) -> str:
        return run[0] if ems(run[0]) <= room else _BREAK.join(run[0])

    return replace(cell, text=_RUN.sub(broken, cell.text))
