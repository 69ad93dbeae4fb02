"""The JSON Schemas (2020-12) of what other teams read, as files in the package.

python -m contracts.schemas write            make them anew from contracts.messages
python -m contracts.schemas check            no reader of a released schema breaks
python -m contracts.schemas release 0.2.0    keep today's as released
"""

import json
from importlib import resources
from typing import Any

from contracts.events import name_of
from contracts.messages import Message


def load(kind: type[Message]) -> dict[str, Any]:
    """Return the published schema of a message kind on a public topic.

    Raises:
        FileNotFoundError: `kind` stands on no public topic.
    """
    file = resources.files(__package__) / "v1" / f"{name_of(kind)}.json"
    schema: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return schema
