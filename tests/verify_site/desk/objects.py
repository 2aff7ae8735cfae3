"""What unit A has, by the place of an address that names it: whoever is not unit A must not learn that it exists.

A route of the desk with a new place in its address adds a line here.
"""

from __future__ import annotations

import os

from sqlalchemy import select

from casework.accounts.invitations import invite_colleague
from casework.accounts.models import DeskPerson, Invitation
from casework.accounts.words import Role
from registry.database import writing
from tests.verify_site.desk.office import Office


def objects_of_unit_a(office: Office) -> dict[str, str]:
    """Each place with the id of something of unit A; made anew for every call."""
    administrator = office.members["unit_a", Role.ADMINISTRATOR]
    with writing(office.engine) as session:
        invite_colleague(
            session,
            administrator,
            addressee="李四",
            roles=frozenset({Role.CLERK}),
            now=office.clock.now,
            random_bytes=os.urandom,
        )
        invitation = session.scalars(select(Invitation.id).order_by(Invitation.id.desc())).first()
        person = session.get_one(DeskPerson, office.members["unit_a", Role.AUDITOR].person_id)
        person.disabled_at = None
        return {"<int:person>": str(person.id), "<int:invitation>": str(invitation)}
