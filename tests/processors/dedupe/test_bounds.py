"""However much comes in: messages stay small, steps stay quick, few rows are touched."""

from dataclasses import replace
from itertools import pairwise
from time import process_time

import pytest

from contracts import codec
from contracts.messages import Gate, Slot
from processors.dedupe import fold, rows
from processors.dedupe.state import Known, Telling
from tests.processors.dedupe.desk import (
    POLICY,
    RIVERBEND,
    Desk,
    Text,
    counted,
    named,
    on_day,
    report,
)

MANY = 4_000
LONG = "An official said at length what had happened there. " * 12


def flood(count: int, values: int) -> list[Text]:
    """Reports of one attack, each of a publisher of its own, with so many values of a slot."""
    return [
        Text(
            f"publisher-{number}",
            (
                report(
                    claims=(
                        counted(
                            Slot.INJURED, number % values, sentence=LONG, speaker=f"Major {number}"
                        ),
                        counted(Slot.FIRED, number % values, sentence=LONG),
                        counted(Slot.KILLED, number % values, sentence=LONG),
                        named(Slot.BLAMED_ON, f"group-{number % values}", sentence=LONG),
                    )
                ),
            ),
            at=12 + number / 100,
            title_words=(f"word{number}",),
        )
        for number in range(count)
    ]


@pytest.mark.slow
def test_thousands_of_reports_stay_one_small_quick_incident() -> None:
    known = Known()
    marks: list[float] = []  # processor time, as other work on the machine must not count
    for number, text in enumerate(flood(MANY, values=3)):
        if number % (MANY // 10) == 0:
            marks.append(process_time())
        folded = fold.step(text.record, known, POLICY)
        (incident,) = folded.incidents
        known = Known(seq=folded.seq, latest=folded.latest, incidents={incident.id: incident})

    assert incident.incident.reports == MANY
    assert incident.incident.families == MANY
    assert len(incident.incident.family_names) == 50
    assert len(codec.encode(folded.changes[0])) < 64 * 1024
    tenths = [end - begin for begin, end in pairwise([*marks, process_time()])]
    assert tenths[-1] < 3 * tenths[1] + 0.5  # not dearer the more there are


def test_long_addresses_and_names_do_not_break_the_bound() -> None:
    texts = [
        replace(text, name=f"{'x' * 900}{number}")
        for number, text in enumerate(flood(60, values=60))
    ]
    desk = Desk().read(*texts)

    assert max(len(put.value) for put in desk.puts) < 64 * 1024


def test_a_step_asks_for_what_is_near_only() -> None:
    desk = Desk()
    for number in range(40):
        desk.read(
            Text(f"old-{number}", (report(when=on_day(-20 * number)),), at=-480.0 * number),
            Text(f"there-{number}", (report(RIVERBEND, when=on_day(-20 * number)),), at=1.0),
        )
    assert len(desk.open) == 80

    with desk.engine.begin() as connection:
        known = rows.load(connection, Text("herald", (report(),)).record, POLICY)

    (near,) = known.incidents.values()
    assert near.incident.when.start == on_day(0).start


def test_an_empty_record_of_an_unknown_article_is_next_to_nothing() -> None:
    desk = Desk()
    refused = [Text(f"entry-{number}", gate=Gate.NO_ATTACK).record for number in range(300)]
    empty = [Text(f"other-{number}").record for number in range(300)]
    for records in (refused, empty):
        with desk.engine.begin() as connection:
            begun = process_time()
            for record in records:
                desk.handle(record, connection)
            spent = (process_time() - begun) / len(records)

        assert desk.puts == []
        assert spent < 0.001  # ten times what it takes on an idle machine


def test_telling_is_stored_without_its_hash() -> None:
    text = Text("herald", (report(),), words="one two three four five six seven eight nine ten")
    folded = fold.step(text.record, Known(), POLICY)

    (telling,) = folded.tellings
    assert isinstance(telling, Telling)
    assert telling.ref.minhash == ()
