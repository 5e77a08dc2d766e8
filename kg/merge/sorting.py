"""Sorting more lines than memory holds: GNU sort where it is installed, runs merged by Python elsewhere.

GNU sort uses both cores and a fixed memory, and beats whatever Python could do; it is looked for, and
proven to be GNU's by its own word, once.
"""

from __future__ import annotations

import heapq
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import IO

from kg.errors import KgError, printable
from kg.workers import pair

MEMORY = 100 << 20
"""Bytes that a sorter holds, unless it is told otherwise."""
LARGE = 800 << 20
"""Bytes for the one sorter that all quads go through."""
_RUN = 64 << 20
"""Bytes of a run, where Python sorts."""
_PIECE = 1 << 20


@lru_cache(maxsize=1)
def program() -> str | None:
    """The path of GNU sort; None when the system has none."""
    found = shutil.which("sort")
    if found is None:
        return None
    said = subprocess.run([found, "--version"], capture_output=True, check=False)  # noqa: S603
    return found if b"GNU coreutils" in said.stdout else None


class Sorter:
    """Takes lines in any order and gives them back sorted by their bytes, each once."""

    def __init__(self, folder: Path, memory: int = MEMORY) -> None:
        self._folder = folder
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._held: list[bytes] = []
        self._size = 0
        self._runs: list[Path] = []

    def add(self, lines: bytes) -> None:
        """Take whole lines, each with its end."""
        if self._process:
            self._feed(lines)
            return
        self._held.append(lines)
        self._size += len(lines)
        if self._size > _RUN:
            if program():
                self._start()
            else:
                self._write_run()

    @property
    def jobs(self) -> int:
        """How many processes its lines are worth: one, unless they go beyond memory."""
        return pair() if self._process or self._runs else 1

    def blocks(self) -> Iterator[bytes]:
        """All lines sorted, in blocks of whole lines. Nothing can be added any more."""
        if self._process:
            yield from self._from_process(self._process)
        elif self._runs:
            self._write_run()
            yield from _merged(self._runs)
        else:
            lines = _sorted(self._held)
            self._held = []
            for start in range(0, len(lines), 10_000):
                yield b"".join(lines[start : start + 10_000])

    def close(self) -> None:
        """End the program, if it runs."""
        if self._process:
            self._process.kill()
            for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
                if stream:
                    with suppress(BrokenPipeError):  # what it had not read yet is not needed
                        stream.close()
            self._process.wait()

    def _start(self) -> None:
        size = f"{self._memory >> 10}K"
        words = [str(program()), "-u", "--parallel=2", "-S", size, "-T", str(self._folder)]
        self._process = subprocess.Popen(  # noqa: S603  (our own words; the folder is one argument)
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C"},
        )
        held, self._held = self._held, []
        for piece in held:
            self._feed(piece)

    def _feed(self, lines: bytes) -> None:
        assert self._process is not None and self._process.stdin is not None
        try:
            self._process.stdin.write(lines)
        except BrokenPipeError:
            raise self._failure(self._process) from None

    def _from_process(self, process: subprocess.Popen[bytes]) -> Iterator[bytes]:
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.close()
        except BrokenPipeError:
            raise self._failure(process) from None
        rest = b""
        while piece := process.stdout.read(_PIECE):
            cut = piece.rfind(b"\n") + 1
            if cut:
                yield rest + piece[:cut]
                rest = piece[cut:]
            else:
                rest += piece
        if process.wait():
            raise self._failure(process)

    def _failure(self, process: subprocess.Popen[bytes]) -> KgError:
        said = process.stderr.read().decode("utf-8", "replace") if process.stderr else ""
        last = said.strip().rpartition("\n")[2].rpartition(": ")[2] or f"exit code {process.wait()}"
        return KgError(f"{self._folder.parent}: there is no room for sorting: {printable(last)}")

    def _write_run(self) -> None:
        path = self._folder / f"run-{id(self):x}-{len(self._runs)}"
        with path.open("wb") as out:
            out.writelines(_sorted(self._held))
        self._runs.append(path)
        self._held, self._size = [], 0


def _sorted(held: Iterable[bytes]) -> list[bytes]:
    lines = sorted(set(b"".join(held).split(b"\n")))
    return [line + b"\n" for line in lines if line]


def _merged(runs: Iterable[Path]) -> Iterator[bytes]:
    """The lines of sorted files, sorted, each once."""
    streams: list[IO[bytes]] = [path.open("rb") for path in runs]
    try:
        held = []
        for line, _ in groupby(heapq.merge(*streams)):
            held.append(line)
            if len(held) == 10_000:
                yield b"".join(held)
                held = []
        yield b"".join(held)
    finally:
        for stream in streams:
            stream.close()
