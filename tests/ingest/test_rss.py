import time
from datetime import UTC, datetime

import pytest

from ingest.sources import Context, Entry, SourceError
from ingest.sources.rss import entries
from tests.fakes.website import item, rss

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CONTEXT = Context(url="https://paper.example/feeds/world.xml", now=NOON)


def read(body: bytes, charset: str = "") -> tuple[Entry, ...]:
    return entries(body, Context(url=CONTEXT.url, now=NOON, charset=charset))


def test_rss_as_it_should_be() -> None:
    body = rss(
        "<language>en-gb</language>",
        "<item><title>Rockets &amp; sirens</title><link>https://paper.example/1</link>"
        '<guid isPermaLink="false">paper-1</guid>'
        "<description>&lt;p&gt;Short.&lt;/p&gt;</description>"
        "<pubDate>Sat, 21 Nov 2026 12:00:00 +0300</pubDate></item>",
    )
    assert read(body) == (
        Entry(
            id="paper-1",
            link="https://paper.example/1",
            title="Rockets & sirens",
            summary="<p>Short.</p>",
            published=datetime(2026, 11, 21, 9, tzinfo=UTC),
            language="en-gb",
        ),
    )


def test_atom_keeps_published_and_updated_apart() -> None:
    (entry,) = read(
        b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>t</title><entry>
        <id>tag:paper.example,2026:7</id><title type="html">Base &lt;b&gt;hit&lt;/b&gt;</title>
        <link rel="alternate" href="https://paper.example/7"/>
        <link rel="enclosure" href="https://paper.example/7.mp3"/>
        <published>2026-11-20T08:00:00Z</published><updated>2026-11-21T09:30:00+01:00</updated>
        <summary>Short.</summary><content type="html">&lt;p&gt;The whole text.&lt;/p&gt;</content>
        </entry></feed>"""
    )
    assert entry.published == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
    assert entry.link == "https://paper.example/7"
    assert (entry.title, entry.summary) == ("Base <b>hit</b>", "Short.")
    assert (entry.content, entry.language) == ("<p>The whole text.</p>", "fr")


def test_rdf_dates_are_dublin_core() -> None:
    (entry,) = read(
        b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="x"><title>t</title></channel><item rdf:about="https://paper.example/1">
        <title>One</title><link>https://paper.example/1</link><dc:date>2026-11-21T10:00:00Z</dc:date>
        </item></rdf:RDF>"""
    )
    assert entry.published == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert entry.updated is None


@pytest.mark.parametrize("version", ["0.91", "0.92", "2.0"])
def test_other_versions(version: str) -> None:
    body = rss(item("One", "https://paper.example/1")).replace(b"2.0", version.encode(), 1)
    assert [entry.title for entry in read(body)] == ["One"]


@pytest.mark.parametrize(
    ("raw", "read_as"),
    [
        ("Sat, 21 Nov 2026 10:00:00 GMT", "2026-11-21T10:00:00+00:00"),
        ("Sat, 21 Nov 2026 05:00 EST", "2026-11-21T10:00:00+00:00"),
        ("21 Nov 26 10:00:00 -0000", "2026-11-21T10:00:00+00:00"),
        ("2026-11-21T10:00:00.1234567Z", "2026-11-21T10:00:00.123456+00:00"),
        ("2026-11-21 13:00:00 +0300", "2026-11-21T10:00:00+00:00"),
        ("2026-11-21 10:00:00 UTC", "2026-11-21T10:00:00+00:00"),
        ("2026-11-21", "2026-11-21T00:00:00+00:00"),
        ("2026-11-22T00:00:00+14:00", "2026-11-21T10:00:00+00:00"),
        ("Sat, 21 Nov 2026 12:14:00 GMT", "2026-11-21T12:14:00+00:00"),
        ("Sat, 21 Nov 2026 12:16:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Wed, 01 Jan 2099 00:00:00 GMT", None),
        ("Sat, 31 Feb 2026 10:00:00 GMT", None),
        ("2020/1/10 14:33:00", None),
        ("03/04/2026", None),
        ("1772600000", None),
        ("20260101", None),
        ("2026", None),
        ("1", None),
        ("yesterday", None),
        ("1405/08/30", None),
        ("Sat, 21 Nov 2026 10:00:00 +9999", None),
        ("Sat, 21 Nov 99999 10:00:00 GMT", None),
        ("9" * 10_000, None),
        (" ", None),
    ],
)
def test_dates(raw: str, read_as: str | None) -> None:
    (entry,) = read(rss(item("One", "https://paper.example/1", pubDate=raw)))
    assert (entry.published.isoformat() if entry.published else None) == read_as


def test_a_guid_is_never_a_date() -> None:
    for guid in ("1", "2024", "2024-05-05"):
        (entry,) = read(rss(item("One", "https://paper.example/1", guid)))
        assert (entry.id, entry.published, entry.updated) == (guid, None, None)


