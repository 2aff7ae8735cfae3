"""Parts of the site whose code is loaded by their first request, so that a verification never waits for them.

    FORMS = Part("forms", "/forms", "verify_site.forms", (View("", ("GET",), "pages", "catalogue"),))
    app.register_blueprint(FORMS.blueprint())

A part is a sub-package with `routes.py`, which names its views and imports nothing else of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NamedTuple

from flask import Blueprint, Response, request

LARGEST_BODY = 16 * 1024
"""Bytes of a request's body, unless its part or view says otherwise."""
MOST_FIELDS = 10
"""Fields of a form, unless its part or view says otherwise."""
UPLOAD_PIECE = 256 * 1024
"""Bytes that the form parser may hold at once where a file is uploaded: it reads in pieces of 64 KB and counts them."""


class View(NamedTuple):
    """One address: its rule below the part's prefix, its methods, and the module and function that answer."""

    rule: str
    methods: tuple[str, ...]
    module: str
    function: str
    largest_body: int | None = None
    """Bytes of a request's body; None takes the part's limit."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the prefix of its addresses, the package of its modules, and what its requests may hold."""

    name: str
    prefix: str
    package: str
    views: tuple[View, ...]
    largest_body: int = LARGEST_BODY
    most_fields: int = MOST_FIELDS
    gate: str | None = None
    """The module whose `admit` is asked before every view and may answer in its place; None lets everybody in."""

    def blueprint(self) -> Blueprint:
        """The part as Flask registers it."""
        blueprint = Blueprint(self.name, __name__, url_prefix=self.prefix or None)
        bodies = {}
        answers: dict[str, Callable[..., Response]] = {}
        for view in self.views:
            endpoint = f"{view.module}-{view.function}"
            answer = answers.setdefault(endpoint, _later(f"{self.package}.{view.module}", view.function))
            bodies[f"{self.name}.{endpoint}"] = view.largest_body or self.largest_body
            blueprint.add_url_rule(view.rule, endpoint, answer, methods=list(view.methods))

        def allow() -> None:
            largest = bodies.get(request.endpoint or "", self.largest_body)
            request.max_content_length = largest
            # A file is spooled to disk by the form parser; only the fields beside it and one piece are in memory.
            least = UPLOAD_PIECE if largest > UPLOAD_PIECE else 0
            request.max_form_memory_size = max(min(largest, self.largest_body), least)
            request.max_form_parts = self.most_fields

        blueprint.before_request(allow)
        if self.gate is not None:
            blueprint.before_request(_later(f"{self.package}.{self.gate}", "admit"))
        return blueprint


def _later(module: str, function: str) -> Callable[..., Response]:
    """A view that finds its function when it is first asked."""

    def view(**values: Any) -> Response:
        answer: Response = getattr(import_module(module), function)(**values)
        return answer

    return view
