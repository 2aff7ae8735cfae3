"""Cases that a person prepared for their unit, sealed under the hand-over code."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prepared_cases",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_cases")),
    )
    op.create_index("ix_prepared_cases_expires_on", "prepared_cases", ["expires_on"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_prepared_cases_expires_on", table_name="prepared_cases")
    op.drop_table("prepared_cases")
