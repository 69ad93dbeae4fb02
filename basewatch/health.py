"""The health endpoint: is it alive, is it fit, how far behind is it.

GET /livez    200 while no stage is stuck
GET /readyz   200 while, besides, the store and the log answer and no stage is held
GET /healthz  all of it as JSON, with the status of /readyz
GET /metrics  Prometheus text
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
import structlog
from aiohttp import web

from alerts.outbox import Figures
from basewatch.settings import HealthSettings
from contracts.errors import ConfigError, StoreError
from ingest.status import Status
from runtime.loop import StageHealth
from runtime.telemetry import exposition, gauge

_STUCK_S: Final = 300.0  # without progress while records wait; a page may take five seconds
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The service as it stands."""

    version: str
    started_at: datetime
    now: datetime
    ingest: Status | None  # None: this process reads no feeds
    stages: tuple[StageHealth, ...]  # those of this process
    deliveries: Figures | None  # None: this process delivers nothing
    dead_letters: int  # kept in dead.v1

    @property
    def stuck(self) -> list[str]:
        """Name the stages that had work for too long without doing any, and are not held."""
        return [
            stage.stage for stage in self.stages if stage.stalled_s > _STUCK_S and not stage.held
        ]

    @property
    def held(self) -> list[str]:
        """Name the stages that wait for the store, the log or the disk."""
        return [stage.stage for stage in self.stages if stage.held]


Look = Callable[[], Health]
"""Looks at everything; called in a thread. Raises StoreError: the store or the log is away."""


@asynccontextmanager
async def listening(settings: HealthSettings, look: Look) -> AsyncIterator[None]:
    """Answer on the endpoint until the block ends.

    Raises:
        ConfigError: the port is taken, or the host is none of this machine's.
    """
    runner = web.AppRunner(endpoint(look), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await _bind(runner, settings)
        host, port = runner.addresses[0][:2]
        _log.info("health endpoint", url=f"http://{host}:{port}/healthz")
        yield
    finally:
        await runner.cleanup()


async def _bind(runner: web.AppRunner, settings: HealthSettings) -> None:
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        problem = f"cannot listen on {where} ({error.strerror}); set another port under [health]"
        raise ConfigError("health", problem) from error


def endpoint(look: Look) -> web.Application:
    """Return the four pages over `look`."""

    async def livez(_: web.Request) -> web.Response:
        try:
            stuck = (await asyncio.to_thread(look)).stuck
        except StoreError:
            stuck = []  # for /readyz: a restart would not heal it
        return _word(f"stuck: {', '.join(stuck)}" if stuck else "")

    async def readyz(_: web.Request) -> web.Response:
        try:
            return _word(_unfit(await asyncio.to_thread(look)))
        except StoreError as error:
            return _word(str(error))

    async def healthz(_: web.Request) -> web.Response:
        try:
            health = await asyncio.to_thread(look)
        except StoreError as error:
            return _json({"problem": str(error)}, ok=False)
        problem = _unfit(health)
        return _json({"problem": problem} | msgspec.to_builtins(health), ok=not problem)

    async def metrics(_: web.Request) -> web.Response:
        try:
            _measure(await asyncio.to_thread(look))
        except StoreError as error:
            _log.warning("metrics without lags", reason=str(error))
        return web.Response(body=exposition(), content_type="text/plain", charset="utf-8")

    app = web.Application()
    for handler in (livez, readyz, healthz, metrics):
        app.router.add_get(f"/{handler.__name__}", handler)
    return app


def _unfit(health: Health) -> str:
    """Say in a few words what is wrong; "" when nothing is."""
    parts = [f"stuck: {', '.join(health.stuck)}"] if health.stuck else []
    parts += [f"held: {', '.join(health.held)}"] if health.held else []
    return "; ".join(parts)


def _measure(health: Health) -> None:
    for stage in health.stages:
        gauge("stage_lag", stage.lag, stage=stage.stage)
        gauge("stage_stalled_seconds", stage.stalled_s, stage=stage.stage)


def _word(problem: str) -> web.Response:
    return web.Response(text=f"{problem or 'ok'}\n", status=503 if problem else 200)


def _json(body: object, *, ok: bool) -> web.Response:
    status = 200 if ok else 503
    return web.Response(
        body=msgspec.json.encode(body), content_type="application/json", status=status
    )
