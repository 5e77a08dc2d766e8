"""Growing a small network from two nodes until they meet, however large the store is.

A path may climb the hierarchy, and descend it, but not climb to a class and descend from it to something
else: by such a peak everything is tied to everything. Only a path that does nothing else, and so tells
what both ends are kinds of, may do so. The nodes of the network therefore are things with the way in
which they were reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from kg.nodes.links import Links
from kg.nodes.near import natural

if TYPE_CHECKING:
    import networkx

MOST_STATES = 300_000
"""Things and ways that are looked at before the search gives up."""

_TRIED = 3_000
"""Paths that are looked at to find longer ones."""

State = tuple[str, str]
"""A thing, and how the path came to it."""

_NEXT: dict[tuple[str, str], str] = {
    ("start", "up"): "climbing",
    ("start", "down"): "free",
    ("start", "side"): "free",
    ("climbing", "up"): "climbing",
    ("climbing", "side"): "free",
    ("climbing", "down"): "descending",
    ("descending", "down"): "descending",
    ("free", "up"): "from below",
    ("free", "down"): "free",
    ("free", "side"): "free",
    ("from below", "up"): "from below",
    ("from below", "side"): "free",
}
"""(how the path came here, how it goes on) -> how it then has come there; what is missing is no way."""

_BACK = {"up": "down", "down": "up", "side": "side"}


@dataclass
class _Side:
    """What was reached from one end."""

    reached: set[State]
    edge: list[State]
    """What was reached last, and not yet looked behind."""
    steps: int = 0


@dataclass
class Growth:
    """Everything within some steps of two nodes: all paths of at most `steps` steps run in `network`."""

    links: Links
    start: str
    end: str
    network: networkx.DiGraph[State] = field(init=False)
    sides: tuple[_Side, _Side] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with the two ends."""
        import networkx

        self.network = networkx.DiGraph()
        first, last = self._ends
        self.network.add_nodes_from((first, last))
        self.sides = _Side({first}, [first]), _Side({last}, [last])

    @property
    def _ends(self) -> tuple[State, State]:
        return (self.start, "start"), (self.end, "end")

    @property
    def steps(self) -> int:
        """Longest path that cannot have been missed."""
        return sum(side.steps for side in self.sides)

    @property
    def spent(self) -> str:
        """The end from which nothing more can be reached; '' while there is more on both sides."""
        ends = zip(self.sides, (self.start, self.end), strict=True)
        return next((end for side, end in ends if not side.edge), "")

    @property
    def too_large(self) -> bool:
        """True when more was looked at than a person would wait for."""
        return len(self.network) > MOST_STATES

    def around(self, end: str) -> int:
        """How many things were reached from that end."""
        side = self.sides[0] if end == self.start else self.sides[1]
        return len({iri for iri, _ in side.reached}) - 1

    def grow(self) -> None:
        """One step further from the end with less before it."""
        side = min(self.sides, key=lambda side: len(side.edge))
        forward = side is self.sides[0]
        fresh: dict[State, None] = {}
        self.links.fetch(iri for iri, _ in side.edge)
        for here in side.edge:
            for there in self._after(here) if forward else self._before(here):
                self.network.add_edge(*((here, there) if forward else (there, here)))
                if there not in side.reached:
                    side.reached.add(there)
                    fresh[there] = None
        side.edge = sorted(fresh, key=lambda state: (natural(state[0]), state[1]))
        side.steps += 1

    def _after(self, state: State) -> Iterator[State]:
        """Where a path may go on to."""
        here, came = state
        if here == self.end:
            return
        for there, way in self.links.of(here).items():
            reached = _NEXT.get((came, way))
            if reached and there != self.start:
                yield there, ("end" if there == self.end else reached)

    def _before(self, state: State) -> Iterator[State]:
        """Where a path may have come from."""
        here, came = state
        if here == self.start:
            return
        for there, back in self.links.of(here).items():
            for (earlier, way), reached in _NEXT.items():
                fits = way == _BACK[back] and (reached == came or here == self.end)
                if fits and (there == self.start) == (earlier == "start") and there != self.end:
                    yield there, earlier

    @property
    def met(self) -> bool:
        """True when something was reached from both ends in the same way."""
        return not self.sides[0].reached.isdisjoint(self.sides[1].reached)

    def shortest(self, most: int) -> list[list[str]]:
        """Up to `most` paths of the shortest length within `steps`; none while the ends have not met."""
        import networkx

        try:
            found = list(islice(networkx.all_shortest_paths(self.network, *self._ends), most))
        except networkx.NetworkXNoPath:
            return []
        rows = dict.fromkeys(filter(None, map(_things, found)))
        return [list(row) for row in rows]

    def longer(self, nodes: int, most: int) -> list[list[str]]:
        """The first paths of more than `nodes` nodes within `steps`, the shortest first; at most `most`."""
        import networkx

        rows: dict[tuple[str, ...], None] = {}
        for states in islice(networkx.shortest_simple_paths(self.network, *self._ends), _TRIED):
            if len(states) - 1 > self.steps or len(rows) == most:
                break
            things = _things(states)
            if len(things) > nodes:
                rows[things] = None
        return [list(row) for row in rows]


def _things(states: list[State]) -> tuple[str, ...]:
    """The path as things; () for one that comes by the same thing twice."""
    row = tuple(iri for iri, _ in states)
    return row if len(set(row)) == len(row) else ()
