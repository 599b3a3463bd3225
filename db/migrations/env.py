"""Alembic's way in: the connection comes from db.migrations.upgrade, never from a file."""

from alembic import context

from db.migrations.alike import alike
from db.rows import Row

_connection = context.config.attributes["connection"]
context.configure(
    connection=_connection,
    target_metadata=Row.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with alike(_connection):
    context.run_migrations()
