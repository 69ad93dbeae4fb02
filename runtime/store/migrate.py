"""Bring a store's tables up to this release, by the Alembic steps that ship beside this file."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from contracts.errors import StoreTooNewError

_STEPS: Final = Path(__file__).parent / "migrations"


def migrate(engine: Engine, where: str) -> None:
    """Run the steps that `engine`'s store has not seen, all of them or none.

    Args:
        engine: the store.
        where: its name in errors.

    Raises:
        StoreTooNewError: the store was written by a release with steps unknown to this one.
    """
    config = Config()
    config.set_main_option("script_location", str(_STEPS))
    steps = ScriptDirectory.from_config(config)
    with engine.begin() as connection:
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
