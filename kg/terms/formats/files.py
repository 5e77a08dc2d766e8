"""Opening a release, compressed or not."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import KgError
from kg.frames import Frames
from kg.terms.formats.entry import unreadable


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, unpacked when it is gzip, zstandard, xz or bzip2 (told by its first bytes).

    A missing file is a KgError, a damaged archive a FaultsError.
    """
    import zstandard

    try:
        with path.open("rb") as raw:
            magic = raw.peek(6)[:6]
            with _unpacked(raw, magic) as stream:
                yield cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream), 1 << 20))
    except (gzip.BadGzipFile, EOFError, lzma.LZMAError, zstandard.ZstdError) as error:
        raise unreadable(path, f"the archive is damaged: {error}") from error
    except OSError as error:
        raise KgError(f"{path}: cannot be read: {error.strerror or error}") from error


def _unpacked(raw: BinaryIO, magic: bytes) -> BinaryIO:
    if magic.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=raw))
    if magic.startswith(b"\xfd7zXZ"):
        return cast(BinaryIO, lzma.LZMAFile(raw))
    if magic.startswith(b"BZh"):
        return cast(BinaryIO, bz2.BZ2File(raw))
    if magic.startswith(b"\x28\xb5\x2f\xfd"):
        return cast(BinaryIO, Frames(raw))
    return raw


@contextmanager
def text_lines(path: Path, *, ends: bool = False) -> Iterator[Iterator[tuple[int, str]]]:
    """The file's lines with their numbers, without line ends or with; FaultsError where it is not UTF-8."""
    with opened(path) as stream:
        lines = _decoded(path, stream)
        yield lines if ends else ((number, line.rstrip("\r\n")) for number, line in lines)


def _decoded(path: Path, stream: BinaryIO) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(stream, 1):
        try:
            yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise unreadable(path, f"the line is not UTF-8 text: {error.reason}", line=number) from error


def head(path: Path, size: int = 65_536) -> str:
    """The first `size` bytes as text, whatever they are."""
    with opened(path) as stream:
        return stream.read(size).decode("utf-8-sig", errors="replace")
