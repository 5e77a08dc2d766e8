"""Sorting more lines than memory holds: sorted runs on disk, merged by GNU sort where it is installed.

Python sorts a run about as fast as GNU sort does, and where the lines are made, so that they pass through no
pipe; merging runs is what it is slow at. GNU sort is looked for, and proven by its own word, once.
"""

from __future__ import annotations

import heapq
import os
import shutil
import subprocess
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path

from kg.errors import KgError, printable

RUN = 32 << 20
"""Bytes of a run: what is held at once."""
_AT_ONCE = 200
"""Runs that are merged at once, since a process may have only so many open files."""
_MEMORY = "16M"
"""What GNU sort may hold while it merges; more is not faster."""
_PIECE = 1 << 20


@lru_cache(maxsize=1)
def program() -> str | None:
    """The path of GNU sort; None when the system has none."""
    found = shutil.which("sort")
    if found is None:
        return None
    said = subprocess.run([found, "--version"], capture_output=True, check=False)  # noqa: S603
    return found if b"GNU coreutils" in said.stdout else None


def split(blocks: Iterable[bytes]) -> list[bytes]:
    """The lines of these blocks, without their ends."""
    lines = b"".join(blocks).split(b"\n")
    lines.pop()
    return lines


def write_run(lines: Iterable[bytes], path: Path, bounds: Sequence[bytes] = ()) -> list[Path]:
    """Write these lines, which have no ends, sorted; to a file for each part between bounds."""
    ordered = sorted(lines)
    cuts = [0, *(bisect_left(ordered, bound) for bound in bounds), len(ordered)]
    paths = [path.with_name(f"{path.name}-{number}") for number in range(len(cuts) - 1)]
    for part, (start, end) in zip(paths, pairwise(cuts), strict=True):
        with part.open("wb") as out:
            out.write(b"\n".join([*ordered[start:end], b""]))
    return paths


class Sorter:
    """Takes lines in any order and gives them back sorted by their bytes, each once.

    What goes beyond memory is parted at `bounds`, so that several processes can take a part each.
    """

    def __init__(self, folder: Path, bounds: Sequence[bytes] = ()) -> None:
        self._folder = folder
        self._bounds = bounds
        self._held: list[bytes] = []
        self._size = 0
        self._runs: list[list[Path]] = []

    def add(self, lines: bytes) -> None:
        """Take whole lines, each with its end."""
        self._held.append(lines)
        self._size += len(lines)
        if self._size > RUN:
            self._write_run()

    def add_run(self, paths: list[Path]) -> None:
        """Take sorted lines that `write_run` has written with the same bounds."""
        self._runs.append(paths)

    def parts(self) -> list[Part]:
        """All lines, part by part; one part for what memory holds. Nothing can be added any more."""
        if not self._runs:
            return [Part(self._folder, (), sorted(set(split(self._held))))]
        if self._size:
            self._write_run()
        return [Part(self._folder, runs) for runs in zip(*self._runs, strict=True)]

    def lines(self) -> Iterator[bytes]:
        """All lines sorted, without their ends. Nothing can be added any more."""
        return (line for part in self.parts() for line in part.lines())

    def _write_run(self) -> None:
        path = self._folder / f"run-{id(self):x}-{len(self._runs)}"
        self.add_run(write_run(split(self._held), path, self._bounds))
        self._held, self._size = [], 0


@dataclass(frozen=True)
class Part:
    """Lines between two bounds: sorted runs on disk, or what memory holds."""

    folder: Path
    runs: Sequence[Path]
    held: Sequence[bytes] = ()

    def blocks(self) -> Iterator[bytes]:
        """The lines sorted, each once, in blocks of whole lines."""
        if not self.runs:
            for start in range(0, len(self.held), 10_000):
                yield b"\n".join([*self.held[start : start + 10_000], b""])
        elif found := program():
            yield from self._merged_by(found)
        else:
            yield from _merged(self.runs)

    def lines(self) -> Iterator[bytes]:
        """The lines sorted, each once, without their ends."""
        return (line for block in self.blocks() for line in block.split(b"\n") if line)

    def _merged_by(self, sort: str) -> Iterator[bytes]:
        """The lines of the runs, merged by GNU sort. Raises KgError when it fails, for a full disk, say."""
        names = b"".join(os.fsencode(path) + b"\0" for path in self.runs)
        listed = self.runs[0].with_name(f"{self.runs[0].name}-and-others")
        listed.write_bytes(names)
        words = [sort, "-m", "-u", f"--batch-size={_AT_ONCE}", "-S", _MEMORY, "-T", str(self.folder)]
        process = subprocess.Popen(  # noqa: S603  (our own words; each file is one argument)
            [*words, f"--files0-from={listed}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C"},
        )
        with process:
            try:
                yield from _blocks(process)
                if process.wait():
                    raise self._failure(process)
            finally:
                process.kill()  # when nobody wants the rest

    def _failure(self, process: subprocess.Popen[bytes]) -> KgError:
        said = process.stderr.read().decode("utf-8", "replace") if process.stderr else ""
        last = said.strip().rpartition("\n")[2].rpartition(": ")[2] or f"exit code {process.returncode}"
        return KgError(f"{self.folder.parent}: there is no room for sorting: {printable(last)}")


def _blocks(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """What the process writes, in blocks of whole lines."""
    assert process.stdout is not None
    rest = b""
    while piece := process.stdout.read(_PIECE):
        cut = piece.rfind(b"\n") + 1
        if cut:
            yield rest + piece[:cut]
            rest = piece[cut:]
        else:
            rest += piece


def _merged(runs: Iterable[Path]) -> Iterator[bytes]:
    """The lines of sorted files, sorted, each once."""
    with ExitStack() as stack:
        streams = [stack.enter_context(path.open("rb")) for path in runs]
        held = []
        for line, _ in groupby(heapq.merge(*streams)):
            held.append(line)
            if len(held) == 10_000:
                yield b"".join(held)
                held = []
        yield b"".join(held)
