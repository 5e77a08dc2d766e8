"""Labels beside identifiers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from kg.questions.naming import labels

if TYPE_CHECKING:
    from kg.questions.cells import Cell
    from kg.questions.engine import Graph

    Row = tuple[Cell, ...]

SUFFIX = "Label"
AT_ONCE = 10_000
"""Rows whose labels are looked up together; the first of these decide which columns get labels."""


def labelled(
    graph: Graph, columns: Sequence[str], rows: Iterable[Row]
) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Columns and rows with a label column behind every column of nodes that have labels."""
    remaining = iter(rows)
    first = list(islice(remaining, AT_ONCE))
    names = _names(graph, first)
    chosen = [
        i
        for i, column in enumerate(columns)
        if column + SUFFIX not in columns and any(row[i] in names for row in first)
    ]
    heads: list[str] = []
    for i, column in enumerate(columns):
        heads += [column, column + SUFFIX] if i in chosen else [column]
    return tuple(heads), chain(_wide(first, names, chosen), _batches(graph, remaining, chosen))


def _batches(graph: Graph, rows: Iterator[Row], chosen: Sequence[int]) -> Iterator[Row]:
    while batch := list(islice(rows, AT_ONCE)):
        yield from _wide(batch, _names(graph, batch), chosen)


def _names(graph: Graph, rows: Iterable[Row]) -> dict[Cell, Cell]:
    """The nodes among the cells that have a label, with it."""
    import pyoxigraph

    nodes = {cell for row in rows for cell in row if isinstance(cell, pyoxigraph.NamedNode)}
    return {node: pyoxigraph.Literal(name) for node, name in labels(graph, nodes).items() if name}


def _wide(rows: Iterable[Row], names: dict[Cell, Cell], chosen: Sequence[int]) -> Iterator[Row]:
    for row in rows:
        cells: list[Cell] = []
        for i, item in enumerate(row):
            cells += [item, names.get(item)] if i in chosen else [item]
        yield tuple(cells)
