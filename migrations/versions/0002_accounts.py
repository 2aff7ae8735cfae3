"""The desk's accounts: units, people, invitations, sessions, and their audit trail."""

import sqlalchemy as sa
from alembic import op

from registry import models

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE_TRIGGERS = [
    f"CREATE TRIGGER desk_events_no_{verb} BEFORE {verb.upper()} ON desk_events "
    "BEGIN SELECT RAISE(ABORT, 'desk events are append-only'); END"
    for verb in ("update", "delete")
]
POSTGRESQL_TRIGGERS = [
    "CREATE FUNCTION desk_events_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'desk events are append-only'; END $$",
    "CREATE TRIGGER desk_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON desk_events "
    "FOR EACH STATEMENT EXECUTE FUNCTION desk_events_append_only()",
]


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("authority_id", sa.String(length=40), nullable=True),
        sa.Column("reports_to", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("two_deciders", sa.Boolean(), nullable=False),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authorities.id"], name=op.f("fk_organisations_authority_id")),
        sa.ForeignKeyConstraint(["reports_to"], ["organisations.id"], name=op.f("fk_organisations_reports_to")),
        sa.ForeignKeyConstraint(["opened_by"], ["organisations.id"], name=op.f("fk_organisations_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("credit_code", "kind", name=op.f("uq_organisations_credit_code")),
    )
    op.create_table(
        "desk_people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("roles", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(length=160), nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("totp_pending", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=True),
        sa.Column("disabled_at", models.Instant(timezone=True), nullable=True),
        sa.Column("joined_at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_desk_people_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_people")),
        sa.UniqueConstraint("login", name=op.f("uq_desk_people_login")),
    )
    op.create_index("ix_desk_people_organisation", "desk_people", ["organisation_id"], unique=False)
    op.create_table(
        "desk_recovery_codes",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["desk_people.id"], name=op.f("fk_desk_recovery_codes_person_id")),
        sa.PrimaryKeyConstraint("person_id", "digest", name=op.f("pk_desk_recovery_codes")),
    )
    op.create_table(
        "desk_invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("reports_to", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("addressee", sa.String(length=50), nullable=False),
        sa.Column("roles", sa.String(length=80), nullable=False),
        sa.Column("invited_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("expires_at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_desk_invitations_organisation_id")
        ),
        sa.ForeignKeyConstraint(["reports_to"], ["organisations.id"], name=op.f("fk_desk_invitations_reports_to")),
        sa.ForeignKeyConstraint(["invited_by"], ["organisations.id"], name=op.f("fk_desk_invitations_invited_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_invitations")),
        sa.UniqueConstraint("digest", name=op.f("uq_desk_invitations_digest")),
    )
    op.create_table(
        "desk_sessions",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("started_at", models.Instant(timezone=True), nullable=False),
        sa.Column("seen_at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["desk_people.id"], name=op.f("fk_desk_sessions_person_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_desk_sessions")),
    )
    op.create_index("ix_desk_sessions_person", "desk_sessions", ["person_id"], unique=False)
    op.create_table(
        "desk_attempts",
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", models.Instant(timezone=True), nullable=False),
        sa.Column("wait_until", models.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_desk_attempts")),
    )
    op.create_table(
        "desk_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("about", sa.String(length=40), nullable=True),
        sa.Column("network", sa.LargeBinary(length=32), nullable=True),
        sa.Column("at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["desk_people.id"], name=op.f("fk_desk_events_person_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_desk_events_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_events")),
    )
    op.create_index("ix_desk_events_organisation", "desk_events", ["organisation_id", "id"], unique=False)
    op.create_index("ix_desk_events_person", "desk_events", ["person_id", "id"], unique=False)
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_desk_events_person", table_name="desk_events")
    op.drop_index("ix_desk_events_organisation", table_name="desk_events")
    op.drop_table("desk_events")
    op.drop_table("desk_attempts")
    op.drop_index("ix_desk_sessions_person", table_name="desk_sessions")
    op.drop_table("desk_sessions")
    op.drop_table("desk_invitations")
    op.drop_table("desk_recovery_codes")
    op.drop_index("ix_desk_people_organisation", table_name="desk_people")
    op.drop_table("desk_people")
    op.drop_table("organisations")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION desk_events_append_only()")
