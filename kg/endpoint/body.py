"""An answer on its way into a temporary file: unpacked, counted, and held to a size."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO

_IN_MEMORY = 8_000_000
"""Bytes of an answer that are held in memory; more go to disk."""
_PIECE = 1 << 20
_RATIO, _RATIO_FROM = 250, 20_000_000
"""An answer that unpacks to more than that many times its size is no answer, from that many bytes on."""


class BrokenBody(Exception):
    """The bytes are no whole answer; the text says why and how to mend it, the caller where."""


def spooled(pieces: Iterable[bytes], encoding: str, limit: int) -> IO[bytes]:
    """A temporary file with the unpacked bytes, at its beginning; the caller closes it.

    Raises BrokenBody for more than `limit` bytes, and for a packed stream that is broken or ends early.
    """
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (the caller closes it)
    size = 0
    try:
        for piece in _unpacked(pieces, encoding):
            size += len(piece)
            if size > limit:
                raise BrokenBody(f"the answer is larger than {limit:,} bytes (ask for less, say with LIMIT)")
            file.write(piece)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _unpacked(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    packing = encoding.strip().lower()
    if packing in {"", "identity"}:
        yield from pieces
    elif packing in {"gzip", "x-gzip"}:
        yield from _gunzipped(pieces)
    else:
        raise BrokenBody(f"the answer is packed by {encoding!r}, which was not asked for")


def _gunzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The unpacked bytes of one gzip member after another; the last must end."""
    unpacker = zlib.decompressobj(wbits=31)
    came = gave = 0
    try:
        for piece in pieces:
            came += len(piece)
            data = piece
            while data:
                if unpacker.eof:
                    unpacker = zlib.decompressobj(wbits=31)
                yield (new := unpacker.decompress(data, _PIECE))
                gave += len(new)
                if gave > _RATIO_FROM and gave > came * _RATIO:
                    raise BrokenBody(f"{came:,} bytes of gzip unpack to {gave:,} and more: that is no answer")
                data = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error as error:
        raise BrokenBody(f"its gzip stream is broken: {error} (ask again)") from None
    if came and not unpacker.eof:
        raise BrokenBody(f"its gzip stream ends too early, after {gave:,} bytes (ask again)")
