"""Compares what receivers got with what was decided: nothing missing, nothing under a second id."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from basewatch.demo import outcome
from contracts.messages import Alert, AlertKind
from tests.crash.world import World

_ROOTS: Final = (AlertKind.NEW_ATTACK, AlertKind.ESCALATION)


def undelivered(of: World, alerts: Iterable[Alert]) -> list[str]:
    """Return the first messages of threads that a receiver has not got.

    Follow-ups are left out: an update may have gone out bundled into a later one.
    """
    wanted = {alert.id for alert in alerts if alert.kind in _ROOTS}
    got = {alert.id for alert in outcome.alerts(of.hook.bodies)}
    mailed = {mail["Message-ID"] for mail in of.mailbox.mails() if not mail["References"]}
    return sorted(wanted - got) + ["a mail"] * (len(wanted) - len(mailed))


def repeated(of: World) -> list[str]:
    """A repeat has the id, and the words, of the first."""
    found = []
    ids = defaultdict(set)
    bodies = defaultdict(set)
    for identity, body in of.hook.bodies:
        bodies[identity].add(body)
        for alert in outcome.alerts([(identity, body)]):
            ids[alert.id].add(identity)
    found += [
        f"alert {each} came under {len(under)} ids" for each, under in ids.items() if len(under) > 1
    ]
    found += [f"{each} came with other words" for each, said in bodies.items() if len(said) > 1]
    return found + [f"{of.hook.refused} webhooks were not signed right"] * bool(of.hook.refused)
