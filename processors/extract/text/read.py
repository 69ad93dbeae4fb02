"""Text to Document: folding, sentences with roles, clauses."""

from datetime import datetime

from processors.extract.text.clauses import cut_clauses
from processors.extract.text.document import Document
from processors.extract.text.folding import fold
from processors.extract.text.sentences import cut_sentences


def read_document(title: str, text: str, clock: datetime | None, tz: str) -> Document:
    """Cut an article into sentences with roles, and these into clauses. Tags are left to others.

    Without a title the first short paragraph without a full stop has the title's role.

    Args:
        title: as the article has it; may be empty.
        text: the body; paragraphs end in a line break.
        clock: the time the text speaks from.
        tz: IANA zone of the place it tells of.
    """
    whole = f"{title}\n\n{text}"
    offset = len(title) + 2
    folded = fold(whole)
    sentences = cut_sentences(whole, folded, offset)
    return Document(
        title=title,
        text=text,
        whole=whole,
        folded=folded,
        offset=offset,
        clock=clock,
        tz=tz,
        sentences=sentences,
        clauses=cut_clauses(folded, sentences),
    )
