"""Who claims an attack, who is blamed for it and who denies it, by the words beside. Pure."""

from collections.abc import Iterator
from typing import Final

from contracts.messages import Slot
from processors.extract.plain.found import Found, found
from processors.extract.plain.passage import Hit, Passage, gap
from processors.extract.text.document import Document
from processors.gazetteer import Gazetteer
from processors.language.plain import Cue

_ACTOR: Final = 10  # words between a claim and who makes it
_BEHIND: Final = 3  # words between "nobody" and the claim
_BESIDE: Final = 1  # words between a capital and its denial
_DOER: Final = 6  # words between an act and who did it
_SLOTS: Final = {
    Cue.CLAIMS: Slot.CLAIMED_BY,
    Cue.DENIES: Slot.DENIED_BY,
    Cue.BLAMES: Slot.BLAMED_ON,
}
_NAMES: Final = {
    Slot.CLAIMED_BY: ("actor", Cue.ARMED_GROUP),
    Slot.DENIED_BY: ("actor", "country", Cue.ARMED_GROUP),
    Slot.BLAMED_ON: ("actor", "country", "demonym", Cue.ARMED_GROUP),
}


def parties(
    document: Document, passage: Passage, gazetteer: Gazetteer, *, struck: bool
) -> Iterator[Found]:
    """Yield the parties a sentence names; `struck`: it tells of the attack itself."""
    for said in passage.of(*_SLOTS):
        slot = _SLOTS[Cue(said.kind)]
        if slot is Slot.CLAIMED_BY and _nobody(passage, said):
            yield found(document, passage, slot, said.first, said.last, norm="none")
            continue
        for hit in _party(passage, said, slot):
            yield _found(document, passage, slot, hit, gazetteer)
        if slot is Slot.DENIED_BY:
            yield from _capital(document, passage, said, gazetteer)
    if struck and not passage.has(*_SLOTS):
        for hit in _doer(passage):
            yield _found(document, passage, Slot.BLAMED_ON, hit, gazetteer)


def _nobody(passage: Passage, said: Hit) -> bool:
    return any(passage.within(said.first - _ACTOR, said.last + _BEHIND, Cue.NOBODY))


def _party(passage: Passage, said: Hit, slot: Slot) -> list[Hit]:
    """Return who: a name before a word for some group; the blamed rather stand behind."""
    near = [hit for hit in passage.of(*_NAMES[slot]) if gap(hit, said) <= _ACTOR]
    return sorted(
        near,
        key=lambda hit: (
            hit.kind == Cue.ARMED_GROUP,
            slot is Slot.BLAMED_ON and hit.first < said.first,
            gap(hit, said),
        ),
    )[:1]


def _capital(
    document: Document, passage: Passage, said: Hit, gazetteer: Gazetteer
) -> Iterator[Found]:
    """Return the capital right beside a denial, where no actor is named: "Kyiv denied it"."""
    if _party(passage, said, Slot.DENIED_BY):
        return
    beside = {hit.id: hit for hit in passage.of("town") if gap(hit, said) <= _BESIDE}
    for town in gazetteer.towns if beside else ():
        if town.id in beside and town.is_capital:
            hit, state = beside[town.id], town.country
            yield found(
                document,
                passage,
                Slot.DENIED_BY,
                hit.first,
                hit.last,
                norm=state,
                nationality=state,
            )
            return


def _doer(passage: Passage) -> list[Hit]:
    """Return the armed group beside the act: it is the paper that says so."""
    near = [
        (gap(act, hit), hit)
        for act in passage.of(Cue.STRIKE)
        for hit in passage.of("actor", Cue.ARMED_GROUP)
        if gap(act, hit) <= _DOER
    ]
    return [hit for _, hit in sorted(near, key=lambda each: (each[0], each[1].first))][:1]


def _found(
    document: Document, passage: Passage, slot: Slot, hit: Hit, gazetteer: Gazetteer
) -> Found:
    """Name an actor of the gazetteer by its id, any other by its words."""
    actor = gazetteer.actors.get(hit.id)
    state = actor.state if actor else hit.id
    norm = hit.id or " ".join(passage.words[hit.first : hit.last + 1])
    return found(document, passage, slot, hit.first, hit.last, norm=norm, nationality=state)
