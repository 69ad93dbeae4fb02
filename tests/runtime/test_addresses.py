import ipaddress

import pytest

from runtime.addresses import parse_allowed, refusal


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "localhost",
        "0177.0.0.1",
        "",
    ],
)
def test_refused(address: str) -> None:
    assert refusal(address, 80)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "100.63.255.255", "172.32.0.1", "198.20.0.1", "2606:4700::1111", "2a00:1450::1"],
)
def test_public_addresses_pass(address: str) -> None:
    assert refusal(address, 443) == ""


def test_our_table_refuses_whatever_the_library_calls_private() -> None:
    for block in ("10.0.0.0/8", "fc00::/7", "169.254.0.0/16", "127.0.0.0/8"):
        for address in (ipaddress.ip_network(block)[0], ipaddress.ip_network(block)[-1]):
            assert address.is_private
            assert refusal(str(address), 80)


@pytest.mark.parametrize(
    ("entry", "host", "port", "passes"),
    [
        ("127.0.0.1", "127.0.0.1", 80, True),
        ("127.0.0.1:8080", "127.0.0.1", 8080, True),
        ("127.0.0.1:8080", "127.0.0.1", 80, False),
        ("10.1.0.0/16", "10.1.255.1", 80, True),
        ("10.1.0.0/16", "10.2.0.1", 80, False),
        ("[::1]:8080", "::1", 8080, True),
        ("[::1]:8080", "::1", 81, False),
        ("127.0.0.1", "::ffff:127.0.0.1", 80, False),
    ],
)
def test_exceptions_cover_what_they_name(entry: str, host: str, port: int, passes: bool) -> None:
    assert (refusal(host, port, parse_allowed([entry])) == "") is passes


@pytest.mark.parametrize(
    "entry", ["localhost:80", "127.0.0.1:0", "127.0.0.1:99999", "10.0.0.1/8", "", "::1:80:x"]
)
def test_what_is_no_address_is_refused_by_name(entry: str) -> None:
    with pytest.raises(ValueError, match="allow_addresses"):
        parse_allowed([entry])
