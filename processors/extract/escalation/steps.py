"""Whether an escalation term tells of a step that a state or an armed force takes.

A mayor's emergency, a bank on alert and a war on wild boars are none. Each term has its `Need`:
what must stand beside it, in the classes of the language file.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from processors.extract.lexicon import either
from processors.extract.text.document import Document, Role, Sentence, Tag
from processors.language import Need, StepWord, WordClass

_ARMED: Final = frozenset(
    {
        WordClass.FORCE,
        WordClass.MILITARY,
        WordClass.MATERIEL,
        WordClass.MILITIA,
        WordClass.SITE,
        "base",
        "actor",
    }
)
_ARMY: Final = frozenset(
    {WordClass.FORCE, WordClass.MILITARY, WordClass.MATERIEL, WordClass.SITE, "base"}
)
_NATION: Final = frozenset({"country", "demonym"})
_PLACE: Final = frozenset({"town", "region"})
_ANY_PARTY: Final = _ARMED | _NATION | _PLACE
_WEAPON: Final = "weapon"
_CRIMINAL: Final = "gunfire"  # a weapon, but not of war

_CLAUSE: Final = re.compile(
    r"[;:]|,\s+(?:but|and|while|as|after|when)\b|\b(?:but|while|although|as|after|amid|when|because"
    r"|that|who|which)\b|\s-\s"
)
_LINK: Final = re.compile(  # between those on alert and the alert
    r"(?:\b(?:is|are|was|were|been|be|being|put|puts|placed|places|goes|went|remains?|remained|stays?"
    r"|stayed|keeps?|kept|now|also|all|has|have|had|reportedly|both|again|still|immediately"
    r"|understood|said|to|in|a|the|state|of|at|their|its|his)\b[\s\"']*)+$"
)
_OBJECT: Final = re.compile(
    r"[\s\"']*(?:on|against|with|upon)\s+(?P<whom>(?:(?!\s(?:in|at|across|inside|over|for|after"
    r"|as|by|during|with|that|who)\s)(?:[^.,;:]|\.(?=\w|\s\w))){1,60})"
)
_NEXT: Final = re.compile(r"[\s\"'.]*([^\W\d_]+)")
NEAR: Final = 60  # characters between a term and the verb that asserts it
_QUOTE: Final = "\"'"


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a term is written."""

    sentence: Sentence
    start: int
    end: int
    need: Need
    is_verbal: bool  # the term itself says that it is done: "declares war"


class Vocabulary:
    """The classes of words that stand beside escalation terms, ready to be looked for."""

    def __init__(self, words: Mapping[StepWord, Sequence[str]]) -> None:
        self._patterns = {
            kind: re.compile(rf"\b{either(' '.join(w.replace(' ', '_') for w in them))}\b")
            for kind, them in words.items()
        }

    def find(self, kind: StepWord, text: str) -> re.Match[str] | None:
        """Return the first word of a class in a folded text."""
        pattern = self._patterns.get(kind)
        return pattern.search(text) if pattern else None


def is_step(document: Document, words: Vocabulary, hit: Hit) -> bool:
    """Judge one hit by who takes the step, against whom, and what the text is about."""
    scene = _Scene(document, words, hit)
    if scene.is_civil() or scene.is_figure():
        return False
    if not hit.is_verbal and hit.need is not Need.FORCES and not scene.is_asserted():
        return False
    return _MET[hit.need](scene)


def clause_of(document: Document, hit: Hit) -> tuple[int, int]:
    """Return where the clause of a hit begins and ends."""
    sentence = hit.sentence
    cuts = [cut.end() for cut in _CLAUSE.finditer(document.folded, sentence.start, hit.start)]
    behind = _CLAUSE.search(document.folded, hit.end, sentence.end)
    return cuts[-1] if cuts else sentence.start, behind.start() if behind else sentence.end


