"""What `check` proves of the shipped notices, and that each kind of slip in the data is found."""

from __future__ import annotations

from datetime import date

import pytest

from policy import SubmitterKind, load_pack
from policy.coverage import cover
from policy.proofs import VERDICT_RULES, Proof, prove
from policy.schema import HAS_ROUTE
from policy.vocabulary import Handler, OutcomeVerdict
from tests.policy.conftest import TODAY, Break

LOST = "cases/lost.yaml"


def test_both_notices_are_proven(proofs: dict[str, Proof]) -> None:
    assert {name: list(proof.problems) for name, proof in proofs.items()} == {
        "hubei-2013-80": [],
        "huzhou-2007-35": [],
    }


def test_the_walk_is_no_formality(proofs: dict[str, Proof]) -> None:
    assert proofs["hubei-2013-80"].states > 10_000
    assert proofs["huzhou-2007-35"].states > 5_000
    assert all(walk.outcomes for proof in proofs.values() for walk in proof.walks)


def test_every_reachable_submitter_is_a_unit_an_agency_or_an_authority(proofs: dict[str, Proof]) -> None:
    assert {kind.value for kind in SubmitterKind} == {"unit", "agency", "authority"}
    for proof in proofs.values():
        for walk in proof.walks:
            for reached in walk.outcomes.values():
                assert isinstance(reached.outcome.submitter.kind, SubmitterKind)
                assert "个人" in reached.outcome.submitter.text.zh
                assert "individual" in reached.outcome.submitter.text.en.lower()


def test_every_application_is_submitted_first_and_decided_last_and_no_step_names_an_individual(
    proofs: dict[str, Proof],
) -> None:
    handlers = {"unit", "agency", "department", "prefecture", "county", "province", "committee_office"}
    assert {handler.value for handler in Handler} == handlers
    routes = {
        tuple(step.does.value for step in reached.outcome.route)
        for proof in proofs.values()
        for walk in proof.walks
        for reached in walk.outcomes.values()
        if walk.case.effect and reached.outcome.verdict in HAS_ROUTE
    }
    assert len(routes) >= 3
    assert all(route[0] == "submit" and route[-1] == "decide" for route in routes)
    assert all(route.count("submit") == route.count("decide") == 1 for route in routes)


def test_every_statement_of_every_outcome_cites_its_own_notice(proofs: dict[str, Proof]) -> None:
    for proof in proofs.values():
        for walk in proof.walks:
            for reached in walk.outcomes.values():
                for statement in reached.outcome.statements:
                    assert statement.clauses
                    assert set(statement.clauses) <= set(proof.pack.clauses)
                    assert statement.text.zh
                    assert statement.text.en


def test_no_wording_keeps_an_unfilled_place(proofs: dict[str, Proof]) -> None:
    for proof in proofs.values():
        for walk in proof.walks:
            for reached in walk.outcomes.values():
                words = [reached.outcome.headline, *(statement.text for statement in reached.outcome.statements)]
                assert not [text for text in words if "{" in text.zh + text.en]


def test_every_verdict_has_its_rule() -> None:
    assert set(VERDICT_RULES) == set(OutcomeVerdict)


SLIPS = [
    pytest.param(
        LOST,
        "      not: {from_here: yes}",
        "      all: [{from_here: yes}, {from_here: no}]",
        "Nothing reaches the outcome elsewhere",
        id="an outcome out of reach",
    ),
    pytest.param(
        LOST,
        "    in: [elsewhere]\n",
        "    in: [elsewhere]\n    when: {from_here: yes}\n",
        "Nothing reaches the statement refused",
        id="a statement out of reach",
    ),
    pytest.param(
        LOST,
        "    kind: refusal\n    in: [elsewhere]",
        "    kind: refusal",
        "The verdict proceed must not stand with a refusal",
        id="a refusal beside a proceed",
    ),
    pytest.param(
        LOST,
        "    kind: material\n    in: [ready]",
        "    kind: material\n    topic: waiting",
        "Statements on waiting contradict each other",
        id="two statements on one topic",
    ),
    pytest.param(
        LOST,
        "    verdict: wait",
        "    verdict: needs_human",
        "Nobody is named whom to ask",
        id="nobody to ask",
    ),
    pytest.param(
        LOST,
        "    earliest_date: earliest\n",
        "",
        "The earliest date does not fit the verdict",
        id="waiting without a date",
    ),
    pytest.param(
        "authorities.yaml",
        "submitters:",
        "  - id: nobody\n    name: {zh: 无, en: none at all}\n    clauses: [YM-1]\nsubmitters:",
        "Nothing reaches the authority nobody",
        id="an office out of reach",
    ),
    pytest.param(
        LOST,
        "    does: submit\n",
        "    does: review\n",
        "The route does not begin with its one submit step",
        id="a route that nobody submits",
    ),
    pytest.param(
        LOST,
        "    does: decide\n    by: [county]\n",
        "    does: decide\n    by: [county]\n    in: [too-early]\n",
        "The route does not end in its one decide step",
        id="a route that nobody decides",
    ),
    pytest.param(
        LOST,
        "  - id: county-replaces",
        "  - {id: passes-by, does: review, by: [county], in: [elsewhere], "
        "text: {zh: 审, en: Review}, clauses: [YM-1]}\n"
        "  - id: county-replaces",
        "Nothing reaches the route step passes-by",
        id="a step out of reach",
    ),
    pytest.param(
        "forms.yaml",
        "《补发申请表》",
        "Form",
        "Not in both languages",
        id="a wording in one language only",
    ),
    pytest.param(
        LOST,
        "submitter:\n  - take: unit",
        "submitter:\n  - when: {from_here: yes}\n    take: unit\n  - take: unit",
        "",
        id="a line that takes the same is still reached",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "complaint"), SLIPS)
