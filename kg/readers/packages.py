"""What is packed in a file (gzip, Zstandard, xz, bzip2, tar, zip, also inside each other), told by content.

Members are read where they stand: never written to disk, never found by their names, which only serve
in messages. What grows beyond all measure while it is unpacked is refused.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Self

from kg.errors import Notepad
from kg.readers.unpacking import (
    HEAD,
    Meter,
    Spoilt,
    Unpacked,
    as_stream,
    bunzipped,
    gunzipped,
    unxzed,
    unzstandard,
)

if TYPE_CHECKING:
    import tarfile
    import zipfile

MAX_LEVELS = 4
"""Packages inside each other; '.zip' of '.tar.gz' has three."""
MAX_HELD = 64_000_000
"""Bytes of a zip archive that does not stand in a file of its own and is held in memory."""
STANDARD_INPUT = "-"
_SINGLE = {"gzip": gunzipped, "zstd": unzstandard, "xz": unxzed, "bzip2": bunzipped}
"""Packages of a single file -> what opens them."""
_LONGEST_HEADER = 100_000
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"SQLite format 3", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Part:
    """One file, or one member of an archive."""

    name: str
    """As messages name it: 'records.zip/one.xml'."""
    stem: str
    """Its own name without folder and suffix; '' for standard input."""
    stream: BinaryIO
    packed: bool = False
    """True for a member of an archive, among which other things than records are usual."""


def parts(name: str, pad: Notepad) -> Iterator[Part]:
    """Yield the file, or what is packed in it, each to be read before the next is asked for.

    What cannot be opened is noted on the pad; reading a part raises Spoilt where it cannot go on.
    """
    with ExitStack() as stack:
        try:
            stream, size = _opened(name, stack)
        except OSError as error:
            pad.error("", f"cannot be read: {error.strerror or error}")
            return
        meter = Meter(stream, size)
        stem = "" if name == STANDARD_INPUT else stem_of(name)
        yield from _each(Part(pad.source, stem, as_stream(meter)), meter, pad, 1)


def _opened(name: str, stack: ExitStack) -> tuple[BinaryIO, int | None]:
    """The open file and its size, None for standard input."""
    if name == STANDARD_INPUT:
        return sys.stdin.buffer, None
    path = Path(name)
    return stack.enter_context(path.open("rb")), path.stat().st_size


def _each(part: Part, meter: Meter, pad: Notepad, level: int) -> Iterator[Part]:
    """The part or what is in it; what cannot be unpacked is noted under its name."""
    try:
        yield from _unpacked(part, meter, pad, level)
    except Spoilt as error:
        error.note(Notepad(part.name, pad.faults))


def head_of(part: Part) -> bytes:
    """The first bytes of the part, which stay to be read."""
    return _peeked(part.stream)


def is_binary(part: Part) -> bool:
    """True for a picture, a PDF and the like, as full texts are packed with."""
    head = _peeked(part.stream)
    return head.startswith(_BINARY) or (b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")))


def stem_of(name: str) -> str:
    """A file's own name without folder, suffix and the suffix of its packing.

    >>> stem_of("a/case-1.txt.gz"), stem_of("../.."), stem_of("v1.2.txt")
    ('case-1', '..', 'v1.2')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    bare = re.sub(r"\.(?:gz|zst|xz|bz2|zip|tar|tgz)\Z", "", last, flags=re.IGNORECASE)
    return PurePosixPath(bare).stem if bare != ".." else bare


def _unpacked(part: Part, meter: Meter, pad: Notepad, level: int) -> Iterator[Part]:
    head = _peeked(part.stream)
    kind = _kind(head)
    if kind and level > MAX_LEVELS:
        raise Spoilt(f"more than {MAX_LEVELS} packages stand inside each other", "unpack it first")
    if unpack := _SINGLE.get(kind or ""):
        opened = unpack(part.stream, meter)
        inner = Part(part.name, part.stem, as_stream(opened), part.packed)
        yield from _unpacked(inner, meter, pad, level + 1)
    elif kind == "tar":
        yield from _tar(part, meter, pad, level)
    elif kind == "zip":
        yield from _zip(part, meter, pad, level)
    else:
        yield part


