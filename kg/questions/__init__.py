"""Questions to a graph: the library in `queries/`, and any SPARQL query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.questions.answer import Answer
    from kg.questions.engine import Graph
    from kg.questions.values import Given

__all__ = ["run"]


def run(
    graph: Graph,
    question: str,
    values: Given | None = None,
    *,
    graphs: Sequence[str] = (),
    limit: int | None = None,
) -> Answer:
    """The graph's answer to a question of the library, to a file that ends in .rq or to a query's text.

    `values` are the parameters; names, CURIEs and IRIs are accepted for terms, several values as a
    list. Raises UsageError for a bad query or bad values.
    """
    from kg.questions import engine, hints
    from kg.questions.answer import Answer
    from kg.questions.cells import cells_of, columns_of

    ready = engine.ready(graph, engine.find(question), values or {}, limit)
    result = engine.ask(graph, ready, engine.graph_nodes(graph, graphs))
    cells = tuple(cells_of(result, limit))
    warnings = [*hints.unknown_terms(graph, ready.text)]
    if not cells:
        warnings += hints.reasons(graph, ready.text)
    return Answer(columns_of(result), cells, ready.form, ready.said, tuple(warnings))
