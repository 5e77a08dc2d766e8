"""The same graphs as stores and as tables, for the tests of `kg.columnar`."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph

from kg import quadtable, store
from kg.builders import quads as case_quads
from kg.builders import terms as terms_graph
from kg.questions import catalogue
from kg.terms import Kind, all_terms
from tests.benchmarks.cohort import cohort


def cohort_text(count: int) -> str:
    """N-Quads of generated cases and of the terms that they name, as the builder writes them."""
    ids: set[str] = {term.id for term in all_terms(Kind.DRUG_CLASS)}
    pieces = []
    for case in cohort(count):
        pieces.append(case_quads(case))
        ids.update(terms_graph.named_terms(case))
    return "".join([*pieces, terms_graph.quads(ids)])


def both(text: str, folder: Path) -> tuple[pyoxigraph.Store, str]:
    """The graph as a store, and the name of a Parquet file of it."""
    table = folder / "quads.parquet"
    table.write_bytes(quadtable.parquet(text))
    return store.from_lines(text.splitlines(keepends=True)), str(table)


def selects() -> list[str]:
    """The library's questions that are SELECTs of this graph alone."""
    return [name for name in _local() if "CONSTRUCT" not in catalogue.get(name).text]


def constructs() -> list[str]:
    """The library's questions whose answer is a graph, for stores and servers."""
    return [name for name in _local() if name not in selects()]


def _local() -> list[str]:
    return [query.name for query in catalogue.every() if "federated" not in query.tags]


def examples(names: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each question with its example's values, and without any where it needs none."""
    for name in names:
        query = catalogue.get(name)
        assert query.example
        words = shlex.split(query.example.call)
        values = dict(words[i + 1].split("=", 1) for i, word in enumerate(words) if word == "-p")
        yield name, values
        if values and not any(parameter.required for parameter in query.params):
            yield name, {}
