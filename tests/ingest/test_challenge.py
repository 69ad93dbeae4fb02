import pytest

from ingest.challenge import challenge


@pytest.mark.parametrize(
    ("headers", "body", "guard"),
    [
        ({"cf-mitigated": "challenge"}, b"", "Cloudflare"),
        ({}, b"<html><head><title>Just a moment...</title>", "Cloudflare"),
        ({}, b'<div id="px-captcha"></div>', "PerimeterX"),
        ({}, b"<script src='https://geo.captcha-delivery.com/x.js'>", "DataDome"),
        ({}, b"<p>Just a moment, said the colonel.</p>", ""),
        ({}, b"<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'>", ""),
        ({}, b'<article>news</article><i id="px-captcha">' + b" " * 70_000, ""),
    ],
)
def test_guards_are_told_from_sites(headers: dict[str, str], body: bytes, guard: str) -> None:
    assert challenge(headers, body) == guard
