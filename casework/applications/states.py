"""Which moves an application allows, to whom, and where they lead: one table, pure data.

    rule = require(Move.OPINION, standing, member)        # or raises MoveNotAllowedNow, NotYourTurn, NotYourRole
    allowed(standing, member)                             # what a page offers this person

Nobody outside an organisation on the application's way gets as far as this table; `queries.find` sees to that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from casework.accounts.member import Member
from casework.accounts.words import Role
from casework.applications.errors import MoveNotAllowedNow, NotYourTurn
from casework.applications.words import Kind, Move, State
from policy.vocabulary import StepKind


class Whose(Enum):
    """The organisation that may make a move."""

    OWN = "own"
    """Who submits."""
    CURRENT = "current"
    """Who is at the current step."""
    DECIDING = "deciding"
    """Who is at the last step."""
    ON_THE_WAY = "on the way"
    """Anybody whom the application has reached, but not who submits."""
    OPERATOR = "operator"
    """Nobody at the desk: the command beside the key."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A move: from which states, by whom, at which kinds of step; `to` is the state it leads to, None for the same."""

    from_: frozenset[State]
    whose: Whose
    roles: frozenset[Role] = frozenset()
    to: State | None = None
    steps: frozenset[StepKind] = frozenset(StepKind)
    kinds: frozenset[Kind] = frozenset(Kind)


_WAITING = frozenset({State.SUBMITTED, State.IN_REVIEW})
_WITH_THE_UNIT = frozenset({State.DRAFT, State.RETURNED})
_WRITERS = frozenset({Role.CLERK, Role.SUBMITTER})
_OFFICERS = frozenset({Role.REVIEWER, Role.DECIDER})
_DECIDERS = frozenset({Role.DECIDER})
_DECIDE = frozenset({StepKind.DECIDE})
_REVIEW = frozenset({StepKind.REVIEW})
_APPROVED = frozenset({State.APPROVED})
_ISSUING = frozenset(kind for kind in Kind if kind.issues)

CLOSED = frozenset({State.ISSUED, State.COLLECTED, State.REFUSED, State.WITHDRAWN})
"""States in which a person may apply for the same matter again."""

RULES: dict[Move, Rule] = {
    Move.CHANGE: Rule(_WITH_THE_UNIT, Whose.OWN, _WRITERS),
    Move.ATTACH: Rule(_WITH_THE_UNIT, Whose.OWN, _WRITERS),
    Move.DETACH: Rule(_WITH_THE_UNIT, Whose.OWN, _WRITERS),
    Move.SUBMIT: Rule(_WITH_THE_UNIT, Whose.OWN, frozenset({Role.SUBMITTER}), State.SUBMITTED),
    Move.WITHDRAW: Rule(_WITH_THE_UNIT | _WAITING, Whose.OWN, frozenset({Role.SUBMITTER}), State.WITHDRAWN),
    Move.OPINION: Rule(_WAITING, Whose.CURRENT, frozenset({Role.REVIEWER}), State.IN_REVIEW, _REVIEW),
    Move.RETURN: Rule(_WAITING, Whose.CURRENT, _OFFICERS, State.RETURNED),
    Move.PROPOSE: Rule(_WAITING, Whose.CURRENT, _DECIDERS, None, _DECIDE),
    Move.APPROVE: Rule(_WAITING, Whose.CURRENT, _DECIDERS, State.APPROVED, _DECIDE),
    Move.REFUSE: Rule(_WAITING, Whose.CURRENT, _DECIDERS, State.REFUSED, _DECIDE),
    Move.RECEIVE_ORIGINALS: Rule(_WAITING | _APPROVED, Whose.ON_THE_WAY, _OFFICERS),
    Move.RETURN_ORIGINALS: Rule(frozenset(State) - {State.DRAFT}, Whose.ON_THE_WAY, _OFFICERS),
    Move.FALSE_MATERIAL: Rule(_WAITING | _APPROVED | {State.ISSUED, State.REFUSED}, Whose.DECIDING, _DECIDERS),
    Move.COLLECT: Rule(_APPROVED, Whose.DECIDING, _OFFICERS, State.COLLECTED, kinds=frozenset({Kind.COLLECTION})),
    Move.ISSUE: Rule(_APPROVED, Whose.OPERATOR, to=State.ISSUED, kinds=_ISSUING),
    Move.PROBLEM: Rule(_APPROVED | {State.ISSUED}, Whose.OPERATOR, kinds=_ISSUING),
    Move.REVOKE: Rule(frozenset({State.ISSUED}), Whose.OPERATOR, kinds=_ISSUING),
}
"""Every move but CREATE, which has no state before it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the table looks at: the state, the kind, and which organisations are where."""

    state: State
    kind: Kind
    step: StepKind
    own: int
    current: int | None
    deciding: int | None
    reached: frozenset[int]

    def is_place_of(self, organisation: int, whose: Whose) -> bool:
        """Whether an organisation is the one that a rule asks for."""
        if whose is Whose.OWN:
            return organisation == self.own
        if whose is Whose.CURRENT:
            return organisation == self.current
        if whose is Whose.DECIDING:
            return organisation == self.deciding and organisation in self.reached
        return whose is Whose.ON_THE_WAY and organisation in self.reached


def require(move: Move, standing: Standing, member: Member) -> Rule:
    """The rule by which this person makes this move now.

    Raises `NotYourTurn` for another organisation's move, `NotYourRole` for another role's, `MoveNotAllowedNow` where
    the application's state, step or kind does not have it.
    """
    rule = RULES[move]
    if not standing.is_place_of(member.organisation_id, rule.whose):
        raise NotYourTurn(move=move.zh, move_en=move.en)
    member.require(*sorted(rule.roles))
    require_state(move, standing)
    return rule


def require_state(move: Move, standing: Standing) -> Rule:
    """The rule of a move that the operators' command makes; raises `MoveNotAllowedNow`."""
    rule = RULES[move]
    if standing.state not in rule.from_ or standing.step not in rule.steps or standing.kind not in rule.kinds:
        state = standing.state
        raise MoveNotAllowedNow(state=state.zh, state_en=state.en, move=move.zh, move_en=move.en)
    return rule


def allowed(standing: Standing, member: Member) -> frozenset[Move]:
    """The moves that this person may make now."""
    return frozenset(_allowed(standing, member))


def _allowed(standing: Standing, member: Member) -> Iterator[Move]:
    for move, rule in RULES.items():
        fits = standing.state in rule.from_ and standing.step in rule.steps and standing.kind in rule.kinds
        if fits and standing.is_place_of(member.organisation_id, rule.whose) and rule.roles & member.roles:
            yield move
