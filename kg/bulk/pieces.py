"""The inputs cut into pieces: lines of cases, small files, and what is read of large files and archives.

Where a piece ends depends on what stands there, not on how much came before, so that a line more or a file
less changes the pieces around it and leaves the others as they were.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from kg import foreign, readers
from kg.case import Case, Publication
from kg.errors import Fault, Notepad
from kg.extraction.steps import state_of
from kg.pipeline import residue
from kg.readers import packages
from kg.readers.case_yaml import MAX_CHARACTERS
from kg.readers.unpacking import Spoilt

LINES = 1_000
"""Lines of a piece, in the middle."""
MOST_LINES = 4_000
FILES = 32
"""Files of a piece, in the middle."""
ITEMS = 64
"""Documents or cases that a piece of a large file or archive holds."""
SMALL = 1_000_000
"""Bytes up to which a file is read by the process that builds it."""

Item = Case | tuple[Publication, str]
"""A case, or a document with the name of the file it stands in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A share of the inputs."""

    key: str
    """Made of all that decides what becomes of it."""
    source: str
    """The file that messages name; '' where the piece has several."""
    first: int = 1
    """Line of the file that the piece begins with."""
    size: int = 0
    """Bytes of the inputs that it is."""
    lines: bytes = b""
    files: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    faults: tuple[Fault, ...] = ()
    """What was wrong before its items could be had."""


def pieces(names: Iterable[str], salt: str) -> Iterator[Piece]:
    """Yield the pieces of all inputs in order; `salt` holds what decides besides the inputs.

    Raises FaultsError for inputs that are not there.
    """
    small: list[str] = []
    for name in names:
        plain = name != readers.STANDARD_INPUT and Path(name).is_file()
        lined = _is_lined(name) if plain else False
        if plain and not lined and Path(name).stat().st_size <= SMALL and not _is_packed(name):
            small.append(name)
            if crc32(name.encode("utf-8", "surrogatepass")) % FILES == 0 or len(small) >= 4 * FILES:
                yield _of_files(small, salt)
                small = []
            continue
        if small:
            yield _of_files(small, salt)
            small = []
        yield from _of_lines(name, salt) if lined else _of_items(name, salt)
    if small:
        yield _of_files(small, salt)


def _is_packed(name: str) -> bool:
    return Path(name).suffix.lower() in {".gz", ".zst", ".zip", ".tar", ".tgz", ".xz", ".bz2"}


def _is_lined(name: str) -> bool:
    """True for a file, also a compressed one, whose first line is a case in JSON."""
    for part in packages.parts(name, Notepad(name)):
        try:
            line = part.stream.readline(MAX_CHARACTERS)
        except (Spoilt, OSError):
            return False
        if part.packed or not line.startswith(b"{"):
            return False
        try:
            first = json.loads(line)
        except (ValueError, RecursionError):
            return False
        return isinstance(first, dict) and "case" in first
    return False


def _key(salt: str, *parts: bytes) -> str:
    found = sha256(salt.encode())
    for part in parts:
        found.update(b"%d:" % len(part) + part)
    return found.hexdigest()[:32]


def _state(name: str) -> bytes:
    # a file that could not be read and now can be is another one
    return repr([*state_of(name), os.access(name, os.R_OK)]).encode()


def _of_files(names: list[str], salt: str) -> Piece:
    size = sum(Path(name).stat().st_size for name in names)
    return Piece(_key(salt, b"files", *map(_state, names)), "", size=size, files=tuple(names))


def _of_lines(name: str, salt: str) -> Iterator[Piece]:
    pad = Notepad(name)
    for part in packages.parts(name, pad):
        yield from _cut(part.stream, name, salt)
    if pad.faults:
        yield Piece(_key(salt, b"broken", _state(name)), name, faults=tuple(pad.faults))


def _cut(stream: BinaryIO, name: str, salt: str) -> Iterator[Piece]:
    """The lines of the stream; where it cannot be read further, a piece with the fault ends it."""
    held: list[bytes] = []
    first = number = 1
    pad = Notepad(name)
    while line := _line(stream, pad):
        held.append(line)
        number += 1
        if (len(held) >= LINES // 2 and crc32(line) % (LINES // 2) == 0) or len(held) >= MOST_LINES:
            yield _piece_of_lines(held, first, name, salt)
            held, first = [], number
    if held or pad.faults:
        yield _piece_of_lines(held, first, name, salt, tuple(pad.faults))


def _line(stream: BinaryIO, pad: Notepad) -> bytes:
    try:
        return stream.readline(4 * MAX_CHARACTERS)
    except Spoilt as error:
        error.note(pad)
        return b""


def _piece_of_lines(
    held: list[bytes], first: int, name: str, salt: str, faults: tuple[Fault, ...] = ()
) -> Piece:
    lines = b"".join(held)
    said = repr(faults).encode() if faults else b""
    return Piece(_key(salt, b"lines", lines, said), name, first, len(lines), lines=lines, faults=faults)


def _of_items(name: str, salt: str) -> Iterator[Piece]:
    """What is read of a file in this process, in pieces of so many; the last brings what is left to say."""
    pad = Notepad("<stdin>" if name == readers.STANDARD_INPUT else name)
    state = _state(name) if Path(name).is_file() else b""
    size = Path(name).stat().st_size if state else 0
    held: list[Item] = []
    number = 0
    for item in () if state and is_foreign(name, pad) else readers.read_either(name, pad, residue):
        held.append(item)
        if len(held) == ITEMS:
            yield _piece_of_items(held, number, pad, (salt, state))
            held, number = [], number + 1
    last = _piece_of_items(held, number, pad, (salt, state))
    yield replace(last, size=size)


def is_foreign(name: str, pad: Notepad) -> bool:
    """True for a graph of another project, which is no case; how to build it is then said on the pad."""
    form = foreign.format_of(name)
    if form:
        cure = f"build it by itself: kg build {name} -o OUT, without --parts and --jobs"
        Notepad(name, pad.faults).error("", f"is a graph of another project ({form.name})", cure)
    return form is not None


def _piece_of_items(held: list[Item], number: int, pad: Notepad, about: tuple[str, bytes]) -> Piece:
    salt, state = about
    faults = tuple(pad.faults)
    pad.faults.clear()
    told = (state or repr(held).encode(), b"%d" % number, repr(faults).encode() if faults else b"")
    return Piece(_key(salt, b"items", *told), pad.source, items=tuple(held), faults=faults)
