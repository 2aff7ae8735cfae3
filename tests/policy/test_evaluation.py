"""Evaluation is pure, asks only what can matter, and does not care in which order facts came."""

from __future__ import annotations

import random
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy import (
    Ask,
    FactKind,
    Facts,
    Outcome,
    OutcomeVerdict,
    Pack,
    evaluate,
    load_packs,
    remaining_estimate,
    turn_outcome,
    turn_question,
)
from policy.conditions import Answer
from policy.errors import AnswerNotPossible
from policy.evaluation import DeadEnd, Situation, answers_for, matters, situated
from policy.representatives import possible_answers
from tests.policy.conftest import TODAY

CASES = [(pack.id, case) for pack in load_packs().values() for case in pack.cases]


def walk(
    pack: Pack, case: str, chance: random.Random, given_first: dict[str, Answer] | None = None
) -> list[Ask | Outcome]:
    """Answer at random until the outcome; every turn of the way."""
    facts = dict(given_first or {})
    turns: list[Ask | Outcome] = []
    while True:
        turn = evaluate(pack, case, facts, TODAY)
        turns.append(turn)
        if isinstance(turn, Outcome):
            return turns
        fact = turn.question.id
        assert fact not in facts
        facts[fact] = chance.choice(possible_answers(pack.case(case), pack.facts[fact], TODAY))


def random_facts(pack: Pack, case: str, chance: random.Random) -> dict[str, Answer]:
    """Some facts of the pack, told before anything was asked."""
    names = chance.sample(sorted(pack.facts), k=chance.randint(0, len(pack.facts)))
    return {name: chance.choice(possible_answers(pack.case(case), pack.facts[name], TODAY)) for name in names}


@settings(max_examples=120, deadline=None)
@given(where=st.sampled_from(CASES), seed=st.integers(0, 2**32))
def test_whatever_was_told_before_no_question_is_asked_that_cannot_matter(where: tuple[str, str], seed: int) -> None:
    chance = random.Random(seed)
    pack = load_packs()[where[0]]
    facts = random_facts(pack, where[1], chance)
    while isinstance(turn := evaluate(pack, where[1], facts, TODAY), Ask):
        situation = situated(pack, where[1], facts, TODAY)
        assert matters(situation, turn.question.id)
        fact = turn.question.id
        facts[fact] = chance.choice(answers_for(situation, fact))


@settings(max_examples=60, deadline=None)
@given(where=st.sampled_from(CASES), seed=st.integers(0, 2**32))
def test_facts_told_at_once_lead_where_they_lead_one_by_one(where: tuple[str, str], seed: int) -> None:
    chance = random.Random(seed)
    pack = load_packs()[where[0]]
    facts: dict[str, Answer] = {}
    while isinstance(turn := evaluate(pack, where[1], facts, TODAY), Ask):
        fact = turn.question.id
        facts[fact] = chance.choice(possible_answers(pack.case(where[1]), pack.facts[fact], TODAY))
    shuffled = list(facts.items())
    chance.shuffle(shuffled)
    assert evaluate(pack, where[1], dict(shuffled), TODAY) == turn


@settings(max_examples=60, deadline=None)
@given(where=st.sampled_from(CASES), seed=st.integers(0, 2**32))
def test_the_estimate_of_questions_left_holds_on_every_way(where: tuple[str, str], seed: int) -> None:
    chance = random.Random(seed)
    pack = load_packs()[where[0]]
    facts = random_facts(pack, where[1], chance) if seed % 2 else {}
    estimates = []
    while True:
        estimates.append(remaining_estimate(pack, where[1], facts, TODAY))
        turn = evaluate(pack, where[1], facts, TODAY)
        if isinstance(turn, Outcome):
            break
        fact = turn.question.id
        facts[fact] = chance.choice(possible_answers(pack.case(where[1]), pack.facts[fact], TODAY))
    for left, estimate in enumerate(reversed(estimates)):
        assert estimate.at_least <= left <= estimate.at_most


def test_given_facts_are_not_changed(hubei: Pack) -> None:
    facts = MappingProxyType({"issued_here": True})
    evaluate(hubei, "lost", facts, TODAY)
    assert dict(facts) == {"issued_here": True}


def test_a_question_says_why_it_is_asked_and_by_which_clause(hubei: Pack) -> None:
    turn = evaluate(hubei, "lost", {}, TODAY)
    assert isinstance(turn, Ask)
    question = turn_question(hubei, turn.question, "zh")
    assert question["id"] == "issued_here"
    assert question["kind"] == "yes_no"
    assert question["choices"] == [{"id": "yes", "text": "是"}, {"id": "no", "text": "否"}]
    assert question["clauses"] == ["鄂职改办〔2013〕80号 二（四）"]
    assert question["why"]


