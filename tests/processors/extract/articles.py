"""Extracts articles with the real gazetteer and all languages. Published Thursday 16 May 2024."""

from datetime import UTC, datetime
from functools import cache

from contracts.messages import Article, ArticleRef, ArticleReports, ClockBasis, Report
from processors.extract.assemble import extract
from processors.extract.words.kit import Kit, load_kit
from processors.gazetteer.load import load_gazetteer
from processors.language import load_languages

CLOCK = datetime(2024, 5, 16, 12, tzinfo=UTC)  # a Thursday


@cache
def kit() -> Kit:
    return load_kit(load_gazetteer(), load_languages())


def read(title: str, text: str = "", url: str = "https://paper.example/world/1") -> ArticleReports:
    ref = ArticleRef(
        id="a",
        version="v",
        url=url,
        source="paper",
        family="paper.example",
        title=title,
        clock=CLOCK,
        clock_basis=ClockBasis.FEED,
    )
    return extract(Article(ref=ref, text=text), kit())


def main(title: str, text: str = "", url: str = "https://paper.example/world/1") -> Report:
    return read(title, text, url).reports[0]
