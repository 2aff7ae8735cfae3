"""Asked before every view of the desk: is there a desk, is the form ours, may this visitor.

An address that is not in `routes.NEEDS` is not answered, so a view without a declaration stays closed.
"""

from __future__ import annotations

import hmac
from contextlib import suppress
from typing import cast
from urllib.parse import quote, urlsplit

from flask import Response, abort, redirect, request

from casework.accounts.sessions import SEEN_EVERY, SignedIn, note_seen
from registry.errors import RegistryError
from verify_site.desk.access import Needs, Stage
from verify_site.desk.edge import Visitor, changing, csrf_of, edge, visitor
from verify_site.desk.errors import FormNotOurs, NotSignedIn
from verify_site.desk.routes import NEEDS
from verify_site.language import chosen
from verify_site.service import service

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def admit() -> Response | None:
    """Let the request through (None), or answer it.

    Raises `FormNotOurs`, `NotSignedIn`, `NotYourRole`, `NotYourKind`; answers 404 where the desk is switched off.
    """
    needs = NEEDS.get(request.endpoint or "")
    if needs is None or not service().settings.desk:
        abort(404)
    who = visitor()
    if request.method not in READING:
        require_own_form(who.token)
    return _admitted(needs, who)


def require_own_form(token: str | None) -> None:
    """Raise `FormNotOurs` unless this site's form for this session sent the request."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise FormNotOurs
    origin = request.headers.get("Origin", "null")
    # Under this site's policy of no referrers browsers send "null", which says nothing.
    if origin != "null" and urlsplit(origin).netloc not in (request.host, service().address.authority):
        raise FormNotOurs
    sent = request.form.get("csrf", "")
    if token is None or not hmac.compare_digest(sent.encode(), csrf_of(token).encode()):
        raise FormNotOurs


def _admitted(needs: Needs, who: Visitor) -> Response | None:
    if needs.stage is Stage.ANYBODY:
        return None
    found = who.signed_in
    if found is None or (needs.stage is Stage.MEMBER and found.member is None):
        return _to_sign_in(found)
    if found.member is not None:
        _note_seen(found)
        needs.admits(found.member)
    return None


def _to_sign_in(found: SignedIn | None) -> Response:
    if request.method not in READING:
        raise NotSignedIn
    speech = chosen(request.args)
    step = "/desk/sign-in" if found is None else "/desk/second-factor"
    wanted = request.full_path.rstrip("?")
    target = speech.link(step)
    target += ("&" if "?" in target else "?") + "next=" + quote(wanted, safe="/")
    return cast(Response, redirect(target, 303))


def _note_seen(found: SignedIn) -> None:
    now = edge().now
    if now - found.seen_at < SEEN_EVERY:
        return
    # A session whose use cannot be written down ends sooner, never later.
    with suppress(RegistryError), changing() as session:
        note_seen(session, found, now=now)
