"""Labels beside identifiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.questions.naming import label

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.answer import Cell

SUFFIX = "Label"


def labelled(
    store: pyoxigraph.Store, columns: Sequence[str], rows: Iterable[tuple[Cell, ...]]
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Columns and rows with a label column behind every column of nodes that have labels."""
    import pyoxigraph

    body = list(rows)
    names: dict[Cell, Cell] = {}
    for cell in {cell for row in body for cell in row if isinstance(cell, pyoxigraph.NamedNode)}:
        if name := label(store, cell):
            names[cell] = pyoxigraph.Literal(name)
    chosen = [
        i
        for i, column in enumerate(columns)
        if column + SUFFIX not in columns and any(row[i] in names for row in body)
    ]
    heads: list[str] = []
    for i, column in enumerate(columns):
        heads += [column, column + SUFFIX] if i in chosen else [column]
    wide = []
    for row in body:
        cells: list[Cell] = []
        for i, item in enumerate(row):
            cells += [item, names.get(item)] if i in chosen else [item]
        wide.append(tuple(cells))
    return tuple(heads), wide
