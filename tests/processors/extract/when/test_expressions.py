"""Times in text. The clock of most cases is Tuesday 6 August 2024, noon in Baghdad (09:00 UTC)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from contracts.messages import ClockBasis, Precision, TimeBasis
from processors.extract.text.document import Document
from processors.extract.text.read import read_document
from processors.extract.when.expressions import TimeExpression, default_when, resolve_times
from tests.growth import assert_linear, seconds

CLOCK = datetime(2024, 8, 6, 9, tzinfo=UTC)
ZONE = "Asia/Baghdad"


def read(text: str, clock: datetime | None = CLOCK, zone: str = ZONE) -> Document:
    return read_document("", text, clock, zone)


def resolve(text: str, clock: datetime | None = CLOCK, zone: str = ZONE) -> list[TimeExpression]:
    document = read(text, clock, zone)
    return list(resolve_times(document, 0, len(document.whole)))


def moment(text: str, zone: str) -> datetime:
    if text == "now":
        return CLOCK
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def interval(text: str, zone: str = ZONE) -> tuple[datetime, datetime] | None:
    """Read "2024-08-05" (that day there) or "START/END" in base-local time."""
    if text == "?":
        return None
    if "/" in text:
        start, end = text.split("/")
        return moment(start, zone), moment(end, zone)
    return moment(text, zone), moment(text, zone) + timedelta(days=1)


STATED = [
    # weekdays: the latest that is not after publication, publication's own day included
    ("Mortar rounds landed inside the wire on Monday.", "2024-08-05"),
    ("Monday's salvo damaged a hangar.", "2024-08-05"),
    ("A drone came down on Tuesday.", "2024-08-06/now"),
    ("Wednesday's barrage was the heaviest yet.", "2024-07-31"),
    ("The depot burned last Friday.", "2024-08-02"),
    ("The depot burned last Monday.", "2024-07-29"),
    ("The depot burned last Tuesday.", "2024-07-30"),
    ("The depot burned this past Sunday.", "2024-08-04"),
    ("Shells fell on Monday night.", "2024-08-05T18:00/2024-08-06T06:00"),
    ("Shells fell late on Monday.", "2024-08-05T17:00/2024-08-06T06:00"),
    ("Shells fell late Sunday night.", "2024-08-04T17:00/2024-08-05T06:00"),
    ("Shells fell early Tuesday.", "2024-08-06/2024-08-06T10:00"),
    ("Shells fell on Sunday morning.", "2024-08-04/2024-08-04T12:00"),
    ("Shells fell on Sunday afternoon.", "2024-08-04T11:00/2024-08-04T19:00"),
    ("Shells fell on Sunday evening.", "2024-08-04T16:00/2024-08-05"),
    ("Shells fell before dawn on Saturday.", "2024-08-03/2024-08-03T08:00"),
    ("Shells fell in the early hours of Saturday.", "2024-08-03/2024-08-03T08:00"),
    ("Shells fell overnight on Sunday.", "2024-08-03T18:00/2024-08-05T06:00"),
    ("Shells fell in the night of Saturday to Sunday.", "2024-08-03T18:00/2024-08-04T10:00"),
    ("Shells fell overnight from Saturday to Sunday.", "2024-08-03T18:00/2024-08-04T10:00"),
    ("Shells fell between Friday and Sunday.", "2024-08-02/2024-08-05"),
    ("The tower was hit on Thursday of last week.", "2024-08-01"),
    ("The tower was hit on Monday, July 29.", "2024-07-29"),
    ("The tower was hit on Friday [2 August].", "2024-08-02"),
    # today, yesterday and the nights around them
    ("Gunmen stormed the post today.", "2024-08-06/now"),
    ("Gunmen stormed the post yesterday.", "2024-08-05"),
    ("Gunmen stormed the post yesterday evening.", "2024-08-05T16:00/2024-08-06"),
    ("Gunmen stormed the post the day before yesterday.", "2024-08-04"),
    ("Gunmen stormed the post last night.", "2024-08-05T18:00/2024-08-06T06:00"),
    ("Gunmen stormed the post overnight.", "2024-08-05T18:00/2024-08-06T10:00"),
    ("Gunmen stormed the post this morning.", "2024-08-06/2024-08-06T12:00"),
    ("Gunmen stormed the post earlier today.", "2024-08-06/now"),
    # so long ago
    ("Two guards died three days ago.", "2024-08-03"),
    ("Two guards died 10 days ago.", "2024-07-27"),
    ("Two guards died four hours ago.", "2024-08-06T07:00/2024-08-06T09:00"),
    ("Two guards died a week ago.", "2024-07-29/2024-08-01"),
    ("Two guards died two weeks ago.", "2024-07-20/2024-07-27"),
    ("Two guards died two weeks ago today.", "2024-07-20/2024-07-27"),
    ("Two guards died several days ago.", "2024-07-29/2024-08-05"),
    # calendar units
    ("The runway was cratered last week.", "2024-07-27/2024-08-05"),
    ("The runway was cratered earlier this week.", "2024-08-04/now"),
    ("The runway was cratered over the weekend.", "2024-08-02T18:00/2024-08-05T06:00"),
    ("The runway was cratered last weekend.", "2024-08-02T18:00/2024-08-05T06:00"),
    ("The runway was cratered earlier this month.", "2024-08-01/now"),
    ("The runway was cratered last month.", "2024-07-01/2024-08-01"),
    ("The runway was cratered late last month.", "2024-07-19/2024-08-01"),
    ("The runway was cratered last year.", "2023-01-01/2024-01-01"),
    ("The runway was cratered earlier this year.", "2024-01-01/now"),
    ("The runway was cratered late last year.", "2023-08-01/2024-01-01"),
    # dates: the latest past one where no year stands
    ("A truck bomb went off on July 16.", "2024-07-16"),
    ("A truck bomb went off on 16 July.", "2024-07-16"),
    ("A truck bomb went off on the 16th of July.", "2024-07-16"),
    ("A truck bomb went off on Aug. 5.", "2024-08-05"),
    ("A truck bomb went off on December 9.", "2023-12-09"),
    ("A truck bomb went off on 29 February.", "2024-02-29"),
    ("A truck bomb went off on March 4, 2021.", "2021-03-04"),
    ("A truck bomb went off on Tuesday, Jan. 4, 2022.", "2022-01-04"),
    ("A truck bomb went off on 4 January 2022.", "2022-01-04"),
    ("A truck bomb went off on 2024-08-05.", "2024-08-05"),
    ("A truck bomb went off on 05.08.2024.", "2024-08-05"),
    ("A truck bomb went off on 25/07/2024.", "2024-07-25"),
    ("A truck bomb went off on 8/5/2024.", "?"),
    ("A truck bomb went off on 12/8/2024.", "?"),
    ("A truck bomb went off between July 16 and 18.", "2024-07-16/2024-07-19"),
    ("A truck bomb went off on 3-4 August.", "2024-08-03/2024-08-05"),
    ("It went off in the night of 3 to 4 August.", "2024-08-03T18:00/2024-08-04T10:00"),
    ("It went off on 12 May.", "2024-05-12"),
    ("It went off on New Year's Eve.", "2023-12-31/2024-01-02"),
    # months, seasons, years
    ("Sappers were killed in January.", "2024-01-01/2024-02-01"),
    ("Sappers were killed in October.", "2023-10-01/2023-11-01"),
    ("Sappers were killed last November.", "2023-11-01/2023-12-01"),
    ("Sappers were killed in mid-March.", "2024-03-09/2024-03-23"),
    ("Sappers were killed in early May.", "2024-05-01/2024-05-12"),
    ("Sappers were killed in June 2019.", "2019-06-01/2019-07-01"),
    ("Sappers were killed in June last year.", "2023-06-01/2023-07-01"),
    ("Sappers were killed in 2020.", "2020-01-01/2021-01-01"),
    ("Sappers were killed in late 2020.", "2020-08-01/2021-01-01"),
    ("Sappers were killed in the summer of 2022.", "2022-06-01/2022-09-01"),
    ("Sappers were killed last winter.", "2023-12-01/2024-03-01"),
    # times of day; GMT days are GMT's
    ("The siren went at 9 pm on Monday.", "2024-08-05T20:30/2024-08-05T22:00"),
    ("The siren went at 9:30 p.m. on Sunday.", "2024-08-04T21:00/2024-08-04T22:30"),
    ("The siren went on Monday at 18:00 GMT.", "2024-08-05T20:30/2024-08-05T22:00"),
    ("The siren went at 1537 local time on Monday.", "2024-08-05T15:27/2024-08-05T15:47"),
    ("The siren went at 2 a.m. on Tuesday.", "2024-08-06T01:30/2024-08-06T03:00"),
    # known only against another event: never a guess
    ("It came a week after the raid.", "?"),
    ("Two days later the crew withdrew.", "?"),
    ("The following day the crew withdrew.", "?"),
    ("The crew withdrew that night.", "?"),
    ("The crew withdrew hours after the blast.", "?"),
    ("The base will be handed over on Monday.", "?"),
    ("The base is due to close next Friday.", "?"),
    ("Thousands marked the anniversary of the January 3 strike.", "?"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), STATED, ids=[text for text, _ in STATED])
def test_the_interval_of_an_event(text: str, expected: str) -> None:
    found = resolve(text)
    assert len(found) == 1, found
    assert not found[0].is_speech
    when = found[0].when
    wanted = interval(expected)
    assert (when.start, when.end) == (wanted or (None, None))


NOTHING = [
    "The M-19 group denied it.",
    "The 19 April Movement denied it.",
    "The 12th April Brigade held the line.",
    "It was the 10th attack.",
    "Some 2,020 rounds were found, 15 of them live.",
    "The crew may have 5 left.",
    "They march on, come what may.",
    "Last updated on August 29th, 2024 at 03:39 pm",
    "Published: 6 August 2024, 08:36",
    "6 August 2024, 08:36 GMT",
    "Sun shone on the camp.",
    "He got 100 hours of work.",
    "The most recent attack was the worst in the early phase.",
    "An F-16 and a T-72 were lost.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_time(text: str) -> None:
    assert resolve(text) == []


SPOKEN = [
    ("Rockets fell on the camp, the army said on Monday.", "Monday"),
    ("Rockets fell on the camp, the army told reporters Monday.", "Monday"),
    ("The ministry on Monday accused its neighbour of shelling.", "Monday"),
    ("The ministry announced late on Monday that a hangar burned.", "late on Monday"),
    ("A hangar burned, the ministry said in a statement on Monday.", "Monday"),
    ("A hangar burned, according to Monday's briefing.", "Monday's"),
    ("Monday's newspapers carried the story.", "Monday's"),
    ("On Monday, a spokesman for the corps said a hangar burned.", "Monday"),
    ("The governor wrote on Telegram on Monday that a hangar burned.", "Monday"),
]


@pytest.mark.parametrize(("text", "words"), SPOKEN, ids=[text for text, _ in SPOKEN])
def test_the_day_of_speaking_bounds_the_event_from_above(text: str, words: str) -> None:
    (found,) = resolve(text)
    assert (found.is_speech, found.words) == (True, words)
    assert found.when.basis is TimeBasis.SAID
    assert found.when.weekday is None
    monday = interval("2024-08-05")
    assert monday
    assert found.when.start is not None
    assert found.when.start <= monday[0] - timedelta(days=2)
    assert found.when.end is not None
    assert monday[0] < found.when.end <= monday[1] + timedelta(hours=6)


def test_an_event_beside_its_telling() -> None:
    event, telling = resolve("Shells hit the camp on Sunday, the army said on Monday.")
    assert (event.is_speech, event.when.weekday) == (False, 6)
    assert telling.is_speech


def test_a_list_of_days_is_several_times() -> None:
    found = resolve("Bases were hit on July 16 and 25.")
    assert [(f.words, f.when.start, f.when.end) for f in found] == [
        ("July 16", *(interval("2024-07-16") or ())),
        ("25", *(interval("2024-07-25") or ())),
    ]


def test_a_number_behind_a_day_is_no_second_day() -> None:
    found = resolve("On July 16, 25 soldiers were hurt.")
    assert [f.words for f in found] == ["July 16"]


@pytest.mark.parametrize("text", ["since October", "since last week", "in recent months"])
def test_open_expressions_reach_up_to_now(text: str) -> None:
    (found,) = resolve(f"Attacks have gone on {text}.")
    assert found.is_open
    assert found.when.end == CLOCK


def test_today_in_a_quote_is_the_day_of_speaking() -> None:
    text = 'Troops were hurt, officials said on Monday.\n"There was an attack today," one added.'
    quoted = resolve(text)[-1]
    assert quoted.words == "today"
    assert (quoted.when.start, quoted.when.end) == interval("2024-08-05")


def test_today_outside_a_quote_is_publication_day() -> None:
    text = "Troops were hurt, officials said on Monday. There was an attack today."
    assert resolve(text)[-1].when.end == CLOCK


@pytest.mark.parametrize(
    ("text", "clock", "zone", "expected"),
    [
        # late in the evening in London it is already tomorrow in Baghdad
        ("hit on Monday", "2024-08-05T22:30", ZONE, "2024-08-05"),
        # a Friday that has begun in UTC but not yet in Texas
        ("hit on Friday", "2020-05-22T02:00", "US/Central", "2020-05-21T19:00/2020-05-21T21:00"),
        ("hit on Thursday", "2020-05-22T02:00", "US/Central", "2020-05-21/2020-05-21T21:00"),
        # Kyiv lost an hour on 31 March 2024 and got it back on 27 October
        ("hit on Sunday", "2024-04-01T09:00", "Europe/Kyiv", "2024-03-31/2024-04-01"),
        ("hit on Sunday", "2024-10-28T09:00", "Europe/Kyiv", "2024-10-27/2024-10-28"),
        # the turn of the year
        ("hit on December 31", "2024-01-01T09:00", ZONE, "2023-12-31"),
        ("hit in December", "2024-01-01T09:00", ZONE, "2023-12-01/2024-01-01"),
        ("hit on January 1", "2023-12-31T22:00", ZONE, "2024-01-01T00:00/2024-01-01T01:00"),
        # a writer's own day may be the one before
        ("hit today", "2024-08-05T22:00", ZONE, "2024-08-05T17:00/2024-08-06T01:00"),
    ],
)  # fmt: skip
def test_edges_of_days(text: str, clock: str, zone: str, expected: str) -> None:
    at = datetime.fromisoformat(clock).replace(tzinfo=UTC)
    (found,) = resolve(text, at, zone)
    assert (found.when.start, found.when.end) == interval(expected, zone)


def test_a_day_that_lost_an_hour_has_twenty_three() -> None:
    (found,) = resolve("hit on Sunday", datetime(2024, 4, 1, 9, tzinfo=UTC), "Europe/Kyiv")
    assert found.when.start is not None
    assert found.when.end is not None
    assert found.when.end - found.when.start == timedelta(hours=23)


def test_without_a_clock_a_weekday_is_all_that_is_known() -> None:
    (found,) = resolve("Shells fell on Monday night.", clock=None)
    assert (found.when.start, found.when.weekday, found.when.day_part) == (None, 0, "night")
    assert found.when.doubt


@pytest.mark.parametrize("text", ["yesterday", "on July 16", "last week", "in May", "3 days ago"])
def test_without_a_clock_nothing_is_guessed(text: str) -> None:
    (found,) = resolve(f"Shells fell {text}.", clock=None)
    assert found.when.start is None


def test_without_a_clock_a_full_date_still_dates() -> None:
    (found,) = resolve("Shells fell on 4 January 2022.", clock=None)
    assert (found.when.start, found.when.end) == interval("2022-01-04")
    assert not found.when.doubt


def test_a_clock_that_is_only_the_fetch_is_in_doubt() -> None:
    document = read("Shells fell on Monday, as on 4 January 2022.")
    first, second = resolve_times(document, 0, len(document.whole), ClockBasis.FETCH)
    assert (first.when.doubt, second.when.doubt) == (True, False)


def test_when_nothing_is_said() -> None:
    when = default_when(CLOCK, ClockBasis.FEED)
    assert (when.start, when.end) == (datetime(2024, 8, 3, tzinfo=UTC), CLOCK)
    assert (when.basis, when.precision, when.doubt) == (
        TimeBasis.PUBLISHED, Precision.DAYS, False,
    )  # fmt: skip
    assert default_when(CLOCK, ClockBasis.FETCH).doubt
    assert default_when(None, ClockBasis.NONE).start is None


def test_a_clause_of_nothing_but_a_time_is_read_in_its_sentence() -> None:
    document = read("Shells fell, on Monday, on the camp, the army said on 4 August 2024.")
    start = document.whole.index("on Monday")
    (found,) = resolve_times(document, start, start + len("on Monday"))
    assert (found.words, found.is_speech) == ("Monday", False)
    start = document.whole.index("on 4")
    (said,) = resolve_times(document, start, len(document.whole))
    assert said.is_speech


def test_spans_are_those_of_the_whole_text() -> None:
    document = read_document("A title", "Shells fell on\u00a0Monday night.", CLOCK, ZONE)
    (found,) = resolve_times(document, document.offset, len(document.whole))
    assert document.words(found.start, found.end) == "Monday night" == found.words


HOSTILE = [
    "monday ", "said on monday ", "may ", "1 ", "12 march ", '"today ', "since 2020 ", "a ",
    "july 1, 2, 3, ", "1, 2, 3 ", "12:00 ", "in the ", "last ", "two weeks ", "early ", "( ",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_twice_the_text_costs_about_twice_the_time(unit: str) -> None:
    def cost(size: int) -> float:
        document = read(unit * (size // len(unit)))
        return seconds(lambda: resolve_times(document, 0, len(document.whole)))

    assert_linear(cost)
