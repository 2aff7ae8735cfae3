"""Accepting an invitation: the only way to an account."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from casework.accounts.errors import AccountFieldError, InvitationNotOpen, PasswordNotRepeated
from casework.accounts.invitations import Offer, accept, offer_of
from messages import SpokenError
from registry.names import InvalidName
from verify_site.desk.edge import changing, edge, reading
from verify_site.desk.page import desk_page, said, to


def invitation(token: str) -> Response:
    """What is offered, and the form that accepts it."""
    with reading() as session:
        try:
            offer = offer_of(session, token, now=edge().now)
        except InvitationNotOpen as error:
            return _closed(error)
    return _form(token, offer, {"name": offer.addressee, "login": ""}, {})


def join(token: str) -> Response:
    """Make the account; the way to the sign-in."""
    values = {name: request.form.get(name, "") for name in ("name", "login")}
    with reading() as session:
        try:
            offer = offer_of(session, token, now=edge().now)
        except InvitationNotOpen as error:
            return _closed(error)
    password = request.form.get("password", "")
    if password != request.form.get("repeated", ""):
        return _form(token, offer, values, {PasswordNotRepeated.field: said(PasswordNotRepeated())})
    try:
        with changing() as session:
            accept(session, token, **values, password=password, passwords=edge().keeper.passwords, now=edge().now)
    except InvitationNotOpen as error:
        return _closed(error)
    except AccountFieldError as error:
        return _form(token, offer, values, {error.field: said(error)})
    except InvalidName as error:
        return _form(token, offer, values, {"name": said(error)})
    return to("/desk/sign-in", done="joined")


def _form(token: str, offer: Offer, values: dict[str, str], errors: dict[str, str]) -> Response:
    path = f"/desk/invitations/{token}"
    status = 422 if errors else 200
    shown: dict[str, Any] = {"action": path, "offer": offer, "values": values, "errors": errors}
    return desk_page("desk/invitation.html", path, status=status, **shown)


def _closed(error: SpokenError) -> Response:
    return desk_page("desk/closed.html", "/desk/sign-in", status=404, sentence=said(error), switch=None)
