"""Numbers and positions: what makes each certificate distinct.

Numbers come from segments (号段) granted to an issuer, positions from its status lists. Both are taken under the
issuer's row lock inside the caller's transaction, so a rollback gives them back: no duplicate and no gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.authorities import jurisdiction
from registry.errors import SegmentInvalid, SegmentUsedUp
from registry.models import STATUS_LIST_SIZE, Authority, Segment, StatusList
from signing.claims import MAX_NUMBER

_NUMBER = re.compile(r"(?P<head>.*?)(?P<serial>[0-9]{1,18})\Z", re.DOTALL)


def grant_segment(
    session: Session, *, issuer: Authority, granter: Authority, first: str, last: str, now: datetime
) -> Segment:
    """Give `issuer` the numbers `first` to `last` (whole numbers, both included).

    Raises `SegmentInvalid` where the granter may not grant, the numbers break the issuer's number rule, or the range
    overlaps one granted before.
    """
    table = jurisdiction(issuer.jurisdiction)
    rule = table.segments
    if granter.kind != rule.granted_by or granter.jurisdiction != issuer.jurisdiction:
        entitled = table.kinds[rule.granted_by]
        raise _invalid(first, last, f"号段由{entitled.zh}授予（{rule.rule}）。", f"{entitled.en} grants ({rule.rule}).")
    segment = _segment(issuer, first, last)
    segment.granted_by, segment.granted_at = granter.id, now
    # All issuers of a jurisdiction draw from one number space; the granter's row is its lock.
    _lock(session, granter.id)
    overlapping = select(func.count()).where(
        Segment.prefix == segment.prefix,
        Segment.width == segment.width,
        Segment.first <= segment.last,
        Segment.last >= segment.first,
        Segment.issuer_id.in_(select(Authority.id).where(Authority.jurisdiction == issuer.jurisdiction)),
    )
    if session.scalar(overlapping):
        raise _invalid(first, last, "与已授予的号段重叠。", "It overlaps a segment granted before.")
    session.add(segment)
    session.flush()
    return segment


def _segment(issuer: Authority, first: str, last: str) -> Segment:
    rule = jurisdiction(issuer.jurisdiction).number
    low, high = _NUMBER.match(first), _NUMBER.match(last)
    if low is None or high is None or low["head"] != high["head"] or len(first) != len(last) or first > last:
        raise _invalid(first, last, "首号和末号应等长、同前缀、首号不大于末号。", "Give two numbers of one form.")
    if rule is not None and (len(first) != rule.length or not first.isdigit()):
        raise _invalid(
            first, last, f"编号应为 {rule.length} 位数字（{rule.rule}）。", f"{rule.length} digits ({rule.rule})."
        )
    if len(first) > MAX_NUMBER or not (first.isascii() and first.isalnum()):
        raise _invalid(
            first, last, f"编号只能是字母和数字，最多 {MAX_NUMBER} 位。", f"At most {MAX_NUMBER} letters and digits."
        )
    return Segment(
        issuer_id=issuer.id,
        prefix=low["head"],
        width=len(low["serial"]),
        first=int(low["serial"]),
        last=int(high["serial"]),
        next=int(low["serial"]),
    )


def _invalid(first: str, last: str, zh: str, en: str) -> SegmentInvalid:
    return SegmentInvalid(first=first, last=last, why_zh=zh, why_en=en)


def take_numbers(session: Session, issuer: Authority, count: int) -> list[str]:
    """The next `count` numbers of the issuer's segments, oldest segment first; raises `SegmentUsedUp`."""
    _lock(session, issuer.id)
    open_segments = session.scalars(
        select(Segment).where(Segment.issuer_id == issuer.id, Segment.next <= Segment.last).order_by(Segment.id)
    ).all()
    left = sum(segment.last - segment.next + 1 for segment in open_segments)
    if left < count:
        command = f"python -m registry grant --issuer {issuer.id} --first … --last …"
        raise SegmentUsedUp(authority=issuer.name, left=left, needed=count, command=command)
    numbers: list[str] = []
    for segment in open_segments:
        take = min(count - len(numbers), segment.last - segment.next + 1)
        serials = range(segment.next, segment.next + take)
        numbers += [f"{segment.prefix}{serial:0{segment.width}d}" for serial in serials]
        segment.next += take
    session.flush()
    return numbers


def take_positions(session: Session, issuer_id: str, count: int, *, random_bytes: Callable[[int], bytes]) -> list[int]:
    """Ids for `count` new certificates: places in the issuer's status lists, opening a new list when one is full."""
    _lock(session, issuer_id)
    ids: list[int] = []
    while len(ids) < count:
        current = session.scalars(
            select(StatusList)
            .where(StatusList.issuer_id == issuer_id, StatusList.next < STATUS_LIST_SIZE)
            .order_by(StatusList.id)
            .limit(1)
        ).first()
        if current is None:
            current = StatusList(issuer_id=issuer_id, next=0, key=random_bytes(16))
            session.add(current)
            session.flush()
        take = min(count - len(ids), STATUS_LIST_SIZE - current.next)
        start = current.id * STATUS_LIST_SIZE + current.next
        ids += range(start, start + take)
        current.next += take
        session.flush()
    return ids


def _lock(session: Session, authority_id: str) -> None:
    # SQLite holds the one write lock already; PostgreSQL serialises an issuer's batches on this row.
    session.execute(select(Authority.id).where(Authority.id == authority_id).with_for_update())


def list_keys(session: Session, ids: Iterable[int]) -> dict[int, bytes]:
    """The permutation keys of the status lists that these certificate ids lie in."""
    lists = {certificate_id // STATUS_LIST_SIZE for certificate_id in ids}
    return dict(session.execute(select(StatusList.id, StatusList.key).where(StatusList.id.in_(lists))).all())


def public_index(position: int, key: bytes) -> int:
    """The status index shown to the world for a position in its list.

    A four-round Feistel network over two halves of 10 bits: a permutation of 0 … 2**20-1, so indices never collide,
    and without the key neighbours in time are not neighbours in the list (draft-ietf-oauth-status-list, 12.2).
    """
    left, right = divmod(position, 1024)
    for mix in _rounds(key):
        left, right = right, left ^ mix[right]
    return left * 1024 + right


@lru_cache(maxsize=16)
def _rounds(key: bytes) -> tuple[tuple[int, ...], ...]:
    """What each of the four rounds mixes into the other half: keyed BLAKE2b of round and half, cut to 10 bits."""
    return tuple(
        tuple(
            int.from_bytes(blake2b(bytes((turn, half >> 8, half & 0xFF)), key=key, digest_size=2).digest()) & 1023
            for half in range(1024)
        )
        for turn in range(4)
    )
