"""Graph files of any size held against the shapes and asked the check queries, in parts.

What comes out is what comes out of the whole (`tests/test_check_parts.py`). The files are read twice: first
for what their graphs see differently (`kg.check.views`), then for the faults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import compress, zip_longest
from pathlib import Path
from typing import NamedTuple

from kg import store
from kg.check import one_graph, views
from kg.check.catalogue import Check
from kg.check.one_graph import Look, Progress
from kg.check.parts import SIZE, UndividedError, Unit, as_quads, parsed, parts, units
from kg.errors import Fault, KgError
from kg.workers import spread, threaded


class Work(NamedTuple):
    """How much is looked at at a time."""

    jobs: int
    """Processes, then threads: engines do not bear a fork."""
    size: int = SIZE
    """Bytes of a part."""


def found(look: Look, files: Sequence[Path], work: Work, progress: Progress) -> set[tuple[Check, Fault]]:
    """Every fault, with the check that found it. Raises KgError for a file that cannot be read."""
    try:
        with as_quads(files) as quads:
            return _found(look, quads, work, progress)
    except UndividedError:  # or a fault of syntax, which is then told
        return one_graph.found(look, store.load(files), progress)


def _found(look: Look, quads: Sequence[Path], work: Work, progress: Progress) -> set[tuple[Check, Fault]]:
    progress("reading what the graphs share")
    seen = list(spread(_view, parts(quads, work.size), work.jobs))
    pieces = partial(_pieces, quads, work, seen)
    shared = _shared(seen, pieces, work)
    named = {check.name: check for check in look.checks}
    faults: set[tuple[Check, Fault]] = set()
    together: list[bytes] = []
    for number, result in enumerate(threaded(partial(_result, look, shared), pieces(), work.jobs), 1):
        progress(f"part {number} of {len(seen)} checked")
        faults.update((named[name], fault) for name, fault in result.faults)
        together.append(result.together)
    if any(together):
        progress("checking the graphs that are tied to each other")
        faults |= _of_tied(look, b"".join(together), shared, progress)
    return faults


class _Piece(NamedTuple):
    """A part, and how it is seen."""

    text: bytes
    view: views.View

    @property
    def units(self) -> list[Unit]:
        """The statements by graph."""
        return units(self.text) if self.view.plain else _parsed(self.text)


def _pieces(quads: Sequence[Path], work: Work, seen: Iterable[views.View]) -> Iterator[_Piece]:
    """The parts, read again."""
    for part, view in zip_longest(parts(quads, work.size), seen):
        if part is None or view is None:
            raise KgError("the graph changed while it was read (check a copy of it)")
        yield _Piece(part, view)


def _view(part: bytes) -> views.View:
    with suppress(ValueError), _undivided():  # ValueError: a line that is less than a triple
        if (seen := views.view(units(part))).plain:
            return seen
    return views.view(_parsed(part))._replace(plain=False)


def _parsed(text: bytes) -> list[Unit]:
    with _undivided():
        return parsed(text)


@contextmanager
def _undivided() -> Iterator[None]:
    """Turn what the engine says of a syntax into a refusal to look at parts."""
    try:
        yield
    except SyntaxError as error:
        raise UndividedError(str(error)) from None


class _Shared(NamedTuple):
    """What a part has to know of the others."""

    described: dict[bytes, views.Description]
    numbered: dict[int, bytes]
    """The nodes described, by their numbers."""
    ties: set[int]
    """Nodes whose graphs are looked at together."""


def _shared(seen: Sequence[views.View], pieces: Callable[[], Iterator[_Piece]], work: Work) -> _Shared:
    nodes = views.shared(seen)
    ties = views.tied(seen, nodes)
    telling = compress(pieces(), views.describing(seen, nodes - ties))
    context: views.Context = {}
    for said in spread(partial(_gathered, nodes - ties), telling, work.jobs):
        ties |= said.tainted
        for node, lines in said.context.items():
            context.setdefault(node, set()).update(lines)
    ties = views.tainted(context, ties)
    told = {number: node for number, node in views.numbered(context).items() if number not in ties}
    described = views.descriptions({node: context[node] for node in told.values()})
    return _Shared(described, told, ties)


def _gathered(nodes: set[int], piece: _Piece) -> views.Gathered:
    return views.gathered(piece.units, nodes)


class _Result(NamedTuple):
    """What came of a part."""

    faults: list[tuple[str, Fault]]
    """Names of checks, and what they found."""
    together: bytes
    """The N-Quads that cannot be looked at without those of other parts."""


def _result(look: Look, shared: _Shared, piece: _Piece) -> _Result:
    inside = piece.units
    tied = {unit.graph for unit in inside if shared.ties and views.names_any(unit, shared.ties)}
    apart = [unit.text for unit in inside if unit.graph not in tied]
    faults: set[tuple[Check, Fault]] = set()
    if apart:
        with _undivided():
            faults = one_graph.found_in_text(look, b"".join(apart) + _told(piece.view, shared))
    together = b"".join(unit.quads for unit in inside if unit.graph in tied)
    return _Result([(check.name, fault) for check, fault in faults], together)


def _told(view: views.View, shared: _Shared) -> bytes:
    return views.told(view, shared.described, shared.numbered)


def _of_tied(look: Look, quads: bytes, shared: _Shared, progress: Progress) -> set[tuple[Check, Fault]]:
    """The faults of graphs that are looked at together."""
    import pyoxigraph

    whole = pyoxigraph.Store()
    with _undivided():
        whole.bulk_load(quads + _told(_view(quads), shared), pyoxigraph.RdfFormat.N_QUADS)
    return one_graph.found(look, whole, progress)
