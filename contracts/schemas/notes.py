"""The comments beside fields, which Python itself forgets."""

import ast
import inspect
import io
import tokenize
from collections.abc import Mapping
from types import ModuleType
from typing import Final, TypeAlias

Notes: TypeAlias = Mapping[tuple[str, str], str]
"""(class, field or member) -> the comment that ends its line."""

_OURS: Final = "ids."  # names the function that makes the value: nothing to a reader of the topic


def read_notes(module: ModuleType) -> Notes:
    """Return the comments on the fields and enum members of the classes in `module`."""
    source = inspect.getsource(module)
    lines = io.StringIO(source).readline
    comments = {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.generate_tokens(lines)
        if token.type == tokenize.COMMENT
    }
    return {
        (found.name, name): comments[line]
        for found in ast.parse(source).body
        if isinstance(found, ast.ClassDef)
        for name, line in _lines(found)
        if line in comments and not comments[line].startswith(_OURS)
    }


def _lines(found: ast.ClassDef) -> list[tuple[str, int]]:
    """Return every field with the line it ends on."""
    lines = []
    for node in found.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        lines += [
            (target.id, node.end_lineno or 0) for target in targets if isinstance(target, ast.Name)
        ]
    return lines
