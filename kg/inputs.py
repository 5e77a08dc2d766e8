"""Whatever the user names becomes one graph: graph files, store folders, case files, records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from glob import glob, has_magic
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg import foreign, pipeline, readers, store
from kg.case import Case
from kg.errors import Fault, FaultsError, Notepad
from kg.export.material import Material
from kg.foreign.source import head_of
from kg.ids import BASE
from kg.questions.sources import opened as opened_graphs
from kg.readers import packages
from kg.readers.unpacking import Spoilt

if TYPE_CHECKING:
    import pyoxigraph

_CASES = frozenset({".yaml", ".yml", ".nbib", ".txt", ".medline", ".pb"})
_EITHER = frozenset({".json", ".jsonl", ".ndjson", ".xml"})
"""Suffixes that graphs and cases share: the content tells."""


def opened(
    names: Sequence[str], *, cached: bool = False, base: str = BASE
) -> tuple[pyoxigraph.Store, list[Fault]]:
    """One store over all inputs, and what the readers of cases and of foreign graphs remarked.

    With `cached`, large graph files are kept as a store for the next time. Raises FaultsError for
    faulty cases and foreign graphs, KgError for files that cannot be read.
    """
    given = divided(names)
    if not given.cases and not given.foreign:
        return opened_graphs(given.graphs, cached=cached), []
    report = pipeline.Report()
    pieces: Iterable[str] = ()
    if given.cases:
        pieces, report = pipeline.graph(given.cases, base=base)
    whole = store.from_lines(chain(pieces, _foreign(given.foreign, base, report)))
    if given.graphs:
        whole.extend(iter(opened_graphs(given.graphs)))
    return whole, report.remarks


def material(names: Sequence[str], pad: Notepad, cases: Sequence[Case] = ()) -> Material:
    """Those cases and all inputs as what a writer takes; what the readers remarked is on the pad.

    Raises FaultsError for faulty cases and foreign graphs, KgError for files that cannot be read.
    """
    given = divided(names)
    report = pipeline.Report()
    found = [*cases, *pipeline.cases(given.cases, (), report)]
    if report.errors:
        raise FaultsError(report.errors)
    graph: Callable[[], pyoxigraph.Store] | None = None
    if given.foreign:
        whole, remarks = opened([*given.foreign, *given.graphs])
        report.faults += remarks
        graph = partial(_same, whole)
    elif given.graphs:
        graph = partial(opened_graphs, given.graphs)
    pad.faults += report.remarks
    return Material(found, graph, pad)


def _same(whole: pyoxigraph.Store) -> pyoxigraph.Store:
    return whole


def graph(
    names: Sequence[str], texts: Sequence[str], base: str, *, called: str | None = None, **how: bool
) -> tuple[Iterator[str], pipeline.Report]:
    """The graph of cases and foreign graphs as pieces of N-Quads, made while they are taken, and the report.

    `called` names the graph of the foreign files; `how` is as in `pipeline.graph`. Raises FaultsError for
    faulty cases at once, for faulty foreign graphs when all is taken: what was written then is worth nothing.
    """
    given = divided(names)
    pieces: Iterable[str] = ()
    report = pipeline.Report()
    if texts or len(given.foreign) < len(names):
        pieces, report = pipeline.graph(given.cases + given.graphs, texts, base, **how)
    return chain(pieces, _foreign(given.foreign, base, report, called)), report


def _foreign(
    names: Sequence[str], base: str, report: pipeline.Report, called: str | None = None
) -> Iterator[str]:
    """The pieces of foreign graphs; their faults go on the report. FaultsError at the end."""
    pads: dict[str, Notepad] = {}
    for piece in foreign.quads(foreign.sources(names, called), pads, base):
        report.quads += piece.count("\n")
        yield piece
    for pad in pads.values():
        report.faults += pad.faults
    report.files += len(names)
    report.graphs += len(pads)
    if report.errors:
        raise FaultsError(report.errors)


class Divided(NamedTuple):
    """Names of inputs, by what they hold."""

    cases: list[str]
    foreign: list[str]
    graphs: list[str]


def divided(names: Iterable[str]) -> Divided:
    """The names by what the files hold; a folder or pattern with foreign graphs in it is taken apart."""
    given = Divided([], [], [])
    for name in names:
        inside = _files(name)
        strange = [file for file in inside if foreign.format_of(file)]
        given.foreign.extend(strange)
        for rest in [file for file in inside if file not in strange] if strange else [name]:
            (given.cases if holds_cases(rest) else given.graphs).append(rest)
    return given


def _files(name: str) -> list[str]:
    """The files that a name may mean and that may be foreign graphs."""
    path = Path(name)
    if path.is_dir():
        return [] if store.is_store(path) else list(readers.inputs([name])) if any(path.iterdir()) else []
    if not path.exists() and has_magic(name):
        return sorted(glob(name, recursive=True))  # noqa: PTH207  (patterns may be absolute)
    return [name]


def holds_cases(name: str) -> bool:
    """True for a case file or record, and for a folder that holds such files and no graph."""
    path = Path(name)
    if path.is_dir():
        if store.is_store(path):
            return False
        inside = [child for child in path.rglob("*") if child.is_file()]
        named = any(_suffix(child) in _CASES | _EITHER for child in inside)
        return named and not any(map(_is_graph, inside))
    suffix = _suffix(path)
    return suffix in _CASES or (suffix in _EITHER and not _is_graph(path))


def _is_graph(path: Path) -> bool:
    if _suffix(path) in _EITHER and path.is_file():
        return not readers.recognised(_head(path))
    return store.format_of(path) is not None


def _suffix(path: Path) -> str:
    """What the file is by its name, packed or not."""
    bare = path.with_suffix("") if path.suffix.lower() in store.COMPRESSED else path
    return bare.suffix.lower()


def _head(path: Path) -> str:
    """How the file begins; nothing when it cannot be opened, which is told when it is read."""
    try:
        return next((head_of(part) for part in packages.parts(str(path), Notepad(""))), "")
    except Spoilt:
        return ""
