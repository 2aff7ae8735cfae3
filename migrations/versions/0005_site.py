"""What the site keeps of its own: API keys, quotas, counts of checks, foreign hosts."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
