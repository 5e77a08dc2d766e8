"""The second look at the inputs: ids become the leaders of their cliques, and every use is noted.

Lines leave as `quad TAB number of the input`, so that sorting brings equal quads together, the first input's
in front. Three sorters take what is needed: the quads, the uses of ids (leader, id, graph), and the quads of
graphs that several sources have, with their sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import compress, count

from kg.merge import lines, records
from kg.merge.arrival import Arrival
from kg.merge.records import VERBATIM, Memory
from kg.merge.sorting import Sorter
from kg.workers import spread

_NOTED = 200_000
"""Uses of ids that are held to be told once."""

Use = tuple[bytes, bytes]
"""An id, and a graph that uses it."""


@dataclass
class Flow:
    """One input on its way: what it remembers, and the source that it is itself."""

    arrival: Arrival
    memory: Memory
    own: bytes
    """The source node for what the input does not remember another source of."""
    number: int
    read: int = 0
    """Quads that the input states."""

    def is_made(self) -> bool:
        """True when a merge made the input."""
        return bool(self.memory.graphs or self.memory.sources)

    def stated(self) -> Iterator[tuple[bytes, tuple[bytes, ...]]]:
        """Each line as its sources stated it, with the sources."""
        for block in self.arrival.blocks():
            for line in block.splitlines():
                pair = self.memory.pairs(line)
                if pair and not records.is_forgotten(pair[1]):
                    yield pair[0], pair[1] or (self.own,)
        yield from self.memory.verbatim()

    def blocks(self) -> Iterator[bytes]:
        """The lines as stated, in blocks."""
        if not self.is_made():
            yield from self.arrival.blocks()
            return
        held: list[bytes] = []
        for line, _ in self.stated():
            held.append(line)
            if len(held) == 10_000:
                yield b"\n".join(held) + b"\n"
                held = []
        if held:
            yield b"\n".join(held) + b"\n"


def rewritten(block: bytes, end: bytes, leaders: Mapping[bytes, bytes]) -> tuple[bytes, set[Use]]:
    """The block with leaders and `end` behind each line, and which ids its graphs use.

    Split once, at every space: a part that is an id stands for a node where it is the first or third of
    its line, and else is a part of a text.
    """
    parts = block.replace(b"\n", end + b" ").split(b" ")
    last = b"." + end
    uses: set[Use] = set()
    changed = False
    for at in compress(count(), map(leaders.__contains__, parts)):
        if at == 0 or parts[at - 1] == last:
            predicate = parts[at + 1]
        elif at == 2 or (at > 3 and parts[at - 3] == last):
            predicate = parts[at - 1]
        else:
            continue
        if predicate not in VERBATIM:
            one = parts[at]
            uses.add((one, parts[parts.index(last, at) - 1]))
            if (leader := leaders[one]) != one:
                parts[at], changed = leader, True
    if not changed:
        return block.replace(b"\n", end), uses
    return b" ".join(parts).replace(end + b" ", end), uses


@dataclass
class Rewriter:
    """Puts leaders in the place of ids."""

    leaders: Mapping[bytes, bytes]
    """Id -> leader, as nodes; a leader leads itself."""
    shared: frozenset[bytes]
    """Graphs that several sources have."""
    quads: Sorter
    uses: Sorter
    partly: Sorter
    tag: bytes = b""
    _seen: set[Use] = field(default_factory=set)
    """Ids and the graphs that use them, until they are told."""

    def rewrite(self, flow: Flow) -> None:
        """Send all lines of an input to the sorters."""
        end = b"\t" + self.tag % flow.number + b"\n"
        for block, uses in self._all_rewritten(flow, end):
            flow.read += block.count(b"\n")
            self.quads.add(block)
            self._seen |= uses
            if len(self._seen) > _NOTED:
                self._tell_uses()
        self._tell_uses()
        if self.shared and not self.shared.isdisjoint(flow.arrival.scan.graphs):
            self._tell_shared(flow)

    def _all_rewritten(self, flow: Flow, end: bytes) -> Iterator[tuple[bytes, set[Use]]]:
        """The blocks of an input with leaders, and what they use; a large file's in several processes."""
        path = flow.arrival.path
        if flow.is_made() or (jobs := lines.jobs(path)) == 1:
            yield from (rewritten(block, end, self.leaders) for block in flow.blocks())
            return

        def at(span: tuple[int, int]) -> tuple[bytes, set[Use]]:
            return rewritten(lines.block_at(path, span), end, self.leaders)

        yield from spread(at, lines.spans(path, flow.arrival.name), jobs)

    def line(self, line: bytes) -> bytes:
        """One line with leaders."""
        subject, predicate, rest = line.split(b" ", 2)
        if predicate in VERBATIM:
            return line
        thing, ended, behind = rest.partition(b" ") if rest.startswith(b"<") else (rest, b"", b"")
        get = self.leaders.get
        return b" ".join((get(subject, subject), predicate, get(thing, thing))) + ended + behind

    def _tell_uses(self) -> None:
        if self._seen:
            self.uses.add(
                b"".join([b"%b\t%b\t%b\n" % (self.leaders[one], one, graph) for one, graph in self._seen])
            )
            self._seen.clear()

    def _tell_shared(self, flow: Flow) -> None:
        held: list[bytes] = []
        for line, sources in _in_graphs(flow, self.shared):
            new = self.line(line)
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
        get = self.leaders.get
        for line, sources in _in_graphs(flow, several.keys()):
            subject, predicate, rest = line.split(b" ", 2)
            thing, graph = rest[:-2].rsplit(b" ", 1)
            leaders = several[graph]
            if predicate in VERBATIM or (get(subject) not in leaders and get(thing) not in leaders):
                continue
            triple = records.quoted(b" ".join((subject, predicate, thing)))
            end = records.companion(graph)
            for source in sources:
                yield b" ".join((source, records.STATED_AS, triple, end, b"."))


def _in_graphs(flow: Flow, graphs: Iterable[bytes]) -> Iterator[tuple[bytes, tuple[bytes, ...]]]:
    """The lines of these graphs, as stated, with their sources."""
    wanted = frozenset(graphs)
    if flow.is_made():
        for line, sources in flow.stated():
            if line[line.rfind(b" <") + 1 : -2] in wanted:
                yield line, sources
        return
    few = [graph + b" .\n" for graph in wanted] if len(wanted) < 4 else []
    for block in flow.arrival.blocks():
        if few and not any(end in block for end in few):
            continue
        for line in block.splitlines():
            if line[line.rfind(b" <") + 1 : -2] in wanted:
                yield line, (flow.own,)
