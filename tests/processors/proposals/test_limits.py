"""How often a model is asked, and when it is left alone."""

from collections.abc import Sequence

import pytest

from contracts.messages import Slot
from processors.proposals.limits import Limited
from processors.proposals.question import ProposalError, Proposed, Question
from runtime.telemetry import exposition
from tests.processors.proposals.told import proposed

QUESTION = Question(("The attack cost the lives of two guards.",), (Slot.KILLED,))
VALUE = proposed("killed", "lives of two guards", 2)


class Moody:
    """Answers, or raises what it is given."""

    def __init__(self) -> None:
        self.mood: Exception | None = None
        self.asked = 0

    def propose(self, question: Question) -> Sequence[Proposed]:
        assert question == QUESTION
        self.asked += 1
        if self.mood:
            raise self.mood
        return [VALUE]

    def close(self) -> None:
        return


class Hours:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def counted(outcome: str) -> float:
    line = f'basewatch_proposals_total{{outcome="{outcome}"}} '
    found = [each for each in exposition().decode().splitlines() if each.startswith(line)]
    return float(found[0].removeprefix(line)) if found else 0.0


def limited(most: int = 100) -> tuple[Limited, Moody, Hours]:
    model, elapsed = Moody(), Hours()
    return Limited(model, most, elapsed), model, elapsed


def test_no_more_questions_than_the_budget_allows_in_any_hour() -> None:
    asking, model, elapsed = limited(2)
    before = counted("over_budget")
    for now, answered in ((0, True), (1800, True), (1801, False), (3600, True), (3601, False)):
        elapsed.now = now
        assert bool(asking.propose(QUESTION)) is answered
    assert model.asked == 3
    assert counted("over_budget") == before + 2


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(ProposalError("timeout", "no answer"), "timeout"), (RuntimeError("a fault"), "failed")],
)
def test_a_model_that_fails_five_times_in_a_row_is_left_alone(
    error: Exception, outcome: str
) -> None:
    asking, model, elapsed = limited()
    before = counted(outcome)
    model.mood = error
    for _ in range(7):
        assert asking.propose(QUESTION) == ()
    assert model.asked == 5
    assert counted(outcome) == before + 5
    model.mood, elapsed.now = None, 599.0
    assert asking.propose(QUESTION) == ()
    elapsed.now = 600.0
    assert asking.propose(QUESTION) == [VALUE]


def test_failures_between_answers_pause_nothing() -> None:
    asking, model, _ = limited()
    for turn in range(20):
        model.mood = ProposalError("timeout", "no answer") if turn % 5 else None
        asking.propose(QUESTION)
    assert model.asked == 20
