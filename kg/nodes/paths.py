"""How two nodes are tied together: shortest paths, with the evidence of each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.nodes import naming, steps
from kg.nodes.growth import Growth
from kg.nodes.links import Links
from kg.nodes.near import Near, natural
from kg.nodes.route import MOST_SHORTEST, Paths

if TYPE_CHECKING:
    import pyoxigraph

LONGEST = 8
"""Steps of a path unless more are asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paths are wanted."""

    count: int | None = 1
    """How many; None for all of the shortest length."""
    longest: int = LONGEST
    """Steps of a path at most."""
    via: tuple[str, ...] = ()
    """The kinds that inner nodes may be of, as `kg.nodes.kinds.quick_kind` names them; none for any."""
    modalities: tuple[str, ...] = ()
    """Modalities of statements that are links beside the observed ones."""


def paths(store: pyoxigraph.Store, start: str, end: str, wanted: Wanted | None = None) -> Paths:
    """The wanted paths between two nodes, the shortest first; by default one.

    Names are resolved as by `kg.nodes.naming.node`, with its errors; UsageError when both mean one node.
    """
    wanted = wanted or Wanted()
    (one, said_one), (other, said_other) = naming.node(store, start), naming.node(store, end)
    if one == other:
        raise UsageError(f"{start!r} and {end!r} are the same node: {said_one}")
    near = Near(store)
    links = Links(near, (one, other), {"observed", *wanted.modalities}, wanted.via)
    growth = Growth(links, one, other)
    shortest = sorted(_shortest(growth, wanted.longest), key=lambda nodes: _rank(links, nodes))
    chosen = shortest if wanted.count is None else list(_further(growth, shortest, wanted))
    return Paths(
        start=steps.stop(near, one),
        end=steps.stop(near, other),
        taken_for=(said_one, said_other),
        paths=tuple(steps.path(links, nodes) for nodes in chosen),
        shortest=len(shortest),
        why="" if chosen else _why(growth, wanted.longest),
        left_out=tuple(sorted(Counter(links.left_out.values()).items())),
    )


def _shortest(growth: Growth, longest: int) -> list[list[str]]:
    """All shortest paths; none when nothing is left, or enough was looked at, before both ends meet."""
    found: list[list[str]] = []
    while not (found or growth.spent or growth.too_large) and growth.steps < longest:
        growth.grow()
        found = growth.shortest(MOST_SHORTEST) if growth.met else []
    return found


def _rank(links: Links, nodes: Sequence[str]) -> tuple[int, list[tuple[tuple[int, str], ...]]]:
    """Fewer steps through the hierarchy first, then by the IRIs."""
    climbs = sum(links.way(one, other) != "side" for one, other in pairwise(nodes))
    return climbs, [natural(node) for node in nodes]


def _further(growth: Growth, shortest: list[list[str]], wanted: Wanted) -> Iterator[list[str]]:
    """Yield the first paths: the shortest, then longer ones as far as there are any."""
    count = wanted.count or 0
    yield from shortest[:count]
    missing = count - len(shortest)
    if not shortest or missing <= 0:
        return
    longer = growth.longer(len(shortest[0]), missing)
    while len(longer) < missing and growth.steps < wanted.longest:
        if growth.spent or growth.too_large:
            break
        growth.grow()
        longer = growth.longer(len(shortest[0]), missing)
    yield from sorted(longer, key=lambda nodes: (len(nodes), _rank(growth.links, nodes)))


def _why(growth: Growth, longest: int) -> str:
    """Why there is no path, as far as that can be known."""
    near = growth.links.near
    if spent := growth.spent:
        other = growth.end if spent == growth.start else growth.start
        reach = growth.around(spent)
        tied = f"{reach:,} thing{'s are' if reach > 1 else ' is'}" if reach else "nothing is"
        return f"{tied} tied to {near.called(spent)}, near or far, and {near.called(other)} is not among it"
    if growth.too_large:
        return "none was found among so many nodes that the search was given up (narrow it with --via)"
    return f"none has at most {longest} steps (--max-length {longest + 2} looks further)"
