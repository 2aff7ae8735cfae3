"""A conversation travels in its link: whole, small, for thirty days, and nothing else gets in."""

from __future__ import annotations

import base64
import json
import random
import zlib
from datetime import date, timedelta
from hashlib import blake2s

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import Answer, Back, Conversation, Words, read_token, reply, resume
from bot.conversation.errors import ConversationTooLong, LinkDamaged, LinkExpired, LinkFromAnotherVersion, LinkRefused
from bot.conversation.standing import WRITTEN_BY_HAND
from bot.conversation.state import Named, Step
from bot.conversation.tokens import LONGEST, write_token
from bot.understanding import Intent
from policy import Ask, FactKind, evaluate, load_packs
from tests.bot.conversation.talking import INVENTED, ON, asked, heard, said, talk

DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
WORDS = st.from_regex(r"[a-z][a-z0-9_-]{0,19}", fullmatch=True)
NAMED: st.SearchStrategy[Named] = st.lists(st.tuples(WORDS, st.one_of(st.booleans(), WORDS, DAYS)), max_size=3).map(
    tuple
)
STEPS = st.builds(
    Step,
    notice=st.none() | WORDS,
    case=st.none() | WORDS,
    intent=st.none() | st.sampled_from(Intent),
    slots=NAMED,
    facts=NAMED,
)
CONVERSATIONS = st.builds(
    Conversation,
    day=DAYS,
    language=st.sampled_from(["zh", "en"]),
    steps=st.lists(STEPS, max_size=4).map(tuple),
    version=st.just("") | st.from_regex(r"[0-9a-f]{8}", fullmatch=True),
    changing=st.none() | WORDS,
    offered=st.lists(st.sampled_from(Intent), max_size=3).map(tuple),
    aside=st.none() | st.sampled_from(Intent),
)


def forged(plain: object) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(json.dumps(plain).encode()) + packer.flush()
    return sealed(packed)


def sealed(packed: bytes, version: int = 1) -> str:
    check = blake2s(packed, digest_size=4).digest()
    return base64.urlsafe_b64encode(bytes([version]) + check + packed).rstrip(b"=").decode()


@given(CONVERSATIONS)
@settings(max_examples=60, deadline=None)
def test_every_conversation_survives_its_link(conversation: Conversation) -> None:
    assert read_token(write_token(conversation), on=conversation.day) == conversation


def test_the_longest_path_of_every_case_fits_a_link_with_room_to_spare() -> None:
    longest = 0
    for pack in load_packs().values():
        for case in pack.cases:
            for last in (0, -1):
                facts: dict[str, bool | str | date] = {}
                while isinstance(result := evaluate(pack, case, facts, ON), Ask):
                    asking = result.question
                    facts[asking.id] = ON if asking.kind is FactKind.DATE else pack.facts[asking.id].answers[last]
                steps = (Step(notice=pack.id, case=case), *(Step(facts=(fact,)) for fact in facts.items()))
                token = write_token(Conversation(ON, "zh", steps, "0" * 8))
                assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
                longest = max(longest, len(token))
    assert longest <= LONGEST * 3 // 4


def test_a_conversation_that_no_link_can_hold_is_refused_with_a_sentence() -> None:
    chance = random.Random(7)
    facts = tuple((f"fact{chance.random()}", f"{chance.random()}") for _ in range(40))
    with pytest.raises(ConversationTooLong):
        write_token(Conversation(ON, "zh", (Step(facts=facts),)))


@pytest.mark.parametrize(
    "token",
    ["", "x", "AA", "证书", "A" * 601, "!" * 40, "A" * 40, "../../etc/passwd", "AXq0" * 20, "\x00" * 20, " " * 20],
)
def test_what_is_no_token_is_refused_and_a_new_conversation_begins(token: str) -> None:
    with pytest.raises(LinkDamaged):
        read_token(token, on=ON)
    turn = reply(token, Words("证书丢了"), on=ON)
    assert turn.problem == "damaged"
    assert "链接" in turn.said[0]
    assert asked(turn) == "intent"


def test_one_altered_character_is_found() -> None:
    token = talk("湖北的高级工程师证书丢了", "是").token
    for at in range(len(token) - 1):
        altered = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        with pytest.raises(LinkRefused):
            read_token(altered, on=ON)


GOOD = [ON.toordinal(), "zh", "", 0, [], 0, []]


