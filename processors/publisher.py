"""Who publishes an address: the family under which its word counts once."""

from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import tldextract

_EXTRACT: Final = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)  # no network
# Desks that publish under several domains. Owners with separate desks are not merged: what
# makes two publishers one source is a shared copy, and copies are found by their text.
_ALIASES: Final = {
    "bbci.co.uk": "bbc",
    "bbc.co.uk": "bbc",
    "bbc.com": "bbc",
    "aljazeera.net": "aljazeera",
    "aljazeera.com": "aljazeera",
    "tass.ru": "tass",
    "tass.com": "tass",
    "nyti.ms": "nytimes.com",
    "wapo.st": "washingtonpost.com",
    "reut.rs": "reuters.com",
}


@lru_cache(maxsize=4096)
def _family_of_host(host: str) -> str:
    domain = _EXTRACT(host).top_domain_under_public_suffix or host
    return _ALIASES.get(domain, domain)


def family(url: str, source: str) -> str:
    """Name the publisher behind `url`; without a host, the source itself is one."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return _family_of_host(host) if host else source
