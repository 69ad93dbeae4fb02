"""Where: a named base, else what it may be, else a town, a region, a country; and whose it is."""

from collections.abc import Iterable, Sequence
from typing import Final

from contracts.messages import Place
from processors.extract.frames.frames import Frame
from processors.extract.frames.owners import owners_of
from processors.extract.frames.targets import STRONG, TargetKind
from processors.extract.reports.spots import BEHIND, Spot, Spots
from processors.extract.text.document import Document, Role
from processors.extract.words.kit import Kit
from processors.extract.words.tags import ACT, Item, Tags
from processors.gazetteer import Base, Town

_MOST_CANDIDATES: Final = 12  # more is no candidate list
_AIR: Final = frozenset({"air_base", "airport"})
_ARMY: Final = frozenset({"garrison", "outpost", "headquarters"})
_Kinds = tuple[tuple[str, ...], frozenset[str]]  # words for a site, the kinds that they mean
_ANY: Final[_Kinds] = ((), frozenset())
_HEADS: Final[_Kinds] = (("headquarters", "hq"), frozenset({"headquarters"}))
_SITE_KINDS: Final[tuple[_Kinds, ...]] = (
    (("air", "runway", "aerodrome"), _AIR),
    (("naval", "navy", "fleet", "port", "shipyard", "bay"), frozenset({"naval_base"})),
    (("depot", "arsenal", "ammunition"), frozenset({"depot"})),
    (("barracks", "garrison", "outpost", "camp", "army", "checkpoint"), _ARMY),
)


