"""The QR codes in a file that somebody uploaded, picture or PDF, by page.

    codes_in(data)                 # (FoundCode(page=1, text="HTTPS://HOST/V/2183…"), …)

PDF and HEIC are programs more than pictures, so they are read in a process of their own that limits its memory and time
(`pictures.child`) and knows nothing of this one: no environment, no registry, no key. File and answer stay in memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from pictures import errors
from pictures.codes import MOST_LOOKED_AT, read_codes
from pictures.errors import FileRefused, TooComplex, UnknownKind
from pictures.kinds import Kind, described, kind_of
from pictures.opening import open_picture, require_bytes

MOST_PAGES: Final = 30
SECONDS: Final = 30
"""Of computing for one file; twice as many may pass on the clock."""

_ROOT: Final = Path(__file__).resolve().parent.parent
_IN_CHILD: Final = (Kind.PDF, Kind.HEIC)


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code and the page that shows it; a picture has page 1 alone."""

    page: int
    text: str = field(repr=False)


def codes_in(data: bytes, *, most_pages: int = MOST_PAGES, seconds: int = SECONDS) -> tuple[FoundCode, ...]:
    """The codes of each page in reading order; empty where there is none.

    Raises a `FileRefused`: what the file is, or what is too much of it, and what to upload instead. `seconds` bound
    what a PDF or HEIC may cost; other pictures are bounded by their pixels.
    """
    require_bytes(data)
    kind = kind_of(data)
    if kind is Kind.OTHER:
        found, found_en = described(data)
        raise UnknownKind(found=found, found_en=found_en)
    if kind in _IN_CHILD:
        return _in_child(data, most_pages, seconds)
    picture = open_picture(data, grey=True, enough_pixels=MOST_LOOKED_AT)
    return tuple(FoundCode(1, text) for text in read_codes(picture))


def _in_child(data: bytes, most_pages: int, seconds: int) -> tuple[FoundCode, ...]:
    command = [sys.executable, "-m", "pictures.child", str(most_pages), str(seconds)]
    with _memory() as file, _memory() as answer:
        file.write(data)
        file.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 - our own program, and two numbers
                command,
                stdin=file,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env={},
                timeout=2 * seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise TooComplex from None
        if done.returncode:
            raise TooComplex
        answer.seek(0)
        return tuple(_read(json.loads(line)) for line in answer)


def _memory() -> IO[bytes]:
    """A file that lies in memory alone."""
    return os.fdopen(os.memfd_create("upload"), "w+b")


def _read(line: dict[str, Any]) -> FoundCode:
    if "refused" in line:
        refusal: type[FileRefused] = getattr(errors, line["refused"])
        raise refusal(**line["details"])
    return FoundCode(line["page"], line["text"])
