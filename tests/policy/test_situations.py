"""Every situation that a lawyer wrote down gets the answer that the notice gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policy import Ask, Outcome, Pack, evaluate, load_packs
from policy.marked_yaml import read_marked

FOLDER = Path(__file__).parent / "situations"
EXPECTATIONS = {
    "verdict", "submitter", "authority", "cites", "earliest", "says", "never_says", "asks", "see_case", "question",
    "route",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    file: str
    name: str
    pack: Pack
    case: str
    on: date
    facts: dict[str, Any]
    expect: dict[str, Any]

    def answer(self) -> Ask | Outcome:
        return evaluate(self.pack, self.case, self.facts, self.on)


def told() -> list[Told]:
    return [each for path in sorted(FOLDER.glob("*.yaml")) for each in _of(path)]


def _of(path: Path) -> list[Told]:
    document = read_marked(path.read_text("utf-8"))
    assert not document.faults, document.faults
    content = document.value
    return [
        Told(
            file=path.stem,
            name=each["name"],
            pack=load_packs()[content["notice"]],
            case=each.get("case", content.get("case")),
            on=each.get("on", content["on"]),
            facts={
                fact: answer
                for fact, answer in {**content.get("given", {}), **each.get("facts", {})}.items()
                if answer is not None
            },
            expect=each["expect"],
        )
        for each in content["situations"]
    ]


TOLD = told()


def test_at_least_sixty_situations_are_told_once_each() -> None:
    names = [(each.file, each.name) for each in TOLD]
    assert len(names) >= 60
    assert len(set(names)) == len(names)
    assert all(set(each.expect) <= EXPECTATIONS for each in TOLD)


@pytest.mark.parametrize("situation", TOLD, ids=lambda each: f"{each.file}: {each.name}")
def test_a_situation_gets_the_answer_that_the_notice_gives(situation: Told) -> None:
    answer = situation.answer()
    expect = situation.expect
    if "question" in expect:
        assert isinstance(answer, Ask)
        assert answer.question.id == expect["question"]
        return
    assert isinstance(answer, Outcome), f"still asks {answer.question.id}"
    assert answer.verdict.value == expect["verdict"]
    assert answer.earliest_date == expect.get("earliest", answer.earliest_date)
    assert answer.see_case == expect.get("see_case", answer.see_case)
    assert answer.submitter.kind.value == expect.get("submitter", answer.submitter.kind.value)
    assert answer.authority.name.zh == expect.get("authority", answer.authority.name.zh)
    route = [step.id for step in answer.route]
    assert route == expect.get("route", route)
    places = {situation.pack.clause(clause).place for clause in answer.clauses}
    assert set(expect.get("cites", [])) <= places
    asked = {statement.ask.name.zh for statement in answer.statements if statement.ask}
    assert set(expect.get("asks", [])) <= asked
    words = answer.headline.zh + "".join(statement.text.zh for statement in answer.statements)
    assert [phrase for phrase in expect.get("says", []) if phrase not in words] == []
    assert [phrase for phrase in expect.get("never_says", []) if phrase in words] == []