class Places:
    """Finds the place of each frame of one document."""

    def __init__(self, document: Document, tags: Tags, kit: Kit, current: Sequence[Frame]):
        self._document = document
        self._tags = tags
        self._kit = kit
        self._current = current
        self._spots = Spots(document, tags, kit)
        self._scores = self._base_scores(current)

    def of(self, frame: Frame) -> Place:
        """Return the place of one frame, as far as it is said."""
        owners = owners_of(self._tags, self._kit, frame, self._current)
        named = self._named(frame)
        spot = self._spots.of(frame, owners)
        if not named:
            named = self._linked(frame, spot, owners)
        ids = self._distinct(named)
        bases: tuple[str, ...] = ids
        candidates: tuple[str, ...] = ()
        if len(ids) > 1 and len({item.start for item in named}) == 1:
            bases, candidates = (), ids  # one name, several bases
        if not ids:
            bases, candidates = self._guess(frame, spot, owners)
        return Place(
            bases=bases,
            candidates=candidates,
            towns=tuple(dict.fromkeys(town.name for town in spot.of_kind("town"))),
            regions=tuple(dict.fromkeys(town.name for town in spot.of_kind("region"))),
            countries=self._countries(bases, spot),
            owners=owners,
            words=self._words(frame, named, spot),
        )

    def _distinct(self, named: Iterable[Item]) -> tuple[str, ...]:
        """Return base ids without those that are only the wider site of another."""
        ids = dict.fromkeys(item.id for item in named)
        parents = {self._kit.gazetteer.bases[each].parent for each in ids}
        return tuple(each for each in ids if each not in parents)

    def _countries(self, bases: Sequence[str], spot: Spot) -> tuple[str, ...]:
        if bases:
            found = (self._kit.gazetteer.bases[each].country for each in bases)
            return tuple(dict.fromkeys(found))
        return tuple(spot.countries)[:1]

    def _named(self, frame: Frame) -> list[Item]:
        """Return the bases that the act itself is aimed at."""
        targets = [frame.target, *frame.others]
        items = [target.item for target in targets if target.kind is TargetKind.BASE]
        found = [twin for item in items for twin in self._twins(item)]
        if found:
            return found
        return [twin for item in self._beside(frame) for twin in self._twins(item)]

    def _twins(self, item: Item) -> list[Item]:
        """Return all bases that one spelling may mean."""
        return [
            twin
            for twin in self._tags.all_at(item.first)
            if twin.kind == "base" and twin.start == item.start
        ]

    def _beside(self, frame: Frame) -> list[Item]:
        """Return a base named right behind the target: "a base, Camp Alpha, in ..."."""
        last = frame.target.item.last
        stretch = range(last + 1, min(frame.tokens.stop, last + 1 + BEHIND))
        for item in self._tags.of(stretch, "base", ACT):
            return [item] if item.kind == "base" and not self._origin(item) else []
        return []

    def _origin(self, item: Item) -> bool:
        return any(self._tags.word(token) == "from" for token in range(item.first - 3, item.first))

    def _linked(self, frame: Frame, spot: Spot, owners: Sequence[str]) -> list[Item]:
        """Return the base that title and lead speak of, if nothing said here forbids it."""
        local = frame.sentence.role is Role.BODY
        for item, _ in sorted(self._scores, key=lambda pair: (-pair[1], pair[0].start)):
            sentence = self._document.sentence_at(item.start)
            if local and abs(sentence.index - frame.sentence.index) > 1:
                continue
            base = self._kit.gazetteer.bases[item.id]
            beside = any(sentence.start <= word.start < sentence.end for word in spot.words)
            if self._compatible(base, spot, owners, beside, frame.target.kind in STRONG):
                return self._twins(item)
        return []

    def _compatible(
        self, base: Base, spot: Spot, owners: Sequence[str], beside: bool, stays: bool
    ) -> bool:
        """Tell whether a base can be where the spot says; a town beside its name is as written.

        What does not stay, a plane, may be a guest there: "a Russian plane" names no place.
        """
        if not stays and not spot.towns and spot.countries.keys() <= set(owners):
            return True
        countries = self._kit.gazetteer.countries
        here = {base.country}
        if base.country in countries:
            here |= set(countries[base.country].part_of)
        if spot.countries and not here & set(spot.countries):
            return False
        towns = spot.of_kind("town")
        if towns and not beside and base.town not in {town.name for town in towns}:
            return base.id in {each for town in towns for each in town.bases}
        states = {owner for owner in owners if owner in countries}
        return not (stays and states) or bool(states & ({*base.hosts} | here))

    def _base_scores(self, current: Sequence[Frame]) -> list[tuple[Item, float]]:
        """Weigh the bases named in title, lead and body; captions count nothing."""
        aimed = {
            target.item.start
            for frame in current
            for target in (frame.target, *frame.others)
            if target.kind is TargetKind.BASE
        }
        weights = {Role.TITLE: 3.0, Role.LEAD: 2.0, Role.BODY: 1.0}
        found = []
        for item in self._tags.items:
            if item.kind != "base":
                continue
            weight = weights.get(self._document.sentence_at(item.start).role, 0.0)
            if weight and not self._origin(item):
                found.append((item, weight + (3.0 if item.start in aimed else 0.0)))
        return found

    def _guess(
        self, frame: Frame, spot: Spot, owners: Sequence[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return (bases, candidates): sure only for the one base of that kind in a town."""
        states = {owner for owner in owners if owner in self._kit.gazetteer.countries}
        towns = spot.of_kind("town")
        if nearest := towns or spot.of_kind("region"):
            ids = [each for town in nearest for each in town.bases]
        elif states & self._kit.expeditionary:
            known = self._kit.gazetteer.bases.values()
            ids = [each.id for each in known if each.curated and each.country in spot.countries]
        else:
            return (), ()
        kinds = self._site_kinds(frame)
        fitting = next((found for each in kinds if (found := self._fitting(ids, states, each))), ())
        sure = frame.strong and len(fitting) == 1 and self._is_of(fitting[0], towns)
        if sure and (kinds[0][1] is _AIR or not self._spots.is_near(spot.words[0])):
            return fitting, ()  # no air base stands in a town, and hardly two near it
        return (), fitting if len(fitting) <= _MOST_CANDIDATES else ()

    def _is_of(self, base_id: str, towns: Sequence[Town]) -> bool:
        """Tell a town's own base from the one base we know around a capital."""
        base = self._kit.gazetteer.bases[base_id]
        return any(town.name in base.name or town.name == base.town for town in towns)

    def apart(self, place: Place, other: Place) -> bool:
        """Tell two places that cannot be one: other bases, other towns, other countries."""
        if place.bases and other.bases:
            return not set(place.bases) & set(other.bases)
        if place.towns and other.towns and not (place.bases or other.bases):
            return not set(place.towns) & set(other.towns)
        if place.countries and other.countries:
            return not self._wider(place) & self._wider(other)
        return False

    def _wider(self, place: Place) -> set[str]:
        """Return a place's countries; an annexed region may be in either."""
        known = self._kit.gazetteer.countries
        wholes = {
            whole for code in place.countries if code in known for whole in known[code].part_of
        }
        return set(place.countries) | wholes

    def _fitting(self, ids: Iterable[str], states: set[str], of: _Kinds) -> tuple[str, ...]:
        """Return the bases that these states' forces are at and that are of these kinds."""
        known = self._kit.gazetteer.bases
        cues, kinds = of
        return tuple(
            each
            for each in dict.fromkeys(ids)
            if each in known
            and (not states or states & {*known[each].hosts, known[each].country})
            and (not kinds or known[each].kind in kinds or _is_called(known[each], cues))
        )

    def _site_kinds(self, frame: Frame) -> tuple[_Kinds, ...]:
        """Return what the target may be, by its words: "naval headquarters" are headquarters."""
        written = self._document.folded[frame.target.item.start : frame.target.item.end]
        words = written.split()
        kinds = next((each for each in _SITE_KINDS if _begin_with(words, each[0])), _ANY)
        return (_HEADS, kinds) if _begin_with(words, _HEADS[0]) else (kinds,)

    def _words(self, frame: Frame, named: Sequence[Item], spot: Spot) -> str:
        first = named[0] if named else frame.target.item
        words = self._document.words(first.start, first.end)
        if named or not spot.words:
            return words
        place = spot.words[0]
        return f"{words}, {self._document.words(place.start, place.end)}"


def _is_called(base: Base, cues: tuple[str, ...]) -> bool:
    """Tell a base that one of its names makes of this kind too: barracks at an air base."""
    return any(_begin_with(name.lower().split(), cues) for name in base.aliases)


def _begin_with(words: Iterable[str], cues: tuple[str, ...]) -> bool:
    return any(word.startswith(cues) for word in words)
