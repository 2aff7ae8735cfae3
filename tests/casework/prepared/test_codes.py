"""Hand-over codes: what is read as the same code, and every slip of one finger or of two neighbours."""

from __future__ import annotations

import os
import random
from itertools import count

import pytest

from casework.prepared import HandOverMistyped, new_code, read_code, shown
from casework.prepared.codes import LENGTH, SYMBOLS, adds_up

CHANCE = random.Random(20261120)
CODES = [new_code(CHANCE.randbytes) for _ in range(200)]


def test_a_new_code_has_sixteen_symbols_that_nobody_mistakes_and_reads_as_itself() -> None:
    for code in CODES:
        assert len(code) == LENGTH
        assert set(code) <= set(SYMBOLS)
        assert not set(code) & set("ILOU")
        assert read_code(shown(code)) == code
    assert len(set(CODES)) == len(CODES)


def test_every_single_wrong_symbol_of_two_hundred_codes_is_noticed() -> None:
    tried = count()
    for code in CODES:
        for place in range(LENGTH):
            for symbol in SYMBOLS.replace(code[place], ""):
                next(tried)
                assert not adds_up(code[:place] + symbol + code[place + 1 :])
    assert next(tried) == 200 * 16 * 31


def test_every_swap_of_two_symbols_neighbours_or_not_is_noticed() -> None:
    for code in CODES:
        for left in range(LENGTH):
            for right in range(left + 1, LENGTH):
                if code[left] != code[right]:
                    swapped = list(code)
                    swapped[left], swapped[right] = swapped[right], swapped[left]
                    assert not adds_up("".join(swapped))


@pytest.mark.parametrize(
    "spelling",
    [
        str.lower,
        lambda code: " ".join(shown(code).split("-")),
        lambda code: shown(code).replace("-", "—"),
        lambda code: "".join(chr(ord(mark) + 0xFEE0) for mark in code),
        lambda code: code.replace("1", "I").replace("0", "O"),
        lambda code: code.replace("1", "l").replace("0", "o"),
        lambda code: f"  {shown(code)}\r\n",
    ],
    ids=["small", "spaces", "dashes", "full width", "I and O", "l and o", "white space"],
)
def test_a_code_is_read_however_people_write_it(spelling: object) -> None:
    assert callable(spelling)
    for code in CODES:
        assert read_code(spelling(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "7Q2M",
        "0" * 15,
        "0" * 17,
        "Ü" * 16,
        "U" * 16,
        "零" * 16,
        CODES[0][1:] + CODES[0][0],
        "0" * 10**6,
        "\x00" * 16,
    ],
)
def test_what_cannot_be_a_code_is_refused_with_what_to_do(typed: str) -> None:
    with pytest.raises(HandOverMistyped) as refusal:
        read_code(typed)
    assert "交接单" in refusal.value.say("zh")
    assert "sheet" in refusal.value.say("en")


def test_every_symbol_is_as_likely_as_any_other() -> None:
    seen = "".join(new_code(os.urandom)[:-1] for _ in range(2000))
    assert min(map(seen.count, SYMBOLS)) > len(seen) / len(SYMBOLS) * 0.8
