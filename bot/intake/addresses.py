"""Which addresses may be asked for a page: public ones, unless the operator allows the private network.

A host is looked up once and exactly what was found is connected to, so a name cannot be one address for the check
and another for the connection. `2130706433`, `0x7f.1` and their like are looked up as the system would do it.
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_SPECIAL = ip_network("192.0.0.0/24")
"""Of protocols; one cloud keeps its secrets there."""

_TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("2002::/16"))
"""IPv6 that a gateway turns into IPv4 (NAT64, 6to4): it could mean a private address there."""

Address = IPv4Address | IPv6Address


class UnsafeAddressError(Exception):
    """A host that is not asked. The text is one line for the operator."""


class NoAddressError(Exception):
    """A host that has no address, now or at all."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, not of this machine, its network or its cloud."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _TRANSLATED):
            return False
    if address in _SPECIAL:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _named(host: str, address: IPv4Address | IPv6Address) -> str:
    """The host with its address, once where the one is the other."""
    return f"{host} is" if host == str(address) else f"{host} is {address},"


async def address_of(host: str, port: int, *, private: bool = False) -> str:
    """The address to connect to; `private` ones only when allowed.

    Raises `UnsafeAddressError` when any address of the host is not public: which one is used would be chance.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAddressError(f"{host}: no such host") from error
    addresses = [ip_address(str(where[0]).partition("%")[0]) for *_, where in found]
    if not private and (unsafe := [it for it in addresses if not is_public(it)]):
        raise UnsafeAddressError(
            f"{_named(host, unsafe[0])} an address of a private network; "
            "set KUAIXUN_ALLOW_PRIVATE_NETWORKS=true if it is meant"
        )
    return str(addresses[0])
