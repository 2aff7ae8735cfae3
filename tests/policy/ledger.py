"""What every situation's answer is made of, entry by entry: `situations_in_full.yaml`.

The situations say what matters to a lawyer; the ledger holds the rest still, so that a statement which appears or
vanishes anywhere shows in review. After a change that is meant: `python -m tests.policy.ledger`, and read the diff.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from policy import Ask, Outcome
from policy.marked_yaml import read_marked
from tests.policy.test_situations import TOLD

LEDGER = Path(__file__).parent / "situations_in_full.yaml"


def ledger() -> dict[str, Any]:
    """Each situation's answer by ids."""
    return {f"{each.file}: {each.name}": ids_of(each.answer()) for each in TOLD}


def recorded() -> dict[str, Any]:
    """The committed ledger."""
    told: dict[str, Any] = read_marked(LEDGER.read_text("utf-8")).value
    return told


def ids_of(answer: Ask | Outcome) -> dict[str, Any]:
    """An answer by the ids of its parts."""
    if isinstance(answer, Ask):
        return {"question": answer.question.id}
    return {
        "outcome": answer.entry,
        "submitter": answer.submitter.id,
        "authority": answer.authority.id,
        "statements": [statement.id for statement in answer.statements],
        "route": [step.id for step in answer.route],
    }


if __name__ == "__main__":
    LEDGER.write_text(
        yaml.safe_dump(ledger(), allow_unicode=True, sort_keys=False, default_flow_style=None, width=120), "utf-8"
    )
