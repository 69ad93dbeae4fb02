"""How often the model is asked, and how long it is left alone when it fails. Never raises.

answered           the count of failures in a row starts anew
failed             counted and logged; the rule's result stands
five in a row      nobody is asked for ten minutes
budget used up     nobody is asked until the oldest question is an hour old
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

import structlog

from processors.proposals.question import ProposalError, Proposed, Proposer, Question
from runtime.secret import redact
from runtime.telemetry import count

_IN_A_ROW: Final = 5
_PAUSE_S: Final = 600.0
_HOUR_S: Final = 3_600.0

_log = structlog.get_logger(__name__)


class Limited:
    """A proposer within its limits.

    Args:
        proposer: who is asked.
        max_per_hour: questions.
        elapsed: a monotonic count of seconds.
    """

    def __init__(
        self,
        proposer: Proposer,
        max_per_hour: int,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._proposer = proposer
        self._max_per_hour = max_per_hour
        self._elapsed = elapsed
        self._asked: deque[float] = deque()  # when, in the last hour
        self._failures = 0  # in a row
        self._resume_at = float("-inf")

    def propose(self, question: Question) -> Sequence[Proposed]:
        """Return what is proposed; () when nobody may be asked, or no answer came."""
        now = self._elapsed()
        while self._asked and self._asked[0] <= now - _HOUR_S:
            self._asked.popleft()
        if now < self._resume_at:
            count("proposals_total", outcome="paused")
            return ()
        if len(self._asked) >= self._max_per_hour:
            count("proposals_total", outcome="over_budget")
            return ()
        self._asked.append(now)
        return self._ask(question)

    def _ask(self, question: Question) -> Sequence[Proposed]:
        try:
            found = self._proposer.propose(question)
        except Exception as error:  # an optional step must never cost an article
            self._failed(error)
            return ()
        self._failures = 0
        count("proposals_total", outcome="answered")
        return found

    def _failed(self, error: Exception) -> None:
        outcome = error.outcome if isinstance(error, ProposalError) else "failed"
        count("proposals_total", outcome=outcome)
        self._failures += 1
        pause_s = 0.0
        if self._failures >= _IN_A_ROW:
            self._failures, pause_s = 0, _PAUSE_S
            self._resume_at = self._elapsed() + pause_s
        reason = redact(f"{type(error).__name__}: {error}")[:300]
        _log.warning("no proposals", outcome=outcome, reason=reason, pause_s=pause_s)

    def close(self) -> None:
        """See Proposer."""
        self._proposer.close()
