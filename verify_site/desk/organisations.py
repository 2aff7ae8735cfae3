"""Opening accounts for organisations: an authority invites the units, agencies and offices of its region."""

from __future__ import annotations

from flask import Response, abort, request

from casework.accounts.errors import AccountFieldError
from casework.accounts.invitations import invite_organisation, open_invitations
from casework.accounts.organisations import describe, opened_by
from casework.accounts.words import INVITES, OrganisationKind
from registry.names import InvalidName
from registry.regions import region_names
from verify_site.desk.edge import changing, edge, member, reading
from verify_site.desk.page import desk_page, said
from verify_site.desk.people import shown_once

PAGE = "/desk/organisations"
FIELDS = ("name", "credit_code", "region", "kind", "addressee", "reports_to")


def organisations_page() -> Response:
    """The organisations that this authority opened, the open invitations, and a form for another."""
    return _page(dict.fromkeys(FIELDS, "") | {"region": member().region}, {})


def invite() -> Response:
    """Invite an organisation's first person; shows the link, this once."""
    values = {name: request.form.get(name, "") for name in FIELDS}
    try:
        token = _invited(values)
    except AccountFieldError as error:
        return _page(values, {error.field: said(error)})
    except InvalidName as error:
        return _page(values, {"addressee": said(error)})
    return shown_once(token, values["addressee"], PAGE)


def _invited(values: dict[str, str]) -> str:
    kinds = {kind.value: kind for kind in OrganisationKind}
    described = describe(
        values["name"],
        kind=kinds.get(values["kind"]) or abort(400),
        credit_code=values["credit_code"],
        region=values["region"],
        as_printed=request.form.get("as_printed") == "1",
    )
    above = values["reports_to"]
    with changing() as session:
        return invite_organisation(
            session,
            member(),
            described,
            addressee=values["addressee"],
            reports_to=int(above) if above.isascii() and above.isdigit() else None,
            now=edge().now,
            random_bytes=edge().random_bytes,
        )


def _page(values: dict[str, str], errors: dict[str, str]) -> Response:
    who = member()
    with reading() as session:
        opened = opened_by(session, who)
        invitations = open_invitations(session, who, now=edge().now)
    mine = INVITES[who.organisation_kind]
    return desk_page(
        "desk/organisations.html",
        PAGE,
        status=422 if errors else 200,
        organisations=opened,
        invitations=[each for each in invitations if each.organisation_id is None],
        kinds=[kind for kind in OrganisationKind if kind in mine],
        words={kind.value: kind for kind in OrganisationKind},
        regions=region_names(),
        values=values,
        errors=errors,
    )
