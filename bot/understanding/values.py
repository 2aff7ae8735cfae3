"""What slots may hold: closed sets of values, and dates that may be known to the month or the year only.

PartialDate(2007, 4).earliest       # date(2007, 4, 1)
PartialDate(2007, 4, 30).exact      # date(2007, 4, 30)
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Slot(StrEnum):
    """What a sentence may say beside what it wants."""

    REGION_FROM = "region_from"
    """Where the person or the certificate comes from: a GB/T 2260 code of `data/regions.txt`."""
    REGION_TO = "region_to"
    """Where the person went or works now: a code."""
    REGION = "region"
    """A place named without a direction: a code."""
    ORIGIN = "origin"
    """`Origin`."""
    TITLE = "title"
    """A title's official name, as in the first column of `data/titles.txt`."""
    LEVEL = "level"
    """`Level`."""
    ROUTE = "route"
    """`Route`."""
    UNIT_KIND = "unit_kind"
    """`UnitKind`."""
    PUBLISHED_ON = "published_on"
    """When the loss was announced in a newspaper: `PartialDate`, as are the three below."""
    LOST_ON = "lost_on"
    OBTAINED_ON = "obtained_on"
    RETIRED_ON = "retired_on"
    NOTICE = "notice"
    """`Notice`."""


class Origin(StrEnum):
    """Where somebody who needs a confirmation was evaluated."""

    OTHER_PROVINCE = "other_province"
    ARMY = "army"
    CENTRAL_UNIT = "central_unit"
    SAME_PROVINCE = "same_province"


class Level(StrEnum):
    """Levels of titles; the two unstated ones are what people say when they leave the half open (高级, 初级)."""

    FULL_SENIOR = "full_senior"
    DEPUTY_SENIOR = "deputy_senior"
    SENIOR_UNSTATED = "senior_unstated"
    INTERMEDIATE = "intermediate"
    ASSISTANT = "assistant"
    TECHNICIAN = "technician"
    JUNIOR_UNSTATED = "junior_unstated"


class Route(StrEnum):
    """How a title was obtained. `EXAM` is an examination of which the sentence does not say whose."""

    EVALUATION = "evaluation"
    RECOGNITION = "recognition"
    PROVINCIAL_EXAM = "provincial_exam"
    NATIONAL_EXAM = "national_exam"
    EXAM = "exam"


class UnitKind(StrEnum):
    """The kind of the person's employer, or that there is none."""

    PUBLIC = "public"
    PRIVATE = "private"
    NONE = "none"
    RETIRED = "retired"


class Notice(StrEnum):
    """The notice that the named place hints at."""

    HUBEI = "hubei"
    HUZHOU = "huzhou"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as somebody says it: a year, perhaps a month of it, perhaps a day of that."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def exact(self) -> date | None:
        """The day, if it was said."""
        return None if self.month is None or self.day is None else date(self.year, self.month, self.day)

    @property
    def earliest(self) -> date:
        """The first day that it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """ISO 8601, as precise as it was said: 2007, 2007-04 or 2007-04-30."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)


SlotValue = str | PartialDate
