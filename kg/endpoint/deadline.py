"""A moment by which an exchange must be over, whatever the server does."""

from __future__ import annotations

import socket
import threading
import time
from types import TracebackType
from typing import Self


class Deadline:
    """Cuts the connections it watches when its seconds are over.

    A socket's own timeout begins anew with each byte, so a server that drips would hold it for ever.
    Here a timer shuts the connection down, also amid headers or a TLS handshake: it holds a duplicate of
    the socket, which stays usable when TLS takes over the first. The resolver of names has its own
    limits and is not cut.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._twins: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(min(seconds, threading.TIMEOUT_MAX), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._timer.join()
        self.forget()

    @property
    def is_over(self) -> bool:
        """True when no time is left."""
        return time.monotonic() >= self._end

    def left(self) -> float:
        """Seconds left, never under a hundredth (a timeout of 0 means another thing to a socket)."""
        return max(self._end - time.monotonic(), 0.01)

    def watch(self, sock: socket.socket) -> None:
        """Cut this connection too when the time is over."""
        with self._lock:
            self._twins.append(sock.dup())
        if self.is_over:
            self._cut()

    def forget(self) -> None:
        """Let go of the connections watched so far."""
        with self._lock:
            while self._twins:
                self._twins.pop().close()

    def _cut(self) -> None:
        with self._lock:
            for twin in self._twins:
                try:
                    twin.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # closed by the other side already
