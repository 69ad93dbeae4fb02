"""Hostile words, by table: what of them may stand in our messages."""

import pytest

from alerts import clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rockets  hit\tthe base", "rockets hit the base"),
        ("rockets\r\nBcc: all@example.org", "rockets Bcc: all@example.org"),
        ("rockets\u2028Subject: x", "rockets Subject: x"),
        ("rockets\x85Subject: x", "rockets Subject: x"),
        ("bell\x07 and nul\x00 and escape\x1b[31m", "bell and nul and escape [31m"),
        ("safe\u202egpj.exe", "safegpj.exe"),
        ("is\u2066ol\u2069ated\u200e", "isolated"),
        ("in\u200bvis\ufeffible", "invisible"),
        ("\u0645\u06cc\u200c\u062e\u0648", "\u0645\u06cc\u200c\u062e\u0648"),
        ("half \ud800 pair", "half pair"),
        ("   ", ""),
    ],
)
def test_a_line(text: str, expected: str) -> None:
    assert clean.line(text).replace("  ", " ") == expected


def test_a_megabyte_is_cut() -> None:
    assert len(clean.line("x" * 1_000_000, 80)) <= 80
    assert clean.line("x" * 1_000_000, 80).endswith("…")
    assert clean.line(" " * 1_000_000 + "x").endswith("…")


def test_an_encoded_word_is_broken() -> None:
    assert "=?" not in clean.header("=?utf-8?q?Attack=0D=0ABcc:_v=40evil?=")
    assert "=?" not in clean.header("==??utf-8?q?x=0A?=")
    assert "=?" not in clean.header("=\u200b?utf-8?q?x=0A?=")


@pytest.mark.parametrize(
    "url",
    ["https://news.example/a?b=c#d", "http://news.example:8080/x", "https://xn--p1ai.example"],
)
def test_web_addresses_may_be_clicked(url: str) -> None:
    assert clean.link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//news.example/x",
        "/relative",
        "https://news.example@evil.example/",
        "https://news.example/\u202egnp",
        "https://news.example/a b",
        'https://news.example/"onmouseover="x',
        "https://[::1",
        "https://",
        "",
        pytest.param("https://news.example/" + "a" * 1_000_000, id="a megabyte"),
    ],
)
def test_anything_else_is_only_text(url: str) -> None:
    assert clean.link(url) == ""


def test_the_host_is_what_a_reader_can_judge() -> None:
    assert clean.host("https://www.news.example/long/path") == "news.example"
    assert clean.host("https://[::1") == ""