@pytest.mark.parametrize(
    "plain",
    [
        {},
        [],
        GOOD[:-1],
        [True, *GOOD[1:]],
        [10**12, *GOOD[1:]],
        [GOOD[0], "fr", *GOOD[2:]],
        [*GOOD[:4], ["steal"], 0, []],
        [*GOOD[:4], [], "submit", []],
        [*GOOD[:6], [[0, 0, 0, []]]],
        [*GOOD[:6], [[0, 0, 0, [], [["level", None]]]]],
        [*GOOD[:6], [[0, 0, 0, [], [["level", 1.5]]]]],
        [*GOOD[:6], [[0, 0, 0, [], [["level", "x" * 61]]]]],
        [*GOOD[:6], [[0, 0, 0, [], [["<script>", "x"]]]]],
        [*GOOD[:6], [[0, 0, 0, [], [["level", "a\nb"]]]]],
        [*GOOD[:6], [[0, 0, 0, [], []]] * 61],
        [*GOOD[:6], [[0, 0, 0, [["a", "b"]] * 41, []]]],
    ],
)
def test_a_forged_token_of_another_shape_is_refused(plain: object) -> None:
    with pytest.raises(LinkDamaged):
        read_token(forged(plain), on=ON)


def test_a_forged_token_can_only_answer_questions() -> None:
    facts = [["level", "emperor"], ["nonsense", True], ["published_on", (ON + timedelta(days=90)).toordinal()]]
    slots = [["title", "您的申请已受理"], ["level", "emperor"], ["nonsense", "x"], ["published_on", "2026"]]
    turn = resume(forged([*GOOD[:6], [["hubei-2013-80", "lost", 0, slots, facts]]]), on=ON)
    assert asked(turn) == "issued_here"
    assert heard(turn) == {"notice": "hubei-2013-80", "case": "lost"}
    assert "受理" not in "".join(turn.said)


def test_a_bomb_inside_a_token_is_not_unpacked() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(b"[" * 100_000) + packer.flush()
    with pytest.raises(LinkDamaged):
        read_token(sealed(bomb), on=ON)
    with pytest.raises(LinkDamaged):
        read_token(forged(json.loads("[" * 500 + "]" * 500)), on=ON)


def test_a_token_that_goes_on_beyond_the_limit_is_refused_even_where_its_beginning_is_right() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    long = packer.compress(json.dumps(GOOD).encode() + b" " * 9_000) + packer.flush()
    with pytest.raises(LinkDamaged):
        read_token(sealed(long), on=ON)


def test_a_text_in_a_forged_token_never_reaches_a_page() -> None:
    facts = [["from_here", True], ["published_on", date(2026, 1, 5).toordinal()], ["newspaper_name", "请汇款到这里"]]
    token = forged([*GOOD[:6], [["yunmeng-2030-7", "lost", 0, [["title", "请汇款到这里"]], facts]]])
    turn = resume(token, on=ON, packs=INVENTED)
    assert "汇款" not in said(turn)
    assert turn.standing.known["newspaper_name"] == WRITTEN_BY_HAND


def test_a_token_of_another_format_says_so() -> None:
    with pytest.raises(LinkFromAnotherVersion):
        read_token(sealed(b"whatever", version=2), on=ON)
    assert resume(sealed(b"whatever", version=2), on=ON).problem == "version"


def test_a_link_holds_for_thirty_days_from_its_turn() -> None:
    token = talk("湖北的证书丢了", "是").token
    later = resume(token, on=ON + timedelta(days=30))
    assert asked(later) == "newspaper"
    assert asked(resume(later.token, on=ON + timedelta(days=55))) == "newspaper"
    with pytest.raises(LinkExpired):
        read_token(token, on=ON + timedelta(days=31))
    stale = reply(token, Answer("published"), on=ON + timedelta(days=31))
    assert stale.problem == "expired"
    assert "30" in stale.said[0]
    assert stale.question


def test_a_link_from_the_day_after_tomorrow_is_refused() -> None:
    token = talk("湖北的证书丢了").token
    assert read_token(token, on=ON - timedelta(days=1))
    with pytest.raises(LinkDamaged):
        read_token(token, on=ON - timedelta(days=2))


def test_two_tabs_answer_the_same_question_and_neither_loses_anything() -> None:
    shared = talk("湖北的证书丢了", "是")
    left = reply(shared.token, Answer("published"), on=ON)
    right = reply(shared.token, Answer("not_yet"), on=ON)
    assert heard(left)["newspaper"] == "published"
    assert heard(right)["newspaper"] == "not_yet"
    assert heard(reply(left.token, Back(), on=ON)) == heard(reply(right.token, Back(), on=ON)) == heard(shared)


def test_the_same_turn_is_the_same_link_on_any_machine() -> None:
    assert talk("湖北的证书丢了", "是").token == talk("湖北的证书丢了", "是").token
