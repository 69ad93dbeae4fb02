from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ingest.entries import article_id, fresh, has_own_page, identify
from ingest.sources import Entry

MORNING = datetime(2026, 11, 21, 8, tzinfo=UTC)
ENTRY = Entry(
    id="g1",
    link="https://paper.example/a",
    title="Rockets at the base",
    summary="<p>Two landed.</p>",
    content="<p>Two rockets landed.</p>",
    published=MORNING,
)


def is_fresh(before: Entry, after: Entry) -> bool:
    seen = {one.key: one.fingerprint for one in identify("paper", [before])}
    return bool(fresh(identify("paper", [after]), seen))


@pytest.mark.parametrize(
    ("change", "news"),
    [
        pytest.param({}, False, id="nothing"),
        pytest.param({"published": datetime(2026, 11, 22, tzinfo=UTC)}, False, id="pubDate"),
        pytest.param({"published": None}, False, id="pubDate gone"),
        pytest.param({"title": "Rockets hit the base"}, True, id="title"),
        pytest.param({"summary": "<p>Three landed.</p>"}, True, id="summary"),
        pytest.param({"content": "<p>Three rockets landed.</p>"}, True, id="content"),
        pytest.param({"updated": MORNING}, True, id="updated"),
        pytest.param({"id": "g2"}, True, id="another guid"),
        pytest.param({"link": "https://paper.example/b"}, True, id="guid used again"),
        pytest.param({"link": "https://paper.example/a?utm_source=rss"}, False, id="tracking"),
        pytest.param({"summary": '<p>Two landed.</p><img src="/px?7">'}, False, id="pixel"),
        pytest.param({"summary": "<div>Two   landed.</div>"}, False, id="markup"),
    ],
)
def test_what_is_news(change: dict[str, object], news: bool) -> None:
    assert is_fresh(ENTRY, replace(ENTRY, **change)) is news


def test_parts_do_not_run_into_each_other() -> None:
    assert is_fresh(
        replace(ENTRY, title="ab", summary="c"), replace(ENTRY, title="a", summary="bc")
    )


def test_in_feed_duplicates_count_once() -> None:
    found = identify("paper", [ENTRY, replace(ENTRY, title="again"), ENTRY])
    assert [one.entry.title for one in found] == [ENTRY.title]


def test_one_guid_with_two_links_is_two_entries() -> None:
    found = identify("paper", [ENTRY, replace(ENTRY, link="https://paper.example/b")])
    assert len({one.key for one in found}) == len({one.article_id for one in found}) == 2


def test_a_changed_entry_stays_the_same_article() -> None:
    changed = replace(ENTRY, title="Rockets hit the base", id="g9")
    assert article_id("paper", ENTRY) == article_id("other-feed", changed)


@pytest.mark.parametrize(
    "link",
    [
        "https://paper.example/a?utm_source=rss&utm_medium=feed",
        "https://PAPER.example/a",
        "https://paper.example:443/a",
    ],
)
def test_one_article_under_several_addresses(link: str) -> None:
    assert article_id("paper", replace(ENTRY, link=link)) == article_id("paper", ENTRY)


def test_articles_that_differ_in_a_parameter_are_two() -> None:
    first, second = (replace(ENTRY, link=f"https://paper.example/a?id={n}") for n in (1, 2))
    assert article_id("paper", first) != article_id("paper", second)


@pytest.mark.parametrize("link", ["", "https://paper.example", "https://paper.example/"])
def test_without_a_page_of_its_own_an_entry_is_named_by_its_id(link: str) -> None:
    first, second = replace(ENTRY, link=link), replace(ENTRY, link=link, id="g2")
    assert not has_own_page(first)
    assert article_id("paper", first) != article_id("paper", second)
    assert article_id("paper", first) != article_id("other-feed", first)


def test_without_link_and_id_an_entry_is_named_by_its_words() -> None:
    first, second = Entry(title="One"), Entry(title="Two")
    assert len(identify("paper", [first, second, first])) == 2
    assert article_id("paper", first) != article_id("paper", second)
