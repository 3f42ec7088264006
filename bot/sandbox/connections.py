"""The server's open connections, so that a fault can break one: ASGI itself offers no way to do it."""

import asyncio
import socket
import struct
import time

from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.sandbox.bell import Bell

Address = tuple[str, int]


class Connections:
    """Client address → transport."""

    def __init__(self) -> None:
        self._transports: dict[Address, asyncio.Transport] = {}
        self._closed = Bell()

    def protocol(self) -> type[H11Protocol]:
        """A uvicorn protocol class that keeps this register."""
        transports, closed = self._transports, self._closed

        class Tracked(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                if self.client is not None:
                    transports[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                if self.client is not None:
                    transports.pop(self.client, None)
                super().connection_lost(exc)
                closed.ring()

        return Tracked

    def reset(self, client: Address) -> None:
        """Break it: the client sees "connection reset by peer"."""
        transport = self._transports[client]
        connection = transport.get_extra_info("socket")
        # Linger of zero seconds makes the kernel send RST in place of FIN.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()

    async def all_closed(self, seconds: float) -> None:
        """Wait until none is open, at most so long; then break the rest."""
        deadline = time.monotonic() + seconds
        while self._transports and (left := deadline - time.monotonic()) > 0:
            await self._closed.wait(left)
        for transport in list(self._transports.values()):
            transport.abort()

    def close(self, client: Address) -> None:
        """End it after what was written so far: the client sees the stream end early."""
        self._transports[client].close()
