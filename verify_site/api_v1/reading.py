"""The three questions that a verification may ask.

question(json_object())        -> Question(Asked.NAME, ("20264201000123", "张三丰"))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from verify_site import typed
from verify_site.errors import NotText, WrongMembers
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
    """The question of a decoded JSON value; raises an `InvalidRequest` that names the member at fault."""
    if not isinstance(body, dict):
        raise WrongMembers(field="")
    for member in _KNOWN & body.keys():
        if not isinstance(body[member], str):
            raise NotText(field=member)
    asked = _ASKED.get(frozenset(body))
    if asked is None:
        raise WrongMembers(field=", ".join(sorted(body))[:100])
    return Question(asked, tuple(clean(body[member]) for member, clean in MEMBERS[asked].items()))
