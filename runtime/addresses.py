"""Which addresses may be dialled. Pure; the fetcher and the webhook ask at every connect.

The table is our own: in Python 3.11.7 `ipaddress.is_global` holds for multicast, NAT64
and 6to4 wrappings of private addresses, site-local and IPv4-compatible ones.
Source: the IANA special-purpose registries (RFC 6890 and what followed).
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_REFUSED: Final = (
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "carrier-grade NAT"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local, cloud metadata"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "protocol assignments"),
    ("192.0.2.0/24", "documentation"),
    ("192.88.99.0/24", "6to4 relay"),
    ("192.168.0.0/16", "private"),
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("::1/128", "loopback"),
    ("::ffff:0:0/96", "IPv4-mapped"),
    ("::/96", "IPv4-compatible"),
    ("64:ff9b::/96", "NAT64"),
    ("64:ff9b:1::/48", "NAT64"),
    ("2001::/23", "protocol assignments, Teredo"),
    ("2001:db8::/32", "documentation"),
    ("2002::/16", "6to4"),
    ("3fff::/20", "documentation"),
    ("fc00::/7", "private"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local"),
    ("ff00::/8", "multicast"),
)
_TABLE: Final = tuple((ipaddress.ip_network(net), why) for net, why in _REFUSED)
_GLOBAL_UNICAST: Final = ipaddress.ip_network("2000::/3")  # all that IPv6 has handed out


@dataclass(frozen=True, slots=True)
class Allowed:
    """An exception from the table: a network, and one port of it or every port."""

    network: Network
    port: int | None = None

    def covers(self, address: Address, port: int) -> bool:
        """Say whether this exception is meant for that address and port."""
        return address in self.network and self.port in (None, port)


def parse_allowed(entries: Iterable[str]) -> tuple[Allowed, ...]:
    """Read exceptions: an address, `address:port`, `[address6]:port` or a network.

    Raises:
        ValueError: names the entry. Host names are refused: only the address that is
            dialled can be checked.
    """
    return tuple(_parse_one(entry) for entry in entries)


def _parse_one(entry: str) -> Allowed:
    try:
        return Allowed(ipaddress.ip_network(entry))
    except ValueError:
        host, _, port = entry.rpartition(":")
    try:
        if not 0 < int(port) < 65_536:
            raise ValueError(port)
        return Allowed(ipaddress.ip_network(host.strip("[]")), int(port))
    except ValueError as error:
        expected = "an IP address, address:port or a network"
        raise ValueError(f"allow_addresses: {entry!r} is not {expected}") from error


def refusal(host: str, port: int, allowed: Iterable[Allowed] = ()) -> str:
    """Say why `host`, the numeric address about to be dialled, is refused; "" if it is not."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])  # fe80::1%eth0
    except ValueError:
        return "not an IP address"
    if any(exception.covers(address, port) for exception in allowed):
        return ""
    for network, why in _TABLE:
        if address in network:
            return why
    if address.version == 6 and address not in _GLOBAL_UNICAST:
        return "not a public address"
    return ""
