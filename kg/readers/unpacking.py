"""Streams of what is packed: every unpacked byte is counted, every error of a packer said in our words."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO

from kg.errors import Notepad
from kg.frames import Frames, Readable

HEAD = 512
"""Bytes by which a kind of package is told."""
FREE = 256_000_000
"""Unpacked bytes that are always allowed."""
RATIO = 200
"""Unpacked bytes for one packed byte beyond `FREE`; PubMed's files unpack to 8 to 15 times their size."""
_CHUNK = 1 << 16


class Spoilt(Exception):
    """A package that cannot be read further: what is wrong and its cure."""

    def __init__(self, what: str, cure: str = "", *, again: bool = False) -> None:
        self.what, self.cure, self.again = what, cure, again
        super().__init__(what, cure)

    def note(self, pad: Notepad) -> None:
        """Put it on the pad, once however often the same package is asked again."""
        if not self.again:
            self.again = True
            pad.error("", self.what, self.cure)


class Meter:
    """The outermost file, read as it is; knows how much may come out of all the packages in it."""

    def __init__(self, stream: BinaryIO, size: int | None) -> None:
        self.stream, self._size = stream, size
        self._read = self._unpacked = 0
        self._spoilt: Spoilt | None = None

    def read(self, size: int, /) -> bytes:
        """The next bytes of the file. Spoilt when the system does not give them."""
        try:
            data = self.stream.read(size)
        except OSError as error:
            raise Spoilt(f"cannot be read: {error.strerror or error}") from None
        self._read += len(data)
        return data

    def count(self, unpacked: int) -> None:
        """Note that so many bytes came out of a package. Spoilt when it is too much."""
        self._unpacked += unpacked
        given = self._size if self._size else self._read
        if self._unpacked > FREE + RATIO * given:
            what = f"unpacks to more than {RATIO} times its size: it seems made to fill the memory"
            self._spoilt = self._spoilt or Spoilt(what, "unpack it first if you trust it")
            raise self._spoilt


class _Raw(io.RawIOBase):
    """A readable thing as Python's raw stream, to be buffered."""

    def __init__(self, source: Readable) -> None:
        super().__init__()
        self._source = source

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill the buffer as far as one read does."""
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def as_stream(source: Readable) -> io.BufferedReader:
    """The source with a buffer, so that its head can be looked at."""
    return io.BufferedReader(_Raw(source), _CHUNK)


class Unpacked:
    """A packer's stream with its bytes counted and its errors told as Spoilt."""

    def __init__(
        self, source: Readable, meter: Meter, kind: str, errors: tuple[type[Exception], ...]
    ) -> None:
        self._source, self._meter, self._kind, self._errors = source, meter, kind, errors
        self._spoilt: Spoilt | None = None

    def read(self, size: int, /) -> bytes:
        """The next unpacked bytes. The same Spoilt as before once it could not be read further."""
        if self._spoilt:
            raise self._spoilt
        try:
            data = self._source.read(size)
        except self._errors as error:
            said = str(error) or type(error).__name__
            cure = "fetch it again; the records before this place were read"
            self._spoilt = Spoilt(f"the {self._kind} is broken or cut: {said}", cure)
            raise self._spoilt from None
        self._meter.count(len(data))
        return data


def gunzipped(stream: BinaryIO, meter: Meter) -> Unpacked:
    """The bytes in a gzip file."""
    return Unpacked(_Gzip(stream), meter, "gzip file", (EOFError, gzip.BadGzipFile, zlib.error))


class _Gzip:
    """A gzip file that gives what could be unpacked before it tells that it is cut."""

    def __init__(self, stream: BinaryIO) -> None:
        self._opened = gzip.GzipFile(fileobj=stream, mode="rb")

    def read(self, size: int, /) -> bytes:
        """The next unpacked bytes. EOFError where the file is cut."""
        return self._opened.read1(size)


def unxzed(stream: BinaryIO, meter: Meter) -> Unpacked:
    """The bytes in an xz file."""
    import lzma

    return Unpacked(lzma.LZMAFile(stream), meter, "xz file", (EOFError, lzma.LZMAError))


def bunzipped(stream: BinaryIO, meter: Meter) -> Unpacked:
    """The bytes in a bzip2 file."""
    import bz2

    return Unpacked(bz2.BZ2File(stream), meter, "bzip2 file", (EOFError, OSError))


def unzstandard(stream: BinaryIO, meter: Meter) -> Unpacked:
    """The bytes in a Zstandard file."""
    import zstandard

    return Unpacked(Frames(stream), meter, "Zstandard file", (EOFError, zstandard.ZstdError))
