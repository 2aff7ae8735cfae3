"""Runs the migrations on the connection that `registry.database.migrate` hands over."""

from alembic import context

import casework.accounts.models
import casework.applications.models
import casework.prepared.models  # noqa: F401 - known to the metadata by being imported
import verify_site.models  # noqa: F401 - likewise
from registry.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, render_as_batch=connection.dialect.name == "sqlite"
)
with context.begin_transaction():
    context.run_migrations()
