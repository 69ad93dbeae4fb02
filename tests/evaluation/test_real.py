"""The lines beside the wars: all of them as one, and what a learner of words makes of them."""

from datetime import UTC, datetime

from basewatch.evaluate import Document
from basewatch.rows import Row
from evaluation.real.__main__ import Score, beside, learnt, pooled
from evaluation.score import Count

DAY = datetime(2022, 5, 4, tzinfo=UTC)
URLS = ("https://a.example/1", "https://a.example/2")


def test_wars_are_pooled_by_their_counts() -> None:
    one = Score("a", right=3, missed=["x"])
    other = Score("b", right=1, false=["y", "z"])

    assert pooled([one, other]) == Count(right=4, missed=1, wrong=2)


def test_the_learner_judges_every_entry_once() -> None:
    texts = {
        url: Document(url, DAY, Row(url, title, description=f"<p>{title}</p>"))
        for url, title in zip(URLS, ("Drone strikes air base", "Rovers win the cup"), strict=True)
    }
    wars = {"a": [{"url": URLS[0], "verdict": "new"}], "b": [{"url": URLS[1], "verdict": "none"}]}

    found = learnt(wars, texts)

    assert found.right + found.missed == 1


def test_both_are_printed() -> None:
    ours, theirs = beside(Count(3, 1, 0), Count(1, 3, 4))

    assert "basewatch" in ours
    assert ours.endswith("1.00 .750 .857")
    assert "naive Bayes" in theirs
    assert theirs.endswith(".200 .250 .222")
