"""Whatever the user names becomes one graph: graph files, store folders, case files, records."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg import pipeline, readers, store
from kg.case import Case
from kg.errors import Fault, FaultsError
from kg.export.material import Material
from kg.questions.sources import opened as opened_graphs

if TYPE_CHECKING:
    import pyoxigraph

_CASES = frozenset({".yaml", ".yml", ".nbib", ".txt", ".medline"})
_EITHER = frozenset({".json", ".xml"})
"""Suffixes that graphs and cases share: the content tells."""


def opened(names: Sequence[str], *, cached: bool = False) -> tuple[pyoxigraph.Store, list[Fault]]:
    """One store over all inputs, and what the readers of cases remarked.

    With `cached`, large graph files are kept as a store for the next time. Raises FaultsError for
    faulty cases, KgError for files that cannot be read.
    """
    cases = [name for name in names if holds_cases(name)]
    graphs = [name for name in names if name not in cases]
    if not cases:
        return opened_graphs(graphs, cached=cached), []
    pieces, report = pipeline.graph(cases)
    whole = store.from_lines(pieces)
    if graphs:
        whole.extend(iter(opened_graphs(graphs)))
    return whole, report.remarks


def material(names: Sequence[str], cases: Sequence[Case] = ()) -> tuple[Material, list[Fault]]:
    """Those cases and all inputs as what a writer takes, and what the readers of cases remarked.

    Raises FaultsError for faulty cases, KgError for files that cannot be read.
    """
    files = [name for name in names if holds_cases(name)]
    graphs = [name for name in names if name not in files]
    report = pipeline.Report()
    found = [*cases, *pipeline.cases(files, (), report)]
    if report.errors:
        raise FaultsError(report.errors)
    return Material(found, partial(opened_graphs, graphs) if graphs else None), report.remarks


def holds_cases(name: str) -> bool:
    """True for a case file or record, and for a folder that holds such files and no graph."""
    path = Path(name)
    if path.is_dir():
        if store.is_store(path):
            return False
        inside = [child for child in path.rglob("*") if child.is_file()]
        return not any(map(_is_graph, inside)) and any(child.suffix.lower() in _CASES for child in inside)
    return path.suffix.lower() in _CASES or (path.suffix.lower() in _EITHER and not _is_graph(path))


def _is_graph(path: Path) -> bool:
    if path.suffix.lower() in _EITHER and path.is_file():
        with path.open("rb") as file:
            return not readers.recognised(file.read(readers.HEAD).decode("utf-8", "replace"))
    return store.format_of(path) is not None
