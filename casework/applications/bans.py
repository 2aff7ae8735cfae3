"""The years in which a person may not apply after false material was proven, by the notice's own rule.

    require_not_banned(session, pack, effect, indices, today)      # or raises Banned: the clause, the first free year

For a ban of three years after an application in year Y these are Y+1, Y+2 and Y+3 (HB-3.5.6.2); what the rest of year Y
allows is not said, so nothing is refused then.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.applications.errors import Banned
from casework.applications.models import Ban
from policy import Effect, Pack


def require_not_banned(session: Session, pack: Pack, effect: Effect, indices: Iterable[bytes], today: date) -> None:
    """Raise `Banned` where a ban of this notice covers this year for one of these people."""
    rule = pack.notice.ban
    wanted = list(indices)
    if rule is None or effect not in rule.effects or not wanted:
        return
    query = select(Ban.year).where(Ban.notice == pack.id, Ban.identity_index.in_(wanted))
    free = first_free_day(pack, effect, session.scalars(query), today)
    if free is not None:
        clauses = "、".join(pack.cite(clause) for clause in rule.clauses)
        raise Banned(first=free.year - rule.years, last=free.year - 1, free=free.year, clauses=clauses)


def first_free_day(pack: Pack, effect: Effect, years: Iterable[int], today: date) -> date | None:
    """The day on which bans set in these years are over; None where none covers today."""
    rule = pack.notice.ban
    if rule is None or effect not in rule.effects:
        return None
    covering = [year for year in years if year < today.year <= year + rule.years]
    return date(max(covering) + rule.years + 1, 1, 1) if covering else None


def ban(
    session: Session,
    pack: Pack,
    effect: Effect,
    indices: Iterable[bytes],
    *,
    application_id: int,
    year: int,
    now: datetime,
) -> bool:
    """Set the ban that the notice attaches to false material in `year`; False where it attaches none."""
    rule = pack.notice.ban
    if rule is None or effect not in rule.effects:
        return False
    for index in indices:
        session.add(Ban(identity_index=index, notice=pack.id, year=year, application_id=application_id, at=now))
    session.flush()
    return True
