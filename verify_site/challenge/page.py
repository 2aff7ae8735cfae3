"""What the page of a challenge shows: the form as it was sent, to be sent again with the answer."""

from __future__ import annotations

from typing import Any

from flask import request

from verify_site.errors import ChallengeNeeded
from verify_site.language import Speech
from verify_site.rendering import asset

FIELD = "challenge"
NOT_REPEATED = frozenset({FIELD, "identity"})
"""An identity number is never shown again, not even in a hidden field: it is typed anew."""


def challenge_page(error: ChallengeNeeded, speech: Speech) -> dict[str, Any]:
    """The template's values."""
    return {
        "challenge": error,
        "field": FIELD,
        "action": speech.link(request.path),
        "fields": {name: value for name, value in request.form.items() if name not in NOT_REPEATED},
        "script": asset("challenge.js"),
        "switch": None,
    }
