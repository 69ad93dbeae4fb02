"""Which attack a value belongs to, who says it, and the claims that come of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from contracts import plugins
from contracts.messages import Claim
from processors.extract.claims import slots
from processors.extract.claims.belonging import Belonging
from processors.extract.claims.passage import Passage, Raw
from processors.extract.claims.sharpen import sharpen
from processors.extract.claims.speaker import attributions, speaker_of
from processors.extract.text.document import Document, Mention, Role
from processors.gazetteer import Actor

_READERS: Final = tuple(plugins.find(slots, name).values for name in sorted(plugins.names(slots)))
_SILENT: Final = frozenset({Role.CAPTION, Role.FURNITURE})
_MOST: Final = 80  # claims of one report; more is a hostile text


def claims(
    document: Document, mentions: Sequence[Mention], actors: Mapping[str, Actor]
) -> Mapping[int, tuple[Claim, ...]]:
    """Read every slot of every report.

    Args:
        document: with its tags; countries, peoples and actors are looked up in them.
        mentions: of attacks, in any order; those without a report are of other attacks, and what
            is said of them is dropped.
        actors: the gazetteer's, by id.

    Returns:
        Report ordinal to claims, in the order of the text; reports without claims are missing.
    """
    if all(mention.report is None for mention in mentions):
        return {}
    binding = Binding(document, mentions, actors)
    found: dict[int, list[Claim]] = defaultdict(list)
    for raw in _raws(binding.passages):
        report = binding.report_of(raw)
        if report is not None and len(found[report]) < _MOST:
            found[report].append(binding.claim(raw))
    return {report: sharpen(made) for report, made in found.items() if made}


class Binding:
    """Ties raw values to the reports of one document; see `claims`.

    At least one of the mentions must have a report.
    """

    def __init__(
        self, document: Document, mentions: Sequence[Mention], actors: Mapping[str, Actor]
    ) -> None:
        self.passages = _passages(document, actors)
        self._document = document
        self._speakers = attributions(document, self.passages)
        self._belonging = Belonging(document, mentions)

    def report_of(self, raw: Raw) -> int | None:
        """Return the ordinal of the report that a raw value is said of; None: of another attack."""
        return self._belonging.report_of(raw)

    def claim(self, raw: Raw) -> Claim:
        """Make a raw value a claim, with who says it."""
        clause = self._belonging.clause_of(raw)
        here = self._speakers.get(raw.sentence, ())
        said = speaker_of(here, raw.start, (clause.start, clause.end))
        return _claim(self._document, raw, raw.speaker or said)  # the frame's own word goes first


def _passages(document: Document, actors: Mapping[str, Actor]) -> list[Passage]:
    """Give every sentence its tags."""
    tags = iter(sorted(document.tags, key=lambda tag: tag.start))
    tag = next(tags, None)
    passages = []
    for sentence in document.sentences:
        inside = []
        while tag is not None and tag.start < sentence.end:
            if tag.start >= sentence.start:
                inside.append(tag)
            tag = next(tags, None)
        passages.append(Passage(document, sentence, actors, tuple(inside)))
    return passages


def _raws(passages: Sequence[Passage]) -> Iterator[Raw]:
    """Yield the raw values of all slots, in the order of the text."""
    for passage in passages:
        if passage.sentence.role not in _SILENT:
            raws = [raw for values in _READERS for raw in values(passage)]
            yield from sorted(raws, key=lambda raw: (raw.start, raw.end, raw.slot))


def _claim(document: Document, raw: Raw, speaker: str) -> Claim:
    sentence = document.sentences[raw.sentence]
    return Claim(
        slot=raw.slot,
        value=raw.value,
        speaker=speaker,
        certainty=raw.certainty,
        span=document.span(raw.start, raw.end),
        sentence=document.words(sentence.start, sentence.end),
    )
