"""All that one sentence says beside what it wants.

extract(normalise("2007年4月取得的工程师证书，去年八月丢了"), date(2026, 11, 20))
# {Slot.TITLE: "工程师", Slot.LEVEL: Level.INTERMEDIATE, Slot.OBTAINED_ON: PartialDate(2007, 4), …}
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.understanding.circumstances import read_origin, read_route, read_unit
from bot.understanding.clauses import clause_bounds, denied
from bot.understanding.dates import find_dates
from bot.understanding.gazetteer import Found
from bot.understanding.places import read_places
from bot.understanding.titles import read_title
from bot.understanding.values import PartialDate, Slot, SlotValue

# What happened on a date; an announcement stands first, because 遗失声明 names the loss and means the newspaper.
_EVENTS = {
    Slot.PUBLISHED_ON: (
        r"登(?:的|了|过|出|在|载)?(?:的)?(?:报|声明|遗失声明)",
        r"登(?:的|了|出来|出|在|载)|刊登|刊出|见报|报纸",
        r"(?:遗失|作废)?(?:声明|申明)",
        r"\bpublish\w*|\bnewspaper\b|\bannounce\w*",
    ),
    Slot.LOST_ON: (
        r"丢|遗失|不见|弄没|搞没|没了|被偷|被盗|失窃|遗落",
        r"(?<!洗)掉(?!色|渣|皮|了一|换)",
        r"找不[到着]|落(?:在|了|丢)",
        r"\blost\b|\bstolen\b|\blose\b|\bmissing\b",
    ),
    Slot.RETIRED_ON: (
        r"(?:离退|离|退)休|退下来",
        r"\bretire[ds]?\b",
    ),
    Slot.OBTAINED_ON: (
        r"取得|获得|拿到|拿的|拿了|评上|评的|评下来|评了|评定|评审通过|通过评审|批准|批的|颁发|发的|发证",
        r"考取|考的|考过|考出|授予|领的",
        r"\bobtain\w*|\bgranted\b|\bissued\b|\bgot\b|\bpassed\b|\bawarded\b|\breceived\b|\bearned\b",
    ),
}
# What may stand beside a date in a clause of its own, which then belongs to the clause before: 证书丢了，是去年8月.
_FILLERS = re.compile(
    r"大概|大约|应该|好像|可能|估计|时间|时候|那会儿?|当时|就|是|在|的|了|吧|呢|左右|前后"
    r"|\b(?:in|on|about|around|it was)\b| "
)
_EVENT_WORDS = re.compile("|".join(f"({'|'.join(words)})" for words in _EVENTS.values()))


def extract(text: str, today: date | None) -> dict[Slot, SlotValue]:
    """The slots of a normalised text, in the order of `Slot`; what it denies or leaves open is absent."""
    places, claim = read_places(text), read_title(text)
    route = read_route(text) or (claim.title.route if claim.title else None)
    found: dict[Slot, SlotValue | None] = {
        Slot.REGION_FROM: places.came_from,
        Slot.REGION_TO: places.went_to,
        Slot.REGION: places.named,
        Slot.ORIGIN: read_origin(text, places),
        Slot.TITLE: claim.title.name if claim.title else None,
        Slot.LEVEL: claim.level,
        Slot.ROUTE: route,
        Slot.UNIT_KIND: read_unit(text),
        **_read_events(text, today),
        Slot.NOTICE: places.notice,
    }
    return {slot: value for slot in Slot if (value := found.get(slot)) is not None}


def _read_events(text: str, today: date | None) -> dict[Slot, PartialDate]:
    """Each date goes to the event it stands with; of two dates for one event the first stays."""
    dates = find_dates(text, today)
    if not dates:
        return {}
    events = [
        Found(tuple(_EVENTS)[(match.lastindex or 1) - 1], match.start(), match.end())
        for match in _EVENT_WORDS.finditer(text)
        if not denied(text, match.start(), match.end())
    ]
    assigned: dict[Slot, PartialDate] = {}
    for at, said in enumerate(dates):
        slot = _event_of(
            text, said, dates[at - 1] if at else None, dates[at + 1] if at + 1 < len(dates) else None, events
        )
        if slot is not None:
            assigned.setdefault(slot, said.value)
    return assigned


def _event_of(
    text: str,
    said: Found[PartialDate],
    previous: Found[PartialDate] | None,
    following: Found[PartialDate] | None,
    events: Sequence[Found[Slot]],
) -> Slot | None:
    """The event of a date: the next word after it in its clause, else the last before it, else the clause before."""
    left, right = clause_bounds(text, said.start, said.end)
    earliest = previous.end if previous else 0
    latest = following.start if following else len(text)
    after = [event.value for event in events if said.end <= event.start < min(right, latest)]
    if after:
        return after[0]
    before = [event.value for event in events if max(left, earliest) <= event.start < said.start]
    if before:
        return before[-1]
    if _FILLERS.sub("", text[left : said.start] + text[said.end : right]):
        return None
    elsewhere = [event.value for event in events if earliest <= event.start < said.start]
    return elsewhere[-1] if elsewhere else None
