"""What judging costs: extract and fold against trafilatura, and the fold as incidents pile up.

python -m benchmarks.judge            all of it, up to 50,000 incidents
python -m benchmarks.judge million    the fold alone, over 10,000 and 1,000,000: ten minutes, 20 GB
"""

import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection, Engine, insert

from benchmarks import inputs, measure
from benchmarks.measure import Contender
from benchmarks.pages import PEER, clean, compiled, wrapped
from contracts import codec, ids, topics
from contracts.messages import Incident, Lifecycle, Place, When
from processors.article import ArticleStage
from processors.dedupe import places, times
from processors.dedupe.stage import FoldStage
from processors.dedupe.state import Held
from processors.dedupe.tables import INCIDENT_PLACES, INCIDENTS
from processors.extract.stage import ExtractStage
from processors.extract.words.kit import Kit
from processors.gate import gate
from processors.gazetteer import Gazetteer
from processors.gazetteer.load import load_gazetteer
from processors.reader import PoolReader
from processors.settings import Fold
from runtime.clock import to_micros
from runtime.stage import Put, Record, StatefulStage, StatelessStage
from runtime.store.engine import memory_store, open_store

_PAGES: Final = 26  # every article of the demo twice
_PAST: Final = (0, 1_000, 10_000, 50_000)  # incidents
_FAR_PAST: Final = (10_000, 1_000_000)
_BASE: Final = f"{10_000:,}"  # what the others are compared with
_A_DAY: Final = 60  # a million reach back to 1978; days before 1970 have no place in the index
_OPEN_DAYS: Final = 25  # the older ones are closed, as they are after a month of quiet
_NOW: Final = datetime(2024, 8, 6, tzinfo=UTC)


def record(put: Put) -> Record:
    """Return a put as a stage reads it."""
    return Record(put.topic.name, 0, 0, put.key, put.value, put.headers, _NOW)


def articles(kit: Kit, pages: Sequence[tuple[str, str]]) -> list[Record]:
    """Run the article stage once, unmeasured."""
    reader = PoolReader(timeout_s=60.0)
    stage = ArticleStage(partial(gate, kit=kit), reader, {})
    try:
        found = [stage.read(wrapped(title, text, n)) for n, (title, text) in enumerate(pages)]
    finally:
        reader.close()
    return [record(Put(topics.ARTICLES, each.ref.id, codec.encode(each))) for each in found]


def run(stage: StatelessStage, records: Sequence[Record]) -> list[Record]:
    """Put records through a stage; returns what it said."""
    return [record(put) for each in records for put in stage.handle(each)]


def folding(stage: StatefulStage, records: Sequence[Record], engine: Engine) -> Callable[[], int]:
    """Return what folds records in one transaction, and leaves the store as it was."""

    def act() -> int:
        with engine.connect() as connection:
            said = sum(len(stage.handle(each, connection)) for each in records)
            connection.rollback()
        return said

    return act


def main(wanted: Sequence[str]) -> None:
    """Measure and print."""
    gazetteer, kit = load_gazetteer(), compiled()
    pages = inputs.hit_pages(_PAGES)
    read, extract = articles(kit, pages), ExtractStage(kit)
    told = run(extract, read)
    fold = FoldStage(Fold(), gazetteer)
    if "million" in wanted:
        _pile_up(fold, told, gazetteer, _FAR_PAST)
        return
    act = folding(fold, told, memory_store())
    if not act():
        raise SystemExit("nothing was folded: not what is measured")
    found = [
        Contender(PEER, lambda: [clean(markup) for _, markup in pages], _PAGES),
        Contender("extract", lambda: run(extract, read), _PAGES),
        Contender("fold", act, _PAGES),
        Contender("extract and fold", lambda: (run(extract, read), act()), _PAGES),
    ]
    title = f"{_PAGES} pages, every one a hit"
    measure.show(title, measure.alternate(found, 5), PEER, "page")
    _pile_up(fold, told, gazetteer, _PAST)


def _pile_up(
    fold: FoldStage, told: Sequence[Record], gazetteer: Gazetteer, sizes: Sequence[int]
) -> None:
    """Fold the same records over stores on disk with more and more in them."""
    with ExitStack() as open_things, tempfile.TemporaryDirectory() as folder:
        found = []
        for past in sizes:
            engine = open_store(Path(folder) / f"{past}.db")
            open_things.callback(engine.dispose)
            _fill(engine, _opened(fold, told), past, gazetteer)
            act = folding(fold, told, engine)
            found.append(Contender(f"{past:,}", act, len(told)))
        measure.alternate(found)
        measure.show("past incidents", found, _BASE, "record")
        open_things.close()


def _opened(fold: FoldStage, told: Sequence[Record]) -> Held:
    """Return an incident as the fold keeps it after one report; most never have a second."""
    with memory_store().connect() as connection:
        for each in told:
            fold.handle(each, connection)
            if kept := connection.execute(INCIDENTS.select()).first():
                return codec.decode(Held, kept.data, topic="")
    raise SystemExit("no incident was opened: not what is measured")


def _fill(engine: Engine, like: Held, past: int, gazetteer: Gazetteer) -> None:
    """Put incidents into a store, ten a day back from the newest.

    Every second one lies in Iraq, as those of the demo do: they are what is compared with.
    """
    near = sorted(each.id for each in gazetteer.bases.values() if each.country == "IQ")
    everywhere = sorted(gazetteer.bases)
    for first in range(0, past, 5_000):
        batch = range(first, min(first + 5_000, past))
        held = [_past(like, n, _one_of(near if n % 2 else everywhere, n)) for n in batch]
        with engine.begin() as connection:
            _insert(connection, held, gazetteer)


def _one_of(names: Sequence[str], number: int) -> str:
    return names[number // 2 % len(names)]


def _past(like: Held, number: int, base: str) -> Held:
    day = _NOW - timedelta(days=number // _A_DAY + 1)
    is_open = number < _A_DAY * _OPEN_DAYS
    incident: Incident = replace(
        like.incident,
        lifecycle=Lifecycle.OPEN if is_open else Lifecycle.CLOSED,
        id=ids.incident_id("past", "v", number),
        place=Place(bases=(base,), countries=(base[:2].upper(),)),
        when=When(start=day, end=day + timedelta(days=1)),
        last_report_at=day,
    )
    return replace(like, seq=-number, incident=incident)


def _insert(connection: Connection, batch: Sequence[Held], gazetteer: Gazetteer) -> None:
    rows, index = [], []
    for held in batch:
        incident = held.incident
        rows.append(
            {
                "incident_id": held.id,
                "seq": held.seq,
                "lifecycle": incident.lifecycle.value,
                "merged_into": "",
                "last_report_at": to_micros(incident.last_report_at or _NOW),
                "data": codec.encode(held),
            }
        )
        first, last = times.days(incident.when) or (-1, -1)
        index += [
            {"incident_id": held.id, "place": key, "first_day": first, "last_day": last}
            for key in places.keys(incident.place, gazetteer)
        ]
    connection.execute(insert(INCIDENTS), rows)
    connection.execute(insert(INCIDENT_PLACES), index)


if __name__ == "__main__":
    main(sys.argv[1:])
