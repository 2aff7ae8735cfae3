"""The table of moves, exhaustively: every move in every state, by every role of every organisation, at every step."""

from __future__ import annotations

from itertools import product

from casework.accounts.member import Member
from casework.accounts.words import OrganisationKind, Role
from casework.applications.errors import MoveNotAllowedNow, NotYourTurn
from casework.applications.states import RULES, Standing, Whose, allowed, require
from casework.applications.words import Kind, Move, State
from casework.errors import NotYourRole
from policy import StepKind

UNIT, CITY, PROVINCE, STRANGER = 1, 2, 3, 4
WAITING = {State.SUBMITTED, State.IN_REVIEW}
UNITS_OWN = {State.DRAFT, State.RETURNED}
# Told again in another shape: whose (the unit's, the current's, the last's, whom it reached), roles, states, steps.
WANTED: dict[Move, tuple[str, set[Role], set[State], set[StepKind]]] = {
    Move.CHANGE: ("unit", {Role.CLERK, Role.SUBMITTER}, UNITS_OWN, set(StepKind)),
    Move.ATTACH: ("unit", {Role.CLERK, Role.SUBMITTER}, UNITS_OWN, set(StepKind)),
    Move.DETACH: ("unit", {Role.CLERK, Role.SUBMITTER}, UNITS_OWN, set(StepKind)),
    Move.SUBMIT: ("unit", {Role.SUBMITTER}, UNITS_OWN, set(StepKind)),
    Move.WITHDRAW: ("unit", {Role.SUBMITTER}, UNITS_OWN | WAITING, set(StepKind)),
    Move.OPINION: ("current", {Role.REVIEWER}, WAITING, {StepKind.REVIEW}),
    Move.RETURN: ("current", {Role.REVIEWER, Role.DECIDER}, WAITING, set(StepKind)),
    Move.PROPOSE: ("current", {Role.DECIDER}, WAITING, {StepKind.DECIDE}),
    Move.APPROVE: ("current", {Role.DECIDER}, WAITING, {StepKind.DECIDE}),
    Move.REFUSE: ("current", {Role.DECIDER}, WAITING, {StepKind.DECIDE}),
    Move.RECEIVE_ORIGINALS: ("reached", {Role.REVIEWER, Role.DECIDER}, WAITING | {State.APPROVED}, set(StepKind)),
    Move.RETURN_ORIGINALS: ("reached", {Role.REVIEWER, Role.DECIDER}, set(State) - {State.DRAFT}, set(StepKind)),
    Move.FALSE_MATERIAL: (
        "last",
        {Role.DECIDER},
        WAITING | {State.APPROVED, State.ISSUED, State.REFUSED},
        set(StepKind),
    ),
    Move.COLLECT: ("last", {Role.REVIEWER, Role.DECIDER}, {State.APPROVED}, set(StepKind)),
    Move.ISSUE: ("nobody", set(), {State.APPROVED}, set(StepKind)),
    Move.PROBLEM: ("nobody", set(), {State.APPROVED, State.ISSUED}, set(StepKind)),
    Move.REVOKE: ("nobody", set(), {State.ISSUED}, set(StepKind)),
}


def member(organisation: int, role: Role) -> Member:
    kind = OrganisationKind.PREFECTURE if organisation in (CITY, PROVINCE) else OrganisationKind.PUBLIC_UNIT
    return Member(
        organisation, "甲", organisation, "某单位", kind, "420100", None, frozenset({role}), two_deciders=False
    )


def standing(state: State, step: StepKind, kind: Kind = Kind.REPLACEMENT) -> Standing:
    """The unit submits; the city is at a review step, the province at the decide step; the current one is reached."""
    current = {StepKind.SUBMIT: UNIT, StepKind.REVIEW: CITY, StepKind.DECIDE: PROVINCE}[step]
    reached = {StepKind.SUBMIT: set(), StepKind.REVIEW: {CITY}, StepKind.DECIDE: {CITY, PROVINCE}}[step]
    return Standing(state, kind, step, UNIT, current, PROVINCE, frozenset(reached))


def may(move: Move, standing_: Standing, who: Member) -> bool:
    """What the told table says."""
    whose, roles, states, steps = WANTED[move]
    places: dict[str, frozenset[int | None]] = {
        "unit": frozenset({UNIT}),
        "current": frozenset({standing_.current}),
        "last": frozenset({PROVINCE} & standing_.reached),
        "reached": frozenset(standing_.reached),
        "nobody": frozenset(),
    }
    kinds = {Move.COLLECT: {Kind.COLLECTION}}.get(move, set(Kind))
    return (
        who.organisation_id in places[whose]
        and bool(roles & who.roles)
        and standing_.state in states
        and standing_.step in steps
        and standing_.kind in kinds
    )


def refused(move: Move, standing_: Standing, who: Member) -> bool:
    try:
        require(move, standing_, who)
    except (MoveNotAllowedNow, NotYourTurn, NotYourRole):
        return True
    return False


def test_every_move_has_a_rule_but_the_first_one() -> None:
    assert set(RULES) == set(Move) - {Move.CREATE} == set(WANTED)


def test_every_move_state_step_role_and_organisation_is_as_told() -> None:
    tried = granted = 0
    places = (UNIT, CITY, PROVINCE, STRANGER)
    for state, step, kind, place, role in product(State, StepKind, (Kind.REPLACEMENT, Kind.COLLECTION), places, Role):
        where, who = standing(state, step, kind), member(place, role)
        offered = allowed(where, who)
        for move in WANTED:
            tried += 1
            expected = may(move, where, who)
            assert (move in offered) == expected, (move, state, step, kind, place, role)
            if expected:
                granted += 1
                require(move, where, who)
            else:
                assert refused(move, where, who), (move, state, step, kind, place, role)
    assert tried == len(WANTED) * len(State) * len(StepKind) * 2 * 4 * len(Role) == 22_032
    assert granted > 100


def test_no_stranger_and_no_auditor_and_no_administrator_moves_anything() -> None:
    for state, step in product(State, StepKind):
        for role in Role:
            assert not allowed(standing(state, step), member(STRANGER, role))
        for place in (UNIT, CITY, PROVINCE):
            for role in (Role.AUDITOR, Role.ADMINISTRATOR):
                assert not allowed(standing(state, step), member(place, role))


def test_what_the_command_does_nobody_at_the_desk_can() -> None:
    assert {move for move, rule in RULES.items() if rule.whose is Whose.OPERATOR} == {
        Move.ISSUE,
        Move.REVOKE,
        Move.PROBLEM,
    }
