"""Store care: what a store folder holds, a copy of it, making it quick again, and whether it is sound."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kg import locks, stamp
from kg.errors import FULL_DISK, KgError, UsageError, printable
from kg.store import is_store, open_store, refusal, replace_folder, writable
from kg.vocabulary import KG

if TYPE_CHECKING:
    import pyoxigraph

AT_ONCE = 2_000_000
"""Statements whose parts are held at a time by `verify`; bounds its memory."""


class Info(NamedTuple):
    """What a store folder holds."""

    quads: int
    graphs: int
    """Named graphs."""
    cases: int
    bytes: int
    """On disk."""
    stamp: stamp.Stamp | None


class Health(NamedTuple):
    """What `verify` found."""

    quads: int
    faults: tuple[str, ...]
    """What is wrong; empty for a sound store."""


def info(folder: Path) -> Info:
    """What the store holds. Raises UsageError for no store, KgError for one that cannot be read."""
    with _told(folder):
        store = opened(folder)
        cases = {quad.subject for quad in store.quads_for_pattern(None, None, _node(KG.Case))}
        return Info(
            len(store), len(list(store.named_graphs())), len(cases), _size(folder), stamp.read(folder)
        )


def backup(folder: Path, copy: Path) -> None:
    """Copy the store into a new folder, whole or not at all; readers and a writer may go on meanwhile.

    Raises UsageError when the copy exists already.
    """
    if copy.exists():
        raise UsageError(f"{copy}: exists already (give a new folder)")
    if not copy.parent.is_dir():
        raise UsageError(f"{copy}: there is no folder {str(copy.parent)!r}")
    with _copied(folder, copy) as beside:
        replace_folder(beside, copy)


def compact(folder: Path) -> tuple[int, int]:
    """Put the store's files in order for quick reading: its bytes on disk before and after.

    Raises KgError when another process writes it.
    """
    import pyoxigraph

    before = _size(opened_folder(folder))
    stamp.check(folder)
    with _told(folder):
        store = pyoxigraph.Store(str(folder))
        try:
            store.optimize()
            store.flush()
        finally:
            del store  # closed, whoever keeps an error and its frame: it would go on tidying its files
        stamp.renew(folder)
    return before, _size(folder)


def verify(folder: Path, say: Callable[[str], None] = lambda _: None) -> Health:
    """Read every statement by each of the engine's indexes, and say where they disagree or cannot be read."""
    faults = []
    quads = 0
    try:
        store = opened(folder)
        quads = sum(1 for _ in store)
        for name, count in _counts(store):
            say(f"read by {name}")
            if count != quads:
                faults.append(f"read by {name} there are {count:,} statements, of {quads:,}")
    except (OSError, RuntimeError) as error:  # the engine calls a broken store a RuntimeError
        faults.append(printable(str(error), 300))
    return Health(quads, tuple(faults))


def opened_folder(folder: Path) -> Path:
    """The folder itself. Raises UsageError when it is no store."""
    if not is_store(folder):
        raise UsageError(f"{folder}: is no store folder (kg build … -o FOLDER makes one)")
    return folder


def opened(folder: Path) -> pyoxigraph.Store:
    """The store of the folder, read-only."""
    return open_store(opened_folder(folder))


def _counts(store: pyoxigraph.Store) -> Iterator[tuple[str, int]]:
    """Index -> the statements found by it: each pattern makes the engine use another."""
    subjects = _each(store, lambda quad: quad.subject)
    predicates = _each(store, lambda quad: quad.predicate)
    things = _each(store, lambda quad: quad.object)
    graphs = _each(store, lambda quad: quad.graph_name)
    predicates_in = _each(store, lambda quad: (quad.predicate, quad.graph_name))
    things_in = _each(store, lambda quad: (quad.object, quad.graph_name))
    find = store.quads_for_pattern
    yield "subject", sum(_length(find(one, None, None)) for one in subjects)
    yield "predicate", sum(_length(find(None, one, None)) for one in predicates)
    yield "object", sum(_having(one, find(None, None, one)) for one in things)
    yield "graph", sum(_length(find(None, None, None, one)) for one in graphs)
    yield "graph and predicate", sum(_length(find(None, one, None, graph)) for one, graph in predicates_in)
    yield "graph and object", sum(_having(one, find(None, None, one, graph)) for one, graph in things_in)


_Part = TypeVar("_Part")


def _each(store: pyoxigraph.Store, part: Callable[[pyoxigraph.Quad], _Part]) -> Iterator[_Part]:
    """That part of every statement, each value once, a share of them at a time."""
    rounds = len(store) // AT_ONCE + 1
    for number in range(rounds):
        yield from {value for value in map(part, store) if hash(value) % rounds == number}


def _having(thing: object, found: Iterator[pyoxigraph.Quad]) -> int:
    """How many of the statements have that object: the engine finds those of 256 to 510 for 255, too.

    So Oxigraph 0.5.13 does for all integers whose last byte is 255, in a store on disk; its SPARQL does not.
    """
    return sum(1 for quad in found if quad.object == thing)


def _length(found: Iterator[object]) -> int:
    return sum(1 for _ in found)


def _node(iri: str) -> pyoxigraph.NamedNode:
    import pyoxigraph

    return pyoxigraph.NamedNode(iri[1:-1])


def _size(folder: Path) -> int:
    size = 0
    for file in folder.iterdir():
        with suppress(FileNotFoundError):  # a writer tidies up
            size += file.stat().st_size
    return size


@contextmanager
def _copied(folder: Path, copy: Path) -> Iterator[Path]:
    """A copy of the store beside its place."""
    store = opened(folder)
    with locks.only_writer(copy), writable(copy):
        above = Path(tempfile.mkdtemp(prefix=f".{copy.name}-", dir=copy.parent))
    try:
        with _told(folder), _full_disk_told(copy):
            store.backup(str(above / "copy"))
            if stamp.read(folder):
                shutil.copyfile(folder / stamp.NAME, above / "copy" / stamp.NAME)
        yield above / "copy"
    finally:
        shutil.rmtree(above, ignore_errors=True)


@contextmanager
def _full_disk_told(copy: Path) -> Iterator[None]:
    """Turn what the engine says of a disk that takes no more into a message about the copy."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        for number in FULL_DISK:
            if os.strerror(number) in str(error):
                raise KgError(f"{copy}: cannot be written: {os.strerror(number)}") from None
        raise


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turn what the engine says of a store into a message."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise KgError(f"{folder}: {refusal(error)}") from None
