"""Escalation terms: one episode per term and place, until a day passes without it."""

from contracts.messages import ChangeKind, Signal, Span
from tests.processors.dedupe.desk import Desk, Text

STORY = " ".join(f"word{number} of the story on the order" for number in range(30))


def signal(term: str = "evacuation", *countries: str) -> Signal:
    return Signal(
        term=term,
        countries=countries or ("IA",),
        span=Span(start=0, end=4),
        sentence="All were told to leave.",
    )


def said(name: str, at: float, *signals: Signal, words: str = "") -> Text:
    return Text(name, signals=signals or (signal(),), at=at, words=words)


def episodes(desk: Desk) -> list[str]:
    return [change.episode.id for change in desk.changes if change.episode]


def test_the_first_signal_opens_an_episode() -> None:
    desk = Desk().read(said("herald", 12))

    (change,) = desk.changes
    assert change.kinds == (ChangeKind.OPENED,)
    assert change.incident is None
    assert change.episode is not None
    assert change.episode.term == "evacuation"
    assert change.episode.evidence[0].sentence == "All were told to leave."
    assert desk.puts[0].key == change.episode.id


def test_signals_within_a_day_of_the_last_belong_to_it() -> None:
    desk = Desk().read(said("herald", 12), said("courier", 30), said("gazette", 50))

    assert len(episodes(desk)) == 1


def test_after_a_day_of_silence_a_new_one_opens() -> None:
    desk = Desk().read(said("herald", 12), said("courier", 37))

    assert len(set(episodes(desk))) == 2


def test_another_place_or_term_is_another_episode() -> None:
    desk = Desk().read(
        said("herald", 12),
        said("courier", 13, signal("evacuation", "IB")),
        said("gazette", 14, signal("mobilisation")),
    )

    assert len(set(episodes(desk))) == 3


def test_a_place_in_common_is_enough() -> None:
    desk = Desk().read(said("herald", 12, signal("evacuation", "IA", "IB")), said("courier", 13))

    assert len(episodes(desk)) == 1


def test_an_edit_that_repeats_its_signal_opens_nothing() -> None:
    desk = Desk().read(
        said("herald", 12, words=STORY), said("herald", 60, words=STORY + " and more")
    )

    assert len(episodes(desk)) == 1
