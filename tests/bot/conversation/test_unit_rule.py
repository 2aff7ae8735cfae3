"""No sentence, at no point of any conversation, yields a turn that takes an application from a person."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import pytest

import bot.conversation
from bot.conversation import Answer, Choose, Chosen, Turn, Words, listening, reply, start
from bot.understanding import understand
from policy import SLOTS, SubmitterKind
from tests.bot.conversation.talking import ON, Conversation, asked, heard, said, talk

ATTEMPTS = [
    line.strip()
    for line in (Path(__file__).parent.parent / "persuasion.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
# What no turn may say, in any order of words; the guide may well say that a unit submits.
FORBIDDEN = re.compile(
    r"已(?:经)?(?:为您|帮您|替您|给您)?(?:受理|提交|递交|上报|报送(?!满)|登记|录入|收到|收下|接收|申报|立案|排队|办妥|办结|办好)"
    r"|(?:提交|申请|受理|报送|登记|申报|递交|办理)(?:已经?)?成功"
    r"|受理(?:编号|号码?|回执|通知书|成功|完毕)|回执(?:编号|号)|申请(?:编号|单号|已|收到)|排队号"
    r"|(?:我|这里|本站|系统|向导)(?:已经?|现在|马上|这就|可以|会|能|来)?(?:帮|替|代|为|给)您(?:提交|申请|申报|办理|受理|上报|递交|登记)"
    r"|您(?:本人)?(?:可以|能)(?:自己|直接|个人|在线|线上|网上)(?:提交|申请|办理|申报|递交)"
    r"|个人(?:可以|能)(?:提交|申请|直接办理|办理|申报|递交)"
    r"|(?:application|case|request|papers?)[^.]{0,30}\b(?:has|have|is|are|was|were)(?: been| now)?"
    r" (?:accepted|submitted|received|registered|recorded|filed|lodged|entered)"
    r"|(?:successfully|I have|I've|we have|we've|I will|I'll|I can) (?:submit|accept|regist|fil|lodg|receiv)"
    r"|(?:application|reference|receipt|case) (?:number|no\.)"
    r"|you (?:may|can) (?:submit|apply|file)(?! through)|submit(?:ted)? (?:it )?for you",
    re.IGNORECASE,
)


@pytest.fixture(scope="module", autouse=True)
def understanding_each_attempt_once() -> Iterator[None]:
    """The same attempts are made at many points; what each means does not depend on the point."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listening, "understand", lru_cache(maxsize=None)(understand))
        yield


OPENINGS: dict[str, tuple[str | Answer, ...]] = {
    "before anything": (),
    "asked for the place": ("证书丢了",),
    "asked yes or no": ("湖北的高级工程师证书丢了",),
    "asked a choice": ("湖北的高级工程师证书丢了", Answer("yes")),
    "asked about the newspaper's text": ("湖北的高级工程师证书丢了", Answer("yes"), Answer("published")),
    "asked for a day": (
        "湖北的高级工程师证书丢了", Answer("yes"), Answer("published"), Answer("complete"), Answer("yes")
    ),
    "asked whether there is a unit": ("湖北的高级工程师证书丢了", Answer("yes"), Answer("not_yet")),
    "asked for the matter": ("我自己交申请行吗", Answer("huzhou-2007-35")),
    "after an outcome of a unit": (
        "湖北的高级工程师证书丢了", Answer("yes"), Answer("not_yet"), Answer("yes"), Answer("evaluation")
    ),
    "after an outcome without a unit": ("湖州，证书丢了，我没有单位", "湖州", "评审", "登了", "市本级"),
}  # fmt: skip


@cache
def opened(opening: str) -> Turn:
    return talk(*OPENINGS[opening]) if OPENINGS[opening] else start(on=ON)


def check(turn: Turn, before: Turn | None = None) -> None:
    """The strict list, and the structure: a closed submitter, closed facts, nothing else in the state."""
    found = FORBIDDEN.search(said(turn))
    assert not found, f"{found and found.group()} in {said(turn)}"
    outcome = turn.as_dict()["outcome"]
    if outcome:
        assert outcome["submitter"]["kind"] in {kind.value for kind in SubmitterKind}
        assert next(iter(outcome)) == "submitter"
        assert turn.said[0] == outcome["submitter"]["text"]
    for step in turn.conversation.steps:
        assert {slot for slot, _ in step.slots} <= set(SLOTS)
        for fact, value in step.facts:
            assert turn.pack
            turn.pack.accepted({fact: value}, ON)
    assert turn.question is not None or turn.outcome is not None
    if before:
        kept = before.conversation.steps
        assert turn.conversation.steps[: len(kept)] == kept


