"""What one's organisation is told about its cases: the newest first, new ones marked until somebody has seen them."""

from __future__ import annotations

from flask import Response

from casework.applications.models import reference_of
from casework.applications.queries import mark_seen, notices
from casework.applications.words import NoticeKind
from verify_site.desk.edge import changing, edge, member, reading
from verify_site.desk.page import desk_page, to

PAGE = "/desk/notices"


def notices_page() -> Response:
    """The newest notices."""
    with reading() as session:
        found = notices(session, member())
    words = {kind.value: kind for kind in NoticeKind}
    references = {notice.application_id: reference_of(notice.application_id) for notice in found}
    return desk_page("desk/notices.html", PAGE, notices=found, words=words, references=references)


def seen() -> Response:
    """Mark every notice of the organisation as seen."""
    with changing() as session:
        mark_seen(session, member(), now=edge().now)
    return to(PAGE, done="seen")
