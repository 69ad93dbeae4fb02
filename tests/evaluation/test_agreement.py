"""Labels of a second reader, scored as if they were the rules'."""

from pathlib import Path

import pytest

from contracts.messages import Slot
from evaluation.agreement import as_reading, read_second
from evaluation.corpus import Claim, CorpusError
from evaluation.judge import judge_all
from evaluation.score import Score, score
from tests.evaluation.samples import document, mention

KILLED = Claim(slot=Slot.KILLED, words="Three soldiers", low=3, high=3)
FIRST = document(mention(claims=(KILLED,)))
SECOND = """
[[documents]]
id = "en-a-1"
report = "update"

[[documents.mentions]]
told = "current"
words = "{words}"
incident = "SUNDAY"
country = "IQ"

[[documents.mentions.claims]]
slot = "killed"
words = "Three soldiers"
low = {low}
high = {low}
"""


def second(folder: Path, words: str = "rockets hit Harir", low: int = 3, name: str = "en") -> Score:
    (folder / f"{name}.toml").write_text(SECOND.format(words=words, low=low))
    found = read_second([FIRST], folder)
    judged = judge_all([as_reading(FIRST, found[FIRST.id])])
    return score(judged, judged)


def test_the_same_judgement_in_other_words_is_agreement(tmp_path: Path) -> None:
    figures = second(tmp_path).figures()

    agreed = ("detection_f1", "told", "slot_f1", "cluster_f1")
    assert {name: figures[name] for name in agreed} == dict.fromkeys(agreed, 1.0)


def test_another_value_is_none(tmp_path: Path) -> None:
    assert second(tmp_path, low=4).figures()["slot_f1"] == 0


@pytest.mark.parametrize(
    ("words", "name", "fault"),
    [
        pytest.param("hit Erbil", "en", "stand neither in title nor text", id="foreign words"),
        pytest.param("hit Harir", "de", "language en in folder de", id="another language's file"),
    ],
)
def test_what_breaks_the_guide_is_named(tmp_path: Path, words: str, name: str, fault: str) -> None:
    with pytest.raises(CorpusError, match=fault) as raised:
        second(tmp_path, words, name=name)

    assert str(tmp_path / f"{name}.toml") in str(raised.value)


def test_a_document_is_labelled_once(tmp_path: Path) -> None:
    twice = SECOND.format(words="hit Harir", low=3) * 2 + SECOND.format(words="", low=1)
    (tmp_path / "en.toml").write_text(twice.replace("en-a-1", "en-b-1", 1))

    with pytest.raises(CorpusError, match="en-b-1: unknown"):
        read_second([FIRST], tmp_path)
