"""From where something was launched: no target, and the value of a slot. Pure."""

from typing import Final

from processors.extract.plain.passage import Hit, Passage
from processors.language.plain import Cue

_PLACES: Final = ("base", Cue.SITE, Cue.WEAK_SITE, "town", "region", "country")
_AFTER: Final = 4  # words from "took off from" to the place
_NAME: Final = 2  # words between a word for a base and the rest of its name
_BEFORE: Final = 1  # and from the place to the word, where that stands behind


def origins(passage: Passage) -> list[tuple[Hit, Hit | None]]:
    """Return every word of launching with the place beside it, None where none is known."""
    return [(said, _place(passage, said)) for said in passage.of(Cue.ORIGIN)]


def launched_at(passage: Passage) -> frozenset[int]:
    """Return the words that name from where something was launched."""
    places = [place for _, place in origins(passage) if place]
    named = [
        hit
        for place in places
        for hit in passage.within(place.first, place.last + 1 + _NAME, *_PLACES)
    ]
    return frozenset(at for hit in named for at in range(hit.first, hit.last + 1))


def _place(passage: Passage, said: Hit) -> Hit | None:
    after = passage.within(said.last + 1, said.last + 1 + _AFTER, *_PLACES)
    inside = passage.within(said.first, said.last, *_PLACES)
    before = (hit for hit in passage.of(*_PLACES) if 0 <= said.first - hit.last - 1 <= _BEFORE)
    return next(inside, None) or next(after, None) or next(before, None)
