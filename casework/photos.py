"""The photos of an approved application on their way to the registry, where its papers are printed from.

    photos = photos_to_print(engine, application_id, store)      # before the transaction: opens and cleans each file
    keep_photos(session, entries, photos)                        # within it, once the entries have their papers

Only photos that were found to fit when they were attached go along. They are stored as an import stores them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from casework.applications.attachments import AttachmentStore
from casework.applications.file_errors import PhotoUnusable
from casework.applications.models import Attachment, Entry
from casework.applications.photo_rules import PHOTO
from registry.issuing import AT_ONCE
from registry.models import Certificate
from registry.photos import clean_photo, require_storable, require_whole
from registry.recording import record_photos
from tables.values import Refused


def photos_to_print(engine: Engine, application_id: int, store: AttachmentStore) -> dict[int | None, bytes]:
    """The clean photo of each entry, by its id; under None that of an application for one person.

    Raises `FileLost`, `PhotoUnusable` for a file that was damaged since, and `SealBroken`.
    """
    mine = (Attachment.application_id == application_id, Attachment.material == PHOTO)
    query = select(Attachment.entry_id, Attachment.stored_as).where(*mine, Attachment.photo_doubts.is_not(None))
    with Session(engine) as session:
        newest = dict(session.execute(query.order_by(Attachment.id)).all())
    return {entry_id: _cleaned(store.read(stored_as)) for entry_id, stored_as in newest.items()}


def keep_photos(session: Session, entries: Sequence[Entry], photos: Mapping[int | None, bytes]) -> None:
    """Store the photos with the approvals that the entries' new papers rest on, in the caller's transaction."""
    alone = photos.get(None) if len(entries) == 1 else None
    by_paper = {entry.certificate_id: photos.get(entry.id, alone) for entry in entries}
    approvals = _approvals(session, [paper_id for paper_id in by_paper if paper_id is not None])
    pictured = ((approvals[paper_id], by_paper[paper_id]) for paper_id in approvals)
    record_photos(session, {approval_id: jpeg for approval_id, jpeg in pictured if jpeg is not None})


def _approvals(session: Session, paper_ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(paper_ids), AT_ONCE):
        some = Certificate.id.in_(paper_ids[start : start + AT_ONCE])
        found |= dict(session.execute(select(Certificate.id, Certificate.approval_id).where(some)).all())
    return found


def _cleaned(data: bytes) -> bytes:
    try:
        require_storable(data, "")
        require_whole(data, "")
    except Refused:
        raise PhotoUnusable from None
    return clean_photo(data)
