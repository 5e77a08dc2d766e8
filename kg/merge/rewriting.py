"""The second look at the inputs: ids become the leaders of their cliques, and every use is noted.

Lines leave as `quad TAB number of the input`, so that sorting brings equal quads together, the first input's
in front. Four sorters take what is needed: the quads, the nodes that they refer to, the uses of ids (leader,
id, graph), and the quads of graphs that several sources have, with their sources.

Large inputs are rewritten in several processes, each of which writes what it made as a sorted run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kg.merge import lines, records, sorting
from kg.merge.arrival import Arrival
from kg.merge.leading import Leading, Led, Use
from kg.merge.records import VERBATIM, Memory
from kg.merge.sorting import Sorter
from kg.workers import spread

_PARTS = 16
"""Parts of large outputs, so that the last look at them is spread over processes."""
_REMEMBERED = 1_000_000
"""Nodes that a process remembers to have told of."""

Block = tuple[int, tuple[int, int]]
"""Which of the inputs, and where in it a block of lines begins and ends."""


@dataclass
class Flow:
    """One input on its way: what it remembers, and the source that it is itself."""

    arrival: Arrival
    memory: Memory
    own: bytes
    """The source node for what the input does not remember another source of."""
    number: int
    read: int = 0
    """Quads that the input states, once it was rewritten."""

    def is_made(self) -> bool:
        """True when a merge made the input."""
        return bool(self.memory.graphs or self.memory.sources)

    def stated(self, graphs: Iterable[bytes]) -> Iterator[tuple[bytes, tuple[bytes, ...]]]:
        """Each line of these graphs as its sources stated it, with the sources."""
        wanted, is_made = frozenset(graphs), self.is_made()
        few = [graph + b" .\n" for graph in wanted] if len(wanted) < 4 else []
        for block in self.arrival.blocks():
            if few and not any(end in block for end in few):
                continue
            for line in block.splitlines():
                if _graph(line) not in wanted:
                    continue
                pair = self.memory.pairs(line) if is_made else (line, ())
                if pair and not records.is_forgotten(pair[1]):
                    yield pair[0], pair[1] or (self.own,)
        yield from (pair for pair in self.memory.verbatim() if _graph(pair[0]) in wanted)

    def restated(self, block: bytes) -> bytes:
        """A block of the input as its sources stated it, without saying which: only odd lines cost time."""
        return self.memory.restated(block) if self.is_made() else block

    def blocks(self) -> Iterator[bytes]:
        """The lines as stated, in blocks."""
        yield from filter(None, map(self.restated, self.arrival.blocks()))
        yield from self.verbatim()

    def verbatim(self) -> Iterator[bytes]:
        """The lines that are remembered as stated, in blocks."""
        rest = (line + b"\n" for line, _ in self.memory.verbatim())
        while some := b"".join(islice(rest, 10_000)):
            yield some


class Stretch(NamedTuple):
    """Blocks of lines that one process rewrites and sorts."""

    number: int
    blocks: tuple[Block, ...]


class Told(NamedTuple):
    """What a process tells of its stretch."""

    quads: list[Path]
    """Sorted runs."""
    referred: list[Path]
    uses: set[Use]
    read: Counter[int]
    """Which of the inputs -> quads that it states."""


@dataclass
class Rewriter:
    """Puts leaders in the place of ids."""

    leading: Leading
    shared: frozenset[bytes]
    """Graphs that several sources have."""
    folder: Path
    """Takes the runs."""
    flows: Sequence[Flow]

    def __post_init__(self) -> None:
        self.width = len(str(len(self.flows)))
        """Digits of the number behind a quad."""
        self._jobs = lines.jobs(*(flow.arrival.path for flow in self.flows))
        self._bounds = self._sampled() if self._jobs > 1 else []
        self.quads, self.referred = (Sorter(self.folder, self._bounds) for _ in range(2))
        self.uses, self.partly = (Sorter(self.folder) for _ in range(2))
        self._told: set[bytes] = set()

    def _spans(self) -> Iterator[Block]:
        for number, flow in enumerate(self.flows):
            for span in lines.spans(flow.arrival.path, flow.arrival.name):
                yield number, span

    def _sampled(self) -> list[bytes]:
        """Subjects that part the quads of large inputs, about evenly."""
        first = sorted(
            self.leading.line(lines.line_at(self.flows[number].arrival.path, start)).partition(b" ")[0]
            for number, (start, _) in self._spans()
        )
        return sorted({first[len(first) * number // _PARTS] for number in range(1, _PARTS)})

    def rewrite(self) -> None:
        """Send all lines of the inputs to the sorters."""
        if self._jobs > 1:
            for told in spread(self._run, self._stretches(), self._jobs):
                self.quads.add_run(told.quads)
                self.referred.add_run(told.referred)
                self._use(told.uses)
                for number, count in told.read.items():
                    self.flows[number].read += count
        for flow in self.flows:
            self._rewrite(flow, flow.verbatim() if self._jobs > 1 else flow.blocks())
            if not self.shared.isdisjoint(flow.arrival.scan.graphs):
                self._tell_shared(flow)

    def _rewrite(self, flow: Flow, blocks: Iterable[bytes]) -> None:
        """Rewrite lines of an input in this process."""
        for block in blocks:
            led = self.leading.of(block, self._tag(flow))
            flow.read += len(led.lines)
            self._add(led)
            self._use(led.uses)

    def record(self, lines: Iterable[bytes]) -> None:
        """Send lines of the merge's own to the sorters, as they are."""
        as_they_are = Leading({}, self.leading.base)
        rest = iter(lines)
        while some := b"".join(line + b"\n" for line in islice(rest, 10_000)):
            self._add(as_they_are.of(some, b"\t" + b"." * self.width))

    def _add(self, led: Led) -> None:
        self.quads.add(b"\n".join([*led.lines, b""]))
        self.referred.add(b"\n".join([*self._new(led.referred), b""]))

    def _new(self, nodes: set[bytes]) -> set[bytes]:
        """Those of the nodes that this process has not told yet, as far as it remembers."""
        new = nodes - self._told
        if len(self._told) + len(new) > _REMEMBERED:
            self._told = set()
        self._told |= new
        return new

    def _tag(self, flow: Flow) -> bytes:
        return b"\t%0*d" % (self.width, flow.number)

    def _run(self, stretch: Stretch) -> Told:
        """Rewrite and sort a stretch of lines."""
        quads: list[bytes] = []
        referred: set[bytes] = set()
        uses: set[Use] = set()
        read: Counter[int] = Counter()
        for number, span in stretch.blocks:
            flow = self.flows[number]
            if block := flow.restated(lines.block_at(flow.arrival.path, span)):
                led = self.leading.of(block, self._tag(flow))
                quads += led.lines
                referred |= led.referred
                uses |= led.uses
                read[number] += len(led.lines)
        place, bounds = self.folder / f"stretch-{stretch.number}", self._bounds
        return Told(
            sorting.write_run(quads, place.with_suffix(".quads"), bounds),
            sorting.write_run(self._new(referred), place.with_suffix(".referred"), bounds),
            uses,
            read,
        )

    def _stretches(self) -> Iterator[Stretch]:
        """All blocks of the inputs, as many together as make a run."""
        held: list[Block] = []
        number = size = 0
        for which, span in self._spans():
            held.append((which, span))
            size += span[1] - span[0]
            if size >= sorting.RUN:
                yield Stretch(number, tuple(held))
                held, size, number = [], 0, number + 1
        if held:
            yield Stretch(number, tuple(held))

    def _use(self, uses: set[Use]) -> None:
        leaders = self.leading.leaders
        self.uses.add(b"".join([b"%b\t%b\t%b\n" % (leaders[one], one, graph) for one, graph in uses]))

    def _tell_shared(self, flow: Flow) -> None:
        held: list[bytes] = []
        for line, sources in flow.stated(self.shared):
            new = self.leading.line(line)
            held += [b"%b\t%b\n" % (new, source) for source in sources]
            if len(held) > 10_000:
                self.partly.add(b"".join(held))
                held = []
        self.partly.add(b"".join(held))

    def several(self, flow: Flow, several: Mapping[bytes, set[bytes]]) -> Iterator[bytes]:
        """Records of the triples that name an id of a clique of which their graph uses several.

        `several` is graph -> leaders of such cliques.
        """
        if several.keys().isdisjoint(flow.arrival.scan.graphs):
            return
        get = self.leading.leaders.get
        for line, sources in flow.stated(several.keys()):
            subject, predicate, rest = line.split(b" ", 2)
            thing, graph = rest[:-2].rsplit(b" ", 1)
            leaders = several[graph]
            if predicate in VERBATIM or (get(subject) not in leaders and get(thing) not in leaders):
                continue
            triple = records.quoted(b" ".join((subject, predicate, thing)))
            end = records.companion(graph)
            for source in sources:
                yield b" ".join((source, records.STATED_AS, triple, end, b"."))


def _graph(line: bytes) -> bytes:
    return line[line.rfind(b" <") + 1 : -2]
