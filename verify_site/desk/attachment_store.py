"""Where the desk's files lie sealed."""

from __future__ import annotations

from casework.applications.attachments import AttachmentStore
from verify_site.service import service


def store() -> AttachmentStore:
    """The store of the application that is answering."""
    return AttachmentStore(service().settings.attachments, service().vault)