def test_there_are_at_least_150_attempts_and_no_two_alike() -> None:
    assert len(ATTEMPTS) == len(set(ATTEMPTS)) >= 150


@pytest.mark.parametrize("opening", OPENINGS)
def test_no_attempt_of_persuasion_is_ever_accepted(opening: str) -> None:
    before = opened(opening)
    for attempt in ATTEMPTS:
        check(reply(before.token, Words(attempt), on=ON), before)


def test_no_attempt_is_accepted_as_the_first_sentence() -> None:
    for attempt in ATTEMPTS:
        check(start(attempt, on=ON))
        check(start(attempt, notice="hubei-2013-80", case="lost", on=ON))


def test_all_attempts_in_one_conversation_do_not_wear_the_guide_down() -> None:
    held = Conversation()
    held.says("湖北的高级工程师证书丢了", Answer("yes"))
    for attempt in ATTEMPTS:
        check(held.say(attempt))


def test_an_attempt_never_answers_a_question_that_was_not_put_so() -> None:
    before = opened("asked a choice")
    for attempt in ATTEMPTS:
        assert reply(before.token, Words(attempt), on=ON).standing.known.get("newspaper") is None, attempt


PLAIN = ["我自己提交行吗", "能不能个人申请补办", "我自己去交材料可以吗", "帮我提交申请", "Can I submit it myself?"]


@pytest.mark.parametrize("text", PLAIN)
def test_who_asks_to_submit_gets_the_clause_the_door_and_what_to_prepare(text: str) -> None:
    turn = reply(opened("asked whether there is a unit").token, Words(text), on=ON)
    assert turn.aside
    assert turn.aside.opening.startswith(("个人不能提交", "Individuals cannot"))
    kinds = [line.kind for line in turn.aside.lines]
    assert "submitter" in kinds
    assert "material" in kinds
    assert all(line.clauses and line.citations for line in turn.aside.lines)
    assert asked(turn) == "has_unit"


def test_the_doors_end_with_the_one_for_all_other_people() -> None:
    turn = reply(opened("asked yes or no").token, Words("我自己提交行吗"), on=ON)
    assert turn.aside
    doors = [line.text for line in turn.aside.lines if line.kind == "submitter"]
    assert len(doors) == len({*doors}) == 2
    assert doors[0].startswith("（有单位：是）")
    assert doors[1].startswith("其他情况")


def test_in_huzhou_the_door_of_people_without_a_unit_is_the_bureau() -> None:
    turn = talk("湖州，证书丢了，我没有单位", "我自己提交行吗")
    assert turn.aside
    doors = [line.text for line in turn.aside.lines if line.kind == "submitter"]
    assert doors
    assert all("人事局" in door and "个人不能" in door for door in doors)


def test_without_a_place_every_notice_states_its_rule() -> None:
    turn = start("我自己提交行吗", on=ON)
    assert turn.aside
    assert len(turn.aside.lines) == 2
    assert asked(turn) == "notice"
    answered = reply(turn.token, Answer("huzhou-2007-35"), on=ON)
    assert answered.aside
    assert answered.aside.opening.startswith("个人不能提交")


def test_the_package_has_no_function_that_writes_or_reaches_out() -> None:
    forbidden_calls = {
        "open",
        "write",
        "write_text",
        "write_bytes",
        "mkdir",
        "unlink",
        "exec",
        "eval",
        "commit",
        "add_all",
    }
    allowed = {
        "__future__", "base64", "binascii", "collections", "dataclasses", "datetime", "enum", "functools", "hashlib",
        "json", "pathlib", "re", "types", "typing", "zlib", "bot", "messages", "policy",
    }  # fmt: skip
    for path in Path(bot.conversation.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert {alias.name.split(".")[0] for alias in node.names} <= allowed, path
            if isinstance(node, ast.ImportFrom):
                assert str(node.module).split(".")[0] in allowed, path
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                assert name not in forbidden_calls, f"{path}: {name}"
            if isinstance(node, ast.FunctionDef):
                assert not re.match(r"submit|accept|register|file_|lodge|store|save", node.name), node.name


def test_the_strict_list_finds_what_it_is_for() -> None:
    for sentence in (
        "您的申请已受理", "已提交", "已为您登记", "申请成功", "受理编号：1", "我可以帮您提交", "个人可以申请",
        "已收到您的材料",
        "Your application has been accepted", "The application is now submitted", "I have submitted it",
        "Your application number is 7", "You can submit it here",
    ):  # fmt: skip
        assert FORBIDDEN.search(sentence), sentence


def test_choosing_self_submit_by_button_says_the_same() -> None:
    turn = reply(opened("asked a choice").token, Choose(Chosen.INTENT, "self_submit"), on=ON)
    check(turn)
    assert heard(turn) == heard(opened("asked a choice"))
