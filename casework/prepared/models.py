"""The table of prepared cases. The database alone opens none of them and holds no personal data in clear."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from registry.models import Base


class PreparedRow(Base):
    """One sealed case. `id` is derived from the hand-over code; `expires_on` is the last day on which it opens."""

    __tablename__ = "prepared_cases"
    __table_args__ = (Index("ix_prepared_cases_expires_on", "expires_on"),)

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_on: Mapped[date]
