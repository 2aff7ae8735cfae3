"""The guide's addresses. What answers them is loaded by the first request, so that a verification never waits for it:
the notices and the sentence model take as long to load as the whole verification site.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from flask import Blueprint, Response, request

LARGEST_TEXT = 128 * 1024
"""Bytes of a guide's form: ten thousand pasted characters, each up to twelve bytes once a form has encoded it."""

guide = Blueprint("guide", __name__, url_prefix="/guide")
guide_api = Blueprint("guide_api", __name__, url_prefix="/api/v1/guide")

ADDRESSES: tuple[tuple[Blueprint, str, tuple[str, ...], str, str], ...] = (
    (guide, "", ("GET",), "guide", "start"),
    (guide, "", ("POST",), "guide", "started"),
    (guide, "/c/<token>", ("GET",), "guide", "resumed"),
    (guide, "/c/<token>", ("POST",), "guide", "replied"),
    (guide, "/c/<token>/calendar.ics", ("GET",), "guide", "calendar"),
    (guide, "/<notice>/newspaper", ("GET", "POST"), "guide", "newspaper"),
    (guide, "/<notice>", ("GET",), "guide_notices", "cases"),
    (guide, "/<notice>/clauses", ("GET",), "guide_notices", "clauses"),
    (guide, "/<notice>/<case>/map", ("GET",), "guide_notices", "case_map"),
    (guide, "/<notice>/<case>/map.svg", ("GET",), "guide_notices", "case_picture"),
    (guide_api, "", ("POST",), "guide_api", "opened"),
    (guide_api, "/<conversation>/replies", ("POST",), "guide_api", "replied"),
)
"""Blueprint, rule, methods, and the module and function that answer."""


def _later(module: str, function: str) -> Callable[..., Response]:
    """A view that finds its function when it is first asked."""

    def view(**values: Any) -> Response:
        answer: Response = getattr(import_module(f"verify_site.{module}"), function)(**values)
        return answer

    return view


def _allow_pasting() -> None:
    request.max_content_length = request.max_form_memory_size = LARGEST_TEXT


for _blueprint, _rule, _methods, _module, _function in ADDRESSES:
    _blueprint.add_url_rule(_rule, _function, _later(_module, _function), methods=list(_methods))
for _blueprint in (guide, guide_api):
    _blueprint.before_request(_allow_pasting)
