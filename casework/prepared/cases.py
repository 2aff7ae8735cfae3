"""Prepared cases: stored, opened, deleted and purged. Write-verbs flush, never commit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from casework.prepared.codes import new_code, read_code
from casework.prepared.errors import CaseNotPrepared, HandOverExpired, HandOverUnknown, RulesGone
from casework.prepared.models import PreparedRow
from casework.prepared.sealing import NONCE_LENGTH, lock_of
from policy import Answer, Pack, PolicyError, load_packs
from registry.chinese_time import date_in_china
from registry.models import table_of

DAYS = 90
"""For so many days after it was stored a case can be opened."""
LONGEST_DETAIL = 2000
"""Characters of one detail: the longest field of any form."""
MOST_DETAILS = 60
_FIELD_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")

_ROWS = table_of(PreparedRow)


@dataclass(frozen=True, slots=True)
class PreparedCase:
    """What a person prepared: closed facts of one case, and what they typed for its forms, by the forms' field ids.

    What was opened also says its last day in `expires_on`, and in `dropped` the facts that the rules of today no longer
    allow; those are not among `facts`.
    """

    notice: str
    case: str
    facts: Mapping[str, Answer]
    prepared_on: date
    details: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    dropped: tuple[str, ...] = ()
    expires_on: date | None = None


def store_case(session: Session, prepared: PreparedCase, *, now: datetime, random_bytes: Callable[[int], bytes]) -> str:
    """Seal a case for ninety days and return its hand-over code; what has expired is removed by the way.

    Raises `RulesGone` for a case that no notice has, `AnswerNotPossible` for an impossible fact and `CaseNotPrepared`
    for details that no form has room for.
    """
    today = date_in_china(now)
    _pack_of(prepared, load_packs()).accepted(prepared.facts, today)
    _require_room(prepared.details)
    purge(session, now)
    code = new_code(random_bytes)
    lock = lock_of(code)
    expires_on = today + timedelta(days=DAYS)
    sealed = lock.seal(_written(prepared), expires_on, random_bytes(NONCE_LENGTH))
    session.add(PreparedRow(id=lock.id, sealed=sealed, expires_on=expires_on))
    session.flush()
    return code


def open_case(session: Session, code: str, *, now: datetime, packs: Mapping[str, Pack] | None = None) -> PreparedCase:
    """The case under a typed code, its facts judged anew by the rules of today.

    Raises `HandOverMistyped`, `HandOverUnknown`, `HandOverExpired`, `HandOverDamaged` or `RulesGone`.
    """
    lock = lock_of(read_code(code))
    row = session.get(PreparedRow, lock.id)
    if row is None:
        raise HandOverUnknown
    today = date_in_china(now)
    if row.expires_on < today:
        raise HandOverExpired(days=DAYS)
    kept = _read(lock.open(row.sealed, row.expires_on))
    judged = _judged(kept, _pack_of(kept, load_packs() if packs is None else packs), today)
    return replace(judged, expires_on=row.expires_on)


def delete_case(session: Session, code: str) -> None:
    """Remove the case under a typed code at once; raises `HandOverMistyped` or `HandOverUnknown`."""
    lock = lock_of(read_code(code))
    gone = session.execute(delete(_ROWS).where(_ROWS.c.id == lock.id).returning(_ROWS.c.id)).first()
    if gone is None:
        raise HandOverUnknown


def purge(session: Session, now: datetime) -> int:
    """Remove every case whose last day is over, and say how many there were."""
    over = _ROWS.c.expires_on < date_in_china(now)
    return len(session.execute(delete(_ROWS).where(over).returning(_ROWS.c.id)).all())


def _pack_of(prepared: PreparedCase, packs: Mapping[str, Pack]) -> Pack:
    pack = packs.get(prepared.notice)
    if pack is None or prepared.case not in pack.cases:
        raise RulesGone
    return pack


def _require_room(details: Mapping[str, str]) -> None:
    fits = all(_FIELD_ID.fullmatch(name) and len(text) <= LONGEST_DETAIL for name, text in details.items())
    if not fits or len(details) > MOST_DETAILS:
        raise CaseNotPrepared(longest=LONGEST_DETAIL)


def _written(prepared: PreparedCase) -> bytes:
    plain = {
        "notice": prepared.notice,
        "case": prepared.case,
        "facts": {fact: _plain(answer) for fact, answer in prepared.facts.items()},
        "prepared_on": prepared.prepared_on.isoformat(),
        "details": dict(prepared.details),
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(answer: Answer) -> bool | str | dict[str, str]:
    """An answer in JSON; a day is marked as one, because a choice might read like a day."""
    return {"day": answer.isoformat()} if isinstance(answer, date) else answer


def _read(opened: bytes) -> PreparedCase:
    """A case as `_written` wrote it; only this program knew the key, so its shape is not in doubt."""
    plain: dict[str, Any] = json.loads(opened)
    facts = {
        fact: date.fromisoformat(answer["day"]) if isinstance(answer, dict) else answer
        for fact, answer in plain["facts"].items()
    }
    prepared_on = date.fromisoformat(plain["prepared_on"])
    return PreparedCase(plain["notice"], plain["case"], facts, prepared_on, MappingProxyType(plain["details"]))


def _judged(kept: PreparedCase, pack: Pack, on: date) -> PreparedCase:
    """The case with the facts that its notice still knows and allows."""
    holding = {fact: answer for fact, answer in kept.facts.items() if _possible(pack, fact, answer, on)}
    dropped = tuple(fact for fact in kept.facts if fact not in holding)
    return replace(kept, facts=MappingProxyType(holding), dropped=dropped)


def _possible(pack: Pack, fact: str, answer: Answer, on: date) -> bool:
    try:
        pack.accepted({fact: answer}, on)
    except PolicyError:
        return False
    return True
