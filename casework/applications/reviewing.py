"""What the authorities do with an application: opinions, returns, decisions, originals, false material, collection.

give_opinion(session, member, application_id, version=5, opinion="材料齐全，同意上报。", now=now)
decide(session, member, application_id, Decision(approve=False, clauses=("HB-3.5.4.1",)), version=6, now=now)

An approval changes nothing in the registry: `casework.issuing` carries it out, beside the key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.applications.bans import ban
from casework.applications.drafting import split_off
from casework.applications.errors import (
    ClauseNeeded,
    DecisionsDiffer,
    MoveNotAllowedNow,
    NotAnAuthorityYet,
    NotOnThisApplication,
    SecondPersonNeeded,
    TooManyClauses,
)
from casework.applications.facts import matter_of
from casework.applications.models import Application, Entry, Step
from casework.applications.moving import Case, kept_text, open_case
from casework.applications.words import EntryState, Material, Move, NoticeKind, State
from registry.chinese_time import date_in_china

LONGEST_CLAUSES = 200
"""Characters that an event holds of the clauses it cites."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Approval or refusal; a refusal names clauses of the notice. `entries` are ids of a part; None means all."""

    approve: bool
    opinion: str = ""
    clauses: tuple[str, ...] = ()
    entries: tuple[int, ...] | None = None

    @property
    def move(self) -> Move:
        """The move that it is."""
        return Move.APPROVE if self.approve else Move.REFUSE


def give_opinion(
    session: Session, member: Member, application_id: int, *, version: int, opinion: str, now: datetime
) -> None:
    """Write a review step's opinion and pass the case on. Raises `ClauseNeeded` for an empty opinion, `TextTooLong`."""
    case = open_case(session, member, application_id, version=version)
    rule = case.require(Move.OPINION)
    case.record(Move.OPINION, now=now, to=rule.to, opinion=_needed(opinion))
    case.go_to_step(case.application.step + 1, now=now)


def return_(
    session: Session,
    member: Member,
    application_id: int,
    *,
    version: int,
    reasons: str,
    now: datetime,
    clauses: Iterable[str] = (),
    entries: Sequence[int] | None = None,
) -> int:
    """Give a case back to be completed; of a roster, `entries` alone, as an application of their own.

    Returns the id of the application that is now the unit's. Raises `ClauseNeeded` without reasons, `TextTooLong`,
    `TooManyClauses`.
    """
    case = open_case(session, member, application_id, version=version)
    rule = case.require(Move.RETURN)
    why: dict[str, Any] = {"opinion": _needed(reasons), "clauses": _known_clauses(case.application, clauses)}
    part = _part(case, entries)
    if len(part) == len(case.entries()):
        case.application.proposal = None
        case.record(Move.RETURN, now=now, to=rule.to, **why)
        _to_the_unit(case, case.application, now)
        return case.application.id
    return _return_a_part(case, part, why, now)


def _return_a_part(case: Case, part: list[Entry], why: dict[str, Any], now: datetime) -> int:
    other = split_off(case, part, now=now)
    other.step = case.application.step
    for step in case.steps:
        values = {column.name: getattr(step, column.name) for column in Step.__table__.columns}
        case.session.add(Step(**{**values, "application_id": other.id}))
    case.record(Move.RETURN, now=now, details={"split": other.id, "entries": len(part)}, **why)
    twin = Case(case.session, other, case.steps, case.member)
    twin.record(Move.RETURN, now=now, to=State.RETURNED, details={"split_from": case.application.id}, **why)
    _to_the_unit(twin, other, now)
    if not _open_entries(case):
        # All that is left was decided before, so the case has its decision.
        _conclude(case, Decision(approve=True), now)
    return other.id


def _to_the_unit(case: Case, application: Application, now: datetime) -> None:
    application.step, application.current_id = 0, application.submitter_id
    case.tell(application.submitter_id, NoticeKind.RETURNED, now)


