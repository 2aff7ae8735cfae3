"""The desk's addresses, each with who may use it."""

from __future__ import annotations

from casework.accounts.words import AUTHORITIES, INVITES, Role
from verify_site.desk.access import ANYBODY, MEMBER, PASSWORD, Door, Needs, doors_by_endpoint
from verify_site.desk.authority_routes import AUTHORITY_DOORS
from verify_site.desk.unit_routes import UNIT_DOORS
from verify_site.parts import Part

NAME = "desk"
MOST_FIELDS = 240
"""Fields of the longest form: a notice's questions, a form's places, and each paper with its file."""
LARGEST_FORM = 128 * 1024
"""Bytes of the texts of a form; files come on top where a door says so."""
ADMINISTRATOR = Needs.role(Role.ADMINISTRATOR)
WATCHING = Needs.role(Role.ADMINISTRATOR, Role.AUDITOR, kinds=AUTHORITIES)
INVITING = Needs.role(Role.ADMINISTRATOR, kinds=INVITES)

DOORS: tuple[Door, ...] = (
    Door("", ("GET",), "home", "home", MEMBER),
    Door("/sign-in", ("GET",), "signing_in", "sign_in_page", ANYBODY),
    Door("/sign-in", ("POST",), "signing_in", "sign_in", ANYBODY),
    Door("/sign-out", ("POST",), "signing_in", "sign_out", PASSWORD),
    Door("/second-factor", ("GET",), "second_factor", "code_page", PASSWORD),
    Door("/second-factor", ("POST",), "second_factor", "confirm", PASSWORD),
    Door("/second-factor/set-up", ("GET",), "second_factor", "set_up_page", PASSWORD),
    Door("/second-factor/set-up", ("POST",), "second_factor", "set_up", PASSWORD),
    Door("/invitations/<token>", ("GET",), "joining", "invitation", ANYBODY),
    Door("/invitations/<token>", ("POST",), "joining", "join", ANYBODY),
    Door("/people", ("GET",), "people", "people_page", ADMINISTRATOR),
    Door("/people", ("POST",), "people", "invite", ADMINISTRATOR),
    Door("/people/<int:person>/roles", ("POST",), "people", "change_roles", ADMINISTRATOR),
    Door("/people/<int:person>/disable", ("POST",), "people", "disable", ADMINISTRATOR),
    Door("/people/<int:person>/enable", ("POST",), "people", "enable", ADMINISTRATOR),
    Door("/people/invitations/<int:invitation>/withdraw", ("POST",), "people", "withdraw", ADMINISTRATOR),
    Door("/organisations", ("GET",), "organisations", "organisations_page", INVITING),
    Door("/organisations", ("POST",), "organisations", "invite", INVITING),
    Door("/account", ("GET",), "account", "account_page", MEMBER),
    Door("/account/password", ("POST",), "account", "change_password", MEMBER),
    Door("/account/second-factor", ("POST",), "account", "replace_second_factor", MEMBER),
    Door("/account/sign-out-everywhere", ("POST",), "account", "sign_out_everywhere", MEMBER),
    Door("/audit", ("GET",), "trail", "trail", Needs.role(Role.AUDITOR)),
    Door("/statistics", ("GET",), "statistics", "statistics", WATCHING),
    *UNIT_DOORS,
    *AUTHORITY_DOORS,
)
NEEDS = doors_by_endpoint(NAME, DOORS)
DESK = Part(
    NAME,
    "/desk",
    "verify_site.desk",
    tuple(door.view for door in DOORS),
    largest_body=LARGEST_FORM,
    most_fields=MOST_FIELDS,
    gate="gate",
)