def test_a_slip_in_the_data_is_found(broken: Break, file: str, old: str, new: str, complaint: str) -> None:
    pack = load_pack(broken(file, old, new))
    found = [problem.en for problem in prove(pack, TODAY).problems]
    if complaint:
        assert any(complaint in problem for problem in found), found
    else:
        assert found == []


def test_a_question_that_changes_nothing_is_found(broken: Break) -> None:
    broken(LOST, "    verdict: refuse\n", "    verdict: refuse\n    submitter: unit\n")
    path = broken(
        LOST,
        "submitter:\n  - take: unit",
        "submitter:\n  - when: {pointless: yes}\n    take: unit\n  - take: unit",
    )
    facts = path / "facts.yaml"
    facts.write_text(
        facts.read_text("utf-8").replace("facts:\n", "facts:\n" + POINTLESS, 1),
        "utf-8",
    )
    found = [problem.en for problem in prove(load_pack(path), TODAY).problems]
    assert "The question pointless never changes anything" in found
    assert "Nothing reaches the fact pointless" in found


POINTLESS = """\
  - id: pointless
    kind: yes_no
    label: {zh: 无关, en: Pointless}
    question: {zh: 无关？, en: "Pointless?"}
    help: {zh: 无关。, en: Pointless.}
    why: {zh: 无关。, en: Pointless.}
    clauses: [YM-1]
"""


def test_days_of_asking_stand_for_all_phases(proofs: dict[str, Proof]) -> None:
    walk = next(walk for walk in proofs["huzhou-2007-35"].walks if walk.case.id == "exchange")
    for first_day in (date(2007, 4, 1), date(2008, 1, 1), TODAY):
        assert first_day in walk.days
    assert min(walk.days) < date(2007, 4, 1)


def test_a_walk_meets_the_day_before_on_and_after_a_boundary(proofs: dict[str, Proof]) -> None:
    walk = next(walk for walk in proofs["huzhou-2007-35"].walks if walk.case.id == "exchange")
    fees = {
        statement.id
        for reached in walk.outcomes.values()
        for statement in reached.outcome.statements
        if statement.topic == "fee"
    }
    assert fees == {"fee", "free", "retired-on-the-day"}


def test_all_121_rules_are_accounted_for(proofs: dict[str, Proof]) -> None:
    covered = [cover(proof.pack) for proof in proofs.values()]
    assert [problem for each in covered for problem in each.problems] == []
    assert sum(len(each.pack.rules) for each in covered) == 121


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("rules.txt", "YM-4\n", "YM-4\nYM-5\n", "Rule YM-5 is not accounted for"),
        ("rules.txt", "YM-4\n", "", "Rule YM-4 is not in the notice's list of rules"),
        ("clauses.yaml", "    use: information\n", "", "No entry implements rule YM-3"),
        ("forms.yaml", "clauses: [YM-1]", "clauses: [YM-1, YM-3]", "Rule YM-3 is marked information, yet cited"),
    ],
)
def test_a_gap_in_the_coverage_is_found(broken: Break, file: str, old: str, new: str, complaint: str) -> None:
    pack = load_pack(broken(file, old, new))
    assert [problem.en for problem in cover(pack).problems] == [complaint]


def test_a_rule_may_be_outside_only_with_a_reason(broken: Break) -> None:
    with pytest.raises(Exception, match="`reason` stands with `use: outside`"):
        load_pack(broken("clauses.yaml", "    use: information\n", "    use: outside\n"))
