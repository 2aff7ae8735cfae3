"""The queue: what waits for one's own office, oldest first.

GET /desk/queue?kind=exchange&step=review&region=420100&days=14&q=SQ-12&after=1763…-7
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from flask import Response, request

from casework.accounts.words import Role
from casework.applications.waiting import Place, Wanted, tallies, waiting
from casework.applications.words import Kind
from policy.vocabulary import StepKind
from registry.chinese_time import date_in_china
from registry.regions import region_names
from verify_site.desk.edge import edge, member, reading
from verify_site.desk.page import desk_page
from verify_site.language import N_, chosen

PAGE = "/desk/queue"
STEPS = {StepKind.REVIEW: N_("审核"), StepKind.DECIDE: N_("审批")}
WAITS = (7, 15, 30, 60)
"""Days of waiting that the filter offers; the notices set no deadline for the offices themselves."""
FILTERS = ("kind", "step", "region", "days", "q")
_PLACE = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def queue_page() -> Response:
    """What waits, narrowed as asked, with the ways to do the same with several cases."""
    wanted, now, speech = wanted_of(request.args), edge().now, chosen(request.args)
    with reading() as session:
        found = waiting(session, member(), wanted, now=now, after=_place(request.args.get("after", "")))
        counted = tallies(session, member())
    return desk_page(
        "desk/queue.html",
        PAGE,
        page=found,
        waited={line.id: (now - line.since).days for line in found.lines},
        since={line.id: speech.date(date_in_china(line.since)) for line in found.lines},
        counted=counted,
        wanted=wanted,
        narrowed=wanted != Wanted(),
        kinds=[kind for kind in Kind if kind in counted.kinds],
        steps={step: word for step, word in STEPS.items() if step in counted.steps},
        step_words=STEPS,
        regions={code: region_names().get(code, code) for code in sorted(counted.regions)},
        waits=WAITS,
        next=_next(found.after) if found.after is not None else None,
        reviews=Role.REVIEWER in member().roles,
        decides=Role.DECIDER in member().roles,
    )


def wanted_of(args: Mapping[str, str]) -> Wanted:
    """The filters of an address; what is none of them narrows nothing."""
    kind, step, days = args.get("kind", ""), args.get("step", ""), args.get("days", "")
    return Wanted(
        kind=Kind(kind) if kind in set(Kind) else None,
        does=next((each for each in STEPS if each.value == step), None),
        region=args.get("region", "")[:6],
        days=int(days) if days in map(str, WAITS) else 0,
        text=args.get("q", "")[:50],
    )


def _place(text: str) -> Place | None:
    found = _PLACE.fullmatch(text)
    return Place(_EPOCH + timedelta(microseconds=int(found[1])), int(found[2])) if found else None


def _next(place: Place) -> str:
    """The address of the page that follows, with the same filters."""
    kept = {name: value for name, value in request.args.items() if name in (*FILTERS, "lang")}
    after = f"{(place.since - _EPOCH) // timedelta(microseconds=1)}-{place.id}"
    return f"{PAGE}?{urlencode({**kept, 'after': after})}"
