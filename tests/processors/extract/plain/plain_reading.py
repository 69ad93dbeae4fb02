"""Reads texts with the real gazetteer and data files, for tests of the plain reader."""

from datetime import UTC, datetime

from contracts.messages import Article, ArticleRef, Claim, ClockBasis, Gate, Report, Slot
from processors.extract.assemble import extract
from processors.gate import gate
from tests.processors.extract.articles import kit

CLOCK = datetime(2031, 6, 4, 12, tzinfo=UTC)  # a Wednesday


def read(title: str, text: str = "", clock: datetime | None = CLOCK) -> Report | None:
    """Return what comes of an article: nothing where the gate refuses it."""
    if gate(f"{title}\n{text}", kit()) is not Gate.HIT:
        return None
    ref = ArticleRef(
        id="a",
        version="v",
        url="",
        source="s",
        family="f",
        title=title,
        clock=clock,
        clock_basis=ClockBasis.FEED,
    )
    return next(iter(extract(Article(ref=ref, text=text), kit()).reports), None)


def claims(report: Report | None, slot: Slot) -> list[Claim]:
    """Return the claims of one slot."""
    return [claim for claim in report.claims if claim.slot is slot] if report else []
