"""The figures, on cases that can be counted by hand."""

import pytest

from contracts.messages import Place, Told
from evaluation.judge import Alerted, judge_all
from evaluation.score import Count, bcubed, detected, groups, score
from tests.evaluation import samples
from tests.evaluation.samples import document, mention, reading, report


def test_precision_recall_and_f1() -> None:
    count = Count(right=3, missed=1, wrong=2)

    assert (count.precision, count.recall) == (0.6, 0.75)
    assert count.f1 == pytest.approx(2 * 0.6 * 0.75 / 1.35)
    assert (Count().precision, Count().recall, Count().f1) == (None, None, None)
    assert Count(1, 2, 3) + Count(1, 1, 1) == Count(2, 3, 4)


def test_a_no_that_is_right_counts_nowhere() -> None:
    answers = [detected(labelled, said) for labelled in (True, False) for said in (True, False)]

    assert answers == [Count(right=1), Count(missed=1), Count(wrong=1), Count()]


@pytest.mark.parametrize(
    ("items", "f1"),
    [
        pytest.param([("A", "1"), ("A", "1"), ("B", "2")], 1.0, id="as labelled"),
        # precision 1/2 each, recall 1 each
        pytest.param([("A", "1"), ("B", "1")], 2 / 3, id="two in one"),
        # precision 1 each, recall 1/2 each
        pytest.param([("A", "1"), ("A", "2")], 2 / 3, id="one in two"),
        # Items of A: precision 2/3, recall 1; that of B: 1/3 and 1; means 5/9 and 1
        pytest.param([("A", "1"), ("A", "1"), ("B", "1")], 2 * 5 / 9 / (14 / 9), id="one too many"),
        # precision 1 over what was found; recall 1/2 and 0, mean 1/4
        pytest.param([("A", "1"), ("A", "")], 2 * 0.25 / 1.25, id="one not found"),
        pytest.param([("A", ""), ("B", "")], 0.0, id="nothing found"),
        pytest.param([], None, id="nothing to find"),
    ],
)
def test_bcubed(items: list[tuple[str, str]], f1: float | None) -> None:
    assert bcubed(items) == (None if f1 is None else pytest.approx(f1))


def test_everything_of_a_group() -> None:
    first = document(mention(bases=("iq-harir",)), mention("a drone", Told.BACKGROUND))
    second = samples.later(first, 1, mentions=(mention(bases=("iq-harir",)),))
    said = report(place=Place(bases=("iq-erbil",)))
    judged = judge_all(
        [
            reading(first, said, alerted=("i",), incidents={said.id: "i"}),
            reading(second),
        ]
    )

    figures = score(judged, judged)

    assert figures.documents == 2
    assert figures.detection == Count(right=1, missed=1)
    assert (figures.attacks, figures.alerts[Alerted.FOUND]) == (1, 1)
    assert figures.told == Count(right=2, wrong=1)
    assert figures.bases == Count(right=0, missed=2, wrong=1)
    assert figures.clusters == [("A", "i"), ("A", "")]
    assert figures.figures()["cluster_f1"] == 1.0
    assert figures.figures()["alert_precision"] == 1.0
    assert figures.figures()["slot_f1"] is None


def test_an_attack_alerted_in_one_language_is_found_in_all() -> None:
    english = document(mention())
    german = samples.later(english, 1, language="de")
    said = report()
    judged = judge_all(
        [reading(english, said, alerted=("i",), incidents={said.id: "i"}), reading(german)]
    )

    found = groups(judged)

    assert [len(found[name]) for name in ("all", "en", "others", "de")] == [2, 1, 1, 1]
    assert score(found["de"], judged).alerts[Alerted.FOUND] == 1
