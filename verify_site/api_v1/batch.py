"""POST /api/v1/verifications/batch: up to a thousand questions, answered in order.

    [{"code": "…"}, {"number": "…", "name": "…"}]   ->   [{"verdict": "valid", …}, {"verdict": "no_match", …}]

A question that cannot be answered is a problem object in its place and never stops the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Response, request
from flask_limiter import RateLimitExceeded

from registry.batch import match_names, verify_codes
from registry.verification import Verification
from verify_site import problems
from verify_site.answers import encoded
from verify_site.api_v1.payment import pay
from verify_site.api_v1.reading import Question, question
from verify_site.api_v1.verifications import answer
from verify_site.checking import NETWORK, Budget, note
from verify_site.errors import ChallengeNeeded, InvalidRequest, WrongCount
from verify_site.json_body import json_array
from verify_site.language import chosen
from verify_site.service import service
from verify_site.statistics.counting import Way
from verify_site.wording import Asked

MOST = 1_000
"""Questions in one batch."""
Outcome = Verification | Exception


def verified() -> Response:
    """The answers to all questions, in their order."""
    items = json_array()
    if not 1 <= len(items) <= MOST:
        raise WrongCount(most=MOST)
    payment = pay(len(items))
    asked = [_read(item) for item in items]
    outcomes = _one_by_one(asked, NETWORK) if payment.budget is NETWORK else _together(asked)
    parts = (_encoded(each, outcome) for each, outcome in zip(asked, outcomes, strict=True))
    response = Response(b"[" + b",\n".join(parts) + b"]", content_type="application/json")
    response.headers.update(payment.headers())
    return response


def _read(item: Any) -> Question | InvalidRequest:
    try:
        return question(item)
    except InvalidRequest as error:
        return error


def _one_by_one(asked: Iterable[Question | InvalidRequest], budget: Budget) -> list[Outcome]:
    """For a network, which pays for each question, and whose misses count before its next one is looked up."""
    return [each if isinstance(each, InvalidRequest) else _answer(each, budget) for each in asked]


def _answer(asked: Question, budget: Budget) -> Outcome:
    try:
        return answer(asked, budget)
    except (RateLimitExceeded, ChallengeNeeded) as error:
        return error


def _together(asked: Sequence[Question | InvalidRequest]) -> list[Outcome]:
    """For a key, which has paid: a read for every few hundred codes, and for every few hundred names."""
    found: dict[int, Outcome] = {}
    places: dict[Asked, list[int]] = {kind: [] for kind in Asked}
    for place, each in enumerate(asked):
        if isinstance(each, InvalidRequest):
            found[place] = each
        else:
            places[each.asked].append(place)
    for kind, their_places in places.items():
        questions = [each for place in their_places if isinstance(each := asked[place], Question)]
        found.update(zip(their_places, _answers(kind, questions), strict=True))
    return [found[place] for place in range(len(asked))]


def _answers(kind: Asked, questions: Sequence[Question]) -> list[Verification]:
    site, now = service(), datetime.now(UTC)
    if kind is Asked.CODE:
        texts = [each.values[0] for each in questions]
        found = verify_codes(texts, keys=site.keys.current(), registry=site.registry, address=site.address, now=now)
    elif kind is Asked.NAME:
        pairs = [(each.values[0], each.values[1]) for each in questions]
        found = match_names(pairs, registry=site.registry, now=now)
    else:
        found = [site.check_verification_code(*each.values) for each in questions]
    for each in found:
        note(each, Way.API)
    return found


def _encoded(asked: Question | InvalidRequest, outcome: Outcome) -> bytes:
    if isinstance(outcome, Verification) and isinstance(asked, Question):
        return encoded(outcome, asked.asked)
    assert isinstance(outcome, Exception)  # noqa: S101 - a question that is none has its error as outcome
    return problems.encoded(problems.told(outcome, chosen(request.args), service().address.origin))
