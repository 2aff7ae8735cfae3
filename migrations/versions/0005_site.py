"""What the site keeps of its own: API keys, quotas, counts of checks, foreign hosts."""

import sqlalchemy as sa
from alembic import op

from registry import models

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("created_at", models.Instant(timezone=True), nullable=False),
        sa.Column("revoked_at", models.Instant(timezone=True), nullable=True),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("spent_in_day", sa.Integer(), nullable=False),
        sa.Column("minute", sa.BigInteger(), nullable=False),
        sa.Column("spent_in_minute", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_keys_digest")),
    )
    op.create_table(
        "api_requests",
        sa.Column("key_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idempotency", sa.LargeBinary(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name=op.f("fk_api_requests_key_id")),
        sa.PrimaryKeyConstraint("key_id", "idempotency", name=op.f("pk_api_requests")),
    )
    op.create_index("ix_api_requests_at", "api_requests", ["at"], unique=False)
    op.create_table(
        "checks",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "way", "verdict", name=op.f("pk_checks")),
    )
    op.create_table(
        "foreign_hosts",
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_foreign_hosts")),
    )
    op.create_index("ix_foreign_hosts_first_on", "foreign_hosts", ["first_on"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_foreign_hosts_first_on", table_name="foreign_hosts")
    op.drop_table("foreign_hosts")
    op.drop_table("checks")
    op.drop_index("ix_api_requests_at", table_name="api_requests")
    op.drop_table("api_requests")
    op.drop_table("api_keys")