class _Scene:
    """A hit with its surroundings: its clause, its sentence, the title and the lead."""

    def __init__(self, document: Document, words: Vocabulary, hit: Hit) -> None:
        self._document = document
        self._words = words
        self._hit = hit
        sentence = hit.sentence
        self._clause = clause_of(document, hit)
        self._subject = (self._clause[0], hit.start)
        self._behind = (hit.end, self._clause[1])
        self._sentence = (sentence.start, sentence.end)
        self._title = (0, document.offset)

    def is_asserted(self) -> bool:
        """Whether its clause says that it is done, by a finite verb."""
        (start, _), (_, end), hit = self._subject, self._behind, self._hit
        near = (max(start, hit.start - NEAR), hit.start), (hit.end, min(end, hit.end + NEAR))
        return self._says(StepWord.ASSERTS, *near)

    def is_civil(self) -> bool:
        """Whether fire, sickness, money or a feast is the cause, or crime without the army."""
        near = (self._sentence, self._title)
        if self._says(StepWord.CIVIL, *near):
            return True
        if self._hit.need is not Need.NATION:
            return False
        if self._says(StepWord.CRIME, *near) and not self._tagged(_ARMY, self._sentence):
            return True
        return not self.at_war() and self._says(StepWord.CIVIL, *self._lead())

    def is_figure(self) -> bool:
        """Whether quotation marks hold the deed itself at arm's length."""
        folded, hit = self._document.folded, self._hit
        before, after = folded[hit.start - 1 : hit.start], folded[hit.end : hit.end + 1]
        quoted = bool(before) and before in _QUOTE and bool(after) and after in _QUOTE
        return hit.is_verbal and hit.need is not Need.FORCES and quoted

    def has_party(self) -> bool:
        """Whether a state, a place or an armed force has a part in it."""
        if self._tagged(_ANY_PARTY, self._clause) or self._says(StepWord.STATE, self._clause):
            return True
        if self._is_private():
            return False
        near = (self._sentence, self._title, *self._lead())
        return self._tagged(_ANY_PARTY, *near) or self._says(StepWord.STATE, *near)

    def is_national(self) -> bool:
        """Whether a whole state is meant, or a part of one with war in it."""
        if self._says(StepWord.LOCAL, self._sentence):
            return self._under_fire()
        if self._tagged(_NATION, self._clause) or self._says(StepWord.STATE, self._clause):
            return True
        if self._tagged(_NATION | _PLACE, self._sentence):
            return self._under_fire()
        return self._tagged(_NATION, self._title)

    def is_of_forces(self) -> bool:
        """Whether armed forces are put on alert, or a state that has an enemy in sight."""
        if self._tagged(_ARMED, self._subject) or self._has_weapon(self._subject):
            return not self._is_private()
        is_manhunt = self._says(StepWord.CRIME, self._sentence, self._title)
        is_meant = self._is_head_a_state() and not self._is_private()
        return is_meant and self.at_war() and not is_manhunt

    def repays_force(self) -> bool:
        """Whether a party repays an act of force."""
        is_force = self._says(StepWord.BLOW, self._sentence, self._title)
        return is_force and self.has_party() and not self._is_private()

    def has_enemy(self) -> bool:
        """Whether it is aimed at a state or an armed force; without an aim, at war."""
        found = _OBJECT.match(self._document.folded, self._hit.end, self._hit.sentence.end)
        if found:
            return self._is_enemy(*found.span("whom"))
        return self.has_party() and self._is_public() and self.at_war()

    def is_confrontation(self) -> bool:
        """Whether a state faces another one, or war."""
        if not self._is_public():
            return False
        nations = self._found(_NATION | _PLACE, self._sentence)
        return len({tag.id for tag in nations}) > 1 or self.at_war()

    def at_war(self) -> bool:
        """Whether the sentence or the title names forces, weapons of war or fighting."""
        near = (self._sentence, self._title)
        if self._tagged(_ARMED, *near) or self._says(StepWord.WAR, *near):
            return True
        return self._has_weapon(*near)

    def _under_fire(self) -> bool:
        """Whether an army or a weapon of war is named: what a mayor's emergency needs."""
        return self._has_weapon(self._sentence) or self._tagged(_ARMY, self._sentence)

    def _has_weapon(self, *stretches: tuple[int, int]) -> bool:
        return any(tag.id != _CRIMINAL for tag in self._found({_WEAPON}, *stretches))

    def _is_public(self) -> bool:
        """Whether it is a state or an armed force that does it."""
        tagged = self._tagged(_ARMED | _NATION | _PLACE, self._subject)
        return not self._is_private() and (tagged or self._says(StepWord.STATE, self._subject))

    def _is_private(self) -> bool:
        return self._says(StepWord.PRIVATE, self._subject)

    def _is_head_a_state(self) -> bool:
        """Whether a country, a region or a government stands right before the alert."""
        start, end = self._subject
        text = self._document.folded[start:end]
        linked = _LINK.search(text)
        text = text[: linked.start() if linked else len(text)].rstrip(" \"'")
        last = start + len(text)
        if any(tag.end == last for tag in self._found(_NATION | _PLACE, self._subject)):
            return True
        word = text.rpartition(" ")[2]
        return word == "region" or self._words.find(StepWord.STATE, word) is not None

    def _is_enemy(self, start: int, end: int) -> bool:
        """Whether a state or an armed force is the head of an object: not "U.S. lands"."""
        object_ = (start, end)
        if self._tagged(_ARMED, object_):
            return True
        if any(self._ends_a_phrase(tag, end) for tag in self._found(_NATION | _PLACE, object_)):
            return True
        state = self._words.find(StepWord.STATE, self._document.folded[start:end])
        return state is not None and not self._document.folded[start + state.end() : end].strip()

    def _ends_a_phrase(self, tag: Tag, end: int) -> bool:
        """Whether no noun follows a name, which would make the name its modifier."""
        after = _NEXT.match(self._document.folded, tag.end, end)
        if not after:
            return True
        return bool(self._found({WordClass.PREPOSITION}, (after.start(1), after.end(1))))

    def _lead(self) -> tuple[tuple[int, int], ...]:
        return tuple((s.start, s.end) for s in self._document.sentences if s.role is Role.LEAD)

    def _says(self, kind: StepWord, *stretches: tuple[int, int]) -> bool:
        folded = self._document.folded
        return any(self._words.find(kind, folded[start:end]) for start, end in stretches)

    def _tagged(self, kinds: Collection[str], *stretches: tuple[int, int]) -> bool:
        return bool(self._found(kinds, *stretches))

    def _found(self, kinds: Collection[str], *stretches: tuple[int, int]) -> list[Tag]:
        return [
            tag
            for tag in self._document.tags
            if tag.kind in kinds and any(low <= tag.start < high for low, high in stretches)
        ]


_MET: Final = {
    Need.PARTY: _Scene.has_party,
    Need.NATION: _Scene.is_national,
    Need.FORCES: _Scene.is_of_forces,
    Need.BLOW: _Scene.repays_force,
    Need.ENEMY: _Scene.has_enemy,
    Need.CONFRONTATION: _Scene.is_confrontation,
}
