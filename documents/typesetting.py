"""A typst template and its data made into a tagged PDF (PDF/UA-1), in memory.

    typeset_page(TEMPLATE, {"title": "核验回执", …}, fonts)                     # one paper, its data in data.json
    compile_pdf(TEMPLATE, {"batch.json": data}, fonts.faces_for(printed))      # many, already checked

Data reaches a template as JSON files that it reads, never as markup, so that a name of any characters prints as it is.
The same template, data and fonts give the same bytes.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import typst

from documents.errors import MissingGlyphs, TypesettingFailed
from documents.fonts import Face, Fonts


def typeset_page(template: Path, data: Mapping[str, object], fonts: Fonts) -> bytes:
    """One paper from its template and plain data. Raises `MissingGlyphs` or `TypesettingFailed`."""
    printed = "".join(_texts(data))
    if missing := fonts.missing_glyphs(printed):
        raise MissingGlyphs(position=1, characters=" ".join(f"U+{ord(c):04X}" for c in sorted(missing)))
    faces = fonts.faces_for(printed)
    whole = {**data, "families": [face.family for face in faces]}
    return compile_pdf(template, {"data.json": json.dumps(whole, ensure_ascii=False).encode()}, faces)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def compile_pdf(template: Path, files: Mapping[str, bytes], faces: Iterable[Face]) -> bytes:
    """Run typst over a template; only the fonts are on disk, linked into a directory of their own.

    Raises `TypesettingFailed`.
    """
    with tempfile.TemporaryDirectory(prefix="sheet-fonts-") as directory:
        for face in faces:
            for file in face.files:
                Path(directory, file.name).symlink_to(file)
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[directory])
        try:
            pdf: bytes = typst.compile(  # type: ignore[call-overload]  # its stub forgets that several files can be a dict
                {"main.typ": template.read_bytes(), **files},
                font_paths=fonts,
                pdf_standards=["ua-1"],
            )
        except typst.TypstError as error:
            # The chained error could quote data of a sheet, so only its first sentence goes on.
            raise TypesettingFailed(reason=error.message) from None
    return pdf
