"""Alembic's entry: runs migrations on the connection that `app.migrate` hands over."""

from alembic import context

from geminivideo.app.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
