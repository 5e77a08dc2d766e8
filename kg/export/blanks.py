"""Blank nodes by names that depend on nothing but the graph (W3C RDF Dataset Canonicalization)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pyoxigraph

from kg.errors import Notepad

ROUNDS = 10
"""Steps of the neighbourhood that tell blank nodes apart before they count as alike."""
MOST_ALIKE = 6
"""Blank nodes that look alike and hang together: to name n of them takes n! steps."""


def named(store: pyoxigraph.Store, pad: Notepad) -> pyoxigraph.Store:
    """The store, its blank nodes named anew; as it is where there is none, or where that would not end."""
    if not store.query(_ANY):
        return store
    around = _around(store)
    if _largest(around, _told_apart(around)) > MOST_ALIKE:
        what = "blank nodes that nothing tells apart are called differently in every run"
        pad.note("", what, "give them names of their own")
        return store
    quads = pyoxigraph.Dataset(iter(store))
    quads.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    whole = pyoxigraph.Store()
    whole.extend(quads)
    return whole


_ANY = "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } FILTER(isBlank(?s) || isBlank(?o)) }"

_Around = dict[Any, list[tuple[str, Any]]]
"""Blank node -> its statements, each as text without blank nodes, with the blank node at the other end."""


def _around(store: Iterable[pyoxigraph.Quad]) -> _Around:
    found: _Around = {}
    for quad in store:
        ends = quad.subject, quad.object
        blank = [isinstance(one, pyoxigraph.BlankNode) for one in ends]
        if not any(blank):
            continue
        for here, direction in ((0, ">"), (1, "<")):
            if blank[here]:
                there = ends[1 - here]
                other = "" if blank[1 - here] else str(there)
                text = f"{direction} {quad.predicate} {other} {quad.graph_name}"
                found.setdefault(ends[here], []).append((text, there if blank[1 - here] else None))
    return found


def _told_apart(around: _Around) -> dict[Any, str]:
    """Blank node -> a hash of what stands around it."""
    hashes = dict.fromkeys(around, "")
    for _ in range(ROUNDS):
        hashes = {
            node: hashlib.sha256(
                "\n".join(sorted(f"{text} {hashes.get(other, '')}" for text, other in told)).encode()
            ).hexdigest()
            for node, told in around.items()
        }
    return hashes


def _largest(around: _Around, hashes: dict[Any, str]) -> int:
    """How many blank nodes, each of which looks like another, hang together at most."""
    times = Counter(hashes.values())
    waiting = {node for node in around if times[hashes[node]] > 1}
    largest = 0
    while waiting:
        group, edge = 0, [waiting.pop()]
        while edge:
            group += 1
            near = {other for _, other in around[edge.pop()] if other in waiting}
            waiting -= near
            edge += near
        largest = max(largest, group)
    return largest
