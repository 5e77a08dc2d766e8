"""What a client sends and takes, waited for with a patience that ends.

The time limit of a socket is one for each byte that comes or goes: a client that sends or takes one now and
then would hold its connection, and the thread behind it, for ever.
"""

from __future__ import annotations

import io
import socket
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer


class Incoming(io.RawIOBase):
    """What a client sends, request by request: each has to be whole in time, however it drips."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds
        self.begin()

    def begin(self) -> None:
        """Count the time anew: the next request may come."""
        self._end = time.monotonic() + self._seconds

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Take what has come. Raises TimeoutError when the time of the request is up."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)


class Outgoing(io.RawIOBase):
    """What a client is sent, piece by piece: each has to be taken in time."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds

    def writable(self) -> bool:
        """True."""
        return True

    def write(self, piece: ReadableBuffer) -> int:
        """Send the piece whole. Raises TimeoutError when the client does not take it in time."""
        self._connection.settimeout(self._seconds)
        self._connection.sendall(piece)
        return memoryview(piece).nbytes
