"""Floors rise with what is measured, and fall with a reason alone."""

from pathlib import Path

import pytest

from evaluation import floors
from evaluation.floors import Floors, Lowered, fallen, raised, rounded_down

KNOWN = Floors({"check.en": {"told": 0.70, "slot_f1": 0.20}})


@pytest.mark.parametrize(
    ("figure", "floor"), [(0.709, 0.70), (0.29, 0.29), (0.57, 0.57), (1.0, 1.0), (0.0, 0.0)]
)
def test_floors_are_rounded_down(figure: float, floor: float) -> None:
    assert rounded_down(figure) == floor


def test_what_lies_below_its_floor_is_named() -> None:
    low = {"check.en": {"told": 0.699, "slot_f1": 0.201}}

    assert list(fallen(low, KNOWN)) == ["check.en.told is 0.699; its floor is 0.70"]
    assert not list(fallen({"check.en": {"told": 0.7, "slot_f1": 0.2, "new": 0.1}}, KNOWN))


def test_what_is_not_measured_any_more_has_fallen() -> None:
    assert list(fallen({"check.en": {"told": None, "slot_f1": 0.9}}, KNOWN)) == [
        "check.en.told is not measured; its floor is 0.70"
    ]
    assert len(list(fallen({}, KNOWN))) == 2


def test_writing_raises_and_never_lowers() -> None:
    after = raised({"check.en": {"told": 0.6, "slot_f1": 0.519, "dates": 0.5, "x": None}}, KNOWN)

    assert after.least == {"check.en": {"told": 0.70, "slot_f1": 0.51, "dates": 0.5}}
    assert not after.lowered
    assert raised({}, KNOWN).least == KNOWN.least


def test_lowering_takes_a_reason_and_keeps_it() -> None:
    after = raised({"check.en": {"told": 0.6, "slot_f1": 0.2}}, KNOWN, "harder documents")

    assert after.least["check.en"]["told"] == 0.6
    assert after.lowered == [Lowered("check.en.told", 0.70, 0.6, "harder documents")]


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    before = Floors(
        {"check.en": {"told": 0.7}, "tune.all": {"told": 0.0}},
        [Lowered("check.en.told", 0.8, 0.7, 'a "harder" part \\ twice\nas hard')],
    )

    floors.write(before, path)

    assert floors.read(path) == before
    assert floors.read(tmp_path / "none.toml") == Floors({})


def test_the_floors_that_are_kept_are_of_both_parts_of_corpus_and_briefs() -> None:
    least = floors.read().least

    parts = ("tune", "check", "briefs_tune", "briefs_check")
    assert set(least) == {f"{part}.{group}" for part in parts for group in ("all", "en", "others")}
