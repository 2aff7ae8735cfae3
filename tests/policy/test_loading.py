"""A pack is loaded whole and right, or refused with every problem named by file and line."""

from __future__ import annotations

import pytest

from policy import load_pack, load_packs, load_packs_from, pack_named
from policy.errors import PackRefused, UnknownPack
from policy.marked_yaml import read_marked
from tests.policy.conftest import PACKS, Break

LOST = "cases/lost.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("notice.yaml", "year: 2030", "year: 2030\ncolour: red", "notice.yaml:8: colour: Extra inputs"),
        ("notice.yaml", "year: 2030", "year: 今年", "notice.yaml:7: year: Input should be a valid integer"),
        (
            "notice.yaml",
            "id: yunmeng-2030-7",
            "id: elsewhere",
            "notice.yaml:2: id: The id must be the directory's name",
        ),
        ("notice.yaml", "general_submitter: unit", "general_submitter: me", "There is no submitter me"),
        ("facts.yaml", "    kind: yes_no\n", "", "facts.yaml:2: facts.0.kind: Field required"),
        (
            "facts.yaml",
            "    kind: yes_no",
            "    kind: yes_no\n    kind: date",
            "facts.yaml:4: The key kind stands twice",
        ),
        ("facts.yaml", "kind: yes_no", "kind: choice", "a fact of kind choice has at least two choices"),
        ("facts.yaml", "name: region_from", "name: star_sign", "there is no slot star_sign"),
        ("facts.yaml", "slot: {name: published_on}", "slot: {name: title}", "The slot's kind does not fit the fact"),
        ("facts.yaml", "- id: from_here", "- id: today", "today is a word of the conditions"),
        ("clauses.yaml", "id: YM-2.2", "id: YM-2.1", "The id YM-2.1 stands more than once"),
        (LOST, "take: unit", "take: anybody", "cases/lost.yaml:8: submitter.0.take: Nothing is called anybody"),
        (LOST, "not: {from_here: yes}", "not: {from_her: yes}", "There is no fact from_her"),
        (LOST, "not: {from_here: yes}", "not: {from_here: perhaps}", "The fact from_here has no answer perhaps"),
        (LOST, "before: earliest", "before: latest", "There is no date latest"),
        (LOST, "before: earliest", "before: earliest, after: today", "`date` stands with exactly one of"),
        (
            LOST,
            "date: today, before: earliest",
            "date: published_on, before: earliest",
            "with a day or with today only",
        ),
        (LOST, "of: published_on", "of: from_here", "There is no date fact from_here"),
        (LOST, "months: 2", "months: 2, new_year: 1", "give either `months` or `new_year`"),
        (LOST, "form: application", "form: letter", "Nothing is called letter"),
        (LOST, "in: [ready]", "in: [done]", "Nothing is called done"),
        (
            LOST,
            "    verdict: proceed",
            "    when: {from_here: yes}\n    verdict: proceed",
            "The last entry takes no `when`",
        ),
        (LOST, "    when: {date: today, before: earliest}\n", "", "Only the last entry may lack `when`"),
        (LOST, "clauses: [YM-2.2]", "clauses: [HB-2.4.3]", "There is no clause HB-2.4.3"),
        (LOST, "clauses: [YM-2.2]", "clauses: []", "Tuple should have at least 1 item"),
        (LOST, "最早{earliest}申请", "申请", "The two languages have different places to fill"),
        (LOST, "{newspaper_name}。", "{newspaper}。", "There is no date or text fact newspaper"),
        (LOST, "verdict: refuse", "verdict: maybe", "verdict: Input should be 'proceed'"),
        (LOST, "id: lost\n", "id: found\n", "The id must be the file's name"),
        ("lost-notice.yaml", "{number}", "号码", "the draft has no place for number"),
        ("authorities.yaml", "kind: unit", "kind: individual", "Input should be 'unit', 'agency' or 'authority'"),
    ],
)
def test_a_fault_is_named_with_file_and_line(broken: Break, file: str, old: str, new: str, complaint: str) -> None:
    path = broken(file, old, new)
    with pytest.raises(PackRefused) as refused:
        load_pack(path)
    assert complaint in refused.value.say("en")
    assert f"yunmeng-2030-7/{file}:" in refused.value.say("zh")


def test_all_problems_of_all_files_are_told_at_once(broken: Break) -> None:
    broken("notice.yaml", "year: 2030", "year: 2030\ncolour: red")
    broken("facts.yaml", "    kind: yes_no\n", "")
    path = broken(LOST, "verdict: refuse", "verdict: maybe")
    (path / "rules.txt").unlink()
    with pytest.raises(PackRefused) as refused:
        load_packs_from(path.parent)
    assert len(refused.value.sentences) == 4
    assert "4 处问题" in refused.value.say("zh")


def test_a_missing_file_is_named(broken: Break) -> None:
    path = broken("rules.txt", "YM-4", "YM-4")
    (path / "forms.yaml").unlink()
    with pytest.raises(PackRefused, match=r"forms\.yaml:1: This file is missing"):
        load_pack(path)


def test_an_intent_belongs_to_one_case(broken: Break) -> None:
    path = broken("rules.txt", "YM-4", "YM-4")
    text = (path / LOST).read_text("utf-8")
    (path / "cases" / "second.yaml").write_text(text.replace("id: lost\n", "id: second\n", 1), "utf-8")
    with pytest.raises(PackRefused, match="The intent lost already belongs to another case"):
        load_pack(path)


def test_yaml_that_cannot_be_read_is_named_by_line() -> None:
    document = read_marked("a: 1\nb: [1, 2\nc: 3\n")
    assert document.faults
    assert document.faults[0].line >= 2


def test_on_and_off_stay_words_and_yes_and_no_are_booleans() -> None:
    document = read_marked("on: off\nyes_no: [yes, no]\nday: 2007-01-01\n")
    assert list(document.value) == ["on", "yes_no", "day"]
    assert document.value["on"] == "off"
    assert document.value["yes_no"] == [True, False]
    assert document.value["day"].year == 2007


def test_the_shipped_packs_are_loaded_once() -> None:
    assert load_packs() is load_packs()
    assert set(load_packs()) == {"hubei-2013-80", "huzhou-2007-35"}


def test_an_unknown_notice_is_refused_by_name() -> None:
    with pytest.raises(UnknownPack, match="There are: yunmeng-2030-7"):
        pack_named(load_packs_from(PACKS), "atlantis")