def decide(
    session: Session, member: Member, application_id: int, decision: Decision, *, version: int, now: datetime
) -> State:
    """Decide a case, or some entries of a roster; returns the state it is in then.

    Where the authority's settings ask for two people the first decision is a proposal, and another person's equal
    decision carries it out. Raises `ClauseNeeded`, `SecondPersonNeeded`, `DecisionsDiffer`, `NotAnAuthorityYet`,
    `TextTooLong`, `TooManyClauses`.
    """
    case = open_case(session, member, application_id, version=version)
    case.require(decision.move)
    decision = replace(decision, opinion=kept_text(decision.opinion))
    clauses = _known_clauses(case.application, decision.clauses)
    if not decision.approve and not clauses:
        raise ClauseNeeded
    if decision.approve and case.application.is_kind.issues and member.authority_id is None:
        raise NotAnAuthorityYet
    part = _part(case, decision.entries)
    if member.two_deciders and not _seconded(case, decision, part, now):
        return case.application.is_state
    for entry in part:
        entry.state = (EntryState.APPROVED if decision.approve else EntryState.REFUSED).value
        entry.clause = None if decision.approve else clauses[0]
    case.application.proposal = None
    if _open_entries(case):
        details = {"entries": len(part), "open": len(_open_entries(case))}
        case.record(decision.move, now=now, opinion=decision.opinion, clauses=clauses, details=details)
        return case.application.is_state
    _conclude(case, decision, now)
    return case.application.is_state


def _seconded(case: Case, decision: Decision, part: Sequence[Entry], now: datetime) -> bool:
    """Whether this is the second of two equal decisions by two people; the first one is kept as a proposal."""
    said = {"approve": decision.approve, "entries": [entry.id for entry in part], "clauses": list(decision.clauses)}
    first = case.application.proposal
    if first is None:
        case.application.proposal = {**said, "person": case.member.person_id}
        details = {"approve": decision.approve, "entries": len(part)}
        case.record(Move.PROPOSE, now=now, opinion=decision.opinion, clauses=decision.clauses, details=details)
        return False
    if first["person"] == case.member.person_id:
        raise SecondPersonNeeded
    if {name: first[name] for name in said} != said:
        move = Move.APPROVE if first["approve"] else Move.REFUSE
        raise DecisionsDiffer(first=move.zh, first_en=move.en)
    return True


def _conclude(case: Case, decision: Decision, now: datetime) -> None:
    """Every entry is decided: the case is approved if any is, else refused."""
    application = case.application
    states = {entry.state for entry in case.entries()}
    approved = EntryState.APPROVED.value in states if states else decision.approve
    application.authority_id = case.member.authority_id if approved else None
    application.current_id = None
    to = State.APPROVED if approved else State.REFUSED
    move = Move.APPROVE if approved else Move.REFUSE
    case.record(move, now=now, to=to, opinion=decision.opinion, clauses=decision.clauses)
    notice = NoticeKind.APPROVED if approved else NoticeKind.REFUSED
    case.tell(application.submitter_id, notice, now)


def _open_entries(case: Case) -> list[Entry]:
    return [entry for entry in case.entries() if entry.state == EntryState.OPEN.value]


def _part(case: Case, ids: Sequence[int] | None) -> list[Entry]:
    """The open entries that are meant; raises `NotOnThisApplication` for an id that is none of them."""
    still_open = _open_entries(case)
    if ids is None:
        return still_open
    part = [entry for entry in still_open if entry.id in set(ids)]
    if not part or len(part) != len(set(ids)):
        raise NotOnThisApplication
    return part


def _known_clauses(application: Application, clauses: Iterable[str]) -> tuple[str, ...]:
    pack, _, _ = matter_of(application.notice, application.matter)
    named = tuple(dict.fromkeys(clauses))
    if any(clause not in pack.clauses for clause in named):
        raise ClauseNeeded
    if len(" ".join(named)) > LONGEST_CLAUSES:
        raise TooManyClauses
    return named


