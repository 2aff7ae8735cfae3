"""What sentences say beside what they want: a table of sentences, and the promises that the table cannot show."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.understanding import Level, Notice, Origin, PartialDate, Route, Slot, UnitKind, understand
from bot.understanding.gazetteer import rows
from bot.understanding.normalise import normalise
from bot.understanding.scoring import HELD_OUT_SLOTS, SLOTS_TODAY, SlotCase, read_slot_cases, score_slots
from bot.understanding.slots import extract

TABLE = Path(__file__).parent / "slots.txt"
CLOSED: dict[Slot, set[str]] = {
    Slot.ORIGIN: {*Origin},
    Slot.LEVEL: {*Level},
    Slot.ROUTE: {*Route},
    Slot.UNIT_KIND: {*UnitKind},
    Slot.NOTICE: {*Notice},
    Slot.TITLE: {row[0] for row in rows("titles.txt")},
    Slot.REGION: {row[0] for row in rows("regions.txt")},
}
CASES = read_slot_cases(TABLE)


@pytest.mark.parametrize("case", CASES, ids=[case.text for case in CASES])
def test_a_sentence_says_exactly_this(case: SlotCase) -> None:
    found = extract(normalise(case.text), SLOTS_TODAY)
    assert {slot.value: str(value) for slot, value in found.items()} == case.slots


def test_the_table_is_large_and_exercises_every_slot_and_every_value() -> None:
    assert len(CASES) >= 80
    said = Counter(pair for case in CASES for pair in case.slots.items())
    assert {name for name, _ in said} == {slot.value for slot in Slot}
    for slot in (Slot.ORIGIN, Slot.LEVEL, Slot.ROUTE, Slot.UNIT_KIND, Slot.NOTICE):
        values = {value for name, value in said if name == slot.value}
        assert CLOSED[slot] - values <= {Level.TECHNICIAN}, slot


def test_what_is_extracted_from_held_apart_sentences_is_right() -> None:
    score = score_slots(HELD_OUT_SLOTS)
    assert score.sentences >= 40
    assert score.precision >= 0.97, "\n".join(score.lines())
    assert score.recall >= 0.95, "\n".join(score.lines())


def test_the_held_apart_sentences_are_not_in_the_table() -> None:
    table = {normalise(case.text) for case in CASES}
    shared = [case.text for case in read_slot_cases(HELD_OUT_SLOTS) if normalise(case.text) in table]
    # Sentences as short as these say one thing only, and in one way.
    assert set(shared) <= {"没有登报", "你好"}


@pytest.mark.parametrize("case", CASES, ids=[case.text for case in CASES])
def test_values_come_from_closed_sets(case: SlotCase) -> None:
    regions = CLOSED[Slot.REGION]
    for slot, value in extract(normalise(case.text), SLOTS_TODAY).items():
        if slot in (Slot.REGION, Slot.REGION_FROM, Slot.REGION_TO):
            assert value in regions
        elif slot in CLOSED:
            assert value in CLOSED[slot]
        else:
            assert isinstance(value, PartialDate)


def test_relative_dates_need_to_know_today() -> None:
    assert Slot.LOST_ON not in understand("证书去年八月丢了").slots
    assert understand("证书去年八月丢了", date(2020, 1, 5)).slots[Slot.LOST_ON] == PartialDate(2019, 8)


def test_slots_cannot_be_changed() -> None:
    slots = understand("武汉的证书丢了").slots
    with pytest.raises(TypeError):
        slots[Slot.REGION] = "420200"  # type: ignore[index]


def test_every_title_of_the_gazetteer_is_found_whole_and_at_its_level() -> None:
    for name, level, aliases in rows("titles.txt"):
        for known in (name, *(alias for alias in aliases.split(",") if alias)):
            slots = extract(normalise(f"我有{known}资格" if not known.isascii() else f"my {known} certificate"), None)
            assert slots.get(Slot.TITLE) == name, known
            assert slots.get(Slot.LEVEL) == (None if level == "national_exam" else level), known


def test_every_place_of_the_gazetteer_is_found() -> None:
    for code, name, aliases in rows("regions.txt"):
        for known in (name, *(alias for alias in aliases.split(",") if alias)):
            text = f"i work in {known}" if known.isascii() else f"我在{known}上班"
            assert extract(normalise(text), None).get(Slot.REGION_TO) == code, known


def test_titles_with_a_denial_before_or_after_are_not_claimed() -> None:
    for row in rows("titles.txt"):
        for sentence in ("我不是{}", "{}还没评", "还没评上{}", "准备评{}"):
            assert Slot.TITLE not in extract(normalise(sentence.format(row[0])), None), sentence.format(row[0])
