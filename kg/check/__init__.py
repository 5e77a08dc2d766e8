"""The faults of a graph: SHACL shapes for each node, SPARQL checks for what holds between nodes.

Shapes are `ontology/shapes/*.ttl`: every named shape with a message is one check, and its message
says what is wrong and, in parentheses at its end, how to mend it. Check queries are
`queries/checks/*.rq`: each returns a row (`?node ?what`) for every fault, and its `#+` header says
how grave that is and how to mend it. A new check is a new shape or file and a bad graph in
`tests/data/bad-graphs` that it is seen to fail on; nothing is registered here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.check import many_graphs, one_graph
from kg.check.catalogue import SHAPES, Check, checks, matching, query_checks, read_query
from kg.check.many_graphs import Work
from kg.check.one_graph import Look, Progress, asked, merged, violations
from kg.check.parts import is_large
from kg.errors import Fault, Severity

if TYPE_CHECKING:
    import pyoxigraph

__all__ = [
    "SHAPES",
    "Check",
    "Look",
    "Progress",
    "Work",
    "asked",
    "checks",
    "faults",
    "found",
    "found_in_files",
    "is_large",
    "matching",
    "merged",
    "query_checks",
    "read_query",
    "violations",
]

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def faults(store: pyoxigraph.Store, source: str) -> Iterator[Fault]:
    """Every fault of the graphs in the store, errors first; `source` is the input as the user named it."""
    return (fault for _, fault in found(store, source))


def found(
    store: pyoxigraph.Store,
    source: str,
    *,
    chosen: Iterable[Check] | None = None,
    validator: str = "shacl",
    progress: Progress = lambda said: None,
) -> list[tuple[Check, Fault]]:
    """Every fault with the check that found it: errors first, then by node and name of the check."""
    look = Look(checks() if chosen is None else tuple(chosen), source, validator)
    return sorted(one_graph.found(look, store, progress), key=_order)


def found_in_files(
    look: Look, files: Sequence[Path], work: Work, progress: Progress = lambda said: None
) -> list[tuple[Check, Fault]]:
    """As `found`, of graph files and store folders of any size, in bounded memory.

    Raises KgError for a file that cannot be read.
    """
    return sorted(many_graphs.found(look, files, work, progress), key=_order)


def _order(pair: tuple[Check, Fault]) -> tuple[int, str, str, str]:
    check, fault = pair
    return _RANK[fault.severity], fault.path, check.name, fault.what
