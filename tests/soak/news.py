"""News without end: attacks on many bases, each told by several papers, and much else."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from basewatch.demo.articles import PAPERS, Piece
from processors.gazetteer import Base
from processors.gazetteer.load import load_gazetteer

_TELL: Final = 4  # papers that tell of each attack
_QUIET: Final = 0.35  # of all articles
_EDITED: Final = 0.03  # likewise: told before, and now otherwise
_MIXED: Final = 40  # the reports of one attack come near each other, and among others
_LATEST: Final = timedelta(hours=50)  # younger than what still counts as news
_WEAPONS: Final = (
    ("Rockets", "rockets"),
    ("Drones", "drones"),
    ("Mortar shells", "mortar shells"),
    ("Ballistic missiles", "ballistic missiles"),
)
_COLOUR: Final = (
    "People in the nearest village said that windows shook and that dogs barked until dawn.",
    "The road past the main gate was closed to lorries for most of the morning.",
    "A spokesman promised more as soon as more was known, and then did not call back.",
    "Smoke hung over the fuel store for an hour, said a shepherd who saw it from the ridge.",
    "Flights were sent elsewhere while crews swept the runway.",
)
_QUIET_NEWS: Final = (
    ("Chess club of {town} loses again", "The chess club of {town} lost its ninth match in a row."),
    ("Wheat is dear in {town}", "A sack of wheat costs a third more in {town} than a year ago."),
    ("Rain at last near {town}", "It rained for the first time in a month near {town}."),
)


def news(count: int, now: datetime, seed: int) -> Iterator[Piece]:
    """Yield `count` articles on attacks of the last two days, in no order.

    No base is attacked twice, so every attack is one incident, whoever tells of it.
    """
    chance = random.Random(seed)
    papers = list(PAPERS)
    bases = sorted(load_gazetteer().bases.values(), key=lambda base: base.id)
    chance.shuffle(bases)
    reports = [
        (number, base, paper)
        for number, base in enumerate(bases)
        for paper in chance.sample(papers, _TELL)
    ]
    told: list[tuple[int, Base, str]] = []
    for index in range(count):
        if told and chance.random() < _EDITED:
            yield _report(*chance.choice(told), now, edition=2)
        elif not reports or chance.random() < _QUIET:
            yield _quiet(index, chance.choice(papers), chance)
        else:
            told.append(reports.pop(chance.randrange(min(_MIXED, len(reports)))))
            yield _report(*told[-1], now)


def _report(number: int, base: Base, paper: str, now: datetime, edition: int = 1) -> Piece:
    """Return what one paper tells of one attack; an edited text has another count."""
    attack, chance = random.Random(number), random.Random(f"{number} {paper} {edition}")
    at = now - timedelta(hours=5) - _LATEST * attack.random()
    begins, goes_on = attack.choice(_WEAPONS)
    country = load_gazetteer().countries[base.country].names[0]
    hurt = chance.randint(2, 5)
    lead = (
        f"{begins} hit {base.name} in {country} on {at:%A}, wounding {hurt} soldiers, "
        "a security official said."
    )
    more = f"At least {hurt + edition} {goes_on} were fired at the base, the official said."
    title = f"{begins} hit {base.name}" + " (edited)" * (edition > 1)
    return _piece(f"attack-{number}", paper, title, lead, more, chance)


def _quiet(index: int, paper: str, chance: random.Random) -> Piece:
    title, lead = chance.choice(_QUIET_NEWS)
    town = f"Lower {chance.choice('ABCDEFGH')}ville"
    name = f"quiet-{index}"
    return _piece(name, paper, title.format(town=town), lead.format(town=town), "", chance)


def _piece(slug: str, paper: str, title: str, lead: str, more: str, chance: random.Random) -> Piece:
    colour = chance.sample(_COLOUR, 2) if more else ()
    return Piece(
        slug=slug,
        paper=paper,
        act=1,
        after=timedelta(),
        title=title,
        paragraphs=tuple(part for part in (lead, more, *colour) if part),
        caption="",
        stamp="",
        five=False,
        revises=False,
        expect="",
    )
