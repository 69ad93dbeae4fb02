"""The endpoint over real HTTP on loopback."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.messages import Slot
from processors.proposals.endpoint import Endpoint
from processors.proposals.question import ProposalError, Question
from processors.settings import Proposals
from runtime.secret import Secret
from tests.fakes.model import Handler, Model, drips, floods, never, replies, says, value
from tests.processors.proposals.told import proposed

QUESTION = Question(("The attack cost the lives of two guards.",), (Slot.KILLED,))


@contextmanager
def endpoint(url: str, **fields: Any) -> Iterator[Endpoint]:
    settings = {"enabled": True, "url": url, "model": "small-1"} | fields
    asking = Endpoint(Proposals.model_validate(settings))
    try:
        yield asking
    finally:
        asking.close()


def test_a_question_and_its_answer() -> None:
    with Model([value("killed", "two guards", 2)]) as model:
        with endpoint(f"{model.url}/", api_key=Secret("sk-of-the-tests")) as asking:
            for _ in range(2):
                assert asking.propose(QUESTION) == [proposed("killed", "two guards", 2)]
        assert [body["model"] for body in model.asked] == ["small-1"] * 2
        assert model.headers[0]["authorization"] == "Bearer sk-of-the-tests"
        with endpoint(model.url) as asking:
            asking.propose(QUESTION)
        assert "authorization" not in model.headers[2]


@pytest.mark.parametrize(
    ("handler", "outcome"),
    [
        pytest.param(replies(500), "refused", id="500"),
        pytest.param(replies(401), "refused", id="401"),
        pytest.param(replies(307, location="http://127.0.0.1:9/"), "refused", id="elsewhere"),
        pytest.param(replies(200, b"<html>"), "unreadable", id="not JSON"),
        pytest.param(says("Two guards died."), "unreadable", id="prose"),
        pytest.param(
            replies(200, b"\x1f\x8b\x08", **{"content-encoding": "gzip"}), "unreadable", id="gzip"
        ),
        pytest.param(floods, "unreadable", id="endless"),
    ],
)
def test_an_answer_that_is_none(handler: Handler, outcome: str) -> None:
    with Model(handlers=[handler]) as model, endpoint(model.url) as asking:
        with pytest.raises(ProposalError) as error:
            asking.propose(QUESTION)
        assert error.value.outcome == outcome
        assert asking.propose(QUESTION) == []  # and the next question is asked all the same


@pytest.mark.parametrize("handler", [never, drips])
def test_the_time_out_is_of_the_whole_call(handler: Handler) -> None:
    with Model(handlers=[handler]) as model, endpoint(model.url, timeout_s=0.3) as asking:
        began = time.monotonic()
        with pytest.raises(ProposalError) as error:
            asking.propose(QUESTION)
        assert error.value.outcome == "timeout"
        assert 0.3 <= time.monotonic() - began < 10


def test_nobody_listens() -> None:
    with Model() as model:
        url = model.url
    with endpoint(url) as asking, pytest.raises(ProposalError) as error:
        asking.propose(QUESTION)
    assert error.value.outcome == "unreachable"


@pytest.mark.parametrize(
    "fields",
    [
        {"enabled": True},
        {"enabled": True, "url": "http://127.0.0.1:1/v1"},
        {"url": "ftp://models.example"},
        {"url": "https://user:word@models.example/v1"},
        {"timeout_s": 21},
        {"max_per_hour": 0},
    ],
)
def test_settings_that_cannot_work_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Proposals.model_validate(fields)
