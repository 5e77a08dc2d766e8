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
from kg.questions.sources import PARTS_CONTENTS, expanded
from kg.questions.sources import opened as opened_graphs
from kg.readers import packages
from kg.readers.unpacking import Spoilt

if TYPE_CHECKING:
    import pyoxigraph

_CASES = frozenset({".yaml", ".yml", ".nbib", ".txt", ".medline", ".pb"})
_EITHER = frozenset({".json", ".jsonl", ".ndjson", ".xml"})
"""Suffixes that graphs and cases share: the content tells."""
_PACKED = frozenset({".gz", ".zst", ".xz", ".bz2", ".zip", ".tar", ".tgz"})
"""Suffixes of what cases are packed in; of graphs, one file alone is."""


_IS_GRAPH = "is a graph already, not a case", "kg merge joins graphs, kg query -d asks them"


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
    pieces, report = _cases(given.cases, (), base)
    whole = store.from_lines(_faultless(pieces, _foreign(given.foreign, base, report), report))
    return _with_graphs(whole, given.graphs), report.remarks


def material(names: Sequence[str], pad: Notepad, cases: Sequence[Case] = ()) -> Material:
    """Those cases and all inputs as what a writer takes; what the readers remarked is on the pad.

    Raises FaultsError for faulty cases and foreign graphs, KgError for files that cannot be read.
    """
    given = divided(names)
    report = pipeline.Report()
    found = [*cases, *pipeline.cases(given.cases, (), report)]
    strange = store.from_lines(_faultless((), _foreign(given.foreign, BASE, report), report))
    graph: Callable[[], pyoxigraph.Store] | None = None
    if given.foreign:
        graph = partial(_with_graphs, strange, given.graphs)
    elif given.graphs:
        graph = partial(opened_graphs, given.graphs)
    pad.faults += report.remarks
    return Material(found, graph, pad)


def _with_graphs(whole: pyoxigraph.Store, names: Sequence[str]) -> pyoxigraph.Store:
    """The store, and in it the graphs of those files."""
    if names:
        whole.extend(iter(opened_graphs(names)))
    return whole


def graph(
    names: Sequence[str], texts: Sequence[str], base: str, *, called: str | None = None, **how: bool
) -> tuple[Iterator[str], pipeline.Report]:
    """The graph of cases and foreign graphs as pieces of N-Quads, made while they are taken, and the report.

    `called` names the graph of the foreign files; `how` is as in `pipeline.graph`. Raises FaultsError for
    faulty cases at once, for faulty foreign graphs when all is taken: what was written then is worth nothing.
    With `keep_going`, faultless cases and rows are the graph, and the errors are on the report in the end.
    """
    given = divided(names)
    faults: list[Fault] = []
    pieces, report = _cases([*given.cases, *_no_graphs(given.graphs, faults)], texts, base, **how)
    report.faults += faults
    rest = _foreign(given.foreign, base, report, called)
    if how.get("keep_going") and (report.cases or given.foreign):
        return chain(pieces, rest), report
    return _faultless(pieces, rest, report), report


def _no_graphs(names: Sequence[str], faults: list[Fault]) -> Iterator[str]:
    """The files of those names that may hold cases; that a graph is none is told."""
    for name in names:
        path = Path(name)
        is_whole = store.is_store(path) or (path / PARTS_CONTENTS).is_file()
        for file in readers.inputs([name]) if readers.is_several(name) and not is_whole else [name]:
            if is_whole or (_is_named_graph(Path(file)) and Path(file).exists()):
                faults.append(Fault(file, "", *_IS_GRAPH))
            else:
                yield file


def _cases(
    names: Sequence[str], texts: Sequence[str], base: str, **how: bool
) -> tuple[Iterable[str], pipeline.Report]:
    """The graph of cases as pieces of N-Quads, and the report; errors that stop it are on the report."""
    report = pipeline.Report()
    if not names and not texts:
        return (), report
    try:
        return pipeline.graph(names, texts, base, **how)
    except FaultsError as error:
        report.faults += error.faults
        return (), report


def _faultless(pieces: Iterable[str], rest: Iterator[str], report: pipeline.Report) -> Iterator[str]:
    """The pieces and the rest, made while they are taken. FaultsError with all that is wrong in either.

    When errors are on the report already, nothing will come of the rest, but its faults are told, too.
    """
    if report.errors:
        for _ in rest:
            pass
        raise FaultsError(report.errors)
    return _checked(chain(pieces, rest), report)


def _checked(pieces: Iterable[str], report: pipeline.Report) -> Iterator[str]:
    """The pieces. FaultsError in the end when there are errors on the report by then."""
    yield from pieces
    if report.errors:
        raise FaultsError(report.errors)


def _foreign(
    names: Sequence[str], base: str, report: pipeline.Report, called: str | None = None
) -> Iterator[str]:
    """The pieces of foreign graphs; in the end their faults go on the report."""
    pads: dict[str, Notepad] = {}
    for piece in foreign.quads(foreign.sources(names, called), pads, base):
        report.quads += piece.count("\n")
        yield piece
    for pad in pads.values():
        report.faults += pad.faults
    report.files += len(names)
    report.graphs += len(pads)


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


def graph_files(names: Iterable[str]) -> list[Path]:
    """The graph files and store folders that the names stand for; none when something else is among them.

    Raises KgError for a name that leads nowhere.
    """
    given = divided(names)
    if given.cases or given.foreign or store.STANDARD_STREAM in given.graphs:
        return []
    return [file for name in given.graphs for file in expanded(name)]


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
    if suffix in _EITHER:
        return not _is_graph(path)
    return suffix in _CASES or _is_package(path)


def _is_package(path: Path) -> bool:
    """True for an archive by its name, and for a packed file of no graph's name."""
    inner = Path(path.stem).suffix.lower()
    return path.suffix.lower() in _PACKED and (inner in _EITHER or inner not in store.SUFFIXES)


def _is_graph(path: Path) -> bool:
    if _suffix(path) in _EITHER and store.format_of(path) and path.is_file():
        head = _head(path)
        return not readers.recognised(head) and (_suffix(path) != ".json" or _is_linked(head))
    return store.format_of(path) is not None


def _is_linked(head: str) -> bool:
    """True for JSON-LD, where something is said in its keywords; any other JSON would be an empty graph."""
    return '"@' in head


def _is_named_graph(path: Path) -> bool:
    """True when no case has such a suffix."""
    return store.format_of(path) is not None and _suffix(path) not in _EITHER


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
