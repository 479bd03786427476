"""Entry of alembic: migrates over the connection that `Database.migrate` hands in."""

from alembic import context

from kb.store import (
    alert_tables,
    anchor_tables,
    discussion_tables,
    dossier_tables,
    member_tables,
    proposal_tables,
)
from kb.store.tables import metadata

assert alert_tables  # declared on the same metadata
assert anchor_tables
assert discussion_tables
assert dossier_tables
assert proposal_tables
assert member_tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table only by copying it
    transactional_ddl=False,  # the caller's transaction holds it all
)
context.run_migrations()
