"""Act -> target: every place where a text says that something was done to a military site."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from processors.extract.frames.aims import Said, Search, is_violent
from processors.extract.frames.parties import agents_of, weapon_of
from processors.extract.frames.search import Found, left_of
from processors.extract.frames.targets import RANK, STRONG, Target, TargetKind
from processors.extract.text.document import Clause, Document, Role, Sentence
from processors.extract.words.kit import Kit
from processors.extract.words.syntax import Use, act_groups, use_of
from processors.extract.words.tags import ACT, WEAPON, Item, Tags
from processors.language import ActKind, Form, WordClass

_READ: Final = frozenset({Role.TITLE, Role.LEAD, Role.BODY})
_MOST_FRAMES: Final = 120  # in one article; no article tells of so many
_MOST_ACTS: Final = 24  # in one sentence; more is a word list
_HIGH: Final = frozenset({Role.TITLE, Role.LEAD})
_WHERE: Final = frozenset({"where", "in which"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One act on one target, as one clause tells it."""

    act: Item
    use: Use
    target: Target
    others: tuple[Target, ...]  # further targets of the same act
    sentence: Sentence
    clause: Clause
    weapon: str  # kind; "" when the clause names none
    agents: tuple[str, ...]  # country codes, actor ids, "militia" for attackers without a name
    tokens: range  # of the sentence

    @property
    def plural(self) -> bool:
        """Tell "attacks" from "attack"."""
        return self.use is Use.NOUN and self.act.form is Form.PLURAL

    @property
    def strong(self) -> bool:
        """Tell a site from people, ships and towns."""
        return self.target.kind in STRONG and self.target.sure


def find_frames(document: Document, tags: Tags, kit: Kit) -> tuple[Frame, ...]:
    """Return the frames of all sentences that are read, in order."""
    top = any(
        is_violent(tags, kit, tags.sentence(sentence))
        for sentence in document.sentences
        if sentence.role in _HIGH
    )
    read = [sentence for sentence in document.sentences if sentence.role in _READ]
    armed = any(_names_fighting(tags, tags.sentence(sentence)) for sentence in read)
    said = Said(top, armed)
    found = (
        frame
        for sentence in read
        for frame in _sentence_frames(document, tags, kit, sentence, said)
    )
    return tuple(islice(found, _MOST_FRAMES))


def _sentence_frames(
    document: Document, tags: Tags, kit: Kit, sentence: Sentence, said: Said
) -> Iterator[Frame]:
    tokens = tags.sentence(sentence)
    clauses = document.clauses_of(sentence)
    before: tuple[str, ...] = ()
    for group in act_groups(tags, tokens)[:_MOST_ACTS]:
        read = use_of(tags, group)
        if read is None:
            continue
        act, use = read
        clause = _clause_at(clauses, act, sentence)
        inside = tags.within(clause.start, clause.end)
        found = Search(tags, kit, tokens, inside, said).targets(act, use)
        agents = agents_of(tags, kit, act, use, inside)
        if act.form is Form.ING and use is Use.ACTIVE and tags.broken(act.first - 1):
            agents = before  # "jets bombed a store, hitting the base"
        before = agents or before
        found += _where(tags, kit, clause, inside, tokens, found)
        if found:
            best = _best(found)
            yield Frame(
                act=act,
                use=use,
                target=best,
                others=tuple(target for target in found if target is not best),
                sentence=sentence,
                clause=clause,
                weapon=weapon_of(tags, act, inside),
                agents=agents,
                tokens=tokens,
            )


def _where(
    tags: Tags, kit: Kit, clause: Clause, inside: range, tokens: range, found: Found
) -> Found:
    """Return the site that a "where" clause speaks of: "the base where troops were hit"."""
    if clause.opener not in _WHERE or any(target.kind in STRONG for target in found):
        return []
    if not found:
        return []
    return [t for t in left_of(tags, kit, inside.start, tokens) if t.kind in STRONG]


def _names_fighting(tags: Tags, tokens: range) -> bool:
    return any(
        item.kind != ACT or item.act is ActKind.ATTACK
        for item in tags.of(tokens, WEAPON, ACT, WordClass.MILITIA)
    )


def _clause_at(clauses: Sequence[Clause], act: Item, sentence: Sentence) -> Clause:
    for clause in clauses:
        if clause.start <= act.start < clause.end:
            return clause
    return Clause(sentence.start, sentence.end, "", sentence.index)


def _best(found: Found) -> Target:
    """Prefer the strongest; but what the act names first decides on militia."""
    if found[0].kind is TargetKind.MILITIA:
        return found[0]
    best = min(found, key=lambda target: (RANK[target.kind], not target.sure))
    militia = next((target for target in found if target.kind is TargetKind.MILITIA), None)
    return best if best.sure or not militia else militia  # "a store and a depot of the rebels"
