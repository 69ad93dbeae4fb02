"""What part of an article a sentence is: title, lead, body, caption or furniture."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from processors.extract.text.document import Role

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DATE: Final = rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}} {_MONTH}),? (?:19|20)\d\d"

_FURNITURE: Final = re.compile(
    r"(?:\W{0,4}(?:last )?updated?:? (?:on |at )?(?:\d|" + _MONTH + r"|" + _DAY + r")"
    r"|\W{0,4}(?:first )?(?:published|posted)(?: on| at|:)"
    r"|\W{0,4}(?:also read|read also|read more|see also|more on this|related|recommended|watch"
    r"|listen|trending|most read|don't miss)(?: stor(?:y|ies)| articles?| news| topics?)? ?:"
    r"|\W{0,4}(?:read more|continue reading|click here|subscribe|sign up|follow us|share this"
    r"|advertisement|all rights reserved|copyright|view comments|skip to|newsletter)\b"
    # a note on an earlier wording repeats what is wrong in it
    r"|\W{0,4}(?:correction|clarification|editor's note)\b ?:"
    r"|\W{0,4}(?:an|the) (?:earlier|previous) version of this (?:article|story|report|text|page)\b"
    r"|\W{0,4}this (?:article|story|report|page) (?:has been|was) (?:corrected|amended)\b"
    r"|\W{0,4}\(?(?:additional )?(?:reporting|writing|editing) by\b"
    r"|©)"
)
_BYLINE: Final = re.compile(r"(?:by|from) \w[\w.'-]*(?: (?!(?:the|a|an) )\w[\w.'-]*){0,5}$")
_STAMP: Final = re.compile(
    rf"(?:(?:{_DAY},? )?{_DATE}(?:[,|-]* ?(?:at )?\d\d?[:.]\d\d.{{0,12}})?"
    r"|\d{4}-\d\d-\d\d.{0,12})$"
)
_PICTURE: Final = r"(?:pictures?|photos?|photographs?|images?|credits?|file photo)"
_CREDIT: Final = re.compile(
    rf"\(?\b(?:{_PICTURE}(?: by| credit| courtesy)? ?[:/|]"
    rf"|(?:ap|afp|reuters|epa|us army|u\.s\. army|dvids) ?/? ?{_PICTURE}\b"
    r"|getty images|/ ?(?:afp|getty|reuters|ap)\b|via (?:ap|afp|reuters|getty)\b"
    r"|alamy|shutterstock|anadolu via|handout via)"
)
_PICTURED: Final = re.compile(
    r"^\W{0,3}(?:file\b|(?:a|an) (?:file |undated |handout |satellite |screen|general )"
    r"|in this (?:file )?(?:photo|image|picture)|this (?:file |satellite |handout )(?:photo|image)"
    r"|(?:\S+ ){0,12}(?:is|are) (?:seen|pictured|shown|laid out|on display|parked)\b"
    rf".{{0,160}}{_DATE})"
)
_CAPTION_LONGEST: Final = 420  # characters
_HEADING_LONGEST: Final = 60
_TITLE_LONGEST: Final = 220
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch between line breaks, blanks taken off."""

    start: int
    end: int
    in_title: bool


Stretches = Sequence[tuple[int, int]]


def roles_of(
    folded: str, paragraphs: Sequence[Paragraph], stretches: Sequence[Stretches]
) -> list[tuple[Role, ...]]:
    """Return one role for each sentence of each paragraph."""
    titles = {_letters(folded[p.start : p.end]) for p in paragraphs if p.in_title}
    lead_left = 2
    found: list[tuple[Role, ...]] = []
    texts = [folded[p.start : p.end] for p in paragraphs]
    for i, (paragraph, cuts) in enumerate(zip(paragraphs, stretches, strict=True)):
        role = Role.TITLE if paragraph.in_title else _role(texts[i], titles)
        if role is Role.BODY and _captioned_below(texts, i):
            role = Role.CAPTION
        if role is Role.BODY and not titles and lead_left == 2 and _headline(texts[i]):
            role = Role.TITLE
            titles.add(_letters(texts[i]))
        roles, lead_left = _by_sentence(folded, cuts, role, lead_left)
        found.append(roles)
    return found


def _role(text: str, titles: set[str]) -> Role:
    """Judge one paragraph of the body by itself."""
    if _letters(text) in titles | {""} or _FURNITURE.match(text):
        return Role.FURNITURE
    if len(text) <= 80 and (_BYLINE.match(text) or _STAMP.match(text)):
        return Role.FURNITURE
    if len(text) <= _CAPTION_LONGEST and _PICTURED.match(text):
        return Role.CAPTION
    return Role.BODY


def _captioned_below(texts: Sequence[str], i: int) -> bool:
    """Tell a line that the next paragraph repeats with a picture credit behind it."""
    below = texts[i + 1] if i + 1 < len(texts) else ""
    return len(texts[i]) > 20 and below.startswith(texts[i]) and bool(_CREDIT.search(below))


def _by_sentence(
    folded: str, cuts: Stretches, role: Role, lead_left: int
) -> tuple[tuple[Role, ...], int]:
    """Give a credit and the sentence before it the caption's role, the first two others LEAD."""
    roles = [role] * len(cuts)
    if role is not Role.BODY:
        return tuple(roles), lead_left
    for i, (start, end) in enumerate(cuts):
        text = folded[start:end]
        if end - start <= _CAPTION_LONGEST and _CREDIT.search(text):
            roles[i] = Role.CAPTION
            if i and end - start <= 60:  # the credit alone: what it credits stands before it
                roles[i - 1] = Role.CAPTION
        elif _FURNITURE.match(text):
            roles[i] = Role.FURNITURE
    for i, (start, end) in enumerate(cuts):
        if lead_left and roles[i] is Role.BODY and not _heading(folded[start:end]):
            roles[i] = Role.LEAD
            lead_left -= 1
    return tuple(roles), lead_left


def _headline(text: str) -> bool:
    return len(text) <= _TITLE_LONGEST and text[-1] not in ".!?:\"'" and " " in text


def _heading(text: str) -> bool:
    return len(text) <= _HEADING_LONGEST and text[-1] not in ".!?\"')"


def _letters(text: str) -> str:
    """Return the letters and digits alone: a title and its double differ in signs."""
    return _NOT_LETTERS.sub("", text)
