"""Things on a base, and around it, that an attack can break, and where a sentence names them."""

import re
from bisect import bisect_left
from typing import Final

from processors.extract.claims.passage import Passage, Token
from processors.extract.lexicon import words

# What stands on a site: to hit one is to damage it.
PARTS: Final = words(
    "aircraft plane planes jet jets bomber bombers helicopter helicopters hangar hangars building"
    " buildings house houses home homes runway taxiway apron tarmac helipad roof roofs ceiling"
    " vehicle vehicles truck trucks lorry lorries tank tanks radar radars quarters housing office"
    " offices launcher launchers car cars bus buses pickup pickups window windows door doors glass"
    " tower towers watchtower watchtowers mast masts antenna antennas hall canteen kitchen gym"
    " dormitory dormitories block shed sheds store stores storehouse workshop workshops armoury"
    " armory generator generators transformer substation trailer trailers caravan caravans"
    " container containers tent tents hut huts bunker bunkers shelter shelters trench trenches"
    " clinic mosque church chapel school shop shops stall market garage pump pumps pipeline dish"
    " warehouse warehouses magazine dump simulator pier jetty berth crane cranes cabin cabins"
    " cottage flat flats apartment apartments villa humvee humvees mrap mraps bmp bmps apc apcs"
    " motorcycle motorcycles motorbike motorbikes carrier carriers ambulance storeroom guardroom"
    " guardhouse checkpoint hull deck bridge chimney cable cables pylon pylons equipment supplies"
    " ammunition munitions fuel silo silos wagon wagons battery batteries room rooms mess archive"
    " craft fighters fighter panes windscreen windscreens panel panels camera cameras cookhouse"
    " minibus sandcat hilux jeep jeeps bowser bowsers pole poles kiosk statue greenhouse crops"
    " laundry bakery shack shacks gatehouse sandbags wing cockpit engine engines vans van"
)
# What may be the site itself, or bounds it: to hit one says nothing of damage.
SITES: Final = words(
    "fence wall walls gate gates perimeter ship ships vessel vessels boat boats submarine warship"
    " warships cruiser frigate corvette tanker depot depots barracks facility facilities base"
    " airfield airport shipyard headquarters system systems refinery terminal port dock"
    " infrastructure camp outpost station compound village complex centre center installation post"
)
THINGS: Final = PARTS | SITES
_TYPE: Final = re.compile(r"(?:(?:tu|su|mig|il|an|f|b|mi|ka|c|uh|ah|mq|rq|a|kc|e|m)-\d+|t-\d\d)\w*")
_MUNITIONS: Final = words(
    "drone drones missile missiles rocket rockets uav uavs projectile projectiles mortar mortars"
    " shell shells bomb bombs interceptor interceptors munition attackers militants terrorists"
    " rebels insurgents gunmen assailants bombers"
)
_PREPOSITIONS: Final = words(
    "of at in on near inside by beside under behind outside around from for to with into along"
    " belonging against"
)
_STOPS: Final = words(
    "that which who whom whose and but or as while when where after before because said says say"
    " told was were is are be been being had has have it he she they if then reported"
    " causing leaving killing wounding injuring"
)
_NUMBERS: Final = words(
    "the a an its his her their our this these those some several two three four five six seven"
    " eight nine ten dozen dozens many most both all one each no any another"
)
_SHARES: Final = words(
    "part parts half one two three four five six some several most all dozens hundreds many rows"
    " pieces section sections side remains dozen number scores what of"
)
# What is destroyed without being damage, or is no thing at all.
_NO_THINGS: Final = words(
    "hopes hope plan plans plot plots deal relations morale evidence image images documents"
    " target targets peace calm silence night quiet trust credibility truce ceasefire enemy people"
    " soldiers soldier men man women civilians personnel troops officers guards fighters persons"
    " child children boy girl lives life them him her it us me everyone someone nobody terrorist"
    " launch launches object objects threat threats attack attacks raid raids"
    " projectile attacker reputation economy all both others most eight nine ten ones"
)
_GAP: Final = re.compile(r"[,;:()]|[ ]-[ ]")
_REACH: Final = 9  # words


def is_thing(word: str, *, part: bool = False, any_thing: bool = False) -> bool:
    """Tell a thing that can break; a `part` is no site.

    With `any_thing` it is told from the verb: all is a thing but munitions, people and ideas.
    """
    if any_thing and word.isalpha() and word not in _NO_THINGS | _MUNITIONS | _NUMBERS | _SHARES:
        return True
    return word in (PARTS if part else THINGS) or _TYPE.fullmatch(word) is not None


def thing_before(
    passage: Passage, end: int, *, part: bool = False, any_thing: bool = False
) -> tuple[int, int] | None:
    """Return the phrase that ends at `end` if its head is a thing: "the roof of a mosque"."""
    tokens = passage.tokens
    last = bisect_left([token.start for token in tokens], end) - 1
    phrases: list[list[Token]] = [[]]
    following = end
    for token in reversed(tokens[max(0, last - _REACH + 1) : last + 1]):
        if _GAP.search(passage.text, token.end, following) or token.word in _STOPS:
            break
        following = token.start
        if token.word in _PREPOSITIONS:
            if not phrases[0]:
                break
            phrases.insert(0, [])
            continue
        phrases[0].insert(0, token)
        if token.word in _NUMBERS and not _joined(passage, token):
            break
    return _headed(phrases, part=part, any_thing=any_thing)


def _joined(passage: Passage, token: Token) -> bool:
    """Tell whether a preposition ties the phrase to the one before it."""
    left = passage.text[max(0, token.start - 10) : token.start].split()
    return bool(left) and left[-1] in _PREPOSITIONS


def _headed(phrases: list[list[Token]], *, part: bool, any_thing: bool) -> tuple[int, int] | None:
    """Return the stretch from the phrase whose head is a thing to the end."""
    full = [each for each in phrases if each]
    if not full:
        return None
    end = full[-1][-1].end
    for at, each in enumerate(full):
        head = each[-1].word
        if is_thing(head, part=part, any_thing=any_thing):
            return each[0].start, end
        if head in _MUNITIONS or (head not in _SHARES and at < len(full) - 2):
            return None
    return None


def thing_behind(
    passage: Passage, start: int, *, part: bool = False, any_thing: bool = False
) -> tuple[int, int] | None:
    """Return the phrase that begins at `start` if its head is a thing: "part of the runway"."""
    before = start
    opened = False
    last: Token | None = None
    for token in passage.tokens_from(start, _REACH):
        if token.word in _MUNITIONS or token.word in _NO_THINGS:
            return None
        if _GAP.search(passage.text, before, token.start) or token.word in _STOPS:
            break
        if is_thing(token.word, part=part):
            return start, _compound(passage, token)
        if token.word in _PREPOSITIONS and (opened or token.word != "of"):
            break
        opened = token.word not in _NUMBERS | _SHARES | _PREPOSITIONS
        before, last = token.end, token
    if any_thing and last is not None and opened and is_thing(last.word, any_thing=True):
        return start, last.end
    return None


def _compound(passage: Passage, thing: Token) -> int:
    """Return where "fuel tanks" ends, beginning at "fuel"."""
    end = thing.end
    for token in passage.tokens_from(thing.end, 2):
        if passage.text[end : token.start].strip() or not is_thing(token.word):
            break
        end = token.end
    return end
