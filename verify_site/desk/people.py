"""The people of one's own organisation: who they are, what they may do, who is invited."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, request
from sqlalchemy.orm import Session

from casework.accounts import people
from casework.accounts.errors import AccountFieldError, LastAdministrator
from casework.accounts.invitations import OPEN_FOR, invite_colleague, open_invitations
from casework.accounts.invitations import withdraw as withdraw_invitation
from casework.accounts.words import ROLES_OF, Role
from registry.names import InvalidName
from verify_site.desk.edge import changing, edge, member, reading
from verify_site.desk.page import desk_page, own_path, said, to
from verify_site.service import service

PAGE = "/desk/people"


def people_page() -> Response:
    """Everybody of the organisation, and the open invitations."""
    return _page()


def invite() -> Response:
    """Invite a colleague; shows the link, this once."""
    addressee = request.form.get("name", "")
    try:
        with changing() as session:
            token = invite_colleague(
                session,
                member(),
                addressee=addressee,
                roles=_chosen_roles(),
                now=edge().now,
                random_bytes=edge().random_bytes,
            )
    except AccountFieldError as error:
        return _page({error.field: said(error)}, addressee)
    except InvalidName as error:
        return _page({"name": said(error)}, addressee)
    return shown_once(token, addressee, PAGE)


def change_roles(person: int) -> Response:
    """Give a colleague other roles."""
    roles = _chosen_roles()
    return _change(lambda session: people.change_roles(session, member(), person, roles, now=edge().now), "roles")


def disable(person: int) -> Response:
    """Take a colleague's access away."""
    return _change(lambda session: people.disable(session, member(), person, now=edge().now), "disabled")


def enable(person: int) -> Response:
    """Give a colleague's access back."""
    return _change(lambda session: people.enable(session, member(), person, now=edge().now), "enabled")


def withdraw(invitation: int) -> Response:
    """Take an invitation back."""
    with changing() as session:
        withdraw_invitation(session, member(), invitation, now=edge().now)
    return to(own_path(request.form.get("back")) or PAGE, done="withdrawn")


def shown_once(token: str, addressee: str, back: str) -> Response:
    """The page that shows an invitation's link."""
    link = f"{service().address.scheme}://{service().address.authority}/desk/invitations/{token}"
    values = {"link": link, "addressee": addressee, "days": OPEN_FOR.days, "back": back}
    return desk_page("desk/invited.html", back, switch=None, invited=values)


def _change(change: Callable[[Session], None], done: str) -> Response:
    try:
        with changing() as session:
            change(session)
    except (AccountFieldError, LastAdministrator) as error:
        return _page({"": said(error)})
    return to(PAGE, done=done)


def _chosen_roles() -> frozenset[Role]:
    known = {role.value for role in Role}
    return frozenset(Role(each) for each in request.form.getlist("roles") if each in known)


def _page(errors: dict[str, str] | None = None, addressee: str = "") -> Response:
    who = member()
    with reading() as session:
        everybody = people.people_of(session, who.organisation_id)
        invitations = open_invitations(session, who, now=edge().now)
    own = [each for each in invitations if each.organisation_id == who.organisation_id]
    roles = [role for role in Role if role in ROLES_OF[who.organisation_kind]]
    return desk_page(
        "desk/people.html",
        PAGE,
        status=422 if errors else 200,
        people=everybody,
        invitations=own,
        roles=roles,
        errors=errors or {},
        addressee=addressee,
    )
