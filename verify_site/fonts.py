"""The fonts in which this site's papers are set, looked for once.

pdf = typeset_checklist(checklist, fonts())
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from documents.fonts import Fonts, find_fonts
from verify_site.service import service


def fonts() -> Fonts:
    """The machine's fonts and those of the folder that `CERT_FONTS` names; raises `NoChineseFont`."""
    return _found(service().settings.fonts)


@cache
def _found(folder: Path | None) -> Fonts:
    return find_fonts([folder] if folder is not None else [])