@pytest.mark.parametrize(
    ("raw", "link"),
    [
        ("https://paper.example/a?b=1#c", "https://paper.example/a?b=1#c"),
        ("  /a/b  ", "https://paper.example/a/b"),
        ("c.html", "https://paper.example/feeds/c.html"),
        ("//other.example/a", "https://other.example/a"),
        ("HTTP://Paper.Example/a", "http://Paper.Example/a"),
        ("javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("\u202ejavascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("vbscript:x", ""),
        ("file:///etc/passwd", ""),
        ("http://[bad", ""),
        ("https://paper.example/" + "x" * 1_000_000, ""),
    ],
)
def test_links(raw: str, link: str) -> None:
    (entry,) = read(rss(item("One", raw)))
    assert entry.link == link


def test_titles_carry_no_control_and_no_direction_characters() -> None:
    raw = "Strike&#13;&#10;Bcc: x&#x202E;esab&#x2066; &#x7f;on &lt;b&gt;base&lt;/b&gt;&#x2028;now"
    (entry,) = read(rss(f"<item><title>{raw}</title></item>"))
    assert entry.title == "Strike Bcc: x esab on <b>base</b> now"


def test_a_title_of_a_megabyte_is_cut() -> None:
    (entry,) = read(rss(item("word " * 200_000, "https://paper.example/1")))
    assert len(entry.title) <= 1_000


def test_nul_bytes_and_controls_lose_nothing() -> None:
    body = rss(item("Fi\0rst", "https://paper.example/1"), item("Sec\x0bond\x1f", "/2"))
    assert [entry.title for entry in read(body)] == ["First", "Second"]


def test_what_is_written_can_be_encoded() -> None:
    body = rss(
        "<item><title>a&#xD800;b</title><description>c&#xDFFF;&#0;d&#99999999;&#99999999999999999999;&#x110000;</description></item>"
    )
    (entry,) = read(body)
    (entry.title + entry.summary).encode()


def test_a_truncated_feed_gives_what_came() -> None:
    body = rss(item("One", "/1"), item("Two", "/2"))
    assert read(body[:-40])[0].title == "One"


def test_junk_before_the_prolog_and_bare_ampersands() -> None:
    body = b"\n\n<!-- x -->" + rss("<item><title>Smith & Sons</title><link>/1</link></item>")
    assert [entry.title for entry in read(body)] == ["Smith & Sons"]


ARABIC = "صواريخ على القاعدة"


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "utf-16", ""),
        ("utf-8", "windows-1256", "iso-8859-1"),
        ("utf-8-sig", "windows-1256", ""),
        ("utf-8", "", ""),
        ("windows-1256", "windows-1256", ""),
        ("windows-1256", "windows-1256", "utf-8"),
        ("windows-1256", "utf-8", "windows-1256"),
        ("windows-1256", "", "windows-1256"),
        ("utf-16", "utf-16", ""),
        ("utf-16-le", "utf-16", ""),
        ("utf-16-be", "utf-16", ""),
        ("utf-32", "utf-32", ""),
        ("windows-1256", "no-such-charset", "windows-1256"),
    ],
)
def test_charsets(encoding: str, declared: str, header: str) -> None:
    text = rss(item(ARABIC, "/1")).decode()
    wanted = f'encoding="{declared}"' if declared else ""
    body = text.replace('encoding="utf-8"', wanted).encode(encoding)
    assert [entry.title for entry in read(body, header)] == [ARABIC]


def test_what_nothing_decodes_keeps_its_readable_part() -> None:
    body = rss(item("Base XX hit", "/1")).replace(b"XX", b"\xc3\x28\xff")
    (entry,) = read(body)
    assert entry.title.startswith("Base ")
    assert "\ufffd" in entry.title


def test_utf_7_is_never_decoded() -> None:
    body = rss(item("+ADw-script+AD4-", "/1")).replace(b"utf-8", b"utf-7")
    assert read(body, "utf-7")[0].title == "+ADw-script+AD4-"


def test_a_stateful_charset_is_not_taken_for_utf_8() -> None:
    text = rss(item("基地攻撃", "/1")).decode().replace("utf-8", "iso-2022-jp")
    assert read(text.encode("iso-2022-jp"))[0].title == "基地攻撃"


@pytest.mark.parametrize(
    ("body", "came"),
    [
        (b"", "an empty body"),
        (b" \n", "an empty body"),
        (b"<!DOCTYPE html><html><head><title>News</title></head></html>", "an HTML page titled"),
        (b"<html><title>We value your privacy</title><p>Cookie consent", "consent or challenge"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}]}', "begins"),
        (b"%PDF-1.7", "begins '%PDF-1.7'"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "begins"),
        (b"<?xml version='1.0'?><error>quota</error>", "begins"),
        (b"<rss version='2.0'><channel><title>cut off he", "begins"),
    ],
)
def test_what_is_no_feed_says_what_came(body: bytes, came: str) -> None:
    with pytest.raises(SourceError, match=came):
        read(body)


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss()) == ()


def test_the_newest_stay_of_too_many() -> None:
    days = [f"{day:02} Oct 2026 10:00:00 GMT" for day in range(1, 21)]
    body = rss(*(item(day[:2], f"/{day[:2]}", pubDate=day) for day in days), item("undated", "/u"))
    found = entries(body, Context(url=CONTEXT.url, now=NOON, limit=4))
    assert [entry.title for entry in found] == ["undated", "20", "19", "18"]


def test_undated_entries_keep_the_feeds_order() -> None:
    body = rss(*(item(str(number), f"/{number}") for number in range(5)))
    assert [entry.title for entry in read(body)] == ["0", "1", "2", "3", "4"]


def test_external_entities_are_not_fetched() -> None:
    body = (
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b"<rss version='2.0'><channel><item><title>a&x;b</title><link>/1</link></item>"
        b"</channel></rss>"
    )
    assert "root:" not in read(body)[0].title


def test_a_pattern_of_ours_stays_linear() -> None:
    for hostile in (b"<?xml " + b"e" * 500_000, b"<title" * 80_000, b" " * 500_000 + b"x"):
        began = time.process_time()
        with pytest.raises(SourceError):
            read(hostile)
        assert time.process_time() - began < 5
