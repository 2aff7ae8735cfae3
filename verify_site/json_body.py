"""What a program sends, read strictly: UTF-8, no member twice, no NaN.

json_object()        the request's body as a dict; raises NotJson (415), UnreadableRequest (400)
"""

from __future__ import annotations

import json
from typing import Any

from flask import request

from verify_site.errors import NotJson, UnreadableRequest


def json_object() -> dict[str, Any]:
    """The request's body as one JSON object."""
    body = _json_value()
    if not isinstance(body, dict):
        raise UnreadableRequest
    return body


def json_array() -> list[Any]:
    """The request's body as one JSON array."""
    body = _json_value()
    if not isinstance(body, list):
        raise UnreadableRequest
    return body


def _json_value() -> Any:
    if request.mimetype != "application/json":
        raise NotJson
    try:
        return json.loads(
            request.get_data().decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_constant=_refuse_constant,
        )
    except (ValueError, RecursionError) as error:
        raise UnreadableRequest from error


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
