"""What unit A has, by the place of an address that names it: whoever is not unit A must not learn that it exists.

A route of the desk with a new place in its address adds a line here.
"""

from __future__ import annotations

import os

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.invitations import invite_colleague
from casework.accounts.models import DeskPerson, Invitation
from casework.accounts.words import Role
from casework.applications.attachments import AttachmentStore, Upload, attach
from casework.applications.drafting import draft
from registry.database import writing
from tests.verify_site.desk.office import Office

SMALL_PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"


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
        return {
            "<int:person>": str(person.id),
            "<int:invitation>": str(invitation),
            **_case_of_unit_a(session, office),
        }


def _case_of_unit_a(session: Session, office: Office) -> dict[str, str]:
    """A draft with a file, of a case with a form."""
    clerk, now = office.members["unit_a", Role.CLERK], office.clock.now
    application = draft(session, clerk, "hubei-2013-80", "lost", now=now)
    kept = Upload("附件.pdf", SMALL_PDF)
    store = AttachmentStore(office.service.settings.attachments, office.service.vault)
    file = attach(session, store, clerk, application, kept, version=1, now=now, random_bytes=os.urandom)
    form = {"<form>": "replacement-registration", "<format>": "docx"}
    return {"<int:application>": str(application), "<int:file>": str(file), **form}
