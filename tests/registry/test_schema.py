"""The migrations: up, down, and equal to the models, on both engines."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from registry.database import MIGRATIONS, SCHEMA, migrate, open_registry, require_current_schema
from registry.errors import RegistryUnreachable, SchemaNotCurrent
from registry.models import Base


def test_the_migrations_make_exactly_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_program_asks_for_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == SCHEMA


def test_the_migrations_can_be_taken_back_and_run_again(engine: Engine) -> None:
    migrate(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    with pytest.raises(SchemaNotCurrent, match="registry init"):
        require_current_schema(engine)
    migrate(engine)
    require_current_schema(engine)


@pytest.mark.parametrize("statement", ["UPDATE events SET actor = 'x'", "DELETE FROM events"])
def test_an_event_can_be_neither_changed_nor_removed(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        for line in (
            "INSERT INTO authorities VALUES ('a', '甲', 'A', 'prefecture', '420100', 'hubei-2013-80')",
            "INSERT INTO imports VALUES (1, 'a', 'approved', '', 1, 'x', '2026-01-01')",
            "INSERT INTO approvals VALUES (1, 1, 'a', false, '张', NULL, NULL, NULL, '', 3, '', '', '', '',"
            " '2026-01-01')",
            "INSERT INTO certificates VALUES (1, 1, 'a', 1, '1', '1', '张', '', 3, '', '2026-01-01', '2026-01-01', '',"
            " 'valid', NULL, NULL, NULL)",
            "INSERT INTO events (id, certificate_id, move, actor, at) VALUES (1, 1, 'issue', 'x', '2026-01-01')",
        ):
            connection.execute(text(line))
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))


def test_a_registry_that_cannot_be_opened_is_named_with_the_cure() -> None:
    engine = open_registry("sqlite:////nowhere/at/all.sqlite3")
    with pytest.raises(RegistryUnreachable, match="CERT_DATABASE"):
        require_current_schema(engine)