def _peeked(stream: BinaryIO) -> bytes:
    return stream.peek(HEAD)[:HEAD] if isinstance(stream, io.BufferedReader) else b""


def _kind(head: bytes) -> str | None:
    """The kind of package that begins so."""
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"\x28\xb5\x2f\xfd"):
        return "zstd"
    if head.startswith(b"\xfd7zXZ\x00"):
        return "xz"
    if head.startswith(b"BZh") and head[4:10] == b"1AY&SY":
        return "bzip2"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    return "tar" if head[257:262] == b"ustar" else None


def _member(part: Part, name: str, stream: BinaryIO) -> Part:
    return Part(f"{part.name}/{name}", stem_of(name), stream, packed=True)


def _is_hidden(name: str) -> bool:
    """As in folders: names with a dot in front are not meant to be read, nor what macOS adds."""
    return any(step.startswith((".", "__MACOSX")) for step in name.split("/") if step not in {".", ".."})


def _tar(part: Part, meter: Meter, pad: Notepad, level: int) -> Iterator[Part]:
    import tarfile

    try:
        with tarfile.open(fileobj=part.stream, mode="r|", tarinfo=_careful_info()) as archive:
            while (info := archive.next()) is not None:
                archive.members = []  # type: ignore[attr-defined]  # of no use here, and grows
                if not info.isreg() or info.issparse() or _is_hidden(info.name):
                    continue
                if (found := archive.extractfile(info)) is not None:
                    yield from _each(_member(part, info.name, as_stream(found)), meter, pad, level + 1)
    except (tarfile.TarError, EOFError, ValueError) as error:
        said = str(error) or type(error).__name__
        cure = "save it again; the members before this place were read"
        raise Spoilt(f"the tar archive is broken or cut: {said}", cure) from None


def _careful_info() -> type[tarfile.TarInfo]:
    """A reader of headers that takes no name of a member longer than any file has."""
    import tarfile

    class Careful(tarfile.TarInfo):
        @classmethod
        def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
            """The header in a block."""
            info = super().frombuf(buf, encoding, errors)
            if info.size > _LONGEST_HEADER and info.type not in tarfile.REGULAR_TYPES:
                raise tarfile.ReadError(f"a header of {info.size:,} bytes")
            return info

    return Careful


def _zip(part: Part, meter: Meter, pad: Notepad, level: int) -> Iterator[Part]:
    import zipfile

    try:
        with zipfile.ZipFile(_seekable(part, meter, level)) as archive:
            if "[Content_Types].xml" in archive.NameToInfo:
                raise Spoilt("this is an Office document, not text", "save it as plain text")
            for info in archive.infolist():
                if not info.is_dir() and not _is_hidden(info.filename):
                    yield from _zipped(archive, info, part, (meter, pad, level))
    except (zipfile.BadZipFile, ValueError) as error:
        raise Spoilt(f"the zip archive is broken or cut: {error}", "save it again") from None


def _seekable(part: Part, meter: Meter, level: int) -> BinaryIO:
    """The archive as a zip must be read: from its end."""
    if level == 1 and meter.stream.seekable():
        meter.stream.seek(0)
        return meter.stream
    held = part.stream.read(MAX_HELD + 1)
    if len(held) > MAX_HELD:
        what = f"a zip archive of more than {MAX_HELD:,} bytes that is no file of its own"
        raise Spoilt(what, "save it as a file and give that")
    return io.BytesIO(held)


def _zipped(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, part: Part, rest: tuple[Meter, Notepad, int]
) -> Iterator[Part]:
    import lzma
    import zipfile
    import zlib

    meter, pad, level = rest
    errors = (EOFError, OSError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
    try:
        with archive.open(info) as found:
            stream = as_stream(Unpacked(found, meter, "member of the zip archive", errors))
            yield from _each(_member(part, info.filename, stream), meter, pad, level + 1)
    except (*errors, NotImplementedError, RuntimeError) as error:
        # RuntimeError: encrypted; NotImplementedError: a way of packing that Python does not know.
        member = Notepad(f"{part.name}/{info.filename}", pad.faults)
        member.error("", f"cannot be unpacked: {error}", "unpack the archive first")
