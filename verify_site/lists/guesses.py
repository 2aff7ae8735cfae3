"""A list is no way to guess: once too many numbers and names do not belong together, no further pair is answered.

    without_guesses(lines)      # the same lines, from the stop on without what was found for typed pairs

An employer's list misses here and there; a harvester's misses nearly always. So a list may always miss a few times, and
goes on as long as at least four in five of its certificates match, each counted once. Codes are not concerned: a code
cannot be guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from messages.advice import Advice
from registry.verification import Verdict
from verify_site.lists.entries import spoken
from verify_site.lists.lines import Line
from verify_site.wording import Asked

ALWAYS_ALLOWED = 50
MATCHES_OF_A_MISS = 4

TOO_MANY_MISSES = Advice(
    "这份名单里编号和姓名不相符的太多，从这一行起不再按编号和姓名核验。",
    "Too many numbers and names of this list do not belong together, so pairs are not checked from this row on.",
    "请核对两列是否对齐；证书上有二维码的，请改用二维码核验。",
    "Check that the two columns are in place; where there is a QR code, check by that.",
)


def without_guesses(lines: Iterable[Line]) -> list[Line]:
    """The lines, with the typed pairs after the stop turned into rows that were not checked."""
    return list(_kept(lines))


def _kept(lines: Iterable[Line]) -> Iterator[Line]:
    misses, matched, stopped = 0, set[str | None](), False
    for line in lines:
        if line.asked != Asked.NAME.value or line.verdict is None:
            yield line
            continue
        if stopped:
            yield Line(line.row, line.place, line.given, line.asked, fault=spoken(TOO_MANY_MISSES))
            continue
        if line.verdict == Verdict.NO_MATCH.value:
            misses += 1
        elif line.number is not None:
            matched.add(line.number)
        stopped = misses > ALWAYS_ALLOWED and misses * MATCHES_OF_A_MISS > len(matched)
        yield line
