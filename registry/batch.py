"""Many verifications at once: the same verdicts as one by one, from a read for every few hundred.

    verify_codes(texts, keys=keys, registry=engine, address=address, now=now)
    match_names([("20264201000123", "张三丰"), …], registry=engine, now=now)

Answers come in the order of the questions. A read that fails makes `status_unknown` of its own few hundred alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import BindParameter, Engine, bindparam
from sqlalchemy.exc import SQLAlchemyError

from registry.models import Certificate, Code
from registry.rows import LookUp
from registry.verification import (
    COLUMNS,
    Proven,
    Verdict,
    Verification,
    by_digest,
    by_number,
    name_standing,
    number_key,
    prove,
    standing,
    unanswered,
)
from signing.address import Address
from signing.keys import KeySet

ROWS_OF_A_READ = 500
"""Keys asked for in one statement; SQLite takes 32,766, and beyond some hundreds a read gains nothing."""

Asked = TypeVar("Asked")
_PLACES = [f"key{place}" for place in range(ROWS_OF_A_READ)]


class _LookUps(NamedTuple):
    """The statements of this module, compiled for one engine."""

    digests: LookUp
    numbers: LookUp


@lru_cache(maxsize=4)
def _look_ups(registry: Engine) -> _LookUps:
    keys: list[BindParameter[Any]] = [bindparam(place) for place in _PLACES]
    digests = by_digest(*COLUMNS, Code.digest).where(Code.digest.in_(keys))
    numbers = by_number(*COLUMNS, Certificate.number_key).where(Certificate.number_key.in_(keys))
    return _LookUps(LookUp(registry, digests), LookUp(registry, numbers))


def verify_codes(
    texts: Sequence[str], *, keys: KeySet, registry: Engine, address: Address, now: datetime
) -> list[Verification]:
    """The verdict on each scanned or pasted code, as `verify_code` gives it. Never raises for what a text holds."""
    read = [prove(text, keys=keys, address=address, now=now) for text in texts]
    answers = [each for each in read if isinstance(each, Verification)]
    if len(answers) == len(read):
        return answers
    standings = _standings([each for each in read if isinstance(each, Proven)], registry, now)
    return [each if isinstance(each, Verification) else next(standings) for each in read]


def _standings(proven: Sequence[Proven], registry: Engine, now: datetime) -> Iterator[Verification]:
    for part in _parts(proven):
        try:
            rows = _rows(_look_ups(registry).digests, [each.digest for each in part])
        except SQLAlchemyError:
            yield from (unanswered(each, now) for each in part)
            continue
        for each in part:
            found = rows.get(each.digest)
            yield standing(each, found[0] if found else None, now)


def match_names(pairs: Sequence[tuple[str, str]], *, registry: Engine, now: datetime) -> list[Verification]:
    """Whether each typed number and name belong together, as `match_name` says it.

    They are text that a database takes: without control characters and halves of characters.
    """
    answers: list[Verification] = []
    for part in _parts(pairs):
        numbers = [number_key(number) for number, _ in part]
        try:
            rows = _rows(_look_ups(registry).numbers, numbers)
        except SQLAlchemyError:
            answers += [Verification(Verdict.STATUS_UNKNOWN, now)] * len(part)
            continue
        answers += [
            name_standing(name, rows.get(number, []), now) for number, (_, name) in zip(numbers, part, strict=True)
        ]
    return answers


def _parts(asked: Sequence[Asked]) -> Iterator[Sequence[Asked]]:
    return (asked[start : start + ROWS_OF_A_READ] for start in range(0, len(asked), ROWS_OF_A_READ))


def _rows(look_up: LookUp, keys: Sequence[Any]) -> dict[Any, list[tuple[Any, ...]]]:
    """The rows of each key, without the key, which stands last.

    A short part asks for its last key again, so that one statement serves.
    """
    padded = [*keys, *[keys[-1]] * (ROWS_OF_A_READ - len(keys))]
    found: dict[Any, list[tuple[Any, ...]]] = {}
    for row in look_up(**dict(zip(_PLACES, padded, strict=True))):
        found.setdefault(row[-1], []).append(row[:-1])
    return found
