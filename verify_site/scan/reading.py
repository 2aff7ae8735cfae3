"""Codes in an uploaded file and what is said about each; a bounded number of files is looked at at once.

found = read_file(data)                   # raises FileRefused, TooBusy
seen_in(found, spoken("zh"))              # one Seen for each different code
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from pictures.files import FoundCode, codes_in
from registry.verification import Verification
from verify_site.checking import check_code
from verify_site.errors import TooBusy
from verify_site.language import Speech
from verify_site.service import service
from verify_site.statistics.counting import Way
from verify_site.wording import SHOWS_PRINTED, Asked, Words, words_of

AT_ONCE: Final = 2
"""Files that one process looks at at the same time: each may take some hundred megabytes and a core."""
PATIENCE: Final = 2.0
"""Seconds to wait for one's turn. The server has few threads, and scanning must go on beside uploads."""
MOST_SHOWN: Final = 60
"""Different codes that one upload is answered for; more belong into a list."""
LONGEST_SHOWN: Final = 200
"""Characters of a foreign code's text that are repeated."""

_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Seen:
    """A code in words: on which pages, what it is, whose, and where its own page is (None for foreign ones)."""

    pages: tuple[int, ...]
    found: Verification
    words: Words
    link: str | None
    text: str = field(repr=False)

    @property
    def shown_text(self) -> str:
        """The text of a foreign code as its page repeats it."""
        return shortened(self.text)

    @property
    def holder(self) -> tuple[str, ...]:
        """What tells this paper from the others of a file; empty unless the verdict lets its content be shown."""
        printed = self.found.printed
        if printed is None or self.found.verdict not in SHOWS_PRINTED:
            return ()
        return printed.name, printed.title, printed.number


def read_file(data: bytes) -> tuple[FoundCode, ...]:
    """The codes of a file. Raises `TooBusy` where others are being read, and what `codes_in` raises."""
    if not _turns.acquire(timeout=PATIENCE):
        raise TooBusy
    try:
        return codes_in(data)
    finally:
        _turns.release()


def pages_of(codes: Sequence[FoundCode]) -> dict[str, tuple[int, ...]]:
    """The pages of each different text, in the order in which they were found."""
    pages: dict[str, tuple[int, ...]] = {}
    for code in codes:
        pages[code.text] = (*pages.get(code.text, ()), code.page)
    return pages


def seen_in(pages: dict[str, tuple[int, ...]], speech: Speech) -> list[Seen]:
    """The verdict on each text. Raises `RateLimitExceeded` where too many of them carry no right signature."""
    return [_seen(text, shown_on, speech) for text, shown_on in list(pages.items())[:MOST_SHOWN]]


def link_to(text: str, speech: Speech) -> str | None:
    """The page of a code of this site; None for anything else."""
    digits = service().code_in(text)
    return None if digits is None else speech.link(f"/V/{quote(digits)}")


def shortened(text: str) -> str:
    """The text of a code as a page may repeat it: one line, printable, not too long."""
    plain = "".join(mark if mark.isprintable() else " " for mark in text[: LONGEST_SHOWN + 1])
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]}…"


def _seen(text: str, pages: tuple[int, ...], speech: Speech) -> Seen:
    found = check_code(text, Way.UPLOAD)
    words = words_of(found.verdict, Asked.CODE, speech.language)
    return Seen(pages, found, words, link_to(text, speech), text)
