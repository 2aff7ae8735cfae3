"""Segments, positions and verification codes."""

from __future__ import annotations

import os
from itertools import pairwise

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from registry import numbering
from registry.authorities import authority
from registry.database import writing
from registry.errors import SegmentInvalid, SegmentUsedUp
from registry.models import STATUS_LIST_SIZE, Segment, StatusList
from registry.verification_code import ALPHABET, check_sign, new_verification_code, read_verification_code
from tests.province import NOW, add_bodies


def grant(session: Session, first: str, last: str, issuer: str = "wuhan", granter: str = "hubei") -> Segment:
    bodies = {"issuer": authority(session, issuer), "granter": authority(session, granter)}
    return numbering.grant_segment(session, **bodies, first=first, last=last, now=NOW)


def test_numbers_come_in_order_and_go_on_in_the_next_segment(engine: Engine) -> None:
    with writing(engine) as session:
        add_bodies(session)
        grant(session, "20269000000010", "20269000000012")
        wuhan = authority(session, "wuhan")
        numbers = numbering.take_numbers(session, wuhan, 502)
    assert numbers[0] == "20260002000001"
    assert numbers[499:] == ["20260002000500", "20269000000010", "20269000000011"]


def test_a_used_up_segment_says_how_many_are_left_and_how_to_grant_one(engine: Engine) -> None:
    with writing(engine) as session:
        add_bodies(session)
    with pytest.raises(SegmentUsedUp) as refused, writing(engine) as session:
        numbering.take_numbers(session, authority(session, "wuhan"), 501)
    said = refused.value.say("zh")
    assert "还剩 500" in said
    assert "registry grant --issuer wuhan" in said
    with Session(engine) as session:
        assert session.scalar(select(func.sum(Segment.next - Segment.first))) == 0


@pytest.mark.parametrize(
    ("first", "last", "issuer", "granter", "said"),
    [
        ("2026000200050", "2026000200060", "wuhan", "hubei", "14"),
        ("20260002000600", "20260002000550", "wuhan", "hubei", "首号"),
        ("20260002000400", "20260002000600", "wuhan", "hubei", "重叠"),
        ("20260003000500", "20260003000600", "wuhan", "hubei", "重叠"),
        ("20268000000001", "20268000000009", "wuhan", "wuhan", r"HB-2\.2\.9"),
        ("2026800000000A", "2026800000000B", "wuhan", "hubei", "首号"),
    ],
)
def test_a_segment_that_breaks_a_rule_is_refused_with_the_reason(
    engine: Engine, first: str, last: str, issuer: str, granter: str, said: str
) -> None:
    with writing(engine) as session:
        add_bodies(session)
    with pytest.raises(SegmentInvalid) as refused, writing(engine) as session:
        grant(session, first, last, issuer, granter)
    assert said.replace("\\", "") in refused.value.say("zh")


def test_a_full_status_list_opens_the_next(engine: Engine) -> None:
    with writing(engine) as session:
        add_bodies(session)
        numbering.take_positions(session, "wuhan", 1, random_bytes=os.urandom)
        session.execute(update(StatusList).values(next=STATUS_LIST_SIZE - 2))
        session.expire_all()
        ids = numbering.take_positions(session, "wuhan", 5, random_bytes=os.urandom)
    assert len({certificate_id // STATUS_LIST_SIZE for certificate_id in ids}) == 2
    assert len(set(ids)) == 5


def test_public_indices_are_a_permutation_and_neighbours_part() -> None:
    key = bytes(range(16))
    indices = [numbering.public_index(position, key) for position in range(0, STATUS_LIST_SIZE, 64)]
    assert len(set(indices)) == len(indices)
    assert all(0 <= index < STATUS_LIST_SIZE for index in indices)
    near = [numbering.public_index(position, key) for position in range(1000)]
    assert sum(abs(one - other) < 1000 for one, other in pairwise(near)) < 20


def test_every_position_of_a_whole_list_has_its_own_index() -> None:
    # Two halves of a Feistel network are a permutation whatever the round function; a slip in the halves is not.
    key = bytes(16)
    seen = {numbering.public_index(left * 1024 + right, key) for left in range(64) for right in range(1024)}
    assert len(seen) == 64 * 1024


def test_a_verification_code_reads_back_and_every_slip_is_found() -> None:
    code = new_verification_code(os.urandom)
    assert read_verification_code(f"{code[:4].lower()}-{code[4:8]} {code[8:]}") == code
    for at, sign in enumerate(code):
        for other in ALPHABET:
            slipped = code[:at] + other + code[at + 1 :]
            assert (read_verification_code(slipped) == slipped) == (other == sign)
    for at in range(11):
        swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        assert read_verification_code(swapped) == (swapped if swapped == code else None)


def test_a_thousand_verification_codes_are_all_different() -> None:
    codes = {new_verification_code(os.urandom) for _ in range(1000)}
    assert len(codes) == 1000
    assert all(check_sign(code[:-1]) == code[-1] for code in codes)
