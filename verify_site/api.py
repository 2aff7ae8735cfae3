"""The JSON API: POST /api/v1/verifications, strict about what it reads.

    {"code": "HTTPS://HOST/V/2718…"} | {"number": "…", "name": "…"} | {"number": "…", "verification_code": "…"}
    -> {"verdict": "valid", "checked_at": "…", "certificate": {…} | null, "current": …, "changed_on": …, …}

Anything else is an RFC 9457 problem: 400 unreadable, 413 too large, 415 not JSON, 422 with the member at fault.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, request

from verify_site import typed
from verify_site.answers import as_json
from verify_site.checking import NETWORK, check_code, check_name, check_verification_code
from verify_site.errors import NotJson, NotText, UnreadableRequest, WrongMembers
from verify_site.statistics.counting import Way
from verify_site.wording import Asked

api = Blueprint("api", __name__, url_prefix="/api/v1")


@api.post("/verifications")
def verifications() -> Response:
    """One verdict for one code, or for one number with a name or a verification code."""
    asked = _asked()
    match sorted(asked):
        case ["code"]:
            return as_json(check_code(typed.code(asked["code"]), Way.API), Asked.CODE)
        case ["name", "number"]:
            NETWORK.look_up()
            number, name = typed.number(asked["number"]), typed.name(asked["name"])
            return as_json(check_name(number, name, Way.API), Asked.NAME)
        case ["number", "verification_code"]:
            NETWORK.look_up()
            number, code = typed.number(asked["number"]), typed.verification_code(asked["verification_code"])
            return as_json(check_verification_code(number, code, Way.API), Asked.VERIFICATION_CODE)
        case members:
            raise WrongMembers(field=", ".join(members)[:100] if members else "")


def json_object() -> dict[str, Any]:
    """The body as one JSON object; raises what is wrong with it."""
    if request.mimetype != "application/json":
        raise NotJson
    try:
        body = json.loads(
            request.get_data(cache=False).decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_constant=_refuse_constant,
        )
    except (ValueError, RecursionError) as error:
        raise UnreadableRequest from error
    if not isinstance(body, dict):
        raise UnreadableRequest
    return body


def _asked() -> dict[str, str]:
    """The body as an object of strings."""
    body = json_object()
    for member in ("code", "number", "name", "verification_code"):
        if not isinstance(body.get(member, ""), str):
            raise NotText(field=member)
    return body


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
