"""The graphs that a question is put to: files, folders of files, patterns, a store folder, a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg import store
from kg.errors import KgError, UsageError

if TYPE_CHECKING:
    import pyoxigraph

_CASES = (".yaml", ".yml", ".nbib", ".txt")


def opened(names: Sequence[str]) -> pyoxigraph.Store:
    """One store over all of them; a single store folder is opened in place, read-only.

    Raises KgError for names that lead nowhere and for files that cannot be read.
    """
    piped = names.count(store.STANDARD_STREAM)
    paths = [path for name in names if name != store.STANDARD_STREAM for path in _expanded(name)]
    whole = store.load(paths)
    if piped:
        if paths and store.is_store(paths[0]):
            raise UsageError("a store folder and standard input cannot be asked together (build one graph)")
        _load_stream(whole, sys.stdin.buffer.read())
    return whole


def may_hold_cases(names: Sequence[str]) -> bool:
    """True when a name may stand for case files rather than graphs; told without opening any."""
    return any(
        Path(name).suffix.lower() in {*_CASES, ".json", ".xml"}
        or (Path(name).is_dir() and not store.is_store(name))
        for name in names
        if name != store.STANDARD_STREAM
    )


def _expanded(name: str) -> Iterator[Path]:
    """The graph files that a name stands for."""
    from glob import glob, has_magic

    path = Path(name)
    if store.is_store(path):
        yield path
    elif path.is_dir():
        inside = sorted(child for child in path.rglob("*") if child.is_file() and store.format_of(child))
        if not inside:
            raise KgError(f"{name}: the folder holds neither a store nor a graph file")
        yield from inside
    elif path.exists():
        if store.format_of(path) is None and path.suffix.lower() in _CASES:
            raise UsageError(f"{name}: is no graph (make one of a case: kg build {name} -o graph.nq)")
        yield path
    elif has_magic(name):
        found = sorted(glob(name, recursive=True))  # noqa: PTH207  (patterns may be absolute)
        if not found:
            raise KgError(f"{name}: no file fits the pattern")
        for one in found:
            yield from _expanded(one)
    else:
        raise KgError(f"{name}: there is no such file or folder")


def _load_stream(whole: pyoxigraph.Store, data: bytes) -> None:
    """Add a graph from a pipe, its format told by how it begins."""
    import io

    import pyoxigraph

    name = _format_of_content(data)
    try:
        whole.bulk_load(io.BytesIO(data), getattr(pyoxigraph.RdfFormat, name))
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise KgError(f"<stdin>{line}: not valid {name.replace('_', '-')}: {error.msg}") from None


def _format_of_content(data: bytes) -> str:
    start = data.lstrip()[:200].lower()
    if start.startswith((b"{", b"[")):
        return "JSON_LD"
    if start.startswith((b"<?xml", b"<rdf", b"<!doctype")):
        return "RDF_XML"
    return "TRIG" if start.startswith((b"@", b"prefix", b"base", b"graph")) else "N_QUADS"
