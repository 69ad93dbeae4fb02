"""Encode and decode of an incident and of a page: our codec against three other ways.

The other types are made from ours, field for field, so all carry the same.
"""

import base64
import dataclasses
import json
import types
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import faust
import msgspec
import pydantic

from basewatch import stages
from basewatch.settings import watch_everything
from benchmarks import inputs, measure
from benchmarks.measure import Contender
from contracts import codec, ids, topics
from contracts.messages import BodyKind, Incident, Message, Page
from ingest import pages

_TIMES: Final = 60  # round trips a round
OURS: Final = "msgspec"


def messages() -> tuple[Incident, Incident, Page]:
    """Return an incident as it opens, the same when all have spoken, and a fetched page."""
    built = stages.build(watch_everything())
    told: list[Incident] = []
    with built.pipeline() as pipeline:
        for piece in inputs.newest():
            page = _page(piece.slug, piece.headline, piece.text(), BodyKind.TEXT)
            said = pipeline.feed(page)[topics.INCIDENTS]
            told += (codec.decode(Incident, put.value, topic="") for put in said)
    built.close()
    sizes = sorted(told, key=lambda incident: len(codec.encode(incident)))
    piece = inputs.newest()[0]
    return sizes[0], sizes[-1], _page("page", piece.title, inputs.hit_pages(1)[0][1], BodyKind.HTML)


def _page(slug: str, title: str, text: str, kind: BodyKind) -> Page:
    url = f"https://paper.example/{slug}"
    article_id = ids.article_id(url)
    when = inputs.published(inputs.newest()[-1])
    bare = Page(id=article_id, article_id=article_id, source="paper", url=url, title=title,
                published=when, fetched_at=when, arrived_at=when)  # fmt: skip
    return pages.with_body(bare, pages.Body(kind, text.encode(), "utf-8"), when)


class Mirror:
    """Our structs again as pydantic models, as dataclasses and as faust.Records."""

    def __init__(
        self, make: Callable[[str, dict[str, tuple[Any, Any]]], type], *, bytes_as: type = bytes
    ) -> None:
        self._make = make
        self._bytes_as = bytes_as
        self._made: dict[type, Any] = {}

    def of(self, kind: Any) -> Any:
        """Return the other library's type for ours, and for every type within it."""
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            if kind not in self._made:
                self._made[kind] = self._make(kind.__name__, self._fields(kind))
            return self._made[kind]
        if not (parts := get_args(kind)):
            return self._bytes_as if kind is bytes else kind
        inside = tuple(part if part is Ellipsis else self.of(part) for part in parts)
        if get_origin(kind) in (types.UnionType, Union):
            return Union[inside]  # noqa: UP007 - made at run time
        return get_origin(kind)[inside]

    def _fields(self, kind: type[msgspec.Struct]) -> dict[str, tuple[Any, Any]]:
        hints, found = get_type_hints(kind), {}
        for each in msgspec.structs.fields(kind):
            default = dataclasses.MISSING if each.default is msgspec.NODEFAULT else each.default
            if each.default_factory is not msgspec.NODEFAULT:
                default = {}
            found[each.name] = (self.of(hints[each.name]), default)
        return found


def as_pydantic(name: str, fields: dict[str, tuple[Any, Any]]) -> type:
    """Make a frozen pydantic model."""
    given = {k: (t, ... if d is dataclasses.MISSING else d) for k, (t, d) in fields.items()}
    config = pydantic.ConfigDict(frozen=True, val_json_bytes="base64", ser_json_bytes="base64")
    return pydantic.create_model(name, __config__=config, **given)  # type: ignore[call-overload, no-any-return]


def as_dataclass(name: str, fields: dict[str, tuple[Any, Any]]) -> type:
    """Make a dataclass; keyword-only, as our structs are."""
    given = [
        (k, t, dataclasses.field(default_factory=dict) if d == {} else dataclasses.field(default=d))
        for k, (t, d) in fields.items()
    ]
    return dataclasses.make_dataclass(name, given, kw_only=True, slots=True)


def as_faust(name: str, fields: dict[str, tuple[Any, Any]]) -> type:
    """Make a faust.Record with coercion, or its times would stay text."""
    fields = dict(sorted(fields.items(), key=lambda each: each[1][1] is not dataclasses.MISSING))
    space: dict[str, Any] = {k: d for k, (_, d) in fields.items() if d is not dataclasses.MISSING}
    space |= {"__annotations__": {k: t for k, (t, _) in fields.items()}, "__module__": __name__}
    return types.new_class(
        name, (faust.Record,), {"coerce": True, "serializer": "json"}, lambda ns: ns.update(space)
    )


def loader(kind: Any) -> Callable[[Any], Any]:
    """Return what turns parsed JSON into a value of `kind`, as one writes it by hand."""
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        parts = {each.name: loader(hints[each.name]) for each in dataclasses.fields(kind)}
        return lambda raw: kind(**{name: parts[name](value) for name, value in raw.items()})  # type: ignore[operator]
    inside = get_args(kind)
    if get_origin(kind) is tuple:
        load = loader(inside[0])
        return lambda raw: tuple(load(each) for each in raw)
    if type(None) in inside:
        load = loader(next(each for each in inside if each is not type(None)))
        return lambda raw: None if raw is None else load(raw)
    if kind in (datetime, bytes):
        return datetime.fromisoformat if kind is datetime else base64.b64decode
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else lambda raw: raw


def contenders(message: Message) -> list[Contender]:
    """Return the four ways for one message; each is checked to give back what it was given."""
    kind = type(message)
    model = Mirror(as_pydantic).of(kind)
    as_model = model.model_validate(_by_name(message))
    record = Mirror(as_faust, bytes_as=str).of(kind)  # it has no way to write bytes as JSON
    as_record = record.loads(json.dumps(_by_name(message)).encode())
    klass = Mirror(as_dataclass).of(kind)
    load = loader(klass)
    as_class = load(_by_name(message))
    ways: dict[str, Callable[[], Any]] = {
        OURS: lambda: codec.decode(kind, codec.encode(message), topic=""),
        "pydantic v2": lambda: model.model_validate_json(as_model.model_dump_json()),
        "dataclass, stdlib json": lambda: load(
            json.loads(json.dumps(dataclasses.asdict(as_class), default=_plain))
        ),
        "faust.Record": lambda: record.loads(as_record.dumps()),
    }
    expected = (message, as_model, as_class, as_record)
    for way, one in zip(ways.items(), expected, strict=True):
        if way[1]() != one:
            raise SystemExit(f"{way[0]} does not give back a {kind.__name__}")
    return [Contender(name, _repeat(way), _TIMES) for name, way in ways.items()]


def _plain(value: datetime | bytes) -> str:
    """Write what JSON has no form for."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat()


def _by_name(message: Any) -> Any:
    """Return a message as plain values under the names its fields have in Python."""
    if isinstance(message, msgspec.Struct):
        return {name: _by_name(getattr(message, name)) for name in message.__struct_fields__}
    if isinstance(message, tuple):
        return [_by_name(each) for each in message]
    return msgspec.to_builtins(message)


def _repeat(way: Callable[[], Any]) -> Callable[[], None]:
    def act() -> None:
        for _ in range(_TIMES):
            way()

    return act


def main() -> None:
    """Measure and print."""
    small, large, page = messages()
    told = (("incident, opened", small), ("incident, all have spoken", large), ("page", page))
    for name, message in told:
        size = len(codec.encode(message)) / 1000
        found = measure.alternate(contenders(message))
        measure.show(f"{name}, {size:.1f} kB", found, OURS, "round trip")


if __name__ == "__main__":
    main()
