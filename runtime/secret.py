"""Secrets: values that must never be seen in a log line, a traceback or a settings dump."""

import re
import threading
from typing import Final

from pydantic import SecretStr

HIDDEN: Final = "[hidden]"
_USERINFO: Final = re.compile(r"(?<=://)[^/\s@]+(?=@)")  # https://user:word@host
_SHORTEST: Final = 4  # a shorter word would black out ordinary text

_known: set[str] = set()
_lock: Final = threading.Lock()


class Secret(SecretStr):
    """A secret in the settings. In watch.toml `name = "..."`, or `name_file = "path"`.

    From its making on, `redact` hides its value wherever it turns up.
    """

    def __init__(self, secret_value: str) -> None:
        super().__init__(secret_value)
        if len(secret_value) >= _SHORTEST:
            with _lock:
                _known.add(secret_value)


def redact(text: str) -> str:
    """Return `text` without any known secret, and without the user part of addresses."""
    with _lock:
        words = sorted(_known, key=len, reverse=True)  # a secret may hold another
    for word in words:
        text = text.replace(word, HIDDEN)
    return _USERINFO.sub(HIDDEN, text)
