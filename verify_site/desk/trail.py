"""The audit trail of one's own organisation."""

from __future__ import annotations

from flask import Response, request

from casework.accounts.trail import PAGE as PAGE_SIZE
from casework.accounts.trail import read_trail
from casework.accounts.words import Deed
from verify_site.desk.edge import member, reading
from verify_site.desk.page import desk_page
from verify_site.language import N_

PAGE = "/desk/audit"
OBJECTS = {"person": N_("人员"), "organisation": N_("单位"), "invitation": N_("邀请"), "application": N_("申请")}
"""What an event can be about, by the word before its id."""


def trail() -> Response:
    """What was done in the organisation's name, newest first."""
    before = request.args.get("before", "")
    start = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    with reading() as session:
        entries = read_trail(session, organisation_id=member().organisation_id, before=start)
    words = {deed.value: deed for deed in Deed}
    older = entries[-1].id if len(entries) == PAGE_SIZE else None
    return desk_page("desk/trail.html", PAGE, entries=entries, words=words, objects=OBJECTS, older=older)
