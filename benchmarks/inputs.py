"""What the benchmarks read: the demo's articles, and pages and feeds made around them.

Everything is made from a seed, so two runs read the same bytes. The pages weigh what news
pages weigh (100 to 170 kB), most of it scripts, styles, menus and teasers.
"""

import html
import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from basewatch.demo.articles import Piece, pieces
from basewatch.demo.story import FIRST, SECOND

_SEED: Final = 7
_WHO: Final = [
    "the choir of the harbour church",
    "a retired teacher",
    "the owner of the corner bakery",
    "a team of gardeners",
    "the youngest member of the council",
    "a family of cheese makers",
    "the museum's night porter",
    "two sisters from the hill",
    "the ferry's first mate",
    "an amateur astronomer",
]
_DID: Final = [
    "opened a small library",
    "planted forty apple trees",
    "won the regional chess cup",
    "painted the old water tower",
    "baked a cake four metres long",
    "counted storks all through April",
    "repaired the clock of the town hall",
    "taught the neighbours to dance",
    "found a letter from 1912",
    "asked for a later bus on Sundays",
]
_HOW: Final = [
    "to the delight of the children",
    "after a long and rainy spring",
    "with money from a raffle",
    "although nobody had expected it",
    "as every year at this time",
    "and the mayor came to look",
    "which took the better part of a week",
    "while the radio played old songs",
    "and there was soup for everybody",
    "before the holidays begin",
]

_ICON: Final = (
    '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><g fill="none"><path d="M4 6h16v12'
    'H4z M7.5 9.25h9 M7.5 12h9 M7.5 14.75h5"></path></g></svg>'
)


def newest() -> Sequence[Piece]:
    """Return the demo's articles in the order of publication."""
    return pieces(FIRST, SECOND)


def published(piece: Piece) -> datetime:
    """Return when the demo prints an article."""
    return (FIRST if piece.act == 1 else SECOND) + piece.after


def quiet_text(number: int, paragraphs: int = 14) -> str:
    """Return an article in which nothing happens, another one for each number."""
    chance = random.Random(_SEED * 1_000 + number)  # noqa: S311 - filler
    return "\n\n".join(
        " ".join(_sentence(chance) for _ in range(chance.randint(3, 5))) for _ in range(paragraphs)
    )


def page(number: int, title: str, text: str) -> str:
    """Return a news page of 100 to 170 kB around an article."""
    chance = random.Random(_SEED + number)  # noqa: S311 - filler
    body = "\n".join(f'<p class="story__text">{html.escape(p)}</p>' for p in text.split("\n\n"))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>
{_head(chance, title)}</head><body class="page page--article">
{_menu(chance, 120)}
<main id="content"><article class="story"><header class="story__head">
<h1>{html.escape(title)}</h1><p class="story__by">By our own reporter</p></header>
{body}
</article><section class="related"><h2>More from this section</h2>{_teasers(chance, 40)}</section>
</main><aside class="rail">{_teasers(chance, chance.randint(30, 80))}</aside>
{_menu(chance, 90)}<footer><p>All rights reserved.</p></footer>
<script>{_script(chance, chance.randint(20_000, 45_000))}</script></body></html>"""


def hit_pages(count: int) -> list[tuple[str, str]]:
    """Return titles and pages of articles about attacks: the demo's, each in other surroundings."""
    found = newest()
    return [
        (piece.headline, page(number, piece.headline, piece.text()))
        for number in range(count)
        for piece in [found[number % len(found)]]
    ]


def quiet_pages(count: int) -> list[tuple[str, str]]:
    """Return titles and pages of articles that no gate should let in."""
    return [
        (title, page(number, title, quiet_text(number)))
        for number in range(count)
        for title in [quiet_text(number, 1).partition(".")[0]]
    ]


def feed(number: int, entries: int = 40) -> bytes:
    """Return an RSS feed of about 60 kB, with HTML in its descriptions as most have."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    items = "\n".join(
        f"""<item><title>{quiet_text(each, 1).partition(".")[0]}</title>
<link>https://paper{number}.example/{each}.html</link><guid>p{number}-{each}</guid>
<pubDate>{start + timedelta(hours=each):%a, %d %b %Y %H:%M:%S} +0000</pubDate>
<description><![CDATA[<p>{quiet_text(each, 1)}</p><p><a href="/{each}">Read on</a></p>]]>
</description><content:encoded><![CDATA[<div class="entry">{_paragraphs(each)}</div>]]>
</content:encoded></item>"""
        for each in range(number * entries, (number + 1) * entries)
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Paper {number}</title><link>https://paper{number}.example/</link>
<description>News of the town</description>
{items}</channel></rss>""".encode()


def _paragraphs(number: int) -> str:
    return "".join(f"<p>{text}</p>" for text in quiet_text(number, 3).split("\n\n"))


def _sentence(chance: random.Random) -> str:
    who, did, how = chance.choice(_WHO), chance.choice(_DID), chance.choice(_HOW)
    return f"{who[0].upper()}{who[1:]} {did}, {how}."


def _head(chance: random.Random, title: str) -> str:
    metas = "\n".join(
        f'<meta property="og:part{n}" content="{html.escape(_sentence(chance))}">'
        for n in range(20)
    )
    told = {"@type": "NewsArticle", "headline": title, "description": _sentence(chance)}
    style = "".join(
        f".c{n}{{margin:{chance.randint(0, 40)}px;color:#{chance.randrange(1 << 24):06x}}}\n"
        for n in range(350)
    )
    return (
        f'{metas}<style>{style}</style><script type="application/ld+json">'
        f"{json.dumps(told)}</script>"
    )


def _menu(chance: random.Random, links: int) -> str:
    items = "".join(
        f'<li class="menu__item menu__item--{n % 7}"><a class="menu__link" '
        f'href="/section/{chance.randrange(10_000)}" data-track="nav-{n}">'
        f"{_ICON}<span>{chance.choice(_DID).split()[-1].title()}</span></a></li>"
        for n in range(links)
    )
    return f'<nav class="menu"><ul class="menu__list">{items}</ul></nav>'


def _teasers(chance: random.Random, count: int) -> str:
    return "".join(
        f'<div class="teaser teaser--{n % 5}"><div class="teaser__box"><a href="/story/{n}">'
        f'<img loading="lazy" alt="" src="/img/{chance.randrange(1 << 30):x}-320.jpg" '
        f'srcset="/img/{n}-640.jpg 640w, /img/{n}-1280.jpg 1280w, /img/{n}-1920.jpg 1920w" '
        f'sizes="(max-width: 600px) 100vw, 320px"></a><h3 class="teaser__title">'
        f'<a href="/story/{n}">{chance.choice(_DID).capitalize()}</a></h3>'
        '<div class="teaser__foot">'
        f'<span class="teaser__time">{chance.randint(1, 59)} min</span><button type="button" '
        f'class="save" data-id="{chance.getrandbits(60):x}">{_ICON}</button></div></div></div>'
        for n in range(count)
    )


def _script(chance: random.Random, size: int) -> str:
    line = "window.__q=window.__q||[];__q.push({{k:'{:x}',v:[{},{},{}]}});\n"
    lines, length = [], 0
    while length < size:
        lines.append(line.format(chance.getrandbits(48), *(chance.randrange(999) for _ in "abc")))
        length += len(lines[-1])
    return "".join(lines)
