import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from contracts.errors import ExtractError
from contracts.messages import BodyKind, ClockBasis, Gate, Page, TextKind
from processors.article import ArticleStage, tell_clock
from processors.publisher import family
from processors.reader import PoolReader

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
ARTICLE = "<p>Rockets fell on the base at dawn. " + "Officers counted the craters. " * 12 + "</p>"
PAGE = f"<html><body><nav>Home</nav><article><h1>Dawn</h1>{ARTICLE}</article></body></html>"


def gate(text: str) -> Gate:
    return Gate.HIT if "ockets" in text else Gate.NO_ATTACK


@pytest.fixture(scope="module")
def reader() -> Iterator[PoolReader]:
    pool = PoolReader(timeout_s=20)
    yield pool
    pool.close()


class NoReader:
    """Stands in for a page that kills its worker."""

    def read(self, url: str, page: str, want_day: bool) -> tuple[str, str]:
        raise ExtractError(url, "too slow")


class DeepReader:
    """Stands in for an extractor that silently loses the body."""

    def read(self, url: str, page: str, want_day: bool) -> tuple[str, str]:
        return "Only the headline", ""


def page(body: str | bytes = "", kind: BodyKind = BodyKind.HTML, **fields: object) -> Page:
    raw = body.encode() if isinstance(body, str) else body
    packed = zlib.compress(raw) if raw else b""
    base = {"id": "p", "article_id": "a", "source": "s", "url": "https://www.example.org/x"}
    return Page(**{**base, "body": packed, "body_kind": kind, "arrived_at": NOON, **fields})


def test_article_is_cut_out_of_the_page(reader: PoolReader) -> None:
    article = ArticleStage(gate, reader, {}).read(page(PAGE, title="Dawn &amp; dusk"))
    assert article.gate is Gate.HIT
    assert article.ref.text_kind is TextKind.ARTICLE
    assert article.ref.title == "Dawn & dusk"
    assert "Home" not in article.text
    assert article.ref.shingles > 0
    assert len(article.ref.minhash) == 64
    assert article.ref.family == "example.org"


def test_refused_page_costs_no_reading_and_keeps_no_text() -> None:
    article = ArticleStage(gate, NoReader(), {}).read(page("<p>Flower show opens</p>"))
    assert (article.gate, article.text, article.ref.minhash) == (Gate.NO_ATTACK, "", ())


def test_whole_page_stands_in_where_the_extractor_lost_the_hit() -> None:
    article = ArticleStage(gate, DeepReader(), {}).read(page(PAGE))
    assert article.ref.text_kind is TextKind.PAGE
    assert "Rockets fell" in article.text


def test_unreadable_page_is_read_as_a_whole_but_fails_a_strict_run() -> None:
    assert "Rockets" in ArticleStage(gate, NoReader(), {}).read(page(PAGE)).text
    with pytest.raises(ExtractError, match="too slow"):
        ArticleStage(gate, NoReader(), {}, strict=True).read(page(PAGE))


def test_page_that_never_ends_is_killed() -> None:
    slow = PoolReader(timeout_s=0.3)
    try:
        with pytest.raises(ExtractError, match="longer than"):
            slow.read("u", "<p>Rockets fell again.</p>" * 60_000, want_day=False)
    finally:
        slow.close()


def test_without_a_body_the_feed_speaks() -> None:
    entry = page(kind=BodyKind.NONE, summary="<p>Rockets hit <b>the camp</b></p>")
    article = ArticleStage(gate, NoReader(), {"s": "house"}).read(entry)
    assert (article.text, article.ref.text_kind) == ("Rockets hit the camp", TextKind.FEED)
    assert article.ref.family == "house"


def test_plain_text_keeps_its_own_offsets() -> None:
    text = "  Rockets fell.\n\n\n\nNobody was hurt. "
    assert ArticleStage(gate, NoReader(), {}).read(page(text, BodyKind.TEXT)).text == text


def test_declared_charset_is_believed(reader: PoolReader) -> None:
    markup = '<meta charset="windows-1251"><p>Rockets ракеты</p>'.encode("cp1251")
    entry = page(markup)
    assert "ракеты" in ArticleStage(gate, DeepReader(), {}).read(entry).text


@pytest.mark.parametrize(
    ("url", "published", "fetched", "page_day", "expected"),
    [
        pytest.param("u", NOON, NOON, "", (NOON, ClockBasis.FEED), id="the feed's time"),
        pytest.param(
            "u", NOON + timedelta(days=9), NOON, "", (NOON, ClockBasis.FETCH), id="future feed time"
        ),
        pytest.param("u", None, NOON, "", (NOON, ClockBasis.FETCH), id="only the fetch"),
        pytest.param("u", None, None, "", (None, ClockBasis.NONE), id="nothing at all"),
        pytest.param(
            "u",
            None,
            NOON,
            "2026-03-01",
            (datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC), ClockBasis.PAGE),
            id="the page's date",
        ),
        pytest.param(
            "u", None, NOON, "2026-05-01", (NOON, ClockBasis.FETCH), id="page date after the fetch"
        ),
        pytest.param(
            "https://x.org/2025/11/02/a",
            NOON,
            NOON,
            "",
            (datetime(2025, 11, 2, 23, 59, 59, tzinfo=UTC), ClockBasis.PAGE),
            id="an old article sent again",
        ),
        pytest.param(
            "https://x.org/2026/03/03/a", NOON, NOON, "", (NOON, ClockBasis.FEED), id="day before"
        ),
    ],
)
def test_clock(
    url: str,
    published: datetime | None,
    fetched: datetime | None,
    page_day: str,
    expected: tuple[datetime | None, ClockBasis],
) -> None:
    entry = page(url=url, published=published, fetched_at=fetched)
    assert tell_clock(entry, page_day) == expected


def test_family_is_the_publisher_not_the_feed() -> None:
    assert family("https://news.bbc.co.uk/a", "x") == family("https://www.bbc.com/b", "y") == "bbc"
    assert family("file:one", "one") == "one"
