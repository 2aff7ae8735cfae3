"""What the accounts forget by themselves: ended sessions, expired invitations, old counts of failures.

with writing(engine) as session: purge(session, now=now)
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.accounts.attempts import purge_attempts
from casework.accounts.invitations import purge_invitations
from casework.accounts.sessions import purge_sessions


def purge(session: Session, *, now: datetime) -> None:
    """Remove what has ended; the audit trail stays."""
    purge_sessions(session, now=now)
    purge_invitations(session, now=now)
    purge_attempts(session, now=now)
