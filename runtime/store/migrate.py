"""Bring a store's tables up to this release, by the Alembic steps that ship beside this file."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from contracts.errors import ConfigError, StoreTooNewError

_STEPS: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 0x62617365  # ours among the advisory locks of a database
_WAIT: Final = "10min"  # for another process that migrates


def migrate(engine: Engine, where: str) -> None:
    """Run the steps that `engine`'s store has not seen, all of them or none.

    Args:
        engine: the store.
        where: its name in errors.

    Raises:
        ConfigError: the database cannot hold every text.
        StoreTooNewError: the store was written by a release with steps unknown to this one.
    """
    config = Config()
    config.set_main_option("script_location", str(_STEPS))
    steps = ScriptDirectory.from_config(config)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            _prepare_postgres(connection, where)
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision == steps.get_current_head():
            return
        if revision is not None and revision not in {
            step.revision for step in steps.walk_revisions()
        }:
            raise StoreTooNewError(
                f"{where}: written by a newer basewatch (revision {revision}, this release knows"
                f" {steps.get_current_head()}); install that release again or restore a backup"
                " from before the upgrade"
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _prepare_postgres(connection: Connection, where: str) -> None:
    """Let processes that start together migrate one after the other."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise ConfigError(where, f"the database's encoding is {encoding}; create it with UTF8")
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT}'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
