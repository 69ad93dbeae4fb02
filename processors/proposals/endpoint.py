"""Asks an OpenAI-compatible endpoint: the only file in `processors` that knows httpx."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

import httpx

from processors.proposals.question import ProposalError, Proposed, Question, answer, request
from processors.settings import Proposals
from runtime.secret import redact

_MAX_ANSWER: Final = 64 * 1024  # bytes


class Endpoint:
    """POSTs one question at a time to `<url>/chat/completions`; see Proposer.

    It is the operator's own address, so a private one is fine; it is not followed elsewhere.
    """

    def __init__(self, settings: Proposals) -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)  # at INFO it logs whole addresses
        self._settings = settings
        self._url = f"{settings.url.rstrip('/')}/chat/completions"
        self._runner = asyncio.Runner()  # callers are threads without a loop

    def propose(self, question: Question) -> Sequence[Proposed]:
        """See Proposer; the time-out is of the whole call, however slowly an answer drips."""
        body = request(question, self._settings.model)
        try:
            return answer(self._runner.run(self._ask(body)))
        except TimeoutError as error:
            limit = self._settings.timeout_s
            raise ProposalError("timeout", f"no answer in {limit:g} s") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            reason = redact(f"{type(error).__name__}: {error}")[:300]
            raise ProposalError("unreachable", reason) from error

    async def _ask(self, body: bytes) -> bytes:
        async with (
            asyncio.timeout(self._settings.timeout_s),
            httpx.AsyncClient(timeout=self._settings.timeout_s, trust_env=False) as client,
            client.stream("POST", self._url, content=body, headers=self._headers()) as reply,
        ):
            if reply.status_code != httpx.codes.OK:
                raise ProposalError("refused", f"HTTP {reply.status_code}")
            return await _read(reply)

    def _headers(self) -> dict[str, str]:
        headers = {
            "content-type": "application/json",
            "accept-encoding": "identity",  # nothing to unpack, so nothing that can burst
            "user-agent": "basewatch/0.1",
        }
        if self._settings.api_key:
            headers["authorization"] = f"Bearer {self._settings.api_key.get_secret_value()}"
        return headers

    def close(self) -> None:
        """See Proposer."""
        self._runner.close()


async def _read(reply: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in reply.aiter_raw():
        body += chunk
        if len(body) > _MAX_ANSWER:
            raise ProposalError("unreadable", f"more than {_MAX_ANSWER} bytes")
    return bytes(body)
