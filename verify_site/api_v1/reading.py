"""What a program sends: JSON read strictly, and the three questions that a verification may ask.

    question(json_object())        -> Question(Asked.NAME, ("20264201000123", "张三丰"))

Raises `NotJson`, `UnreadableRequest`, or an `InvalidRequest` that names the member at fault.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from flask import request

from verify_site import typed
from verify_site.errors import NotJson, NotText, UnreadableRequest, WrongMembers
from verify_site.wording import Asked


class Question(NamedTuple):
    """One verification that is asked for: how, and the cleaned values in the order of `MEMBERS`."""

    asked: Asked
    values: tuple[str, ...]


MEMBERS: Mapping[Asked, Mapping[str, Callable[[str], str]]] = {
    Asked.CODE: {"code": typed.code},
    Asked.NAME: {"number": typed.number, "name": typed.name},
    Asked.VERIFICATION_CODE: {"number": typed.number, "verification_code": typed.verification_code},
}
"""The members of each question, and what cleans them."""
_ASKED = {frozenset(members): asked for asked, members in MEMBERS.items()}
_KNOWN = frozenset(member for members in MEMBERS.values() for member in members)


def question(body: object) -> Question:
    """The question of a decoded JSON value."""
    if not isinstance(body, dict):
        raise WrongMembers(field="")
    for member in _KNOWN & body.keys():
        if not isinstance(body[member], str):
            raise NotText(field=member)
    asked = _ASKED.get(frozenset(body))
    if asked is None:
        raise WrongMembers(field=", ".join(sorted(body))[:100])
    return Question(asked, tuple(clean(body[member]) for member, clean in MEMBERS[asked].items()))


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
