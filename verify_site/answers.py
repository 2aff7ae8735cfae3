"""A verification as JSON: one shape for scanned and typed look-ups, as docs/architecture.md and the API promise it."""

from __future__ import annotations

import json

from flask import Response

from registry.verification import Brief, Printed, Verification
from signing.claims import Kind, Level
from verify_site import shapes
from verify_site.problems import RETRY_SECONDS, status_of
from verify_site.rendering import JSON_STEP, padded
from verify_site.wording import SHOWS_PRINTED, Asked

_KINDS = {kind: kind.name.lower() for kind in Kind}
_LEVELS = {level: level.name.lower() for level in Level}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def as_json(found: Verification, asked: Asked) -> Response:
    """The answer to a program; typed look-ups are padded to one length."""
    body = encoded(found, asked)
    response = Response(body, status_of(found.verdict), content_type="application/json")
    if response.status_code == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def encoded(found: Verification, asked: Asked) -> bytes:
    """The answer as JSON in UTF-8, padded with white space where it was typed."""
    text = _encode(members(found, asked))
    return text.encode() if asked is Asked.CODE else padded(text, JSON_STEP)


def members(found: Verification, asked: Asked) -> shapes.Answer:
    """The JSON members of a verification."""
    shown = (found.printed or found.brief) if found.verdict in SHOWS_PRINTED else None
    return {
        "verdict": found.verdict,
        "checked_at": f"{found.checked_at.isoformat()[:19]}Z",
        "certificate": None if shown is None else _shown(shown),
        "current": None if found.current is None else _certificate(found.current),
        "changed_on": None if found.changed_on is None else found.changed_on.isoformat(),
        "reason": None if found.reason is None or asked is Asked.NAME else found.reason,
        "foreign_host": found.foreign_host,
    }


def _shown(shown: Printed | Brief) -> shapes.Certificate | shapes.Brief:
    if isinstance(shown, Printed):
        return _certificate(shown)
    return {"title": shown.title, "level": _LEVELS[shown.level], "approved_on": shown.approved_on.isoformat()}


def _certificate(shown: Printed) -> shapes.Certificate:
    known = shown.issuer_name != shown.issuer
    return {
        "kind": _KINDS[shown.kind],
        "number": shown.number,
        "name": shown.name,
        "title": shown.title,
        "level": _LEVELS[shown.level],
        "approved_on": shown.approved_on.isoformat(),
        "specialty": shown.specialty,
        "issued_on": shown.issued_on.isoformat(),
        "issuer": {
            "id": shown.issuer,
            "name": shown.issuer_name if known else None,
            "name_en": shown.issuer_name_en if known else None,
        },
    }
