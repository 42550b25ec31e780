"""What Alembic runs a migration by: the connection that `upgrade` gave it."""

from alembic import context

from toile.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
