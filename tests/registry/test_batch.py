"""Many at once get the verdicts that each gets alone, on both engines, from few reads."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy import Engine

from registry import batch
from registry.batch import ROWS_OF_A_READ, match_names, verify_codes
from registry.database import open_registry
from registry.rows import LookUp, LookUpFailed
from registry.verification import Verdict, Verification, match_name, verify_code
from tests.province import ADDRESS, NOW, Province

NONSENSE = ("", "12345", "9" * 5000, "看不懂", "https://zs.example.com/V/123", "\ud800", "0" * 400)


def codes_of(province: Province) -> list[str]:
    """Every code of the province as address and as digits, and texts that hold none."""
    codes = [example.code for example in province.examples.values() if example.code]
    return [*codes, *map(ADDRESS.of, codes), *(code[:-3] for code in codes), *NONSENSE]


def pairs_of(province: Province) -> list[tuple[str, str]]:
    """Every number with its name, with another's, spelled otherwise, and with nonsense."""
    papers = list(province.examples.values())
    right = [(paper.number, paper.name) for paper in papers]
    spaced = [(f" {number[:4]}-{number[4:]} ", f"{name[0]}　{name[1:]}") for number, name in right]
    return [*right, *spaced, *((paper.number, "李四") for paper in papers), ("", ""), ("９" * 50, "无此人")]


def one_by_one(province: Province, texts: list[str], registry: Engine | None = None) -> list[Verification]:
    registry = registry or province.engine
    return [verify_code(text, keys=province.keys, registry=registry, address=ADDRESS, now=NOW) for text in texts]


def at_once(province: Province, texts: list[str], registry: Engine | None = None) -> list[Verification]:
    registry = registry or province.engine
    return verify_codes(texts, keys=province.keys, registry=registry, address=ADDRESS, now=NOW)


def test_codes_get_the_verdicts_that_each_gets_alone_in_any_order_and_number(province: Province) -> None:
    texts, draw = codes_of(province), random.Random(7)
    alone = dict(zip(texts, one_by_one(province, texts), strict=True))
    assert len({found.verdict for found in alone.values()}) >= 9
    for size in (0, 1, 2, len(texts), 3 * ROWS_OF_A_READ + 1):
        asked = draw.choices(texts, k=size)
        assert at_once(province, asked) == [alone[text] for text in asked]


def test_names_get_the_verdicts_that_each_gets_alone_in_any_order_and_number(province: Province) -> None:
    pairs, draw = pairs_of(province), random.Random(7)
    alone = {pair: match_name(*pair, registry=province.engine, now=NOW) for pair in pairs}
    assert {found.verdict for found in alone.values()} == {"valid", "replaced", "revoked", "no_match"}
    for size in (0, 1, 2, len(pairs), 2 * ROWS_OF_A_READ + 1):
        asked = draw.choices(pairs, k=size)
        assert match_names(asked, registry=province.engine, now=NOW) == [alone[pair] for pair in asked]


def test_a_thousand_codes_cost_two_reads(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = count_reads(monkeypatch)
    at_once(province, [province.examples["valid"].address] * 2 * ROWS_OF_A_READ)
    assert len(reads) == 2


def count_reads(monkeypatch: pytest.MonkeyPatch, *, failing: frozenset[int] = frozenset()) -> list[int]:
    """Count the reads from now on; those with a number among `failing` fail."""
    reads: list[int] = []
    ask = LookUp.__call__

    def counted(look_up: LookUp, **values: Any) -> list[tuple[Any, ...]]:
        reads.append(len(reads))
        if reads[-1] in failing:
            raise LookUpFailed
        return ask(look_up, **values)

    monkeypatch.setattr(LookUp, "__call__", counted)
    return reads


def test_a_read_that_fails_makes_its_own_part_unknown_and_no_other(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_reads(monkeypatch, failing=frozenset({1, 4}))
    valid, part = province.examples["valid"], ROWS_OF_A_READ
    verdicts = [found.verdict for found in at_once(province, ["1", *[valid.address] * 3 * part])]
    expected = [Verdict.VALID] * part + [Verdict.STATUS_UNKNOWN] * part + [Verdict.VALID] * part
    assert verdicts == [Verdict.MALFORMED, *expected]
    found = match_names([(valid.number, valid.name)] * 3 * part, registry=province.engine, now=NOW)
    assert [each.verdict for each in found] == expected


def test_without_a_registry_everything_is_as_it_is_alone(province: Province) -> None:
    nowhere = open_registry("sqlite:////nowhere/registry.sqlite3", read_only=True)
    texts = codes_of(province)
    assert at_once(province, texts, nowhere) == one_by_one(province, texts, nowhere)
    (found,) = match_names([("1", "某")], registry=nowhere, now=NOW)
    assert found == Verification(Verdict.STATUS_UNKNOWN, NOW)


def test_a_batch_uses_the_indices(province: Province) -> None:
    look_ups = batch._look_ups(province.engine)
    with province.engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if not on_sqlite:
            connection.exec_driver_sql("SET enable_seqscan = off")
        for look_up, key in ((look_ups.digests, b"\0"), (look_ups.numbers, "0")):
            keys = [key] * ROWS_OF_A_READ
            asked = tuple(keys) if on_sqlite else dict(zip(batch._PLACES, keys, strict=True))
            explain = "EXPLAIN QUERY PLAN " if on_sqlite else "EXPLAIN "
            plan = str(connection.exec_driver_sql(explain + look_up.sql, asked).all())
            for whole_table in ("SCAN certificates", "SCAN codes", "SCAN photos", "Seq Scan"):
                assert whole_table not in plan
