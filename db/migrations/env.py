"""Alembic's way in: the connection comes from db.migrations.upgrade, never from a file."""

from alembic import context

from db.rows import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
