"""Signing in with a password, and signing out."""

from __future__ import annotations

from flask import Response, request

from casework.accounts.errors import AccountError, SignInRefused, SignInUnavailable, TooManyAttempts
from casework.accounts.sessions import end_session, find_session
from casework.accounts.trail import audit
from casework.accounts.words import Deed
from verify_site.desk.edge import changing, edge, fresh_token, reading, signed_in, visitor
from verify_site.desk.page import desk_page, own_path, said, to
from verify_site.limits import network

STATUSES: dict[type[AccountError], int] = {SignInRefused: 422, TooManyAttempts: 429, SignInUnavailable: 503}
"""Of a page that shows the form once more with what went wrong."""


def sign_in_page() -> Response:
    """The form; for whoever has signed in already, the desk."""
    found = visitor().signed_in
    if found is not None and found.complete:
        return to("/desk")
    return _form()


def sign_in() -> Response:
    """A session for a login and its password; the next step where a second factor is due."""
    login, password = request.form.get("login", ""), request.form.get("password", "")
    wanted = own_path(request.form.get("next"))
    old = visitor().signed_in
    try:
        token = edge().keeper.sign_in(login, password, network=network(), now=edge().now)
    except (SignInRefused, TooManyAttempts, SignInUnavailable) as error:
        return _form(login=login, error=error)
    if old is not None:
        with changing() as session:
            end_session(session, old.digest)
    with reading() as session:
        found = find_session(session, token, now=edge().now)
    if found is not None and not found.complete:
        return to("/desk/second-factor", token=token, **({"next": wanted} if wanted else {}))
    return after(wanted, token)


def after(wanted: str | None, token: str) -> Response:
    """Where somebody goes who has signed in: to the page they asked for, else to the desk."""
    response = to("/desk", token=token)
    if wanted:
        response.headers["Location"] = wanted
    return response


def sign_out() -> Response:
    """End this session."""
    found = signed_in()
    with changing() as session:
        end_session(session, found.digest)
        audit(session, Deed.SIGNED_OUT, member=found.acting, now=edge().now)
    return to("/desk/sign-in", token=fresh_token(), done="signed-out")


def _form(*, login: str = "", error: AccountError | None = None) -> Response:
    wanted = own_path(request.values.get("next"))
    status = STATUSES[type(error)] if error is not None else 200
    message = said(error) if error is not None else None
    path = "/desk/sign-in"
    response = desk_page("desk/sign_in.html", path, status=status, login=login, error=message, next=wanted)
    return with_wait(response, error)


def with_wait(response: Response, error: Exception | None) -> Response:
    """Tell programs too how long to wait."""
    if isinstance(error, TooManyAttempts):
        response.headers["Retry-After"] = str(error.seconds)
    return response
