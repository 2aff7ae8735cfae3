"""Applications of units, from draft to decided: their entries, steps, events, attachments, bans and notices."""

import sqlalchemy as sa
from alembic import op

from registry import models

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQLITE_TRIGGERS = [
    f"CREATE TRIGGER application_events_no_{verb} BEFORE {verb.upper()} ON application_events "
    "BEGIN SELECT RAISE(ABORT, 'application events are append-only'); END"
    for verb in ("update", "delete")
]
POSTGRESQL_TRIGGERS = [
    "CREATE FUNCTION application_events_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'application events are append-only'; END $$",
    "CREATE TRIGGER application_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON application_events "
    "FOR EACH STATEMENT EXECUTE FUNCTION application_events_append_only()",
]


def upgrade() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(length=40), nullable=False),
        sa.Column("matter", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("submitter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("current_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.String(length=40), nullable=True),
        sa.Column("choices", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("materials", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("inquiry", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("proposal", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("split_from", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", models.Instant(timezone=True), nullable=False),
        sa.Column("submitted_at", models.Instant(timezone=True), nullable=True),
        sa.Column("changed_at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authorities.id"], name=op.f("fk_applications_authority_id")),
        sa.ForeignKeyConstraint(["current_id"], ["organisations.id"], name=op.f("fk_applications_current_id")),
        sa.ForeignKeyConstraint(["split_from"], ["applications.id"], name=op.f("fk_applications_split_from")),
        sa.ForeignKeyConstraint(["submitter_id"], ["organisations.id"], name=op.f("fk_applications_submitter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    op.create_index("ix_applications_authority", "applications", ["authority_id", "state", "id"], unique=False)
    op.create_index("ix_applications_current", "applications", ["current_id", "state", "id"], unique=False)
    op.create_index("ix_applications_submitter", "applications", ["submitter_id", "state", "id"], unique=False)
    op.create_table(
        "desk_mail_addresses",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_desk_mail_addresses_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_desk_mail_addresses")),
    )
    op.create_table(
        "application_bans",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("identity_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("notice", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_bans_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_bans")),
    )
    op.create_index("ix_application_bans_identity", "application_bans", ["identity_index"], unique=False)
    op.create_table(
        "application_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("move", sa.String(length=24), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", models.Instant(timezone=True), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("clauses", sa.String(length=200), nullable=False),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_events_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_application_events_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["desk_people.id"], name=op.f("fk_application_events_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_events")),
    )
    op.create_index("ix_application_events_application", "application_events", ["application_id", "id"], unique=False)
    op.create_table(
        "application_steps",
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("does", sa.String(length=8), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reached_at", models.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_steps_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_application_steps_organisation_id")
        ),
        sa.PrimaryKeyConstraint("application_id", "position", name=op.f("pk_application_steps")),
    )
    op.create_index(
        "ix_application_steps_organisation", "application_steps", ["organisation_id", "application_id"], unique=False
    )
    op.create_table(
        "desk_notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", models.Instant(timezone=True), nullable=False),
        sa.Column("seen_at", models.Instant(timezone=True), nullable=True),
        sa.Column("mailed_at", models.Instant(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_desk_notices_application_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_desk_notices_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_notices")),
    )
    op.create_index("ix_desk_notices_organisation", "desk_notices", ["organisation_id", "id"], unique=False)
    op.create_index("ix_desk_notices_unmailed", "desk_notices", ["mailed_at", "id"], unique=False)
    op.create_table(
        "application_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("identity_kind", sa.String(length=24), nullable=True),
        sa.Column("identity_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("identity_index", sa.LargeBinary(length=32), nullable=True),
        sa.Column("title", sa.String(length=20), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("specialty", sa.String(length=30), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("clause", sa.String(length=24), nullable=True),
        sa.Column("open_key", sa.LargeBinary(length=32), nullable=True),
        sa.Column("old_certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_entries_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificates.id"], name=op.f("fk_application_entries_certificate_id")
        ),
        sa.ForeignKeyConstraint(
            ["old_certificate_id"], ["certificates.id"], name=op.f("fk_application_entries_old_certificate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_entries")),
        sa.UniqueConstraint("open_key", name=op.f("uq_application_entries_open_key")),
    )
    op.create_index(
        "ix_application_entries_application", "application_entries", ["application_id", "position"], unique=False
    )
    op.create_index("ix_application_entries_identity", "application_entries", ["identity_index"], unique=False)
    op.create_table(
        "application_attachments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("material", sa.String(length=60), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=32), nullable=False),
        sa.Column("at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_attachments_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["application_entries.id"], name=op.f("fk_application_attachments_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_attachments")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_application_attachments_stored_as")),
    )
    op.create_index(
        "ix_application_attachments_application", "application_attachments", ["application_id", "id"], unique=False
    )
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.execute(statement)


def downgrade() -> None:

    op.drop_index("ix_application_attachments_application", table_name="application_attachments")
    op.drop_table("application_attachments")
    op.drop_index("ix_application_entries_identity", table_name="application_entries")
    op.drop_index("ix_application_entries_application", table_name="application_entries")
    op.drop_table("application_entries")
    op.drop_index("ix_desk_notices_unmailed", table_name="desk_notices")
    op.drop_index("ix_desk_notices_organisation", table_name="desk_notices")
    op.drop_table("desk_notices")
    op.drop_index("ix_application_steps_organisation", table_name="application_steps")
    op.drop_table("application_steps")
    op.drop_index("ix_application_events_application", table_name="application_events")
    op.drop_table("application_events")
    op.drop_index("ix_application_bans_identity", table_name="application_bans")
    op.drop_table("application_bans")
    op.drop_table("desk_mail_addresses")
    op.drop_index("ix_applications_submitter", table_name="applications")
    op.drop_index("ix_applications_current", table_name="applications")
    op.drop_index("ix_applications_authority", table_name="applications")
    op.drop_table("applications")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION application_events_append_only()")
