"""A typst template and its data made into a tagged PDF (PDF/UA-1), in memory.

    compile_pdf(TEMPLATE, {"batch.json": data}, fonts.faces_for(printed))

Data reaches a template as JSON files that it reads, never as markup, so that a name of any characters prints as it is.
The same template, data and fonts give the same bytes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import typst

from documents.errors import TypesettingFailed
from documents.fonts import Face


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
