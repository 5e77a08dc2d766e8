"""What stands twice and what is missing in files of any size: noted in buckets that go to disk when large."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO
from zlib import crc32

_BUCKETS = 64
_HELD = 400_000
"""Entries of all buckets that stay in memory."""


class Ledger:
    """Entries of a key and some fields; later asked bucket by bucket, all entries of a key together."""

    def __init__(self) -> None:
        self._held: list[list[str]] = [[] for _ in range(_BUCKETS)]
        self._files: list[IO[str] | None] = [None] * _BUCKETS
        self._count = 0

    def note(self, key: str, entry: str) -> None:
        """Keep an entry under a key; neither holds a tab or the end of a line."""
        self._held[crc32(key.encode()) % _BUCKETS].append(f"{key}\t{entry}\n")
        self._count += 1
        if self._count >= _HELD:
            self._spill()

    def _spill(self) -> None:
        for number, held in enumerate(self._held):
            file = self._files[number]
            if file is None:
                file = self._files[number] = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115  (closed below)
            file.write("".join(held))
            held.clear()
        self._count = 0

    def buckets(self) -> Iterator[dict[str, list[str]]]:
        """Key -> its entries in the order noted, a bucket at a time; afterwards nothing is held."""
        for number in range(_BUCKETS):
            found: dict[str, list[str]] = {}
            for line in self._lines(number):
                key, _, entry = line.rstrip("\n").partition("\t")
                found.setdefault(key, []).append(entry)
            yield found

    def _lines(self, number: int) -> Iterator[str]:
        if file := self._files[number]:
            file.seek(0)
            yield from file
            file.close()
            self._files[number] = None
        yield from self._held[number]
        self._held[number] = []

    def close(self) -> None:
        """Let go of the files of buckets that were not asked for."""
        for file in self._files:
            if file:
                file.close()
