"""A verdict of the fold as one plain sentence."""

from typing import Final

from contracts.messages import Report, Told, Verdict

_TOLD: Final = {
    Told.AGGREGATE: "It counts several attacks over a time.",
    Told.OUTGOING: "It is a strike by the forces at the base or their side.",
    Told.THREAT: "It is a threat, a fear or a plan.",
    Told.EXERCISE: "It is a drill, a film, a game, an anniversary or sport.",
}
_SAID: Final = {
    Verdict.OPENED: "No known incident fits, so it opens one.",
    Verdict.OPENED_SILENT: "It tells of a past attack that was not known yet; nobody is woken.",
    Verdict.REPEATED: "The article said the same before.",
    Verdict.REPLACED: "The article was edited: this stands for what it said before.",
    Verdict.AMBIGUOUS: "It names no base and fits several open incidents about as well.",
    Verdict.NO_INCIDENT: "It may only join an incident, and none fits.",
    Verdict.BACKGROUND: "It tells of a past attack and gives too little to place it.",
}


def sentence(verdict: Verdict, report: Report, why: str = "") -> str:
    """Say why a report was folded as it was, with the extraction's own first reason."""
    if verdict is Verdict.NOT_AN_ATTACK:
        return _with(_TOLD.get(report.told, "It is not an attack on a base."), report)
    if verdict is Verdict.JOINED:
        return f"It fits a known incident: {why}."
    if verdict in {Verdict.NO_INCIDENT, Verdict.BACKGROUND}:
        return _with(_SAID[verdict], report)
    return _SAID[verdict]


def _with(said: str, report: Report) -> str:
    return f"{said} ({report.why[0]})" if report.why else said
