"""Whatever comes, in whatever order: what must hold after every single record."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from contracts.messages import Lifecycle, May, Place, Report, Slot, Told, When
from processors.dedupe.tables import INCIDENT_PLACES, REPORTS
from tests.processors.dedupe.desk import (
    NOWHERE,
    RIVERBEND,
    SANDHILL,
    SOMEWHERE,
    Desk,
    Text,
    counted,
    named,
    on_day,
    report,
    told_on,
)

BOTH = Place(bases=("ia-sandhill", "ia-riverbend"), countries=("IA",))
HARBOUR = Place(bases=("ib-harbour-yard",), countries=("IB",))
PLACES = (SANDHILL, RIVERBEND, SOMEWHERE, NOWHERE, BOTH, HARBOUR, Place(owners=("US",)), Place())
WORDINGS = tuple(
    " ".join(f"{word}{number} that stood in the paper" for number in range(12))
    for word in ("one", "two")
)

whens = st.one_of(
    st.integers(-3, 3).map(on_day),
    st.integers(0, 5).map(told_on),
    st.sampled_from((When(), When(weekday=0), When(weekday=5))),
)
claims = st.lists(
    st.one_of(
        st.integers(0, 4).map(lambda low: counted(Slot.KILLED, low)),
        st.sampled_from(("none", "river-guard", "sand-front")).map(
            lambda norm: named(Slot.CLAIMED_BY, norm)
        ),
    ),
    max_size=2,
).map(tuple)
reports = st.builds(
    report,
    st.sampled_from(PLACES),
    whens,
    told=st.sampled_from((Told.CURRENT, Told.CURRENT, Told.BACKGROUND, Told.DENIED)),
    may=st.sampled_from((May.OPEN, May.OPEN, May.OPEN_IF_UNKNOWN, May.JOIN)),
    weapon=st.sampled_from(("", "rocket", "drone")),
    again=st.sampled_from((False, False, True)),
    agents=st.sampled_from(((), ("river-guard",))),
    claims=claims,
)


@st.composite
def articles(draw: st.DrawFn) -> Text:
    """One of few publishers and few wordings, so that edits and copies are common."""
    wording = draw(st.sampled_from(WORDINGS))
    return Text(
        draw(st.sampled_from(("herald", "courier", "gazette", "mirror"))),
        tuple(draw(st.lists(reports, max_size=2))),
        at=draw(st.integers(0, 120)),
        words=wording + " and".join([""] * draw(st.integers(1, 4))),
        names=draw(st.sampled_from(((), ("Orr", "Vale"), ("Brook",)))),
        title_words=("base", "attack"),
    )


def standing(desk: Desk) -> Counter[str]:
    """Count the standing reports of each incident in the store."""
    with desk.engine.begin() as connection:
        rows = connection.execute(select(REPORTS.c.incident_id).where(REPORTS.c.standing))
        return Counter(rows.scalars())


def indexed(desk: Desk) -> set[str]:
    with desk.engine.begin() as connection:
        return set(connection.execute(select(INCIDENT_PLACES.c.incident_id)).scalars())


def told_by(text: Text) -> list[Report]:
    return list(text.record.reports)


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(articles(), max_size=8))
def test_the_books_balance_after_every_record(texts: list[Text]) -> None:
    desk = Desk()
    for text in texts:
        before = {each.id: each.revision for each in desk.incidents.values()}
        seen = len(desk.changes)
        desk.read(text)

        new = desk.changes[seen:]
        about = [change.incident.id for change in new if change.incident]
        assert len(about) == len(set(about)), "more than one change for an incident"
        for change in new:
            assert change.incident is not None
            assert change.incident.revision == before.get(change.incident.id, 0) + 1
            assert change.incident == desk.incidents[change.incident.id]
        counts = standing(desk)
        for incident in desk.incidents.values():
            if incident.merged_into:
                assert incident.id not in counts
                assert incident.merged_into in desk.incidents
            else:
                assert incident.reports == counts[incident.id]
                assert (incident.reports == 0) is (incident.lifecycle is Lifecycle.RETRACTED)
                assert 0 <= incident.families <= max(1, incident.reports)
        assert set(counts) <= set(desk.incidents)
        assert {each.id for each in desk.open} <= indexed(desk)
        decided = {decision.report_id for decision in desk.decisions}
        assert {each.id for each in told_by(text)} <= decided
    ids = [change.id for change in desk.changes]
    assert len(ids) == len(set(ids))


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(articles(), max_size=6))
def test_the_same_input_gives_the_same_bytes(texts: list[Text]) -> None:
    assert Desk().read(*texts).puts == Desk().read(*texts).puts
