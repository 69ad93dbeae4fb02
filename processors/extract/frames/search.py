"""Where the target of an act stands: behind it, before it, or in the phrase it is part of."""

from typing import Final

from processors.extract.frames.targets import STRONG, Target, TargetKind, target_at
from processors.extract.words.kit import Kit
from processors.extract.words.syntax import opens_phrase
from processors.extract.words.tags import ACT, WEAPON, Tags
from processors.language import ActKind, WordClass

Found = list[Target]
_RIGHT: Final = 16  # tokens
_LEFT: Final = 22
_PHRASE: Final = 9  # tokens from a preposition to the head of its phrase
_DIRECT: Final = "object"
_PEOPLE_NOT: Final = frozenset(
    ["in", "inside", "outside", "near", "by", "from", "around", "within", "close", "to", "over"]
)
_ENDS: Final = frozenset(
    ("as", "after", "while", "when", "before", "because", "but", "retaliation", "response")
)
_NO_TARGET: Final = frozenset(("by", "from", "to"))  # "attack by soldiers", "fired from a base"
_NO_SUBJECT: Final = frozenset((*_NO_TARGET, "into"))  # "made into a base, and others were hit"
_BESIDE: Final = frozenset(("near", "outside", "around", "close to"))


def right_of(tags: Tags, kit: Kit, start: int, stop: int) -> Found:
    """Return the objects of a verb, and what stands at or in them."""
    first = _DIRECT if opens_phrase(tags, start) else ""
    return _scan(tags, kit, start, stop, first)


def behind(tags: Tags, kit: Kit, start: int, stop: int) -> Found:
    """Return the targets that a preposition behind an act joins to it."""
    return _scan(tags, kit, start, stop, "")


def _scan(tags: Tags, kit: Kit, start: int, stop: int, state: str) -> Found:
    found: Found = []
    since = start
    token = start
    while token < min(stop, start + _RIGHT) and tags.word(token) not in _ENDS:
        joint = tags.at(token, WordClass.TARGET_PREP)
        if joint and joint.first == token and not (found and joint.id in {"to"}):
            state, since = joint.id, token
            token = joint.last + 1
            continue
        if token > start and (is_other_act(tags, token) or _turns(tags, token)):
            break
        if token > start and tags.broken(token - 1) and not _goes_on(tags, token):
            state = ""
        target = target_at(tags, token, kit)
        if target and state and token - since <= _PHRASE and _allowed(target, state, found):
            found.append(target)
            token = target.item.last + 1
            continue
        token += 1
    return found


def is_other_act(tags: Tags, token: int) -> bool:
    """Tell an act noun that has targets of its own: "strikes for an attack on the base"."""
    act = tags.at(token, ACT)
    return act is not None and act.act in {ActKind.ATTACK, ActKind.BLAST}


def _turns(tags: Tags, token: int) -> bool:
    """Tell an "and" or a comma that goes on to another verb: "missiles, and stays silent on"."""
    if tags.word(token) == "and":
        ahead = token + 1
        return not (opens_phrase(tags, ahead) or tags.at(ahead, WordClass.TARGET_PREP))
    return False


def _goes_on(tags: Tags, token: int) -> bool:
    return tags.word(token) in {"and", "including"} or bool(tags.at(token, "country", "region"))


def _allowed(target: Target, state: str, found: Found) -> bool:
    """Tell what may follow which word: soldiers are not a place, an origin is no target."""
    if state in _NO_TARGET:
        return False
    if target.kind in {TargetKind.FORCE, TargetKind.MILITIA} and state in _PEOPLE_NOT:
        return False
    civil_before = any(t.kind is TargetKind.CIVIL for t in found)
    return not (civil_before and state in _BESIDE)


def directly_before(tags: Tags, kit: Kit, first: int) -> Found:
    """Return the site in "the army base attack"."""
    for token in range(first - 1, first - 6, -1):
        act = tags.at(token, ACT) and not tags.at(token, WEAPON)
        if tags.broken(token) or act or tags.at(token, WordClass.PREPOSITION):
            return []
        target = target_at(tags, token, kit)
        if target and target.item.last == token and target.kind is TargetKind.TOWN:
            return [target]
        covering = tags.at(token, "base", WordClass.SITE, WordClass.WEAK_SITE)
        if covering:
            target = target_at(tags, covering.first, kit)
            return [target] if target and target.kind in STRONG else []
        if tags.at(token, WordClass.DETERMINER) or tags.word(token) == "s":
            return []
    return []


def left_of(tags: Tags, kit: Kit, first: int, sentence: range) -> Found:
    """Return the subject of a passive: the head nearest to the left, and what it stands beside."""
    found: Found = []
    for token in range(first - 1, max(sentence.start, first - _LEFT) - 1, -1):
        target = target_at(tags, token, kit)
        if target and not _is_origin(tags, token):
            found.append(target)
            if not _joined(tags, token):
                break
        if found and tags.at(token, ACT):
            break
    return found


def _is_origin(tags: Tags, token: int) -> bool:
    for back in range(token - 1, token - 5, -1):
        if tags.word(back) in _NO_SUBJECT:
            return True
        if tags.at(back, WordClass.PREPOSITION, ACT):
            return False
    return False


def _joined(tags: Tags, token: int) -> bool:
    """Tell whether the phrase hangs on the one before it: "soldiers at an army base were hit"."""
    for back in range(token - 1, token - 7, -1):
        if tags.word(back) in {"in", "at", "of", "on", "near", "and", "inside"}:
            return True
        if tags.at(back, WordClass.PREPOSITION, ACT) or tags.broken(back):
            return False
    return False
