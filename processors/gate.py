"""The gate: is it worth reading closely? Cheap enough for every page of every feed."""

from contracts.messages import Gate
from processors.extract.text.folding import fold
from processors.extract.words.gate_words import ATTACK, PLACE, TERM
from processors.extract.words.kit import Kit
from processors.extract.words.matcher import blank


def gate(text: str, kit: Kit) -> Gate:
    """Ask for a word of attack and, elsewhere in the text, a word or name of a military place.

    An escalation term lets a text in by itself. A text in a language without a grammar is asked
    for its own words.

    Args:
        text: all that is visible: title, summary, page.
        kit: the compiled words and names.
    """
    if not text or text.isspace():
        return Gate.EMPTY
    attack = place = term = False
    folded = fold(text)
    for _, _, meanings in kit.gate.find(blank(folded)):
        attack = attack or ATTACK in meanings
        place = place or PLACE in meanings
        term = term or TERM in meanings
        if attack and place:
            return Gate.HIT
    if term and kit.escalation.stand_in(folded):
        return Gate.HIT
    if language := kit.plain.tongues.of(text):
        return kit.plain.gate(text, language)
    return Gate.NO_PLACE if attack else Gate.NO_ATTACK
