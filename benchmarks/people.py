"""Invented people and what their certificates say; the same ones for every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from demonstration.make_lists import ENGINEERING, identity, make_name

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
ISSUED_ON = date(2026, 11, 21)
TITLE = "工程师"
BODY = "武汉市工程系列中级评审委员会"
DOCUMENT = "武人社〔2026〕12号"
FIRST_NUMBER = 20260002000001


POOL = 4096
"""How many different pairs of name and specialty there are; beyond that they repeat, numbers never do."""


@dataclass(frozen=True, slots=True)
class Person:
    """One approved person."""

    serial: int
    name: str
    specialty: str
    approved_on: date

    @property
    def number(self) -> str:
        """The number of this person's certificate."""
        return str(FIRST_NUMBER + self.serial)

    @property
    def identity(self) -> str:
        """An identity number that no one holds."""
        return identity("420106", self.serial)


def people(count: int, *, step: int = 1) -> Iterator[Person]:
    """`count` people with names of two or three characters, as most have; only every `step`th number is given out."""
    dice = random.Random(2026)
    pool = [_drawn(dice) for _ in range(min(count, POOL))]
    for place in range(count):
        yield Person(place * step, *pool[place % POOL])


def _drawn(dice: random.Random) -> tuple[str, str, date]:
    return make_name(dice), dice.choice(ENGINEERING), date(2026, 6, 1) + timedelta(days=dice.randrange(90))
