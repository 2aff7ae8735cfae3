"""What is kept of a list, read back: how far it is, how it ended, and its lines.

standing = standing_of(kept)         # Progress(done=3, parts=20, place=0) or Ending(counts={…}, …)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from verify_site.lists.keeping import KeptList
from verify_site.lists.lines import Line, from_json
from verify_site.lists.work import plan_of


@dataclass(frozen=True, slots=True)
class Progress:
    """A list that is not done: parts checked of all (0 of 0 while it is being read), and lists before it."""

    done: int
    parts: int
    size: int
    place: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How a list ended: rows by outcome, or the sentence that refuses it in Chinese and English."""

    counts: Mapping[str, int]
    hosts: Mapping[str, int]
    refused: tuple[str, str] | None
    checked_at: datetime | None
    state: int | None


def made_at(kept: KeptList) -> datetime:
    """When the list was taken in."""
    return datetime.fromisoformat(json.loads(kept.read("about"))["at"])


def standing_of(kept: KeptList) -> Progress | Ending:
    """How far a list is, or how it ended. Raises `ListGone`."""
    if kept.has("end"):
        return ending_of(kept)
    plan = plan_of(kept)
    done = len(kept.names("part-"))
    return Progress(done, plan.parts if plan else 0, plan.size if plan else 0, kept.place())


def ending_of(kept: KeptList) -> Ending:
    """How a list ended. Raises `ListGone` where it did not yet."""
    end = json.loads(kept.read("end"))
    refused = end.get("refused")
    checked_at = end.get("checked_at")
    return Ending(
        end.get("counts", {}),
        end.get("hosts", {}),
        (refused[0], refused[1]) if refused else None,
        datetime.fromisoformat(checked_at) if checked_at else None,
        end.get("state"),
    )


def lines_of(kept: KeptList, outcome: str | None = None) -> Iterator[Line]:
    """The lines in order, all or those of one outcome."""
    for name in kept.names("part-"):
        yield from (line for line in from_json(kept.read(name)) if outcome in (None, line.outcome))
