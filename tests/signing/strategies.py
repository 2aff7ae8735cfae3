"""Claims at random, within the limits of the format."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from unicodedata import is_normalized

from hypothesis import assume
from hypothesis import strategies as st

from signing.claims import Claims, Kind, Level, StatusReference
from signing.errors import InvalidClaim

CHARACTERS = st.one_of(
    st.sampled_from("张王李赵欧阳𬱖㐂·"),
    st.characters(min_codepoint=0x21, max_codepoint=0x3FFFD, exclude_categories=["C", "Z", "M"]),
)


@cache
def texts(longest: int) -> st.SearchStrategy[str]:
    """One strategy per length: each new one has its alphabet checked anew, which costs more than drawing from it."""
    return st.text(CHARACTERS, min_size=1, max_size=longest).filter(lambda text: is_normalized("NFC", text))


@st.composite
def claims(draw: st.DrawFn, kind: Kind = Kind.CERTIFICATE) -> Claims:
    days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
    seconds = st.integers(946_684_800, 4_102_444_799)
    try:
        return Claims(
            kind,
            draw(texts(24)),
            draw(texts(50)),
            draw(texts(20)),
            draw(st.sampled_from(Level)),
            draw(texts(30)),
            draw(days),
            draw(days),
            datetime.fromtimestamp(draw(seconds), UTC),
            StatusReference(draw(st.integers(0, 65_535)), draw(st.integers(0, (1 << 20) - 1))),
        )
    except InvalidClaim:
        assume(False)
        raise
