"""Alembic runs this file; `runtime.store.migrate` hands it the open transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
