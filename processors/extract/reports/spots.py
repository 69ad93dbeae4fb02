"""Place names around an act: behind the target, in its phrase, in the sentence, above it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from processors.extract.frames.frames import Frame
from processors.extract.frames.holders import houses_forces
from processors.extract.frames.targets import STRONG, TargetKind
from processors.extract.text.document import Document, Role, Sentence
from processors.extract.verdict.reading import LOOK_BACKS
from processors.extract.words.kit import Kit
from processors.extract.words.tags import ACT, WEAPON, Item, Tags
from processors.gazetteer import Town
from processors.language import WordClass

BEHIND: Final = 14  # tokens behind the target: "a base housing US troops in western Iraq"
_GLUED: Final = re.compile(r"\d+(?:km|mi)")
_NOUNS: Final = 4  # tokens before the target: "Russian regional war command HQ"
_PREP: Final = 5  # tokens before a place name in which its "in" stands
_PHRASE_ENDS: Final = (ACT, WEAPON, WordClass.PREPOSITION, WordClass.TARGET_PREP)
_TOLL: Final = frozenset({"toll", "death", "deaths", "dead", "casualties", "victims", "losses"})
_NEAR_ROLES: Final = (Role.TITLE, Role.LEAD)
_OWNED: Final = (
    ACT,
    WordClass.FORCE,
    WordClass.SITE,
    WordClass.WEAK_SITE,
    WordClass.MATERIEL,
    WordClass.MILITARY,
)


@dataclass(slots=True)
class Spot:
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

    def of_kind(self, kind: str) -> list[Town]:
        """Return the towns, or the regions."""
        return [town for town in self.towns.values() if town.kind == kind]

    def __bool__(self) -> bool:
        return bool(self.words)


class Spots:
    """Finds the place names that belong to the frames of one document."""

    def __init__(self, document: Document, tags: Tags, kit: Kit) -> None:
        self._document = document
        self._tags = tags
        self._kit = kit

    def of(self, frame: Frame, owners: Sequence[str]) -> Spot:
        """Return the names nearest to the target; its owner's country where none is said."""
        target = frame.target.item
        aimed = [
            each.item for each in (frame.target, *frame.others) if each.kind is TargetKind.TOWN
        ]
        if aimed and frame.target.kind not in STRONG:
            return self._gather(aimed)
        own = self._gather(self._in_phrase(frame))
        if own.towns:
            return own
        behind = range(target.last + 1, min(frame.tokens.stop, target.last + 1 + BEHIND))
        for found in (
            self._gather(self._after_in(behind)),
            own,
            self._gather(self._after_in(frame.tokens)),
            self._gather(self._above(frame)),
            self._gather(self._of_the_toll()),
        ):
            if found:
                return found if found.towns else self._closer(frame, found)
        spot = self._gather(self._of_militia(frame))
        guests = houses_forces(self._tags, target)  # "a port used by Russian ships" may be anywhere
        for owner in owners if not (spot or guests) else ():
            if owner in self._kit.gazetteer.countries and owner not in self._kit.expeditionary:
                spot.countries[owner] = None
        return spot

    def _closer(self, frame: Frame, wide: Spot) -> Spot:
        """Return the town of "Drone hits Russian air base. Tanks burn at the base near TOWN"."""
        for sentence in self._document.sentences:
            if sentence.role in _NEAR_ROLES and sentence.index != frame.sentence.index:
                tokens = self._tags.sentence(sentence)
                site = next(self._tags.of(tokens, WordClass.SITE), None)
                if (
                    site is None
                    or self._is_aside(site, sentence)
                    or frame.target.kind not in STRONG
                ):
                    continue
                behind = range(site.last + 1, min(tokens.stop, site.last + 1 + BEHIND))
                found = self._gather(self._after_in(behind))
                if found.of_kind("town") and found.countries.keys() <= wide.countries.keys():
                    return found
        return wide

    def _is_aside(self, item: Item, sentence: Sentence) -> bool:
        """Tell what stands in a clause that looks back on something else."""
        clauses = self._document.clauses_of(sentence)
        own = next((each for each in clauses if each.start <= item.start < each.end), None)
        return own is not None and own.opener in LOOK_BACKS

    def _gather(self, items: Iterable[Item]) -> Spot:
        spot = Spot()
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
                beside = item.kind == "country" and self._tags.at(token, WordClass.NEAR)
                return not beside and not self._is_far(token)
            linked = self._tags.at(token, WordClass.PLACE_LINK, "demonym", "country")
            if not (linked or self._tags.word(token) == "s"):
                return False
        return False

    def _is_far(self, token: int) -> bool:
        """Tell "700 km southeast of": that town is not the place."""
        return any(
            self._tags.at(back, WordClass.DISTANCE) or _GLUED.fullmatch(self._tags.word(back))
            for back in range(token - 3, token)
        )

    def is_near(self, item: Item) -> bool:
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
        if item.kind != "country":
            return False
        abroad = item.id in self._kit.expeditionary and self._tags.at(behind, *_OWNED)
        return self._tags.word(behind) == "s" or bool(abroad)

    def _in_phrase(self, frame: Frame) -> Iterator[Item]:
        """Yield the place in "Kenya military base", "Makiivka barracks", "Iraqi base"."""
        item = frame.target.item
        for token in range(item.first - 1, item.first - 1 - _NOUNS, -1):
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

    def _of_the_toll(self) -> Iterator[Item]:
        """Yield the place in a title such as "Army raises Mondoro toll to 27"."""
        for sentence in self._document.sentences:
            if sentence.role is Role.TITLE:
                for item in self._tags.of(self._tags.sentence(sentence), "town", "region"):
                    if self._tags.word(item.last + 1) in _TOLL:
                        yield item

    def _above(self, frame: Frame) -> Iterator[Item]:
        """Yield what title and lead say of the place, the sentences next to the frame first."""
        for sentence in self._document.sentences:
            if sentence.role in _NEAR_ROLES and sentence.index != frame.sentence.index:
                found = list(self._after_in(self._tags.sentence(sentence)))
                if found:
                    yield from found
                    return
