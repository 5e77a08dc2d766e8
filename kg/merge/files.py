"""Files as a merge sees them: their names, digests, and text as a stream."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from kg import store
from kg.merge import sssom


def stem(path: Path) -> str:
    """The file's name without the suffixes that say its format.

    >>> stem(Path("a/graph.v2.nq.gz")), stem(Path("mondo.sssom.tsv"))
    ('graph.v2', 'mondo')
    """
    name = path.name
    for ending in sssom.ENDINGS:
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    if path.suffix.lower() in store.COMPRESSED:
        name = Path(name).stem
    return Path(name).stem if Path(name).suffix.lower() in store.SUFFIXES else name


class Pieces:
    """Pieces of text as a stream of bytes."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = iter(pieces)

    def read(self, size: int) -> bytes:
        """The next pieces, about `size` bytes; none at the end."""
        held: list[str] = []
        length = 0
        for piece in self._pieces:
            held.append(piece)
            length += len(piece)
            if length >= size:
                break
        return "".join(held).encode()


def digest(*paths: Path) -> str:
    """The SHA-256 of a file; of a folder or several files, that of their names and digests."""
    if len(paths) == 1 and not paths[0].is_dir():
        with paths[0].open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    if len(paths) == 1:
        paths = tuple(child for child in paths[0].rglob("*") if child.is_file())
    said = "".join(sorted(f"{path.name} {digest(path)}\n" for path in paths))
    return hashlib.sha256(said.encode()).hexdigest()
