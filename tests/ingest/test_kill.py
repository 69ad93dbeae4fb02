"""kill -9 between the log's acknowledgement and the memory of it, again and again."""

import asyncio
import sys
from pathlib import Path

import pytest

from contracts import codec, topics
from contracts.messages import Page
from runtime.clock import utc_now
from runtime.log.sqlite import SqliteLog
from tests.fakes.website import Website, item

ENTRIES = 6
SERVICE = """
import asyncio, os, signal, sys
from ingest.settings import Feed, Ingest as Section
from ingest.poller import Ingest
from runtime.clock import utc_now
from runtime.log.sqlite import SqliteLog
from runtime.store.engine import open_store
from tests.fakes.inline_reader import InlineReader
from tests.ingest.world import Wanted

folder, url, address, dies_after = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])

class DyingLog(SqliteLog):
    appended = 0

    def append(self, puts):
        super().append(puts)
        self.appended += 1
        if self.appended == dies_after:
            os.kill(os.getpid(), signal.SIGKILL)

async def main():
    wanted = Wanted(Section(allow_addresses=(address,), host_delay_s=0), (Feed(name="p", url=url),))
    engine, log = open_store(folder + "/store.db"), DyingLog(folder + "/log.db", utc_now)
    async with Ingest(wanted, engine, log, utc_now, reader=InlineReader()) as ingest:
        await ingest.poll(wanted.feeds[0])
    log.close()
    engine.dispose()

asyncio.run(main())
"""


async def serve(site: Website, folder: Path, dies_after: int) -> int:
    arguments = (str(folder), site.url("/feed"), site.address, str(dies_after))
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", SERVICE, *arguments)
    return await process.wait()


def pages(folder: Path) -> list[Page]:
    log = SqliteLog(folder / "log.db", utc_now)
    records = log.read(topics.PAGES, "test", 1_000)
    log.close()
    return [codec.decode(Page, record.value, topic=record.topic) for record in records]


@pytest.mark.slow
async def test_no_page_is_lost_and_what_is_repeated_is_the_same(
    site: Website, tmp_path: Path
) -> None:
    titles = [f"{number}" for number in range(ENTRIES)]
    site.feed("/feed", *(item(one, site.page(f"/{one}", one)) for one in titles), ETag='"1"')
    codes = [await serve(site, tmp_path, dies_after) for dies_after in (1, 2, 3, 0, 0)]
    assert codes == [-9, -9, -9, 0, 0]
    came = pages(tmp_path)
    assert {page.title for page in came} == set(titles)
    assert len({page.id for page in came}) == ENTRIES
    assert len(came) == ENTRIES + 3  # each kill repeats the one page it struck
    assert all(page.catch_up for page in came)
    assert [request.headers.get("If-None-Match") for request in site.asked("/feed")] == [
        None,
        None,
        None,
        None,
        '"1"',
    ]
