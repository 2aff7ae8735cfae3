"""What an organisation's administrator sets: where its e-mail goes, and whether two people decide."""

from __future__ import annotations

from flask import Response, request

from casework.accounts.organisations import set_two_deciders
from casework.accounts.words import AUTHORITIES, INVITES
from casework.mail import AddressRefused, address_of, set_address
from verify_site.desk.edge import changing, edge, member, reading
from verify_site.desk.page import desk_page, said, to
from verify_site.service import service

PAGE = "/desk/settings"


def settings_page() -> Response:
    """The settings as they are."""
    with reading() as session:
        kept = address_of(session, member())
    return _page(kept or "", None)


def set_mail() -> Response:
    """Where the organisation wants its notices; an empty address wants none."""
    typed = request.form.get("address", "").strip()
    try:
        with changing() as session:
            set_address(session, member(), typed or None)
    except AddressRefused as error:
        return _page(typed, said(error))
    return to(PAGE, done="mail" if typed else "no-mail")


def set_deciders() -> Response:
    """Whether a decision of this authority takes two people."""
    two = request.form.get("two_deciders") == "1"
    with changing() as session:
        set_two_deciders(session, member(), two=two, now=edge().now)
    return to(PAGE, done="two-deciders" if two else "one-decider")


def _page(address: str, problem: str | None) -> Response:
    kind = member().organisation_kind
    return desk_page(
        "desk/settings.html",
        PAGE,
        status=422 if problem else 200,
        address=address,
        problem=problem,
        mail=service().settings.smtp is not None,
        authority=kind in AUTHORITIES,
        inviting=kind in INVITES,
    )
