"""One's own account: password, second factor, sessions."""

from __future__ import annotations

from flask import Response, request

from casework.accounts.errors import AccountError, PasswordNotRepeated, PasswordRefused
from casework.accounts.sessions import end_sessions_of, sessions_of
from casework.accounts.trail import audit
from casework.accounts.words import Deed
from verify_site.desk.edge import changing, edge, fresh_token, member, reading, signed_in
from verify_site.desk.page import desk_page, said, to
from verify_site.desk.signing_in import STATUSES, with_wait

PAGE = "/desk/account"


def account_page() -> Response:
    """Who one is here, and what can be changed."""
    return _page({})


def change_password() -> Response:
    """Change the password; every other session ends."""
    new = request.form.get("password", "")
    if new != request.form.get("repeated", ""):
        return _page({PasswordNotRepeated.field: said(PasswordNotRepeated())})
    try:
        token = edge().keeper.change_password(signed_in(), request.form.get("current", ""), new, now=edge().now)
    except PasswordRefused as error:
        return _page({error.field: said(error)})
    except tuple(STATUSES) as error:
        return _page({"current": said(error)}, error)
    return to(PAGE, token=token, done="password")


def replace_second_factor() -> Response:
    """Begin another second factor; the one in use holds until the new one is proven."""
    try:
        edge().keeper.replace_second_factor(signed_in(), request.form.get("current", ""), now=edge().now)
    except tuple(STATUSES) as error:
        return _page({"second-current": said(error)}, error)
    return to("/desk/second-factor/set-up")


def sign_out_everywhere() -> Response:
    """End every session of this person, this one too."""
    who = member()
    with changing() as session:
        end_sessions_of(session, who.person_id)
        audit(session, Deed.SIGNED_OUT_EVERYWHERE, member=who, now=edge().now)
    return to("/desk/sign-in", token=fresh_token(), done="signed-out")


def _page(errors: dict[str, str], error: AccountError | None = None) -> Response:
    found = signed_in()
    with reading() as session:
        count = sessions_of(session, found.acting.person_id, now=edge().now)
    status = STATUSES[type(error)] if error is not None else 422 if errors else 200
    return with_wait(
        desk_page("desk/account.html", PAGE, status=status, found=found, sessions=count, errors=errors), error
    )
