"""What the demo's newspapers print: articles.toml, with the days filled in."""

import html
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any, Final

PAPERS: Final = {
    "meridian": "Meridian Agency",
    "tworivers": "Two Rivers Tribune",
    "nordlys": "Nordlys Daily",
    "harbour": "Harbour Post",
    "courier": "Gulf Courier",
    "ledger": "Desert Ledger",
}
_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} - {paper}</title></head>
<body>
<header><a href="/">{paper}</a>
<nav><a href="/world">World</a> <a href="/sport">Sport</a></nav></header>
<main><article>
<h1>{title}</h1>
{figure}{stamp}{paragraphs}
</article></main>
<aside><h2>Most read</h2><ul><li><a href="/a">Where to eat dates this winter</a></li>
<li><a href="/b">Chess: a draw after nine hours</a></li></ul></aside>
<footer>{paper}, all rights reserved. Write to the editor.</footer>
</body></html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article as a paper prints it."""

    slug: str
    paper: str  # key of PAPERS
    act: int
    after: timedelta  # from the attack to publication
    title: str
    paragraphs: tuple[str, ...]
    caption: str
    stamp: str
    five: bool  # one of the founding five
    revises: bool  # replaces the article of the same slug
    expect: str

    @property
    def headline(self) -> str:
        """Return the title; a paper that prints none shows its first words."""
        return self.title or self.paragraphs[0][:70] + " ..."

    def text(self) -> str:
        """Return the article as plain text, as a reader would copy it."""
        parts = (self.stamp, self.title, self.caption, *self.paragraphs)
        return "\n\n".join(part for part in parts if part)

    def page(self) -> str:
        """Return the article as the paper's web page."""
        figure = f"<figure><figcaption>{html.escape(self.caption)}</figcaption></figure>"
        return _PAGE.format(
            title=html.escape(self.title),
            paper=PAPERS[self.paper],
            figure=figure if self.caption else "",
            stamp=f"<p>{html.escape(self.stamp)}</p>" if self.stamp else "",
            paragraphs="\n".join(f"<p>{html.escape(text)}</p>" for text in self.paragraphs),
        )


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    text = resources.files(__package__).joinpath("articles.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["article"])


def pieces(first: datetime, second: datetime) -> tuple[Piece, ...]:
    """Return every article in order of publication.

    Args:
        first: when the attack of act 1 happens; UTC.
        second: when the attack of act 2 happens; UTC.
    """
    read = [_piece(row, first, first if row["act"] == 1 else second) for row in _rows()]
    return tuple(sorted(read, key=lambda piece: (piece.act, piece.after)))


def _piece(row: dict[str, Any], first: datetime, attack: datetime) -> Piece:
    text = row["text"].format(first=first, attack=attack).strip()
    return Piece(
        slug=row["slug"],
        paper=row["paper"],
        act=row["act"],
        after=timedelta(minutes=row["after"]),
        title=row["title"],
        paragraphs=tuple(text.split("\n\n")),
        caption=row.get("caption", ""),
        stamp=row.get("stamp", ""),
        five=row.get("five", False),
        revises=row.get("revises", False),
        expect=row["expect"],
    )
