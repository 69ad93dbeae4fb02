"""Where, by the names in the sentence of the act, else in title and lead; and whose it is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from contracts.messages import Place
from processors.extract.plain.frames import Frame, Target
from processors.extract.plain.passage import Hit, Passage, gap
from processors.extract.text.document import Document, Role
from processors.gazetteer import Base, Gazetteer, Town
from processors.language.plain import Cue

_OWNS: Final = 2  # words between a site and the people whose it is
_AROUND: Final = 8  # words between a target and the name of where it is
_MOST: Final = 2  # such names
_ABROAD: Final = frozenset({"US"})  # whose forces are struck abroad
_BLAMED: Final = 2  # words between a country and that it is blamed or denies
_MOST_CANDIDATES: Final = 12  # more is no candidate list
_HIGH: Final = frozenset({Role.TITLE, Role.LEAD})


class Places:
    """Finds the place of the frames of one document."""

    def __init__(
        self,
        document: Document,
        passages: Sequence[Passage],
        gazetteer: Gazetteer,
        towns: Mapping[str, Town],
    ) -> None:
        self._document = document
        self._passages = [passage for passage in passages if passage.sentence.role in _HIGH]
        self._gazetteer = gazetteer
        self._towns = towns

    def of(self, frame: Frame) -> Place:
        """Return the place of one frame, as far as it is said."""
        owners = self._owners(frame)
        named = self._named(frame, owners)
        ids = self._distinct(hit.id for hit in named)
        one_name = len({hit.first for hit in named}) == 1
        bases = () if len(ids) > 1 and one_name else ids
        towns = [self._towns[hit.id] for hit in self._near(frame, "town", "region")]
        countries = self._countries(frame, bases, towns)
        candidates = ids if not bases else ()
        if not ids:
            candidates = self._candidates(towns)
        return Place(
            bases=bases,
            candidates=candidates,
            towns=tuple(dict.fromkeys(town.name for town in towns if town.kind == "town")),
            regions=tuple(dict.fromkeys(town.name for town in towns if town.kind == "region")),
            countries=countries,
            owners=owners,
            words=self._words(frame, named),
        )

    def _named(self, frame: Frame, owners: Sequence[str]) -> list[Hit]:
        """Return the bases of the frame's own sentence, else the first of title and lead."""
        if own := list(frame.beside.of("base")):
            return own
        if frame.kind not in {Target.SITE, Target.BASE} or frame.role not in _HIGH:
            return []
        for passage in self._passages:
            if hits := [hit for hit in passage.of("base") if self._fits(hit, owners)]:
                return [hit for hit in hits if hit.first == hits[0].first]
        return []

    def _fits(self, hit: Hit, owners: Sequence[str]) -> bool:
        base = self._gazetteer.bases[hit.id]
        return not owners or bool(set(owners) & {*base.hosts, base.country})

    def _distinct(self, ids: Iterator[str]) -> tuple[str, ...]:
        """Return base ids without those that are only the wider site of another."""
        found = dict.fromkeys(ids)
        parents = {self._gazetteer.bases[each].parent for each in found}
        return tuple(each for each in found if each not in parents)

    def _near(self, frame: Frame, *kinds: str) -> list[Hit]:
        """Return the names near the target, else those of title and lead; never who speaks."""
        own = sorted(_places(frame.beside, *kinds), key=lambda hit: gap(hit, frame.target))
        near = [hit for hit in own if gap(hit, frame.target) <= _AROUND]
        above = (hit for passage in self._passages for hit in _places(passage, *kinds))
        return (near or list(above))[:_MOST]

    def _countries(
        self, frame: Frame, bases: Sequence[str], towns: Sequence[Town]
    ) -> tuple[str, ...]:
        if bases:
            found = [self._gazetteer.bases[each].country for each in bases]
        else:
            named = [hit.id for hit in self._near(frame, "country")]
            found = [town.country for town in towns] or named[:1] or self._of_army()
        return tuple(dict.fromkeys(found))

    def _of_army(self) -> list[str]:
        """Return whose army title and lead speak of; where it is at home unless far from it."""
        return [
            hit.id
            for passage in self._passages
            for hit in passage.of("demonym")
            if hit.id not in _ABROAD
            and any(gap(hit, army) <= 1 for army in passage.of(Cue.MILITARY, Cue.FORCE))
        ][:1]

    def _candidates(self, towns: Sequence[Town]) -> tuple[str, ...]:
        ids = dict.fromkeys(base for town in towns for base in town.bases)
        return tuple(ids) if len(ids) <= _MOST_CANDIDATES else ()

    def _owners(self, frame: Frame) -> tuple[str, ...]:
        """Return the people named right beside the site or the forces."""
        beside = [hit for hit in frame.beside.of("demonym") if gap(hit, frame.target) <= _OWNS]
        return tuple(dict.fromkeys(hit.id for hit in beside))[:1]

    def _words(self, frame: Frame, named: Sequence[Hit]) -> str:
        inside = [hit for hit in named if hit in frame.beside.hits]
        hit = inside[0] if inside else frame.target
        return self._document.words(*frame.beside.span(hit.first, hit.last))


def _places(passage: Passage, *kinds: str) -> list[Hit]:
    """Return the names of places that do not stand beside a word of saying."""
    says = [(said, 1) for said in passage.of(Cue.SAYS)]
    says += [(said, _BLAMED) for said in passage.of(Cue.BLAMES, Cue.DENIES, Cue.CLAIMS)]
    return [
        hit for hit in passage.of(*kinds) if all(gap(hit, said) > reach for said, reach in says)
    ]


def zone_of(bases: Mapping[str, Base], passages: Sequence[Passage]) -> str:
    """Return the IANA zone of the first base named; UTC without one."""
    return next((bases[hit.id].tz for p in passages for hit in p.of("base")), "UTC")
