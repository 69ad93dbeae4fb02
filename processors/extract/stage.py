"""articles.v1 -> reports.v1: every article gives one record, also one that the gate refused."""

from collections.abc import Callable, Sequence

from contracts import codec
from contracts.messages import Article, ArticleReports, Gate
from contracts.topics import ARTICLES, REPORTS
from processors.extract.assemble import extract
from processors.extract.words.kit import Kit
from runtime.stage import Put, Record


class ExtractStage:
    """Reads articles.

    Args:
        kit: what the rules read with.
        read: turns an article that the gate let in into its reports.
    """

    name = "extract"
    reads = ARTICLES

    def __init__(self, kit: Kit, read: Callable[[Article, Kit], ArticleReports] = extract) -> None:
        self._kit = kit
        self._read = read

    def handle(self, record: Record) -> Sequence[Put]:
        """Turn one article into its reports."""
        article = codec.decode(Article, record.value, topic=record.topic)
        if article.gate is Gate.HIT:
            told = self._read(article, self._kit)
        else:
            told = ArticleReports(article=article.ref, gate=article.gate)
        return (Put(REPORTS, record.key, codec.encode(told)),)
