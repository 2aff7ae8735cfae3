"""Limits of what a certificate may say, at their edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from signing.claims import Band, Kind, Level, StatusReference
from signing.errors import ClaimFault, InvalidClaim
from tests.vectors.make import TYPICAL

BEIJING = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("claim", "value", "fault"),
    [
        ("number", "1" * 25, ClaimFault.TOO_LONG),
        ("number", "号" * 14, ClaimFault.TOO_LONG),
        ("number", "a b", ClaimFault.SPACE),
        ("name", "", ClaimFault.EMPTY),
        ("name", "张" * 51, ClaimFault.TOO_LONG),
        ("name", "张  三", ClaimFault.SPACE),
        ("name", "张三 ", ClaimFault.SPACE),
        ("name", "张\ud800", ClaimFault.FORBIDDEN_CHARACTER),
        ("name", "张\u2066三", ClaimFault.FORBIDDEN_CHARACTER),
        ("name", "张\U000e0101", ClaimFault.FORBIDDEN_CHARACTER),
        ("title", "e\u0301", ClaimFault.NOT_NFC),
        ("title", "工" * 21, ClaimFault.TOO_LONG),
        ("specialty", "\x7f", ClaimFault.FORBIDDEN_CHARACTER),
        ("specialty", "工" * 31, ClaimFault.TOO_LONG),
        ("signed_at", datetime(2026, 1, 1), ClaimFault.NOT_UTC_SECONDS),  # noqa: DTZ001  (naive on purpose)
        ("signed_at", datetime(2026, 1, 1, tzinfo=BEIJING), ClaimFault.NOT_UTC_SECONDS),
        ("signed_at", datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC), ClaimFault.NOT_UTC_SECONDS),
        ("signed_at", datetime(1999, 12, 31, tzinfo=UTC), ClaimFault.OUT_OF_RANGE),
    ],
)
def test_a_value_beyond_its_limit_is_refused_naming_claim_and_fault(
    claim: str, value: object, fault: ClaimFault
) -> None:
    with pytest.raises(InvalidClaim) as caught:
        TYPICAL.but(**{claim: value})
    assert (caught.value.claim, caught.value.fault) == (claim, fault)


def test_texts_of_251_bytes_together_are_refused_though_each_is_short_enough() -> None:
    with pytest.raises(InvalidClaim) as caught:
        TYPICAL.but(number="1", name="长" * 50, title="教" * 20, specialty="工" * 13 + "a")
    assert caught.value.fault is ClaimFault.TOO_LONG_TOGETHER


def test_two_texts_that_would_compose_across_their_border_are_both_accepted() -> None:
    # U+0301 at the beginning of a text composes with nothing there, but would with the text before it.
    assert TYPICAL.but(name="e", title="\u0301x").title == "\u0301x"


@pytest.mark.parametrize(("list_id", "index"), [(-1, 0), (65_536, 0), (0, -1), (0, 1 << 20)])
def test_a_status_beyond_the_list_is_refused(list_id: int, index: int) -> None:
    with pytest.raises(InvalidClaim):
        TYPICAL.but(status=StatusReference(list_id, index))


def test_every_level_has_a_band_and_both_names() -> None:
    assert [level.band for level in Level] == [
        Band.SENIOR,
        Band.SENIOR,
        Band.INTERMEDIATE,
        Band.JUNIOR,
        Band.JUNIOR,
        Band.SENIOR,
        Band.JUNIOR,
    ]
    assert len({level.zh for level in Level}) == len({level.en for level in Level}) == len(Level)
    assert [band.zh for band in Band] == ["高级", "中级", "初级"]
    assert all(kind.zh and kind.en for kind in Kind)
