"""The last look: sorted lines become the merged graph, each quad once, counted and compared on the way."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.merge.looking import Look
from kg.merge.records import is_kept_aside
from kg.merge.report import Clash
from kg.merge.sorting import Sorter
from kg.workers import spread


@dataclass
class Outlet:
    """Counts and compares the quads that pass."""

    base: str
    width: int
    """Bytes of the number that stands behind each quad."""
    described: Sorter
    """Takes ids as they are described (0) or referred to (1)."""
    jobs: int = 1
    """Processes that look at the quads."""
    written: int = 0
    first: Counter[bytes] = field(default_factory=Counter)
    """Number of the input -> quads that it is the first to have; those of the merge itself under '.'."""
    clashes: list[Clash] = field(default_factory=list)
    _last: bytes = b"\n"
    """The last quad, with its line's end."""
    _key: tuple[bytes, bytes] = (b"", b"")
    _values: list[tuple[bytes, bytes]] = field(default_factory=list)

    def pieces(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The quads, sorted, each once, in blocks of whole lines.

        They are looked at in `jobs` processes while the next ones are sorted.
        """
        held: deque[bytes] = deque()

        def sent() -> Iterator[bytes]:
            for block in blocks:
                if quads := self._of_one_input(block) or self._of_several(block):
                    self._last = quads[quads.rfind(b"\n", 0, -1) + 1 :]
                    held.append(quads)
                    yield quads

        for values, nodes in spread(Look(self.base).at, sent(), self.jobs):
            for value in values:
                self._compare(*value)
            if nodes:
                self.described.add(nodes)
            yield held.popleft()
        self._close()

    def _of_one_input(self, block: bytes) -> bytes:
        """The quads of a block whose lines all come from one input; none when they do not."""
        end = block[-self.width - 2 :]
        quads = block.replace(end, b"\n")
        if b"\t" in quads or quads.startswith(self._last):
            return b""
        count = (len(block) - len(quads)) // (self.width + 1)
        self.first[end[1:-1]] += count
        self.written += count
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
        self.first.update(first.values())
        self.written += len(first)
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
                self.clashes.append(found)
        self._values = []


def dangling(blocks: Iterable[bytes]) -> Iterator[str]:
    """The ids that are referred to and never described."""
    last = b""
    for block in blocks:
        for line in block.splitlines():
            node, mark = line[:-2], line[-1:]
            if mark == b"1" and node != last:
                yield node[1:-1].decode()
            last = node
