"""Zstandard files, unpacked frame after frame; unlike with the library's own stream, a cut file is told."""

from __future__ import annotations

import io
from typing import Protocol

MAX_WINDOW = 1 << 27
"""Bytes that a frame may look back; what asks for more memory is refused."""
_SMALL = 1 << 11
"""Packed bytes unpacked at once: what comes out of one call is then bounded, too."""


class Readable(Protocol):
    """Whatever gives bytes."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


class Frames(io.RawIOBase):
    """The unpacked bytes of a stream. Reading raises EOFError where a frame is cut, else ZstdError."""

    def __init__(self, stream: Readable) -> None:
        super().__init__()
        self._stream = stream
        self._held = io.BytesIO()
        self._rest = b""
        self._begin()

    def _begin(self) -> None:
        import zstandard

        self._frame = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).decompressobj()
        self._inside = False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill the buffer with the next unpacked bytes as far as they are at hand; 0 at the end."""
        while not (length := self._held.readinto(buffer)):
            packed = self._rest or self._stream.read(_SMALL)
            self._rest = b""
            if not packed:
                if self._inside:
                    raise EOFError("it ends in the middle of a frame")
                return 0
            self._held = io.BytesIO(self._frame.decompress(packed))
            self._inside = True
            if self._frame.eof:
                self._rest = self._frame.unused_data
                self._begin()
        return length
