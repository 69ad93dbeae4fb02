"""A web server on loopback in a process of its own, so that its CPU time is not counted.

`python -m benchmarks.server` prints its port and serves until its input ends.
"""

import asyncio
import gzip
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from aiohttp import web

from benchmarks import inputs

ETAG: Final = '"same"'


async def _serve() -> None:
    body = inputs.feed(0)
    packed = gzip.compress(body)

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == ETAG:
            return web.Response(status=304)
        headers = {"Content-Encoding": "gzip", "ETag": ETAG}
        return web.Response(body=packed, content_type="application/rss+xml", headers=headers)

    app = web.Application()
    app.router.add_get("/feed", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


@contextmanager
def serving() -> Iterator[str]:
    """Start the server and give its feed's address."""
    command = [sys.executable, "-m", "benchmarks.server"]
    process = subprocess.Popen(  # noqa: S603 - our own file
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout  # noqa: S101 - it is a pipe
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/feed"
        assert process.stdin  # noqa: S101 - likewise
        process.stdin.close()


if __name__ == "__main__":
    asyncio.run(_serve())
