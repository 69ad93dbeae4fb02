"""Two schemas of one message: what would break a reader of the old one, or a record kept since.

allowed     a new optional field, a new value of an enumeration, other words
breaks      a field gone, another type or form, a field newly required or no longer sure to be
            there, a value that an enumeration no longer has
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

Schema: TypeAlias = Mapping[str, Any]
_COMPARED_HERE: Final = {"type", "anyOf", "enum", "properties", "required", "items", "$defs"}
_WORDS: Final = {"$schema", "$id", "title", "description", "default", "examples", "$comment"}


def breaks(old: Schema, new: Schema) -> list[str]:
    """Return what breaks, one line each, with the path of the field; empty when nothing does."""
    return list(_Comparison(old, new).of("", old, new))


@dataclass(frozen=True)
class _Comparison:
    old: Schema  # the documents, for the references in them
    new: Schema
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def of(self, path: str, old: Schema, new: Schema) -> Iterator[str]:
        """Compare what stands at one path, and below it what was not compared before."""
        names = (old.get("$ref", path), new.get("$ref", path))
        if names in self._seen:
            return
        self._seen.add(names)
        before, after = _by_type(self.old, old), _by_type(self.new, new)
        if set(before) != set(after):
            yield f"{path}: type {_either(before)} became {_either(after)}"
            return
        for kind, part in before.items():
            yield from self._parts(path, part, after[kind])

    def _parts(self, path: str, old: Schema, new: Schema) -> Iterator[str]:
        yield from _values(path, old, new)
        for name in sorted((set(old) | set(new)) - _COMPARED_HERE - _WORDS):
            if old.get(name) != new.get(name):
                yield f"{path}: {name} {old.get(name)} became {new.get(name)}"
        yield from _presence(path, old, new)
        fields = new.get("properties", {})
        for name, before in old.get("properties", {}).items():
            if name in fields:
                yield from self.of(f"{path}.{name}".lstrip("."), before, fields[name])
        if "items" in old or "items" in new:
            yield from self.of(f"{path}[]", old.get("items", {}), new.get("items", {}))


def _presence(path: str, old: Schema, new: Schema) -> Iterator[str]:
    for name in old.get("properties", {}):
        if name not in new.get("properties", {}):
            yield f"{path}.{name}".lstrip(".") + ": gone"
    before, after = set(old.get("required", ())), set(new.get("required", ()))
    for name in sorted(after - before):
        yield f"{path}.{name}".lstrip(".") + ": required, and old records may lack it"
    for name in sorted((before - after) & set(new.get("properties", {}))):
        yield f"{path}.{name}".lstrip(".") + ": no longer required, and readers count on it"


def _values(path: str, old: Schema, new: Schema) -> Iterator[str]:
    if ("enum" in new) and "enum" not in old:
        yield f"{path}: any value became one of {sorted(new['enum'])}"
    gone = set(old.get("enum", ())) - set(new.get("enum", ()))
    if gone:
        yield f"{path}: no longer one of its values: {', '.join(sorted(gone))}"


def _by_type(document: Schema, schema: Schema) -> dict[str, dict[str, Any]]:
    """Return the branches of a schema by JSON type, references followed.

    A closed enumeration beside "any string" is one branch: the known values of an open one.
    """
    target = schema.get("$ref")
    if target is not None:
        return _by_type(document, document["$defs"][target.rpartition("/")[2]])
    if "anyOf" not in schema:
        return {str(schema.get("type", "string" if "enum" in schema else "any")): dict(schema)}
    found: dict[str, dict[str, Any]] = {}
    for branch in schema["anyOf"]:
        for kind, part in _by_type(document, branch).items():
            found[kind] = found.get(kind, {}) | part
    return found


def _either(branches: Mapping[str, Schema]) -> str:
    return " or ".join(sorted(branches))
