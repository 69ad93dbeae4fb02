"""Which attack a value belongs to: by clause, by what was spoken of last, by what looks back."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from contracts.messages import Slot, Told
from processors.extract.claims.other_attacks import (
    is_definite,
    is_effect,
    is_long_after,
    is_of_many,
    is_of_them,
    is_repaid,
    speaks_of_the_past,
    takes_up,
)
from processors.extract.claims.passage import Raw
from processors.extract.lexicon import phrase
from processors.extract.text.document import Clause, Document, Mention, Role

_NEAR: Final = 4  # sentences
_BEFORE_EVENT: Final = phrase(r"[^,;]*\b(?:in|by|during|when|from|of|for|after|as)\b[^,;]*")
_VICTIMS: Final = frozenset({Slot.KILLED, Slot.INJURED})
_OF_SALVO: Final = frozenset({Slot.FIRED, Slot.HIT, Slot.INTERCEPTED, Slot.DAMAGE})
_RELATIVE: Final = frozenset({"who", "which", "where", "that", "in which"})
_BY_WHOM: Final = frozenset({Slot.CLAIMED_BY, Slot.BLAMED_ON, Slot.DENIED_BY})
_OTHERS: Final = frozenset({Told.OUTGOING, Told.THREAT, Told.EXERCISE})


class Belonging:
    """Finds the mention that a value is of, and by it the report; built once a document.

    At least one of the mentions must have a report.
    """

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self._document = document
        self._by_sentence: dict[int, list[Mention]] = defaultdict(list)
        for mention in sorted(mentions, key=lambda one: (one.start, one.end)):
            if not self._is_loss_of_attackers(mention):
                self._by_sentence[mention.sentence].append(mention)
        self._clauses: dict[int, list[int]] = defaultdict(list)
        for i, clause in enumerate(document.clauses):
            self._clauses[clause.sentence].append(i)
        self._reported = [
            (one.start, one.report)
            for one in sorted(mentions, key=lambda one: one.start)
            if one.report is not None
        ]

    def _is_loss_of_attackers(self, mention: Mention) -> bool:
        """Tell "six attackers were killed": in beating them off, which is no attack of its own."""
        word = self._document.folded[mention.start : mention.end]
        return mention.told is Told.OUTGOING and is_effect(word)

    def clause_of(self, raw: Raw) -> Clause:
        """Return the clause that a raw value is tied to."""
        return self._document.clauses[self._clause_index(raw)]

    def report_of(self, raw: Raw) -> int | None:
        """Return the ordinal of the report that a raw value is said of; None: of another attack."""
        near = self._in_sentence(raw)
        if near is None:
            return self._without_mention(raw)
        own = raw.own and raw.slot is not Slot.WEAPON and near.told is not Told.CURRENT
        if near.report is None and own:
            return self._last_report(raw) if self._alone(raw, near) else None
        if self._of_several(raw) or (raw.slot in _BY_WHOM and near.plural):
            return None
        if self._is_answered(near) or self._is_of_old(raw, near) or self._is_recalled(raw):
            return None
        return self._beside(raw, self._same_event(near))

    def _is_answered(self, mention: Mention) -> bool:
        """Tell the act that the attack reported before it in the sentence repays."""
        return is_repaid(self._document.folded, mention.start) and any(
            one.report is not None and one.start < mention.start
            for one in self._by_sentence[mention.sentence]
        )

    def _is_of_old(self, raw: Raw, near: Mention) -> bool:
        """Tell victims of the past that a clause without the attack in it recalls."""
        index = self._clause_index(raw)
        clause = self._document.clauses[index]
        return (
            raw.slot in _VICTIMS
            and near.clause != index
            and speaks_of_the_past(self._document.folded, clause.start, clause.end)
        )

    def _is_recalled(self, raw: Raw) -> bool:
        """Tell "rockets hit it, hours after a drone was shot down": the drone is of another."""
        index = self._clause_index(raw)
        clause = self._document.clauses[index]
        return (
            raw.slot not in _VICTIMS
            and clause.opener in {"after", "following"}
            and is_long_after(self._document.folded, clause.start)
            and any(
                one.report is not None and one.clause < index
                for one in self._by_sentence[raw.sentence]
            )
        )

    def _beside(self, raw: Raw, near: Mention) -> int | None:
        """Return the mention's report; what is as current as one beside it is part of that."""
        if near.report is not None or near.told is not Told.CURRENT:
            return near.report
        clause = self._clause_index(raw)
        if raw.slot in _VICTIMS and near.clause != clause:
            return None
        for one in self._by_sentence[near.sentence]:
            if one.report is not None and (one.clause == clause or raw.slot in _OF_SALVO):
                return one.report
        return None

    def _of_several(self, raw: Raw) -> bool:
        """Tell "most were claimed by": said of many attacks together."""
        folded, start = self._document.folded, self._document.sentences[raw.sentence].start
        if raw.slot is Slot.WEAPON:
            return is_of_them(folded, start)
        return raw.slot in _BY_WHOM and not raw.own and is_of_many(folded, start)

    def _same_event(self, mention: Mention) -> Mention:
        """Return what "the strike" takes up: the last one so called, two sentences back at most."""
        folded = self._document.folded
        if not is_definite(folded, mention.start):
            return mention
        word = folded[mention.start : mention.end]
        for back in (1, 2):
            for one in reversed(self._by_sentence.get(mention.sentence - back, [])):
                if folded[one.start : one.end] == word:
                    return one
        return mention

    def _in_sentence(self, raw: Raw) -> Mention | None:
        """Return the mention of the value's own sentence that binds it, if there is one."""
        here = self._by_sentence.get(raw.sentence, [])
        inside = [one for one in here if raw.start <= one.start < raw.end]
        if inside or not here:
            return inside[0] if inside else None
        index = self._clause_index(raw)
        here = self._without_effect(raw, here, index)
        own = [one for one in here if one.clause == index]
        if own:
            return self._nearest(raw, own)
        return self._neighbour(raw, here, index)

    def _without_effect(self, raw: Raw, here: list[Mention], index: int) -> list[Mention]:
        """Leave out the verb that tells of the victims if it has an attack for its subject."""
        effects = [one for one in here if one.start <= raw.anchor < one.end]
        others = [one for one in here if one not in effects]
        if raw.slot not in _VICTIMS or not effects:
            return here
        relative = self._document.clauses[index].opener in _RELATIVE
        subject = any(
            one.start < raw.anchor
            and (one.clause == index or (relative and one.clause == index - 1))
            for one in others
        )
        return others if subject else here

    def _nearest(self, raw: Raw, own: Sequence[Mention]) -> Mention:
        """Choose in one clause: the event right of "in|by|for", else the subject to the left."""
        folded = self._document.folded
        right = [one for one in own if one.start >= raw.end]
        looks_right = raw.slot in _VICTIMS or raw.slot is Slot.BLAMED_ON
        if looks_right and right and _BEFORE_EVENT.fullmatch(folded, raw.end, right[0].start):
            return right[0]
        left = [one for one in own if one.start <= raw.anchor]
        if raw.slot is Slot.WEAPON:
            return min(own, key=lambda one: (_apart(raw, one), -one.start))
        return left[-1] if left else right[0] if right else own[0]

    def _neighbour(self, raw: Raw, here: Sequence[Mention], index: int) -> Mention | None:
        """Choose from the clause before, else from the one behind unless it looks back."""
        before = [one for one in here if one.clause < index]
        behind = [one for one in here if one.clause > index]
        clauses = self._document.clauses
        if before and (clauses[index].opener or not behind):
            return before[-1]
        for one in behind:
            clause = clauses[one.clause]
            if not is_long_after(self._document.folded, clause.start):
                return one
        return before[-1] if before else None

    def _without_mention(self, raw: Raw) -> int | None:
        """Decide for a sentence that names no attack, or none that the value could be of."""
        sentence = self._document.sentences[raw.sentence]
        if self._of_several(raw):
            return None
        if speaks_of_the_past(self._document.folded, sentence.start, sentence.end) and not raw.own:
            return None
        before = self._before(raw.sentence)
        if before is not None and before.report is None and not raw.own:
            return None if self._goes_on(raw.sentence) else self._reported[0][1]
        return self._last_report(raw) if raw.own or self._is_near(raw) else None

    def _is_near(self, raw: Raw) -> bool:
        """Tell whether the attack was spoken of not long before; a long page tells of much else."""
        sentence = self._document.sentences[raw.sentence]
        if sentence.role in {Role.TITLE, Role.LEAD} or sentence.index <= _NEAR:
            return True
        return any(
            one.report is not None
            for back in range(1, _NEAR + 1)
            for one in self._by_sentence.get(raw.sentence - back, [])
        )

    def _before(self, sentence: int) -> Mention | None:
        """Return the last mention of the sentence before."""
        found = self._by_sentence.get(sentence - 1)
        return found[-1] if found else None

    def _goes_on(self, sentence: int) -> bool:
        """Tell a sentence that goes on with what the one before tells: same paragraph, or "it"."""
        here, before = self._document.sentences[sentence], self._document.sentences[sentence - 1]
        between = self._document.folded[before.end : here.start]
        return "\n" not in between or takes_up(self._document.folded, here.start)

    def _last_report(self, raw: Raw) -> int:
        """Return the report that was spoken of last before the value, else the first of all."""
        i = bisect_right(self._reported, raw.start, key=lambda one: one[0])
        return self._reported[max(i - 1, 0)][1]

    def _alone(self, raw: Raw, near: Mention) -> bool:
        """Tell whether "no claim" may be of this attack beside a mention of another."""
        if near.told in _OTHERS:
            first, last = sorted([(near.start, near.end), (raw.start, raw.end)])
            return "," in self._document.folded[first[1] : last[0]]
        return near.clause != self._clause_index(raw) or near.plural

    def _clause_index(self, raw: Raw) -> int:
        found = self._clauses[raw.sentence][0]
        for i in self._clauses[raw.sentence]:
            if self._document.clauses[i].start <= raw.anchor:
                found = i
        return found


def _apart(raw: Raw, mention: Mention) -> int:
    """Return how many characters lie between a value and a mention."""
    return max(mention.start - raw.end, raw.start - mention.end, 0)
