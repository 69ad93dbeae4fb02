"""The section [store] of watch.toml."""

from typing import Annotated

from pydantic import AfterValidator

from runtime.secret import Secret
from runtime.settings import Section


def _postgres(url: str) -> str:
    scheme, _, rest = url.partition("://")
    if scheme != "postgresql" or not rest:
        raise ValueError("must be postgresql://user@host:port/database")
    user = rest.partition("@")[0] if "@" in rest else ""
    if ":" in user:
        raise ValueError("holds a password; write it as `password` or `password_file` instead")
    return url


class Store(Section):
    """The database that processes on several machines share."""

    url: Annotated[str, AfterValidator(_postgres)]
    """postgresql://user@host:port/database"""
    password: Secret | None = None
