"""The condition language: three-valued, lazy, and closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.conditions import ALWAYS, Answer, Condition, Unsettled, parse_condition, settle
from policy.dates import after_months, written


class Told:
    """Facts as a condition sees them."""

    def __init__(self, **facts: Answer) -> None:
        self.facts = facts

    def answer(self, fact: str) -> Answer | None:
        return self.facts.get(fact)

    def day(self, name: str) -> date:
        found = self.facts.get(name)
        if not isinstance(found, date):
            raise Unsettled(name)
        return found


def truth(condition: Condition, **facts: Answer) -> bool | str:
    try:
        return settle(condition, Told(**facts))
    except Unsettled as unsettled:
        return unsettled.fact


@pytest.mark.parametrize(
    ("raw", "facts", "expected"),
    [
        ({"a": True}, {}, "a"),
        ({"a": True}, {"a": False}, False),
        ({"a": ["x", "y"]}, {"a": "y"}, True),
        ({"a": True, "b": True}, {"b": False}, False),
        ({"a": True, "b": True}, {"b": True}, "a"),
        ({"any": [{"a": True}, {"b": True}]}, {"b": True}, True),
        ({"any": [{"a": True}, {"b": True}]}, {"b": False}, "a"),
        ({"any": [{"a": True}, {"b": True}]}, {"a": False, "b": False}, False),
        ({"not": {"a": True}}, {}, "a"),
        ({"not": {"a": True}}, {"a": False}, True),
        ({"date": "d", "before": date(2007, 1, 1)}, {"d": date(2006, 12, 31)}, True),
        ({"date": "d", "until": date(2007, 1, 1)}, {"d": date(2007, 1, 1)}, True),
        ({"date": "d", "is": date(2007, 1, 1)}, {"d": date(2007, 1, 2)}, False),
        ({"date": "d", "from": date(2007, 1, 1)}, {"d": date(2007, 1, 1)}, True),
        ({"date": "d", "after": "e"}, {"d": date(2007, 1, 1)}, "e"),
        ({"date": "d", "after": "e"}, {"d": date(2007, 1, 2), "e": date(2007, 1, 1)}, True),
        ({"all": [{"a": True}, {"any": [{"b": True}, {"c": True}]}], "d": True}, {"a": True, "b": False}, "c"),
    ],
)
def test_a_condition_is_true_false_or_hangs_on_a_fact(
    raw: dict[str, Any], facts: dict[str, Answer], expected: bool | str
) -> None:
    assert truth(parse_condition(raw), **facts) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "level",
        {},
        {"all": []},
        {"any": {"a": True}},
        {"a": 3},
        {"a": []},
        {"date": "d"},
        {"date": "d", "on": "e"},
        {"date": 3, "before": "e"},
        {"date": "d", "before": 2007},
    ],
)
def test_what_is_no_condition_is_refused(raw: Any) -> None:
    with pytest.raises(ValueError, match=r"condition|takes|compare|stands"):
        parse_condition(raw)


def test_no_condition_always_holds() -> None:
    assert truth(ALWAYS) is True


conditions = st.recursive(
    st.sampled_from("abcd").map(lambda fact: {fact: True}),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=8,
)


@given(
    raw=conditions, facts=st.dictionaries(st.sampled_from("abcd"), st.booleans()), more=st.tuples(*[st.booleans()] * 4)
)
def test_what_is_decided_stays_decided_when_more_becomes_known(
    raw: dict[str, Any], facts: dict[str, bool], more: tuple[bool, ...]
) -> None:
    condition = parse_condition(raw)
    early = truth(condition, **facts)
    late = truth(condition, **{**dict(zip("abcd", more, strict=True)), **facts})
    assert isinstance(late, bool)
    if isinstance(early, bool):
        assert late is early
    else:
        assert early not in facts


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 8, 28), 6, date(2027, 2, 28)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 3, 15), 0, date(2026, 3, 15)),
    ],
)
def test_months_are_counted_to_the_corresponding_day(day: date, months: int, expected: date) -> None:
    assert after_months(day, months) == expected


@given(st.dates(date(1950, 1, 1), date(2990, 1, 1)), st.integers(0, 48))
def test_counting_months_never_turns_the_order_of_days_around(day: date, months: int) -> None:
    assert after_months(day, months) <= after_months(date.fromordinal(day.toordinal() + 1), months)


def test_days_are_written_as_people_write_them() -> None:
    assert written(date(2026, 8, 31), "zh") == "2026年8月31日"
    assert written(date(2026, 8, 31), "en") == "31 August 2026"