def test_a_date_question_says_which_days_are_possible(hubei: Pack) -> None:
    facts: Facts = {
        "issued_here": True,
        "newspaper": "published",
        "notice_items": "complete",
        "newspaper_original": True,
    }
    turn = evaluate(hubei, "lost", facts, TODAY)
    assert isinstance(turn, Ask)
    assert turn.question.kind is FactKind.DATE
    assert turn.question.latest == TODAY
    question = turn_question(hubei, turn.question, "en")
    assert (question["earliest"], question["latest"]) == ("1949-10-01", "2026-11-20")


@pytest.mark.parametrize(
    ("fact", "answer", "sentence"),
    [
        ("published_on", date(2026, 11, 21), "1949年10月1日至2026年11月20日"),
        ("published_on", date(1900, 1, 1), "日期"),
        ("published_on", "2026-01-01", "日期"),
        ("level", "highest", "高级；中级；初级"),
        ("level", True, "选择"),
        ("has_unit", "yes", "“是”或“否”"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words(hubei: Pack, fact: str, answer: Answer, sentence: str) -> None:
    with pytest.raises(AnswerNotPossible) as refused:
        evaluate(hubei, "lost", {fact: answer}, TODAY)
    assert sentence in refused.value.say("zh")
    assert refused.value.say("en")


@pytest.mark.parametrize("answer", ["", "   ", "长" * 21, 7])
def test_a_text_answer_has_a_length(invented: Pack, answer: object) -> None:
    with pytest.raises(AnswerNotPossible, match="1 to 20 characters"):
        evaluate(invented, "lost", {"newspaper_name": answer}, TODAY)  # type: ignore[dict-item]


def test_every_outcome_names_its_notice_and_year_and_puts_the_unit_rule_first(hubei: Pack) -> None:
    outcome = walk(hubei, "confirm", random.Random(3))[-1]
    assert isinstance(outcome, Outcome)
    turn = turn_outcome(hubei, outcome, "zh")
    assert next(iter(turn)) == "submitter"
    assert "2013年通知" in turn["basis"]
    assert "个人" in turn["submitter"]["text"]
    assert all(clause.startswith("鄂职改办〔2013〕80号 ") for clause in turn["clauses"])
    assert all(statement["clauses"] for statement in turn["statements"])


def test_a_turn_has_copies_originals_forms_and_whom_to_ask(hubei: Pack) -> None:
    facts: Facts = {
        "route": "evaluation", "origin": "army", "earned": "before", "technical_work": True, "approved": True,
        "archive_moved": True, "employment": "insurance", "papers": "complete", "unit_kind": "public",
        "level": "senior", "administered": "prefecture",
    }  # fmt: skip
    outcome = evaluate(hubei, "confirm", facts, TODAY)
    assert isinstance(outcome, Outcome)
    turn = turn_outcome(hubei, outcome, "en")
    form = next(statement for statement in turn["statements"] if statement.get("form") == "confirmation-application")
    assert (form["copies"], form["original"]) == (2, True)
    assert {"id": "recognition-letter", "text": "Title recognition letter (职称认定书)"} in turn["forms"]
    assert any(statement.get("ask", {}).get("id") == "province-office" for statement in turn["statements"])


def test_the_phases_of_the_exchange_are_over_today_but_the_rest_is_answered(huzhou: Pack) -> None:
    facts: Facts = {
        "route": "evaluation", "place": "huzhou", "obtained_on": date(2003, 5, 1), "level": "senior",
        "has_original": True, "unit": "with_department", "administered": "city", "retired": False,
    }  # fmt: skip
    today, then = (evaluate(huzhou, "exchange", facts, on) for on in (TODAY, date(2007, 6, 1)))
    assert isinstance(today, Outcome)
    assert isinstance(then, Outcome)
    assert (today.verdict, then.verdict) == (OutcomeVerdict.NEEDS_HUMAN, OutcomeVerdict.PROCEED)
    assert {form.id for form in today.forms} == {form.id for form in then.forms}


def test_a_list_without_an_end_would_be_a_dead_end(invented: Pack) -> None:
    case = invented.case("lost").model_copy(update={"outcomes": invented.case("lost").outcomes[:1]})
    situation = Situation(invented, case, MappingProxyType({"from_here": True}), TODAY)
    with pytest.raises(DeadEnd, match="does not cover this situation"):
        matters(situation, "published_on")


def test_dates_that_stand_for_their_interval_agree_with_every_day_of_it(hubei: Pack) -> None:
    """The representatives are an argument; here it is tried day by day over two years."""
    facts: dict[str, Answer] = {
        "issued_here": True, "newspaper": "published", "notice_items": "complete", "newspaper_original": True,
        "has_unit": True, "route": "national_exam", "level": "senior",
    }  # fmt: skip
    for on in (date(2026, 2, 28), date(2024, 2, 29), date(2026, 8, 31)):
        for back in range(730):
            published = on - timedelta(days=back)
            outcome = evaluate(hubei, "lost", {**facts, "published_on": published}, on)
            assert isinstance(outcome, Outcome)
            early = outcome.verdict is OutcomeVerdict.WAIT
            assert early == (outcome.earliest_date is not None and outcome.earliest_date > on)
