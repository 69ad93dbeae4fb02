"""Short texts, each by itself."""

import json
from pathlib import Path

import pytest

from evaluation import briefs
from evaluation.corpus import CorpusError
from evaluation.score import Count

ATTACK = {
    "id": "en-1",
    "language": "en",
    "published": "2026-03-02T12:00:00Z",
    "title": "Rockets hit Ain al-Asad air base in Iraq",
    "text": "Two rockets hit Ain al-Asad air base in Iraq on Monday, officials said.",
    "attack": True,
}
DRILL = ATTACK | {
    "id": "en-2",
    "title": "Marines drill at Ain al-Asad",
    "text": "Marines drilled at Ain al-Asad air base in Iraq on Monday, officials said.",
    "attack": False,
    "why": "exercise",
}


def write(root: Path, part: str, *several: dict[str, object], name: str = "en") -> None:
    (root / part).mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(each) + "\n" for each in several)
    (root / part / f"{name}.jsonl").write_text(lines, "utf-8")


def test_an_attack_is_found_and_a_drill_is_none(tmp_path: Path) -> None:
    write(tmp_path, "tune", ATTACK, DRILL)

    reads = briefs.read_all(briefs.read_parts(tmp_path)["tune"])

    assert [each.said for each in reads] == [True, False]
    assert briefs.count(reads) == Count(right=1)


def test_of_check_nothing_is_printed_but_totals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = DRILL | {"attack": True, "why": ""}  # so that there is an error to be shown
    write(tmp_path, "tune", ATTACK, wrong)
    write(tmp_path, "check", {**wrong, "id": "en-3", "title": "Marines at Harir"})

    assert briefs.main(tmp_path, show=True) == 0

    printed = capsys.readouterr().out
    assert "en-2 missed" in printed
    assert "check  en         1" in printed
    assert "Harir" not in printed
    assert "en-3" not in printed


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"why": "exercise"}, "attack True with why 'exercise'"),
        ({"language": "fr"}, "language fr"),
        ({"words": "hit"}, "unknown field `words`"),
        ({"id": "en-2"}, "en-2: given twice"),
    ],
)
def test_a_line_that_does_not_fit_is_named(
    tmp_path: Path, change: dict[str, object], fault: str
) -> None:
    write(tmp_path, "tune", DRILL, ATTACK | change)

    with pytest.raises(CorpusError) as raised:
        briefs.read_parts(tmp_path)

    (said,) = raised.value.faults
    assert said.startswith(f"{tmp_path / 'tune' / 'en.jsonl'}:2: ")
    assert fault in said


def test_briefs_have_floors_like_the_corpus(tmp_path: Path) -> None:
    write(tmp_path, "tune", ATTACK, DRILL)
    reads = [briefs.Read(each, said=True) for each in briefs.read_parts(tmp_path)["tune"]]

    found = briefs.measured({"tune": reads, "check": []})

    assert set(found) == {"briefs_tune.all", "briefs_tune.en"}
    assert found["briefs_tune.en"] == {"precision": 0.5, "recall": 1.0, "f1": 2 / 3}
