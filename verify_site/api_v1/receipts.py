"""POST /api/v1/receipts: one check, and the verification receipt (核验回执) for it as PDF, in one step.

    {"code": "…"} | {"number": "…", "name": "…"} | {"number": "…", "verification_code": "…"}
    -> application/pdf, with the headers Verdict and Content-Location (the receipt's own address)

The rights, limits and refusals are those of the page: a receipt is made of a fresh check, and only for a certificate
that the registry holds. Anything else is a problem whose member `verdict` says what the check ended in.
"""

from __future__ import annotations

from flask import Response

from registry.receipts import newest_event
from registry.verification import Verdict
from verify_site.answers import as_json
from verify_site.api_v1.payment import pay
from verify_site.api_v1.reading import MEMBERS, question
from verify_site.api_v1.verifications import answer
from verify_site.json_body import json_object
from verify_site.limits import limits
from verify_site.receipts.making import receipt_of
from verify_site.receipts.pages import receipt_file
from verify_site.service import service


def made() -> Response:
    """A receipt for what is checked now; the answer itself where the registry leaves it open."""
    body = json_object()
    limits().receipt()
    payment = pay(1)
    asked = question(body)
    state = newest_event(service().registry)
    found = answer(asked, payment.budget)
    if found.verdict is Verdict.STATUS_UNKNOWN:
        response = as_json(found, asked.asked)
    else:
        values = dict(zip(MEMBERS[asked.asked], asked.values, strict=True))
        response = receipt_file(receipt_of(found, asked.asked, values, state=state))
        response.headers["Verdict"] = found.verdict.value
    response.headers.update(payment.headers())
    return response
