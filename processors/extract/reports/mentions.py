"""Every act word of a document, and which report it speaks of: what values are bound to."""

from collections.abc import Mapping, Sequence
from typing import Final

from contracts.messages import Place, Told, When
from processors.extract.frames.owners import state_of
from processors.extract.frames.parties import agents_of
from processors.extract.text.document import Clause, Document, Mention, Role, Sentence
from processors.extract.verdict.told import Judged
from processors.extract.when.expressions import resolve_times
from processors.extract.words.kit import Kit
from processors.extract.words.syntax import Use, act_groups, use_of
from processors.extract.words.tags import Item, Tags
from processors.language import ActKind, Form, WordClass

_READ: Final = frozenset({Role.TITLE, Role.LEAD, Role.BODY})
_EVENTS: Final = frozenset(
    {
        ActKind.STRIKE,
        ActKind.LAND,
        ActKind.FIRE,
        ActKind.BEAT_OFF,
        ActKind.SUFFER,
        ActKind.ATTACK,
        ActKind.BLAST,
    }
)
_DONE: Final = frozenset({"was", "were"})  # no modal reaches past them
_ELSEWHERE: Final = 80  # characters behind an act in which its place stands


class Mentions:
    """Binds act words to reports; `reports` are the reports' places and times by ordinal."""

    def __init__(
        self,
        document: Document,
        tags: Tags,
        kit: Kit,
        owners: Mapping[int, int],
        reports: Sequence[tuple[Place, When]],
    ) -> None:
        self._document = document
        self._tags = tags
        self._kit = kit
        self._owners = owners  # act start -> report ordinal
        self._reports = reports

    def all(self, judged: Sequence[Judged]) -> tuple[Mention, ...]:
        """Return the mentions in the order of the text."""
        by_start = {each.frame.act.start: each for each in judged}
        found: list[Mention] = []
        for sentence in self._document.sentences:
            if sentence.role not in _READ:
                continue
            for group in act_groups(self._tags, self._tags.sentence(sentence)):
                if read := use_of(self._tags, group):
                    found.append(self._mention(sentence, *read, by_start))
        return tuple(each for each in found if each.reason)

    def _mention(
        self, sentence: Sentence, act: Item, use: Use, judged: Mapping[int, Judged]
    ) -> Mention:
        clause = self._clause(act)
        known = judged.get(act.start)
        told, report, reason = Told.BACKGROUND, None, ""
        if known is not None:
            told, report, reason = known.told, self._owners.get(act.start), known.reason
        elif act.act in _EVENTS or (act.act is ActKind.LOSSES and act.form is Form.ING):
            told, report, reason = self._bare(sentence, act, use, clause)
        place, when = self._reports[report] if report is not None else (Place(), When())
        return Mention(
            start=act.start,
            end=act.end,
            sentence=sentence.index,
            clause=clause,
            told=told,
            report=report,
            plural=use is Use.NOUN and act.form is Form.PLURAL,
            place=place,
            when=when,
            reason=reason,
        )

    def _clause(self, act: Item) -> int:
        for index, clause in enumerate(self._document.clauses):
            if clause.start <= act.start < clause.end:
                return index
        return 0

    def _bare(
        self, sentence: Sentence, act: Item, use: Use, clause: int
    ) -> tuple[Told, int | None, str]:
        """Judge an act word that names no target: of the main attack, or of another one."""
        main = self._main()
        if main is None:
            return Told.BACKGROUND, None, "no attack is reported"
        cut = self._document.clauses[clause]
        neighbour = self._neighbour(cut.start, cut.end)
        if neighbour is not None:
            return Told.CURRENT, neighbour, "stands beside an act on the site"
        plural = use is Use.NOUN and act.form is Form.PLURAL
        if plural and sentence.role is Role.BODY:
            return Told.AGGREGATE, None, "several attacks together"
        told, reason = self._other(act, use, cut, main)
        if told is not Told.CURRENT:
            return told, None, reason
        return Told.CURRENT, main, "nothing sets it apart from the attack reported"

    def _other(self, act: Item, use: Use, cut: Clause, main: int) -> tuple[Told, str]:
        """Return how a bare act is told if actor, place, time or mood set it apart."""
        tokens = self._tags.within(cut.start, cut.end)
        if self._own_side(act, use, tokens, main):
            return Told.OUTGOING, "the site's own side is the one who struck"
        if self._is_elsewhere(act, tokens, main):
            return Told.BACKGROUND, "another place stands beside it"
        if self._is_past(cut.start, cut.end, tokens, main):
            return Told.BACKGROUND, "another time stands beside it"
        done = self._tags.word(act.first - 1) in _DONE  # "could not say what was fired"
        if next(self._tags.of(tokens, WordClass.MODAL), None) and use is not Use.NOUN and not done:
            return Told.THREAT, "it may come"
        return Told.CURRENT, ""

    def _main(self) -> int | None:
        return 0 if self._reports else None

    def _neighbour(self, start: int, end: int) -> int | None:
        for act, report in self._owners.items():
            if start <= act < end:
                return report
        return None

    def _own_side(self, act: Item, use: Use, tokens: range, main: int) -> bool:
        agents = agents_of(self._tags, self._kit, act, use, tokens)
        if act.act in {ActKind.BEAT_OFF, ActKind.SUFFER}:
            return False
        place = self._reports[main][0]
        hosts = {host for base in place.bases for host in self._kit.gazetteer.bases[base].hosts}
        side = hosts | set(place.owners)
        return bool({state_of(self._kit, agent) for agent in agents} & side)

    def _is_elsewhere(self, act: Item, tokens: range, main: int) -> bool:
        place = self._reports[main][0]
        here = set(place.countries)
        for base in place.bases:
            here.add(self._kit.gazetteer.bases[base].country)
        countries = self._kit.gazetteer.countries
        here |= {whole for code in here if code in countries for whole in countries[code].part_of}
        if not here:
            return False
        for item in self._tags.of(tokens, "country", "town", "region"):
            if not 0 <= item.start - act.end <= _ELSEWHERE:
                continue
            if not self._tags.at(item.first - 1, WordClass.TARGET_PREP, WordClass.PLACE_PREP):
                continue
            code = item.id if item.kind == "country" else item.id.partition(":")[0]
            parts = countries[code].part_of if code in countries else ()
            if code not in here and not set(parts) & here:
                return True
        return False

    def _is_past(self, start: int, end: int, tokens: range, main: int) -> bool:
        if next(self._tags.of(tokens, WordClass.PAST), None):
            return True
        when = self._reports[main][1]
        if when.start is None or when.end is None:
            return False
        for time in resolve_times(self._document, start, end):
            if time.is_speech or time.when.start is None or time.when.end is None:
                continue
            if time.is_open or time.when.end <= when.start or time.when.start >= when.end:
                return True
        return False
