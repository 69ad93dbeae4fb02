"""Where: a named base, else what it may be, else a town, a region, a country; and whose it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from contracts.messages import Place
from processors.extract.document import Document, Role
from processors.extract.frames import Frame
from processors.extract.kit import Kit
from processors.extract.syntax import Use
from processors.extract.tags import ACT, WEAPON, Item, Tags
from processors.extract.targets import STRONG, TargetKind
from processors.extract.told import owners_before, state_of
from processors.gazetteer import Base, Town
from processors.language import ActKind, WordClass

_BEHIND: Final = 14  # tokens behind the target: "a base housing US troops in western Iraq"
_PREP: Final = 5  # tokens before a place name in which its "in" stands
_MOST_CANDIDATES: Final = 12  # more is no candidate list
_AIR: Final = frozenset({"air_base", "airport"})
_ARMY: Final = frozenset({"garrison", "outpost", "headquarters"})
_SITE_KINDS: Final = (
    (("air", "runway", "aerodrome"), _AIR),
    (("naval", "navy", "fleet", "port", "shipyard", "bay"), frozenset({"naval_base"})),
    (("depot", "arsenal", "ammunition"), frozenset({"depot"})),
    (("barracks", "garrison", "outpost", "camp", "army", "checkpoint"), _ARMY),
)
_PHRASE_ENDS: Final = (ACT, WEAPON, WordClass.PREPOSITION, WordClass.TARGET_PREP)
_OWN_LOSSES: Final = frozenset({ActKind.KILL, ActKind.LOSSES, ActKind.BEAT_OFF})
_NEAR_ROLES: Final = (Role.TITLE, Role.LEAD)


@dataclass(slots=True)
class _Spot:
    """Names of places gathered for one frame."""

    towns: dict[str, Town] = field(default_factory=dict)
    countries: dict[str, None] = field(default_factory=dict)
    words: list[Item] = field(default_factory=list)

    def add(self, kit: Kit, item: Item) -> None:
        """Take a town, region or country in; a town brings its country."""
        self.words.append(item)
        if item.kind in {"town", "region"}:
            town = kit.towns[item.id]
            self.towns[item.id] = town
            self.countries[town.country] = None
        else:
            self.countries[item.id] = None

    def __bool__(self) -> bool:
        return bool(self.words)


class Places:
    """Finds the place of each frame of one document."""

    def __init__(self, document: Document, tags: Tags, kit: Kit, current: Sequence[Frame]):
        self._document = document
        self._tags = tags
        self._kit = kit
        self._current = current
        self._scores = self._base_scores(current)

    def of(self, frame: Frame) -> Place:
        """Return the place of one frame, as far as it is said."""
        owners = self._owners(frame)
        named = self._named(frame)
        spot = self._spot(frame, owners)
        if not named:
            named = self._linked(frame, spot, owners)
        ids = self._distinct(named)
        towns = [town for town in spot.towns.values() if town.kind == "town"]
        regions = [town for town in spot.towns.values() if town.kind == "region"]
        bases: tuple[str, ...] = ids
        candidates: tuple[str, ...] = ()
        if len(ids) > 1 and len({item.start for item in named}) == 1:
            bases, candidates = (), ids  # one name, several bases
        if not ids:
            bases, candidates = self._guess(frame, towns, regions, tuple(spot.countries), owners)
            if bases and self._is_near(spot.words[0]):
                bases, candidates = (), bases
        countries = self._countries(bases, spot)
        return Place(
            bases=bases,
            candidates=candidates,
            towns=tuple(dict.fromkeys(town.name for town in towns)),
            regions=tuple(dict.fromkeys(town.name for town in regions)),
            countries=countries,
            owners=owners,
            words=self._words(frame, named, spot),
        )

    def _distinct(self, named: Iterable[Item]) -> tuple[str, ...]:
        """Return base ids without those that are only the wider site of another."""
        ids = dict.fromkeys(item.id for item in named)
        parents = {self._kit.gazetteer.bases[each].parent for each in ids}
        return tuple(each for each in ids if each not in parents)

    def _countries(self, bases: Sequence[str], spot: _Spot) -> tuple[str, ...]:
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
        stretch = range(last + 1, min(frame.tokens.stop, last + 1 + _BEHIND))
        for item in self._tags.of(stretch, "base", ACT):
            return [item] if item.kind == "base" and not self._origin(item) else []
        return []

    def _origin(self, item: Item) -> bool:
        return any(self._tags.word(token) == "from" for token in range(item.first - 3, item.first))

    def _linked(self, frame: Frame, spot: _Spot, owners: Sequence[str]) -> list[Item]:
        """Return the base that title and lead speak of, if nothing said here forbids it."""
        local = frame.sentence.role is Role.BODY
        for item, _ in sorted(self._scores, key=lambda pair: (-pair[1], pair[0].start)):
            sentence = self._document.sentence_at(item.start)
            if local and abs(sentence.index - frame.sentence.index) > 1:
                continue
            base = self._kit.gazetteer.bases[item.id]
            beside = any(sentence.start <= word.start < sentence.end for word in spot.words)
            theirs = owners if frame.target.kind in STRONG else ()  # planes may be guests there
            if self._compatible(base, spot, theirs, beside):
                return self._twins(item)
        return []

    def _compatible(self, base: Base, spot: _Spot, owners: Sequence[str], beside: bool) -> bool:
        """Tell whether a base can be where the spot says; a town beside its name is as written."""
        countries = self._kit.gazetteer.countries
        here = {base.country}
        if base.country in countries:
            here |= set(countries[base.country].part_of)
        if spot.countries and not here & set(spot.countries):
            return False
        towns = [town for town in spot.towns.values() if town.kind == "town"]
        if towns and not beside and base.town not in {town.name for town in towns}:
            return base.id in {each for town in towns for each in town.bases}
        states = {owner for owner in owners if owner in countries}
        return not states or bool(states & ({*base.hosts} | here))

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

    def _spot(self, frame: Frame, owners: Sequence[str]) -> _Spot:
        """Gather place names: behind the target, in its phrase, in the sentence, above it."""
        target = frame.target.item
        aimed = [
            each.item for each in (frame.target, *frame.others) if each.kind is TargetKind.TOWN
        ]
        if aimed:
            return self._gather(aimed)
        behind = range(target.last + 1, min(frame.tokens.stop, target.last + 1 + _BEHIND))
        for found in (
            self._gather(self._after_in(behind)),
            self._gather(self._in_phrase(frame)),
            self._gather(self._after_in(frame.tokens)),
            self._gather(self._above(frame)),
        ):
            if found:
                return found
        spot = self._gather(self._of_militia(frame))
        for owner in owners if not spot else ():
            if owner in self._kit.gazetteer.countries and owner not in self._kit.expeditionary:
                spot.countries[owner] = None
        return spot

    def _gather(self, items: Iterable[Item]) -> _Spot:
        spot = _Spot()
        for item in items:
            spot.add(self._kit, item)
        return spot

    def _after_in(self, tokens: range) -> Iterator[Item]:
        """Yield what stands behind "in", "near", "western", and is no speaker or owner."""
        for item in self._tags.of(tokens, "town", "region", "country", "demonym"):
            if item.kind == "demonym":
                if self._tags.at(item.last + 1, WordClass.SOIL):
                    yield item
            elif self._is_placed(item) and not self._is_agent(item):
                yield item

    def _is_placed(self, item: Item) -> bool:
        held = self._tags.at(item.first - 1, WordClass.OCCUPIED) is not None
        return held or self._behind_prep(item) or self._follows_place(item)

    def _behind_prep(self, item: Item) -> bool:
        """Tell "in Syria", "near the occupied city of Donetsk"."""
        for token in range(item.first - 1, item.first - 1 - _PREP, -1):
            if self._tags.broken(token):
                return False
            if self._tags.at(token, WordClass.PLACE_PREP):
                return not self._is_far(token)
            linked = self._tags.at(token, WordClass.PLACE_LINK, "demonym", "country")
            if not (linked or self._tags.word(token) == "s"):
                return False
        return False

    def _is_far(self, token: int) -> bool:
        """Tell "700 km southeast of": that town is not the place."""
        return any(self._tags.at(back, WordClass.DISTANCE) for back in range(token - 3, token))

    def _is_near(self, item: Item) -> bool:
        """Tell "near", "outside", "south of" a town: what is there need not be the one base."""
        return any(
            self._tags.at(back, WordClass.NEAR) for back in range(item.first - 3, item.first)
        )

    def _follows_place(self, item: Item) -> bool:
        """Tell "Erbil, Iraq"."""
        return self._tags.at(item.first - 1, "town", "region", "base") is not None

    def _is_agent(self, item: Item) -> bool:
        """Tell a country that only owns or does what stands behind it: "US troops"."""
        behind = item.last + 1
        if self._tags.broken(item.last):
            return False
        if self._tags.at(behind, WordClass.REPORTING, WordClass.EDGE, WordClass.OCCUPIED):
            return True
        owned = (ACT, WordClass.FORCE, WordClass.SITE, WordClass.WEAK_SITE, WordClass.MATERIEL)
        return item.kind == "country" and (
            self._tags.word(behind) == "s"
            or item.id in self._kit.expeditionary
            and self._tags.at(behind, *owned, WordClass.MILITARY) is not None
        )

    def _in_phrase(self, frame: Frame) -> Iterator[Item]:
        """Yield the place in "Kenya military base", "Makiivka barracks", "Iraqi base"."""
        item = frame.target.item
        for token in range(item.first - 1, item.first - 4, -1):
            if self._tags.broken(token) or self._tags.at(token, *_PHRASE_ENDS):
                return
            found = self._tags.at(token, "town", "region", "country", "demonym")
            if found and found.id not in self._kit.expeditionary:
                # "Moscow's bombers" are not in Moscow
                if frame.target.kind in STRONG or self._tags.word(found.last + 1) != "s":
                    yield found
                return

    def _of_militia(self, frame: Frame) -> Iterator[Item]:
        """Yield the country in "Somali militants", where nothing else says where."""
        for item in self._tags.of(frame.tokens, WordClass.MILITIA):
            before = self._tags.at(item.first - 1, "country", "demonym")
            if before and not self._tags.broken(item.first - 1):
                yield before
                return

    def _above(self, frame: Frame) -> Iterator[Item]:
        """Yield what title and lead say of the place, the sentences next to the frame first."""
        for sentence in self._document.sentences:
            if sentence.role in _NEAR_ROLES and sentence.index != frame.sentence.index:
                found = list(self._after_in(self._tags.sentence(sentence)))
                if found:
                    yield from found
                    return

    def _owners(self, frame: Frame) -> tuple[str, ...]:
        """Return whose site or whose people were struck: country codes, or groups of states."""
        found = owners_before(self._tags, self._kit, frame)
        item = frame.target.item
        housing = False
        for token in range(item.last + 1, min(frame.tokens.stop, item.last + 8)):
            housing = housing or self._tags.at(token, WordClass.HOUSES) is not None
            name = self._tags.at(token, "actor", "demonym")
            if housing and name:
                found.add(state_of(self._kit, name.id))
        for target in frame.others:
            if target.kind is TargetKind.FORCE and not found:
                found |= self._nation_of(target.item)
        return tuple(sorted(found or self._victims(frame) or self._speaker(frame)))

    def _victims(self, frame: Frame) -> set[str]:
        """Return whose people were hurt in the same sentence: "63 Russian soldiers killed in"."""
        found: set[str] = set()
        for each in self._current:
            if each.sentence == frame.sentence and each.target.kind is TargetKind.FORCE:
                found |= owners_before(self._tags, self._kit, each)
        return found

    def _speaker(self, frame: Frame) -> set[str]:
        """Return the country that tells of its own losses: "Russia says its base was attacked"."""
        struck = {state_of(self._kit, agent) for agent in frame.agents}
        if frame.act.act is ActKind.BEAT_OFF and struck:
            return struck & set(self._kit.gazetteer.countries)
        for item in self._tags.of(frame.tokens, "country"):
            says = self._tags.at(item.last + 1, WordClass.REPORTING)
            lost = frame.act.act in _OWN_LOSSES and frame.use is not Use.ACTIVE
            own = lost or (struck and item.id not in struck)
            if says and own and item.id not in self._kit.expeditionary:
                return {item.id}
        return set()

    def _nation_of(self, item: Item) -> set[str]:
        for token in range(item.first - 1, item.first - 3, -1):
            if name := self._tags.at(token, "actor", "demonym"):
                return {state_of(self._kit, name.id)}
        return set()

    def _guess(
        self,
        frame: Frame,
        towns: Sequence[Town],
        regions: Sequence[Town],
        countries: Sequence[str],
        owners: Sequence[str],
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return (bases, candidates): sure only for the one base of that kind in a town."""
        known = self._kit.gazetteer.bases
        states = {owner for owner in owners if owner in self._kit.gazetteer.countries}
        kinds = self._site_kinds(frame)
        nearest = towns or regions
        if nearest:
            ids = [each for town in nearest for each in town.bases if each in known]
        elif states & self._kit.expeditionary:
            ids = [each.id for each in known.values() if each.curated and each.country in countries]
        else:
            return (), ()
        fitting = [
            each
            for each in dict.fromkeys(ids)
            if (not states or states & {*known[each].hosts, known[each].country})
            and (not kinds or known[each].kind in kinds)
        ]
        if towns and len(fitting) == 1 and frame.strong:
            return (fitting[0],), ()
        return (), tuple(fitting) if len(fitting) <= _MOST_CANDIDATES else ()

    def _site_kinds(self, frame: Frame) -> frozenset[str]:
        words = self._document.folded[frame.target.item.start : frame.target.item.end]
        for cues, kinds in _SITE_KINDS:
            if any(word.startswith(cues) for word in words.split()):
                return kinds
        return frozenset()

    def _words(self, frame: Frame, named: Sequence[Item], spot: _Spot) -> str:
        first = named[0] if named else frame.target.item
        words = self._document.words(first.start, first.end)
        if named or not spot.words:
            return words
        place = spot.words[0]
        return f"{words}, {self._document.words(place.start, place.end)}"
