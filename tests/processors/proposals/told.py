"""Articles of our own for the tests of the model step, read with the real rules."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from contracts.messages import Article, ArticleRef, ArticleReports, Claim, ClockBasis
from processors.extract.assemble import extract
from processors.proposals.complete import Completer
from processors.proposals.question import Proposed, Question
from tests.processors.extract.reading import kit

LIVES = (
    "Rockets struck al-Harir air base on Monday. "
    "The attack ended the lives of two contractors, police said."
)
CREDIT = "Rockets struck al-Harir air base on Monday. The Saraya Falcons boasted of the attack."


def article(text: str, **ref: Any) -> Article:
    fields = {
        "id": "a",
        "version": "v",
        "url": "https://paper.example/harir",
        "source": "the-desks-secret-feed",
        "family": "paper.example",
        "title": "Base in Iraq attacked",
        "clock": datetime(2026, 3, 2, 18, tzinfo=UTC),
        "clock_basis": ClockBasis.FEED,
    }
    return Article(ref=ArticleRef(**fields | ref), text=text)


def proposed(slot: Any, words: str, count: int | None = None, name: str | None = None) -> Proposed:
    return Proposed(slot, count, name, words)


class Obedient:
    """Proposes the same, whatever it is asked."""

    def __init__(self, *values: Proposed) -> None:
        self.values: Sequence[Proposed] = values
        self.questions: list[Question] = []

    def propose(self, question: Question) -> Sequence[Proposed]:
        self.questions.append(question)
        return self.values

    def close(self) -> None:
        return


def read(text: str, *values: Proposed, **ref: Any) -> ArticleReports:
    return Completer(Obedient(*values), "small-1").read(article(text, **ref), kit())


def by_rules(text: str) -> ArticleReports:
    return extract(article(text), kit())


def added(text: str, *values: Proposed) -> list[Claim]:
    """Return the claims that the rules alone did not make."""
    before = [claim for report in by_rules(text).reports for claim in report.claims]
    after = [claim for report in read(text, *values).reports for claim in report.claims]
    assert after[: len(before)] == before
    return after[len(before) :]
