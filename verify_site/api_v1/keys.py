"""Keys for employers: what one looks like, and what it may spend in a day and in a minute.

    text = new_key(random_bytes=os.urandom)             zs_ + 32 random characters + 6 that check them
    add_key(session, text, name="…", per_day=20_000, per_minute=1_000, now=now)
    spend(session, read_key(text), 250, now=now)        -> Quota; raises KeyUnknown, QuotaSpent

A key is 190 random bits, so its plain SHA-256 can be stored and tells nothing (no dictionary holds it). The check
characters (CRC-32 in base 62) tell a mistyped key from a revoked one without asking the database, and let scanners of
source code recognise a key that leaked. Days are days in China.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.chinese_time import CHINA, date_in_china
from verify_site.errors import KeyUnknown, NoSuchKey, QuotaSpent
from verify_site.limits import Window, rate_limit_headers
from verify_site.models import ApiKey

PREFIX = "zs_"
RANDOM_LENGTH, CHECK_LENGTH = 32, 6
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
PER_DAY, PER_MINUTE = 20_000, 2_000
"""What a key may ask unless the command says otherwise."""
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Quota:
    """What a key has left after a request."""

    key_id: int
    windows: tuple[Window, ...]


def new_key(*, random_bytes: Callable[[int], bytes]) -> str:
    """A new key, shown once."""
    body = PREFIX + "".join(_random_characters(RANDOM_LENGTH, random_bytes))
    return body + _check(body)


def read_key(text: str) -> bytes:
    """The digest under which a key is stored; raises `KeyUnknown` for what cannot be one."""
    body, check = text[:-CHECK_LENGTH], text[-CHECK_LENGTH:]
    if len(body) != len(PREFIX) + RANDOM_LENGTH or not text.isascii() or _check(body) != check:
        raise KeyUnknown
    return hashlib.sha256(text.encode()).digest()


def add_key(session: Session, text: str, *, name: str, per_day: int, per_minute: int, now: datetime) -> ApiKey:
    """Store a new key's digest with its quotas."""
    key = ApiKey(name=name, digest=read_key(text), per_day=per_day, per_minute=per_minute, created_at=now)
    session.add(key)
    session.flush()
    return key


def revoke_key(session: Session, key_id: int, *, now: datetime) -> ApiKey:
    """Refuse a key from now on; raises `NoSuchKey`. A key revoked before keeps its first date."""
    key = session.get(ApiKey, key_id)
    if key is None:
        raise NoSuchKey(id=key_id)
    key.revoked_at = key.revoked_at or now
    session.flush()
    return key


def known(session: Session, digest: bytes) -> bool:
    """Whether a digest is that of a key in force."""
    stored = select(ApiKey.id).where(ApiKey.digest == digest, ApiKey.revoked_at.is_(None))
    return session.scalar(stored) is not None


def lock_key(session: Session, digest: bytes) -> ApiKey:
    """The key of a digest, held by this transaction, so that two requests never spend the same unit."""
    key = session.scalar(select(ApiKey).where(ApiKey.digest == digest).with_for_update())
    if key is None or key.revoked_at is not None:
        raise KeyUnknown
    return key


def spend(session: Session, key: ApiKey, cost: int, *, now: datetime) -> Quota:
    """Spend `cost` verifications of a locked key, or none: raises `QuotaSpent` with the window that has not so many."""
    day, minute = _day(now), int(now.timestamp()) // _MINUTE
    in_day = (key.spent_in_day if key.day == day else 0) + cost
    in_minute = (key.spent_in_minute if key.minute == minute else 0) + cost
    after = _quota(key, in_day, in_minute, now)
    short = [window for window in after.windows if window.left < 0]
    if short:
        left = rate_limit_headers(_quota(key, in_day - cost, in_minute - cost, now).windows)
        retry = {"Retry-After": str(max(window.resets_in for window in short))}
        raise QuotaSpent(window=short[0].name, allowed=short[0].allowed, left=left | retry)
    key.day, key.spent_in_day, key.minute, key.spent_in_minute = day, in_day, minute, in_minute
    session.flush()
    return after


def quota(key: ApiKey, *, now: datetime) -> Quota:
    """What a key has left, without spending."""
    minute = int(now.timestamp()) // _MINUTE
    in_day = key.spent_in_day if key.day == _day(now) else 0
    return _quota(key, in_day, key.spent_in_minute if key.minute == minute else 0, now)


def _quota(key: ApiKey, in_day: int, in_minute: int, now: datetime) -> Quota:
    tomorrow = datetime.combine(date_in_china(now) + timedelta(days=1), datetime.min.time(), CHINA)
    until_tomorrow = int((tomorrow - now).total_seconds()) + 1
    until_minute = _MINUTE - int(now.timestamp()) % _MINUTE
    return Quota(
        key.id,
        (
            Window("minute", key.per_minute, _MINUTE, key.per_minute - in_minute, until_minute),
            Window("day", key.per_day, 86_400, key.per_day - in_day, until_tomorrow),
        ),
    )


def _day(now: datetime) -> int:
    return (date_in_china(now) - date(1970, 1, 1)).days


def _random_characters(count: int, random_bytes: Callable[[int], bytes]) -> list[str]:
    # A byte above the largest multiple of 62 is thrown away, so that every character is equally likely.
    fair = 256 - 256 % len(ALPHABET)
    found: list[str] = []
    while len(found) < count:
        found += [ALPHABET[byte % len(ALPHABET)] for byte in random_bytes(count) if byte < fair]
    return found[:count]


def _check(body: str) -> str:
    rest, characters = zlib.crc32(body.encode("utf-8", "replace")), ""
    for _ in range(CHECK_LENGTH):
        rest, place = divmod(rest, len(ALPHABET))
        characters = ALPHABET[place] + characters
    return characters
