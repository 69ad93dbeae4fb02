"""Words for weapons and ways of attack, by kind; type names among them."""

import re
from typing import Final

from processors.extract.lexicon import phrase

# The first that fits at a place is taken, so the narrower kinds stand first.
KINDS: Final = (
    (
        "naval_drone",
        r"(?:naval|sea|maritime|underwater|surface|seaborne|waterborne) drones?|drone boats?"
        r"|(?:unmanned|uncrewed|crewless) (?:surface )?(?:boats?|vessels?|vehicles?|craft)"
        r"(?! aerial)"
        r"|(?:explosives?|bomb)-laden (?:speed)?boats?|remote-controlled boats?|kamikaze boats?"
        r"|sea bab(?:y|ies)(?: drones?)?|magura(?:[- ]v5)?s?|usvs?",
    ),
    (
        "car_bomb",
        r"(?:suicide )?(?:car|truck|vehicle|lorry|motorbike|motorcycle|van|tanker)"
        r"(?:-borne)?[ -]bomb(?:ing|er)?s?"
        r"|vehicle-borne|s?vbieds?|suicide (?:vehicle|car|truck|van)s?"
        r"|(?:explosives?|bomb)[ -](?:laden|packed|rigged|filled) (?:\w+ )?"
        r"(?:car|truck|vehicle|lorr(?:y|ie)|van|tanker|pickup|bus|motorcycle|motorbike)(?:e?s)?"
        r"|booby-trapped (?:car|truck|vehicle)s?|(?:martyrdom|suicide) vehicles?"
        r"|(?:toyota|kia|humvee|hilux|land cruiser)(?= packed| laden)"
        r"|(?:car|truck|vehicle|lorry|van|tanker|pickup|bus|motorcycle)s?(?: \w+){0,3}?"
        r" (?:packed|laden|loaded|rigged|filled|stuffed) with (?:[\w-]+ ){0,3}?"
        r"(?:explosives?|gas cylinders)",
    ),
    (
        "ied",
        r"ieds?|improvised (?:explosive|bomb)\w*(?: devices?)?"
        r"|roadside (?:bomb(?:ing)?|device|charge)s?"
        r"|(?:buried|planted) (?:bomb|charge|device|mine)s?|land[ ]?mines?|anti-tank mines?"
        r"|explosive devices?",
    ),
    (
        "ballistic_missile",
        r"(?:quasi-)?ballistic (?:\w+ )?(?:missiles?|rockets?|projectiles?)|ballistics"
        r"|iskanders?(?:-m)?|scuds?(?:-[bcd])?|atacms|kinzhals?|fateh(?:-\d+)?s?|zolfa(?:gh|q)ars?"
        r"|tochkas?(?:-u)?|shahab-\d|sejjils?|emads?|ghadrs?|qiams?|khorramshahrs?"
        r"|kheibar(?: shekan)?s?|fattahs?|hwasong(?:-\d+)?s?|kn-\d+s?|oreshniks?"
        r"|burkans?(?:-\d\w?)?|zelzals?(?:-\d)?|hypersonic missiles?",
    ),
    (
        "cruise_missile",
        r"cruise missiles?|tomahawks?|storm shadows?|kalibrs?|scalps?(?=-eg| missile|s\b)(?:-eg)?"
        r"|kh-(?:101|55|555|59|69|22|32|35)s?|neptunes?|flamingos?|oniks|taurus(?= missile)"
        r"|soumars?|paveh|quds-\d",
    ),
    (
        "mortar",
        r"mortars?(?:[ -](?:shells?|rounds?|bombs?|fire|attacks?|barrages?))?|tatucos?",
    ),
    (
        "rocket",
        r"multiple rocket launchers?|rocket[ -]propelled grenades?|rpgs?(?:-\d+)?|katyushas?"
        r"|himars|gmlrs|grads?(?: rockets?)?|bm-21s?|smerch|uragans?|fajr-\d|qassams?"
        r"|(?:107|122) ?-?mm(?: (?:rockets?|projectiles?|grads?|katyushas?))?"
        r"(?! (?:mortars?|howitzers?|guns?|artillery))"
        r"|tochki|rockets?(?![ -](?:scien|lab))",
    ),
    (
        "drone",
        r"drones?|uavs?|uas\b|ucavs?|unmanned aerial (?:vehicle|system)s?"
        r"|unmanned aircraft(?: systems?)?|unmanned aerial|loitering munitions?"
        r"|(?:quad|hexa|octo|multi)-?copters?|shaheds?(?:-\d+)?|gerans?(?:-\d)?|fpvs?|lancets?"
        r"|qasefs?(?:-\w+)?|samads?(?:-\d)?|mohajers?(?:-\d)?|ababils?(?:-\w+)?|lyuty\w*|liuty\w*"
        r"|palianyts\w*|bayraktars?|tb-?2s?|mirsads?|arash-\d",
    ),
    ("missile", r"missiles?"),
    (
        "artillery",
        r"artillery|howitzers?|shell(?:ing|ed|s|fire)?|tank fire|cluster (?:bomb|munition)s?"
        r"|(?:152|155|105|130) ?-?mm",
    ),
    (
        "air_strike",
        r"air(?: |-)?strikes?|air raids?|aerial (?:bombardment|bombing|attack)s?"
        r"|fighter jets?|fighter-bombers?|glide bombs?|guided (?:aerial )?bombs?|kabs?|fab-\d+s?"
        r"|air attacks?|jets (?:bombed|struck|hit|dropped|fired)|helicopter gunships?"
        r"|(?:f-(?:15|16|35)|su-(?:24|25|34|35)|mig-(?:29|31)|mi-(?:24|35))s?"
        r"(?= (?:fired|dropped|bombed|struck|hit|launched|attacked))",
    ),
    (
        "bomb",
        r"suicide (?:bomb(?:ing|er)?s?|vests?|attack(?:er)?s?|blasts?|belts?)"
        r"|(?:pipe|petrol|fire|nail|parcel|letter|sticky|time)[ -]?bombs?|bomb(?:ing|s|ed)?"
        r"|explosives|(?:hand )?grenades?|explosive (?:vest|belt|charge)s?|dynamite"
        r"|(?:kilos?|kilograms?|kg) of tnt"
        r"|(?:charge|device)s?(?= (?:of|left|equal|planted|hidden|went off|exploded|detonated))"
        r"|molotovs?(?: cocktails?)?|satchel charges?",
    ),
    (
        "gunfire",
        r"gun(?:fire|man|shots?(?! wounds?)|battles?|fights?)|small[ -]arms(?: fire)?"
        r"|machine[ -]guns?|(?:automatic|assault|rifle|sniper)(?: (?:rifles?|weapons?))? fire"
        r"|assault rifles?|opened (?:fire|up) on|opened fire|open fire|shooting(?! down)|snipers?"
        r"|firefights?|shootouts?|shots(?: \w+){0,3} fired|fired (?:\w+ ){0,3}?shots"
        r"|exchange[sd]? (?:of )?fire|(?:heavy|sustained|intense|automatic|m16|m4) (?:fire|firing)"
        r"|strafed|(?:light|automatic|heavy)(?: and \w+)? weapons"
        r"|(?:aa|anti-aircraft|heavy machine) guns?|shots(?= (?:came|were|are|rang|from))"
        r"|rifle (?:fire|impacts|shots)|sprayed|ak-47s?|kalashnikovs?|shot (?:at|dead)",
    ),
    (
        "ground_assault",
        r"ground (?:assault|attack)s?|storm(?:ed|ing|s)?(?= )|overr[au]ns?"
        r"|infiltrat(?:ed|ion|ors?)|ambush(?:ed|es)?|broke into"
        r"|breach(?:ed|ing)?(?= (?:the|a|its|their)\b)|fell upon"
        r"|(?:barged|stole|fought (?:their|its|his) way|forced? (?:their|its|his) way|pushed?)"
        r"(?= (?:in|into|on|onto|inside|through)\b)"
        r"|(?:laid|lay) siege|sieges?|besieged|descended(?= (?:[\w-]+ ){0,4}?(?:on|upon)\b)"
        r"|(?:attempted|tried) to (?:enter|storm)|on foot|raid(?:s|ed)?|assault(?:s|ed)?"
        r"|incursions?|gunmen|armed men",
    ),
    ("sabotage", r"sabotag(?:e|ed|ing)|saboteurs?|arson(?:ists?)?"),
    ("explosion", r"explosions?|blasts?"),
)
WEAPON: Final = phrase(
    r"\b(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in KINDS) + r")\b(?!-free)"
)
_NOT: Final = phrase(
    r"\b(?:not|no|nor|neither|anti|counter|denied|ruled out|without|rather than|fire department)"
    r"(?:-| )(?:an? |any |by |\w+ )?$"
    r"|\bno (?:evidence|sign|trace|indication) of (?:an? |any )?$"
    r"|\b(?:warehouse|hangar|store|depot|stock|stockpile|cache|tonne|ton|supplie|workshop"
    r"|arsenal)s? (?:of|for|with) (?:[\w-]+ )?$"
)
_NOT_BEHIND: Final = phrase(
    r"[ -]*(?:defen[cs]e|shield|alert|sirens?|shelters?|launch(?:er|ing) (?:sites?|pads?)|test"
    r"|threats?|program|factor|depots?|stockpile|range\b|squad|disposal|footage|operator|pilot"
    r"|maker|battery|batteries|unit|force|systems?|interceptor|warnings?|parts?|course|training"
    r"|school|regiment|brigade|corps|sightings?|scare|expert|specialist|park|wall|kits?\b|tubes?\b"
    r"|impact site)"
)
_PAYLOAD: Final = phrase(  # what a drone or a car carries is no weapon beside it
    r"\b(?:drones?|uavs?|quadcopters?|copters?|craft|cars?|trucks?|vans?|vehicles?|boats?"
    r"|lorr(?:y|ies))(?: \w+){0,3}?"
    r" (?:packed|laden|loaded|rigged|filled|armed|carrying|dropp(?:ed|ing)|released|let go"
    r"|had dropped|stuffed)(?: with| of)?(?: [\w\"'-]+){0,4}? $"
)
_DROPPED: Final = phrase(
    r"[ ]*(?:were |was )?(?:dropped|released|thrown|let go|carried) (?:by|from) (?:[\w-]+ ){0,3}?"
    r"(?:drones?|uavs?|quadcopters?|copters?)\b"
)
_DEFENCE: Final = phrase(  # gunfire of those who were attacked
    r"\b(?:shot|brought|knocked|taken|sunk|sank|downed|destroyed|neutrali[sz]ed|riddled|felled"
    r"|down|out)(?: [\w-]+){0,3}? (?:by|with)(?: [\w-]+){0,3} $"
    r"|\b(?:retaliated|responded|returned fire|fired back|defences?|defended)"
    r"(?: [\w-]+){0,2} with $"
)
_BESIDE: Final = phrase(  # "missile raid", "air assault": the way is told by the word before
    r"(?:rocket|missile|drone|mortar|artillery|air|aerial|suicide|bomb|heliborne|police|bombing)"
    r"(?: and \w+)?[ -]+$"
)
_OF_DRONES: Final = frozenset({"bomb", "mortar", "ied", "rocket"})
_OF_MEN: Final = frozenset({"raid", "raids", "raided", "assault", "assaults", "assaulted"})


def weapons(text: str) -> list[re.Match[str]]:
    """Return every word in a folded sentence for a weapon that was used, left to right."""
    found = [each for each in WEAPON.finditer(text) if not _is_unmeant(text, each)]
    armed = any(each.lastgroup == "gunfire" for each in found)
    return [each for each in found if not (armed and each.group() in {"gunmen", "armed men"})]


def _is_unmeant(text: str, found: re.Match[str]) -> bool:
    """Tell a negation ("not a drone"), a payload, and what only has the weapon in its name."""
    start, end = found.span()
    left = text[max(0, start - 24) : start]
    if _NOT.search(left) or _NOT_BEHIND.match(text, end):
        return True
    if found.lastgroup in _OF_DRONES:
        carried = _PAYLOAD.search(text, max(0, start - 70), start)
        return carried is not None or _DROPPED.match(text, end) is not None
    if found.lastgroup == "gunfire":
        return _DEFENCE.search(text, max(0, start - 50), start) is not None
    return found.group() in _OF_MEN and _BESIDE.search(left) is not None
