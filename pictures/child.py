"""The process in which files of strangers are drawn: it limits itself, reads one file from its standard input, and
writes what it found as lines of JSON.

    python -m pictures.child PAGES SECONDS < file.pdf      ->  {"page": 1, "text": "HTTPS://HOST/V/2183…"}
                                                           or  {"refused": "LockedPdf", "details": {}}

It is started by `pictures.files` alone.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from typing import Final

from pictures.codes import read_codes
from pictures.errors import FileRefused
from pictures.kinds import Kind, kind_of
from pictures.opening import open_picture

MEMORY: Final = 1 << 30
"""Bytes of address space, libraries included; a photograph of 40 million pixels needs about half."""
MOST_WRITTEN: Final = 4 << 20
"""Bytes of the answer: five hundred codes of the largest kind."""


def main(most_pages: int, seconds: int) -> None:
    """Read standard input and answer; every limit holds before the first byte is looked at."""
    limit_this_process(seconds)
    data = sys.stdin.buffer.read()
    try:
        for page, text in _found(data, most_pages):
            _say({"page": page, "text": text})
    except FileRefused as refused:
        _say({"refused": type(refused).__name__, "details": refused.details})


def limit_this_process(seconds: int) -> None:
    """Bound memory, time and output; no core with somebody's scan in it."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _found(data: bytes, most_pages: int) -> Iterator[tuple[int, str]]:
    if kind_of(data) is Kind.PDF:
        from pictures.pdf import codes_on_pages  # noqa: PLC0415 - a picture does not need what reads PDFs

        yield from codes_on_pages(data, most_pages=most_pages)
    else:
        for text in read_codes(open_picture(data, grey=True)):
            yield 1, text


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
