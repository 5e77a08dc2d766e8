"""RDF/XML whose end is proven: the engine takes a file that breaks off in an element for a whole one."""

from __future__ import annotations

import io
import re
from typing import IO

_HEAD, _TAIL = 1 << 14, 1 << 12
"""Bytes of the beginning and of the end that are looked at."""
_BEFORE = re.compile(
    rb"<\?.*?(?:\?>|\Z)|<!--.*?(?:-->|\Z)|<!DOCTYPE[^\[>]*(?:\[.*?(?:\]\s*|\Z))?(?:>|\Z)", re.DOTALL
)
"""What may stand before the outermost element."""
_ROOT = re.compile(rb"<([^\s/>!?]+)")
_END = re.compile(rb"</([^\s>]+)\s*>(?:\s|<!--(?:(?!-->).)*-->|<\?(?:(?!\?>).)*\?>)*\Z", re.DOTALL)

_ALONE = re.compile(rb"\s*<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*/>\s*")
"""An element without content and nothing else."""


class Proven(io.RawIOBase):
    """The bytes of a document. At the end ValueError is raised when its outermost element is not closed."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream
        self._head = self._tail = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill the buffer as far as one read does; 0 at the end of a whole document."""
        data = self._stream.read(len(buffer))
        if not data:
            self._prove()
        buffer[: len(data)] = data
        self._head += data[: max(_HEAD - len(self._head), 0)]
        self._tail = (self._tail + data[-_TAIL:])[-_TAIL:]
        return len(data)

    def _prove(self) -> None:
        head = _BEFORE.sub(b" ", self._head)
        root = _ROOT.search(head)
        if root is None or b"\0" in head:  # no XML, or in UTF-16: the engine says what is wrong
            return
        closed = _END.search(self._tail)
        if (closed is None or closed[1] != root[1]) and not _ALONE.fullmatch(head):
            raise ValueError(f"unexpected end of file: <{root[1].decode('utf-8', 'replace')}> is not closed")


def proven(stream: IO[bytes]) -> IO[bytes]:
    """The stream with its end proven."""
    return io.BufferedReader(Proven(stream), 1 << 16)
