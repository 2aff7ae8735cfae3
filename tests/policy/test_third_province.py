"""A province is data only, and notices never mix."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

import policy
from policy import Facts, Outcome, Pack, evaluate, load_packs, load_packs_from
from policy.coverage import cover
from policy.errors import UnknownCase, UnknownClause, UnknownFact
from policy.proofs import prove
from tests.policy.conftest import PACKS

ON = date(2031, 1, 1)
WORDS_OF_A_NOTICE = ("hubei", "huzhou", "湖北", "湖州", "鄂", "湖人专", "浙江", "HB-", "HZ-")


def test_an_invented_province_passes_check_and_coverage_as_data_only() -> None:
    for pack in load_packs_from(PACKS).values():
        assert prove(pack, ON).problems == ()
        assert cover(pack).problems == ()


def test_a_text_answer_stands_in_the_wording(invented: Pack) -> None:
    facts: Facts = {"from_here": True, "published_on": date(2030, 6, 1), "newspaper_name": "云梦日报"}
    outcome = evaluate(invented, "lost", facts, ON)
    assert isinstance(outcome, Outcome)
    assert "云梦日报" in outcome.statements[-1].text.zh
    assert "云梦日报" in outcome.statements[-1].text.en


def test_slots_fill_facts_by_the_pack_that_is_asked(invented: Pack, hubei: Pack, huzhou: Pack) -> None:
    slots = {"region_from": "420100", "unit_kind": "none", "level": "senior", "origin": "other_province"}
    assert invented.from_slots(slots) == {"from_here": False}
    assert hubei.from_slots(slots) == {
        "level": "senior",
        "has_unit": False,
        "unit_kind": "none",
        "origin": "other_province",
    }
    assert huzhou.from_slots({**slots, "region_to": "330521"}) == {
        "level": "senior",
        "place": "outside",
        "origin": "other_province",
        "unit": "none",
        "administered": "county",
    }


def test_slots_that_mean_nothing_here_fill_nothing(invented: Pack) -> None:
    assert invented.from_slots({"region_from": "110000", "level": "senior"}) == {}


def test_notices_share_no_rule_and_accept_no_fact_of_another(invented: Pack, hubei: Pack, huzhou: Pack) -> None:
    assert not set(hubei.clauses) & set(huzhou.clauses)
    with pytest.raises(UnknownFact):
        evaluate(huzhou, "lost", {"issued_here": True}, ON)
    with pytest.raises(UnknownCase):
        evaluate(huzhou, "confirm", {}, ON)
    with pytest.raises(UnknownClause):
        invented.cite("HB-2.4.3")


def test_a_region_leads_to_its_notice(hubei: Pack, huzhou: Pack) -> None:
    assert hubei.applies_in("420100")
    assert not hubei.applies_in("330521")
    assert huzhou.applies_in("330521")
    assert not huzhou.applies_in("330100")


def test_clauses_are_cited_as_officials_write_them(hubei: Pack, huzhou: Pack) -> None:
    assert hubei.cite("HB-2.4.3") == "鄂职改办〔2013〕80号 二（四）3"
    assert huzhou.cite("HZ-5.2.1") == "湖人专〔2007〕35号 五2"


def test_no_code_knows_a_particular_notice() -> None:
    for path in Path(policy.__file__).parent.glob("*.py"):
        for node in ast.walk(_without_docstrings(ast.parse(path.read_text("utf-8")))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not [word for word in WORDS_OF_A_NOTICE if word in node.value], (path.name, node.value)


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
            del node.body[0]
    return tree


def test_every_intent_of_a_case_finds_its_case(hubei: Pack) -> None:
    for pack in load_packs().values():
        for case in pack.cases.values():
            for intent in case.intents:
                assert pack.case_for(intent) is case
    assert hubei.case_for(policy.Intent.RENEW) is None