def _needed(written: str) -> str:
    """A text that the move cannot do without. Raises `ClauseNeeded`, `TextTooLong`."""
    kept = kept_text(written)
    if not kept:
        raise ClauseNeeded
    return kept


def withdraw(
    session: Session, member: Member, application_id: int, *, version: int, reason: str, now: datetime
) -> None:
    """Take an undecided application back; a draft is thrown away by this too. Raises `TextTooLong`."""
    case = open_case(session, member, application_id, version=version)
    rule = case.require(Move.WITHDRAW)
    why = kept_text(reason)
    case.application.current_id = None
    case.record(Move.WITHDRAW, now=now, to=rule.to, opinion=why)


def record_originals(
    session: Session,
    member: Member,
    application_id: int,
    materials: Iterable[str],
    *,
    version: int,
    given_back: bool,
    now: datetime,
) -> None:
    """Write down that originals came in, or that they were given back. Raises `NotOnThisApplication`."""
    case = open_case(session, member, application_id, version=version)
    move = Move.RETURN_ORIGINALS if given_back else Move.RECEIVE_ORIGINALS
    case.require(move)
    before = {Material.RECEIVED} if given_back else {Material.BROUGHT, Material.ATTACHED, Material.GIVEN_BACK}
    kept, named = dict(case.application.materials), list(dict.fromkeys(materials))
    if not named or any(kept.get(name) not in before for name in named):
        raise NotOnThisApplication
    kept.update(dict.fromkeys(named, (Material.GIVEN_BACK if given_back else Material.RECEIVED).value))
    case.application.materials = kept
    case.record(move, now=now, details={"materials": named})


def record_collection(
    session: Session, member: Member, application_id: int, *, version: int, collector: str, now: datetime
) -> None:
    """Write down who collected the certificates of an approved collection; the registry does not change."""
    case = open_case(session, member, application_id, version=version)
    rule = case.require(Move.COLLECT)
    case.record(Move.COLLECT, now=now, to=rule.to, opinion=_needed(collector))


def record_false_material(
    session: Session,
    member: Member,
    application_id: int,
    *,
    version: int,
    finding: str,
    now: datetime,
    revoke: bool = False,
) -> bool:
    """Write down that false material was proven; returns whether the notice attaches a ban, which is set then.

    An application that is not carried out yet is refused by this. With `revoke` what was issued is marked, and the
    operators' command revokes it.
    """
    case = open_case(session, member, application_id, version=version)
    case.require(Move.FALSE_MATERIAL)
    application = case.application
    proven = _needed(finding)
    issued = application.is_state is State.ISSUED
    if revoke and not issued:
        raise MoveNotAllowedNow(
            state=application.is_state.zh,
            state_en=application.is_state.en,
            move=Move.REVOKE.zh,
            move_en=Move.REVOKE.en,
        )
    for entry in case.entries():
        if revoke and entry.state == EntryState.ISSUED.value:
            entry.state = EntryState.TO_REVOKE.value
        elif not issued:
            entry.state = EntryState.REFUSED.value
    banned = _ban(case, now)
    to = None if issued else State.REFUSED
    pack, _, _ = matter_of(application.notice, application.matter)
    clauses = pack.notice.ban.clauses if banned and pack.notice.ban else ()
    details = {"ban": banned, "revoke": revoke}
    application.current_id = None
    case.record(Move.FALSE_MATERIAL, now=now, to=to, opinion=proven, clauses=clauses, details=details)
    case.tell(application.submitter_id, NoticeKind.REFUSED, now)
    return banned


def _ban(case: Case, now: datetime) -> bool:
    application = case.application
    pack, matter, _ = matter_of(application.notice, application.matter)
    indices = {entry.identity_index for entry in case.entries() if entry.identity_index is not None}
    year = date_in_china(application.submitted_at or now).year
    if matter.effect is None:
        return False
    return ban(case.session, pack, matter.effect, sorted(indices), application_id=application.id, year=year, now=now)
