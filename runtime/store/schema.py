"""The one MetaData on which every package hangs its tables (each in its own rows file)."""

from typing import Final

from sqlalchemy import MetaData

METADATA: Final = MetaData()
