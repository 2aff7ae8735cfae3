"""What the check of an application's photo left to a person; with it the photo is one that papers are printed with."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("application_attachments", sa.Column("photo_doubts", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("application_attachments", "photo_doubts")
