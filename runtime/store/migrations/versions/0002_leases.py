"""Leases, and with them several processes on one store.

An outbox row names the stage that said it; a delivery names the process that has it in hand.
"""

from alembic import op
from sqlalchemy import BigInteger, Column, Text, text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the table and the columns; what waits in the outbox keeps a stage that relays it."""
    op.create_table(
        "leases",
        Column("name", Text, primary_key=True),
        Column("holder", Text, nullable=False),
        Column("epoch", BigInteger, nullable=False),
        Column("expires_at", BigInteger, nullable=False),
    )
    op.add_column("topic_outbox", Column("stage", Text, nullable=False, server_default=""))
    op.create_index("topic_outbox_of_stage", "topic_outbox", ["stage", "sequence"])
    of_alerts = "topic = 'alerts.v1'"
    op.execute(
        text(f"UPDATE topic_outbox SET stage = CASE WHEN {of_alerts} THEN 'alerts' ELSE 'fold' END")  # noqa: S608
    )
    op.add_column("deliveries", Column("claimed_by", Text, nullable=False, server_default=""))
