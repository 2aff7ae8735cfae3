"""What an office can do with a case now, ready to be shown: moves, clauses to cite, the first of two decisions.

    offer = offer_of(read, member)
    "approve" in offer.moves, offer.clauses, offer.ban

The forms are in templates/site/desk/case_actions.html; `review` carries out what they send.
"""

from __future__ import annotations

from dataclasses import dataclass

from casework.accounts.member import Member
from casework.applications.models import Application, ApplicationEvent, Entry
from casework.applications.words import EntryState, Material, Move, State
from policy import Clause, Pack
from policy.vocabulary import ClauseUse
from registry.chinese_time import date_in_china
from verify_site.desk.case_view import Paper, Reader

OF_AN_OFFICE = (
    Move.OPINION,
    Move.APPROVE,
    Move.REFUSE,
    Move.RETURN,
    Move.RECEIVE_ORIGINALS,
    Move.RETURN_ORIGINALS,
    Move.COLLECT,
    Move.FALSE_MATERIAL,
)
"""The moves that an office makes at the desk, in the order in which a page offers them."""
RECEIVABLE = frozenset({Material.BROUGHT, Material.ATTACHED, Material.GIVEN_BACK})


@dataclass(frozen=True, slots=True)
class Proposal:
    """The first of two decisions: what, for how many entries, by whom, when; `mine` if this person made it."""

    approve: bool
    clauses: tuple[str, ...]
    entries: int
    whole: bool
    by: str
    when: str
    opinion: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Barred:
    """The years that proven false material bars a person from, and the clauses that say so."""

    first: int
    last: int
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What this person can do with this case now, and what they should know before."""

    moves: tuple[Move, ...]
    version: int
    own_clauses: tuple[Clause, ...]
    """The clauses that the case itself rests on; the likeliest to be cited."""
    other_clauses: tuple[Clause, ...]
    to_receive: tuple[Paper, ...]
    to_give_back: tuple[Paper, ...]
    open_entries: tuple[Entry, ...]
    proposal: Proposal | None
    barred: Barred | None
    two_deciders: bool
    problem: str | None
    """Why the last attempt to issue what was approved failed."""

    @property
    def is_roster(self) -> bool:
        """Whether people can be decided one by one."""
        return len(self.open_entries) > 1


def offer_of(read: Reader, member: Member) -> Offer:
    """What the member can do with the case that is read."""
    view, application = read.view, read.view.application
    own, named = _own_clauses(read), citable(read.pack)
    papers = read.papers()
    return Offer(
        moves=tuple(move for move in OF_AN_OFFICE if move in view.moves),
        version=application.version,
        own_clauses=tuple(clause for clause in named if clause.id in own),
        other_clauses=tuple(clause for clause in named if clause.id not in own),
        to_receive=tuple(paper for paper in papers if paper.state in RECEIVABLE),
        to_give_back=tuple(paper for paper in papers if paper.state is Material.RECEIVED),
        open_entries=tuple(entry for entry in view.entries if entry.state == EntryState.OPEN.value),
        proposal=_proposal(read, member),
        barred=barred(read.pack, application),
        two_deciders=member.two_deciders,
        problem=_problem(read),
    )


def citable(pack: Pack) -> list[Clause]:
    """The clauses of a notice that an opinion, a return or a refusal can rest on."""
    return [clause for clause in pack.clauses.values() if clause.use is not ClauseUse.OUTSIDE]


def _own_clauses(read: Reader) -> frozenset[str]:
    return frozenset(read.outcome.clauses) if read.outcome else frozenset()


def _newest(read: Reader, move: Move) -> ApplicationEvent | None:
    return next((event for event in reversed(read.view.events) if event.move == move.value), None)


def _proposal(read: Reader, member: Member) -> Proposal | None:
    kept, event = read.view.application.proposal, _newest(read, Move.PROPOSE)
    if kept is None or event is None:
        return None
    still_open = {entry.id for entry in read.view.entries if entry.state == EntryState.OPEN.value}
    return Proposal(
        approve=bool(kept["approve"]),
        clauses=tuple(kept["clauses"]),
        entries=len(kept["entries"]),
        whole=set(kept["entries"]) == still_open,
        by=event.actor,
        when=read.speech.moment(event.at),
        opinion=event.opinion,
        mine=kept["person"] == member.person_id,
    )


def barred(pack: Pack, application: Application) -> Barred | None:
    """What the notice attaches to false material in this case; None where it attaches nothing."""
    rule, effect = pack.notice.ban, pack.cases[application.matter].effect
    if rule is None or effect not in rule.effects or application.submitted_at is None:
        return None
    year = date_in_china(application.submitted_at).year
    return Barred(year + 1, year + rule.years, rule.clauses)


def _problem(read: Reader) -> str | None:
    """What the command said when it last could not issue, as long as nothing happened since."""
    event = _newest(read, Move.PROBLEM)
    if event is None or read.view.application.is_state is not State.APPROVED:
        return None
    return event.opinion if read.speech.language == "zh" else str((event.details or {}).get("en", event.opinion))
