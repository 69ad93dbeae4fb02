"""Pages that ask whether we are human instead of answering. Pure."""

from collections.abc import Mapping
from typing import Final

_LARGEST: Final = 64 * 1024  # bytes; a real page may carry a guard's script, and is larger
_MARKS: Final = (
    (b"<title>just a moment...</title>", "Cloudflare"),
    (b"window._cf_chl_opt", "Cloudflare"),
    (b"<title>attention required! | cloudflare</title>", "Cloudflare"),
    (b"geo.captcha-delivery.com", "DataDome"),
    (b'id="px-captcha"', "PerimeterX"),
    (b"_incapsula_resource", "Imperva"),
    (b"awswafintegration", "AWS WAF"),
    (b"<title>ddos-guard</title>", "DDoS-Guard"),
)


def challenge(headers: Mapping[str, str], body: bytes) -> str:
    """Name the guard that answered instead of the site; "" when the site did.

    Args:
        headers: of the answer, names in lower case.
        body: unpacked.
    """
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return "Cloudflare"
    if len(body) > _LARGEST:
        return ""
    small = body.lower()
    return next((guard for mark, guard in _MARKS if mark in small), "")
