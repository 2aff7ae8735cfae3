"""POST /api/v1/verifications: one verdict, strict about what it reads.

    {"code": "HTTPS://HOST/V/2718…"} | {"number": "…", "name": "…"} | {"number": "…", "verification_code": "…"}
    -> {"verdict": "valid", "checked_at": "…", "certificate": {…} | null, "current": …, "changed_on": …, …}
       and "receipt": {…} where the code is a verification receipt's

Anything else is an RFC 9457 problem: 400 unreadable, 413 too large, 415 not JSON, 422 with the member at fault.
"""

from __future__ import annotations

from importlib import import_module

from flask import Response

from registry.verification import Verification
from verify_site.answers import as_json
from verify_site.api_v1.payment import pay
from verify_site.api_v1.reading import Question, question
from verify_site.checking import Budget, check_code, check_name, check_verification_code
from verify_site.json_body import json_object
from verify_site.statistics.counting import Way
from verify_site.wording import Asked


def verified() -> Response:
    """One verdict for one code, or for one number with a name or a verification code."""
    body = json_object()
    payment = pay(1)
    asked = question(body)
    found = answer(asked, payment.budget)
    response = _receipt(asked.values[0], found) or as_json(found, asked.asked)
    response.headers.update(payment.headers())
    return response


def _receipt(text: str, found: Verification) -> Response | None:
    """What a verification receipt states; what shows receipts is loaded by the first of them."""
    if not found.is_receipt:
        return None
    stated: Response | None = import_module("verify_site.receipts.pages").in_json(text, found)
    return stated


def answer(asked: Question, budget: Budget) -> Verification:
    """The verdict on one question."""
    if asked.asked is Asked.CODE:
        return check_code(asked.values[0], Way.API, budget)
    budget.look_up()
    number, second = asked.values
    check = check_name if asked.asked is Asked.NAME else check_verification_code
    return check(number, second, Way.API, budget)
