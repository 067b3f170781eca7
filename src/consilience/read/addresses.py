"""Which network addresses may be reached: public ones, and what is allowed by name."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# A host and a port to the addresses behind them; raises OSError.
Resolve = Callable[[str, int], Sequence[str]]

# Prefixes whose last 32 bits are an IPv4 address: translation (RFC 6052) and the old compatible form (RFC 4291).
_EMBEDDING = tuple(ipaddress.IPv6Network(prefix) for prefix in ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96"))
# What the standard library counts as global though it leads inside: local translation (RFC 8215), old site addresses.
_INSIDE = tuple(ipaddress.IPv6Network(prefix) for prefix in ("64:ff9b:1::/48", "fec0::/10", "5f00::/16"))
_LOW_PORTS = range(1024)
_WEB_PORTS = (80, 443)
_MAX_ADDRESSES = 16


@dataclass(frozen=True, slots=True)
class Allowed:
    """The hosts and networks that may be reached though they are not public."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, names: Iterable[str]) -> Allowed:
        """From addresses, networks ("10.0.0.0/8") and host names; raises ValueError for what is none of them."""
        hosts: set[str] = set()
        networks: list[Network] = []
        for name in names:
            try:
                networks.append(ipaddress.ip_network(name.strip("[]"), strict=False))
            except ValueError:
                if not name or not name.isascii() or any(c in name for c in "/:@ ?#[]"):
                    raise ValueError(f"no host name, address or network: {name!r}") from None
                hosts.add(name.lower().rstrip("."))
        return cls(frozenset(hosts), tuple(networks))

    def forbidden(self, host: str, port: int, addresses: Iterable[str]) -> str | None:
        """Why this host may not be reached, None where it may.

        One address that may not be reached is enough: which of them answers is chosen by whoever runs the name.
        """
        if host.lower().rstrip(".") in self.hosts:
            return None
        for address in map(_parsed, addresses):
            if any(address.version == network.version and address in network for network in self.networks):
                continue
            if (kind := not_public(address)) is not None:
                return f"{host} is {kind}" if host == str(address) else f"{host} is at {address}, {kind}"
            if port in _LOW_PORTS and port not in _WEB_PORTS:
                return f"port {port} is not one of the web"
        return None


def not_public(address: Address) -> str | None:
    """What kind of address it is where it is not a public one ("a loopback address"), else None."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _embedded(address)
        if inner is not None:
            return not_public(inner)
        if any(address in network for network in _INSIDE):
            return "a private address"
    if address.is_unspecified:
        return "the unspecified address"
    if address.is_loopback:
        return "a loopback address"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if address.is_private:
        return "a private address"
    if address.is_reserved or not address.is_global:
        return "a reserved address"
    return None


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: where a gateway would take the traffic."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address not in (ipaddress.IPv6Address("::"), ipaddress.IPv6Address("::1")):
        for network in _EMBEDDING:
            if address in network:
                return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _parsed(address: str) -> Address:
    return ipaddress.ip_address(address.partition("%")[0])


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host, as the system resolves it, without doubles and in its order; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))[:_MAX_ADDRESSES]


def resolve_within(seconds: float, resolving: Resolve, host: str, port: int) -> tuple[str, ...]:
    """As ``resolving``, given up after so many seconds: the system's own resolver knows no limit.

    Raises OSError (TimeoutError after that time).
    """
    outcome: list[tuple[str, ...] | OSError] = []

    def work() -> None:
        try:
            outcome.append(tuple(resolving(host, port)))
        except UnicodeError:  # a label that is empty or too long
            outcome.append(OSError("no host name"))
        except OSError as error:
            outcome.append(error)

    # A daemon, so that a resolver that hangs does not hold up the end of the program.
    thread = threading.Thread(target=work, name=f"resolve {host}", daemon=True)
    thread.start()
    thread.join(max(seconds, 0))
    if not outcome:
        raise TimeoutError
    if isinstance(outcome[0], OSError):
        raise outcome[0]
    return outcome[0]
