"""What a sentence says befell people: words for it, and where those it befell stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from processors.extract.lexicon import phrase

_LIFE: Final = r"(?:his|her|their|its) (?:own )?li(?:fe|ves)"
_HOSPITAL: Final = r"(?:\w+ ){0,2}?(?:hospitals?|clinics?|intensive care|infirmary)"
_FATE: Final = phrase(
    r"\b(?:(?P<killed>killed|kills?|killing|slain|slew|martyred|gunned down|shot dead|cut down"
    r"|murdered|massacred|blown up(?! by)|(?:hacked|beaten|burned|burnt|stabbed) to death"
    r"|executed|beheaded|(?:sent|dispatched) to hell)"
    r"|(?P<finished>neutrali[sz]e[sd]?|neutrali[sz]ing|eliminate[sd]?|eliminating|liquidated"
    r"|wip(?:ed|ing) out|rendered ineffective|put out of action|annihilated"
    r"|shot(?! (?:down|at|out|up|into|from|in|his|her|their)\b))"
    r"|(?P<died>dead|died|dies|perished|succumbed|passed away"
    rf"|(?:lost|lose|loses|losing|gave|given|laid down) {_LIFE}"
    r"|(?:embraced|attained|achieved|ascended|met) (?:an? )?(?:martyrdom|martyrs?|shahadat|death)"
    r"|(?:paid|paying|made|making) the (?:supreme|ultimate) (?:price|sacrifice)"
    r"|(?:did not|didn't|has not|had not|never) (?:make it|made it|survived?|live\b)"
    r"|(?:fell|fallen) (?:in (?:battle|combat|action)|on duty|(?:in|on) the (?:field|line))"
    r"|fallen(?! (?:on|in|from|into|to|near|at|short|outside|inside|within)\b))"
    r"|(?P<hurt>wounded|wounds?|wounding|injured|injures?|injuring|hurts?|hurting|maimed|maiming"
    r"|grazed)"
    r"|(?P<treated>hospitali[sz]ed|concussed"
    r"|(?:taken|rushed|brought|airlifted|evacuated|admitted|carried|sent"
    rf"|flown) to {_HOSPITAL}\b"
    r"|(?:need|needed|needs|needing|requir(?:ed|es|ing)|receiv(?:ed|ing)) (?:\w+ ){0,2}?"
    r"(?:hospital|treatment|surgery|care)"
    r"|treated (?:for|at|in|on)|under observation|assessed for|evacuated by"
    r"|receiving treatment"
    r"|(?:has|have|had|with) (?:an? |his |her |their )?(?:\w+ )?(?:leg|arm|foot|hand)s?"
    r" (?:amputated|blown off)"
    r"|(?:has|have|had) (?:an? )?(?:\w+ )?"
    r"(?:injur(?:y|ies)|burns|wounds?|damaged (?:eardrums?|hearing))"
    rf"|in {_HOSPITAL}\b|on the wards?"
    r"|lost (?:an?|both|one|two|his|her|their) (?:\w+ )?"
    r"(?:legs?|arms?|eyes?|hands?|feet|foot|fingers?)"
    r"|(?:hit|struck|cut) by (?:\w+ ){0,2}?"
    r"(?:shrapnel|splinters?|debris|fragments|glass|bullets)"
    r"|in (?:a |an )?(?:\w+ )?(?:critical|serious|grave) condition|critically ill"
    r"|with (?:\w+ ){0,3}?(?:burns|concussions?|wounds|injuries|fractures)))\b"
)
_BE: Final = r"(?:was|were|been|being|is|are|get|got|be)"
_BE_BEFORE: Final = phrase(rf"\b{_BE}(?: (?:\w+ly|also|then|all|since|now|still|each|both))* $")
_TAKES_OBJECT: Final = re.compile(
    r"kill|slew|wound|injur|hurt|slain|gunned|maim|neutral|elimin|wip"
)
_INTRANSITIVE: Final = frozenset({"died", "treated"})
_KILLS: Final = frozenset({"killed", "finished", "died"})


@dataclass(frozen=True, slots=True)
class Fate:
    """One word for what befell somebody; offsets in the sentence."""

    start: int
    end: int
    word: str
    kind: str  # killed, finished, died, hurt, treated

    @property
    def kills(self) -> bool:
        """Tell the dead from the injured."""
        return self.kind in _KILLS

    @property
    def takes_object(self) -> bool:
        """Tell "killed" from "died"."""
        return _TAKES_OBJECT.match(self.word) is not None

    @property
    def of_subject(self) -> bool:
        """Tell "died": whoever it befell stands before it, in whatever voice."""
        return self.kind in _INTRANSITIVE or self.word in {"slain", "martyred"}


def fates(text: str) -> Iterator[Fate]:
    """Yield every word in a folded sentence for a death or an injury."""
    for found in _FATE.finditer(text):
        yield Fate(*found.span(), re.sub(r" +", " ", found.group()), str(found.lastgroup))


def is_passive(text: str, at: int) -> bool:
    """Tell whether a form of "to be" stands before `at`."""
    return _BE_BEFORE.search(text, max(0, at - 40), at) is not None
