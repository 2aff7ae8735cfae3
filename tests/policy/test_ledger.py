"""No statement appears in, or vanishes from, an answer unseen."""

from __future__ import annotations

from policy import load_packs
from tests.policy.ledger import ledger, recorded


def test_every_situation_is_made_of_what_the_ledger_says() -> None:
    assert ledger() == recorded(), "meant? run python -m tests.policy.ledger"


def test_the_ledger_meets_every_statement_of_both_notices() -> None:
    met = {statement for entry in ledger().values() for statement in entry.get("statements", [])}
    known = {s.id for pack in load_packs().values() for case in pack.cases.values() for s in case.statements}
    assert known - met == set()


def test_the_ledger_meets_every_step_of_every_route() -> None:
    met = {step for entry in ledger().values() for step in entry.get("route", [])}
    known = {step.id for pack in load_packs().values() for case in pack.cases.values() for step in case.route}
    assert known - met == set()
