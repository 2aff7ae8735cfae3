"""The second factor: its code at sign-in, and setting one up with an authenticator app."""

from __future__ import annotations

import base64

from flask import Response, request

from casework.accounts.errors import (
    AccountError,
    SecondFactorRefused,
    SignInOver,
    SignInUnavailable,
    TooManyAttempts,
)
from casework.accounts.second_factor import address_of, typed_secret
from documents.qr import link_symbol, svg
from verify_site.desk.edge import edge, signed_in
from verify_site.desk.page import desk_page, own_path, said, to
from verify_site.desk.signing_in import after, with_wait
from verify_site.limits import network
from verify_site.service import service

STATUSES: dict[type[AccountError], int] = {SecondFactorRefused: 422, TooManyAttempts: 429, SignInUnavailable: 503}


def code_page() -> Response:
    """The form for a code; the way to set one up where there is none yet."""
    found = signed_in()
    if found.complete:
        return to("/desk")
    if not found.has_second_factor:
        wanted = own_path(request.args.get("next"))
        return to("/desk/second-factor/set-up", **({"next": wanted} if wanted else {}))
    return _form("desk/second_factor.html", "/desk/second-factor")


def confirm() -> Response:
    """A complete session for a right code."""
    found = signed_in()
    if found.complete:
        return to("/desk")
    try:
        token = edge().keeper.confirm(found, request.form.get("code", ""), network=network(), now=edge().now)
    except (SecondFactorRefused, TooManyAttempts, SignInUnavailable) as error:
        return _form("desk/second_factor.html", "/desk/second-factor", error)
    except SignInOver:
        return to("/desk/second-factor/set-up")
    return after(own_path(request.form.get("next")), token)


def set_up_page() -> Response:
    """A new secret, to scan or to type."""
    return _set_up_form()


def set_up() -> Response:
    """Prove the secret; shows the recovery codes, this once."""
    try:
        token, codes = edge().keeper.finish_set_up(
            signed_in(), request.form.get("code", ""), network=network(), now=edge().now
        )
    except (SecondFactorRefused, TooManyAttempts, SignInUnavailable) as error:
        return _set_up_form(error)
    except SignInOver:
        return to("/desk")
    wanted = own_path(request.form.get("next")) or "/desk"
    return desk_page("desk/recovery_codes.html", "/desk/account", token=token, codes=codes, next=wanted, switch=None)


def _set_up_form(error: AccountError | None = None) -> Response:
    found = signed_in()
    try:
        secret = edge().keeper.begin_set_up(found)
    except SignInOver:
        return to("/desk/account" if found.complete else "/desk/second-factor")
    drawn = svg(link_symbol(address_of(secret, login=found.login, site=service().address.authority)))
    picture = "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()
    path = "/desk/second-factor/set-up"
    return _form("desk/set_up.html", path, error, picture=picture, secret=typed_secret(secret))


def _form(template: str, path: str, error: AccountError | None = None, **values: str) -> Response:
    wanted = own_path(request.values.get("next"))
    status = STATUSES[type(error)] if error is not None else 200
    message = said(error) if error is not None else None
    return with_wait(desk_page(template, path, status=status, error=message, next=wanted, **values), error)
