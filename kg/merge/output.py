"""The last look: sorted lines become the merged graph, each quad once, counted and compared on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kg.merge.lines import BLOCK
from kg.merge.looking import Look, look
from kg.merge.records import is_kept_aside
from kg.merge.report import Clash
from kg.merge.sorting import Part
from kg.workers import pair, spread

_END = b"\xff"
"""Sorts after all nodes."""


@dataclass
class Tally:
    """What was counted and found in the quads."""

    written: int = 0
    first: Counter[bytes] = field(default_factory=Counter)
    """Number of the input -> quads that it is the first to have; those of the merge itself under '.'."""
    clashes: list[Clash] = field(default_factory=list)
    dangling: list[str] = field(default_factory=list)
    """Nodes that the graph refers to and does not describe."""

    def add(self, other: Tally) -> None:
        """Take in the tally of later quads."""
        self.written += other.written
        self.first += other.first
        self.clashes += other.clashes
        self.dangling += other.dangling


def merged(
    quads: Sequence[Part], referred: Sequence[Part], width: int, folder: Path, tally: Tally
) -> Iterator[bytes]:
    """The quads, sorted, each once, in blocks of whole lines; the tally is full when all have passed.

    `width` is that of the number behind each quad. Several parts are looked at in several processes.
    """
    if len(quads) == 1:
        yield from Outlet(width, referred[0].lines(), tally).pieces(quads[0].blocks())
        return

    def looked_at(number: int) -> tuple[Path, Tally]:
        outlet = Outlet(width, referred[number].lines(), Tally())
        path = folder / f"part-{number}"
        with path.open("wb") as out:
            out.writelines(outlet.pieces(quads[number].blocks()))
        return path, outlet.tally

    for path, found in spread(looked_at, range(len(quads)), pair()):
        tally.add(found)
        with path.open("rb") as part:
            yield from iter(partial(part.read, BLOCK), b"")
        path.unlink()


@dataclass
class Outlet:
    """Counts and compares the quads that pass."""

    width: int
    """Bytes of the number that stands behind each quad."""
    referred: Iterator[bytes]
    """The nodes that the graph refers to, sorted."""
    tally: Tally
    _last: bytes = b"\n"
    """The last quad, with its line's end."""
    _key: tuple[bytes, bytes] = (b"", b"")
    _values: list[tuple[bytes, bytes]] = field(default_factory=list)
    _waiting: set[bytes] = field(default_factory=set)
    """The last subject, when it is described."""

    def __post_init__(self) -> None:
        self._next = next(self.referred, _END)

    def pieces(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The quads, sorted, each once, in blocks of whole lines."""
        for block in blocks:
            if quads := self._of_one_input(block) or self._of_several(block):
                self._last = quads[quads.rfind(b"\n", 0, -1) + 1 :]
                seen = look(quads)
                for value in seen.values:
                    self._compare(*value)
                self._miss(seen)
                yield quads
        self._close()
        self._miss(Look(_END, set(), []))

    def _of_one_input(self, block: bytes) -> bytes:
        """The quads of a block whose lines all come from one input; none when they do not."""
        end = block[-self.width - 2 :]
        quads = block.replace(end, b"\n")
        if b"\t" in quads or quads.startswith(self._last):
            return b""
        count = (len(block) - len(quads)) // (self.width + 1)
        self.tally.first[end[1:-1]] += count
        self.tally.written += count
        return quads

    def _of_several(self, block: bytes) -> bytes:
        """The quads of a block, each once; none when the last block had them."""
        width = self.width + 1
        lines = block.split(b"\n")
        lines.pop()
        lines.reverse()  # of equal quads the first is to be kept, and a dict keeps the last
        tags = [line[1 - width :] for line in lines]
        first = dict(zip([line[:-width] for line in lines], tags, strict=True))
        first.pop(self._last[:-1], None)
        self.tally.first.update(first.values())
        self.tally.written += len(first)
        return b"\n".join([*reversed(first), b""])

    def _compare(self, subject: bytes, predicate: bytes, rest: bytes) -> None:
        if (subject, predicate) != self._key:
            self._close()
            self._key = (subject, predicate)
        if not is_kept_aside(rest):
            value, graph = rest[:-2].rsplit(b" ", 1)
            self._values.append((value, graph))

    def _close(self) -> None:
        """Keep the values of one property of one thing when they differ."""
        if len(self._values) > 1:
            found = Clash.of(*self._key, self._values)
            if found:
                self.tally.clashes.append(found)
        self._values = []

    def _miss(self, seen: Look) -> None:
        """Note what is referred to and should have been described by now.

        Whether the last subject is described may be said in the next block only.
        """
        described = seen.described | self._waiting
        while self._next < seen.last:
            if self._next not in described:
                self.tally.dangling.append(self._next[1:-1].decode())
            self._next = next(self.referred, _END)
        self._waiting = described & {seen.last}
