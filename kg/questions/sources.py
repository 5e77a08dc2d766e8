"""The graphs that a question is put to: files, folders of files, patterns, a store folder, a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg import store
from kg.errors import KgError, UsageError
from kg.ids import is_curie

if TYPE_CHECKING:
    from typing import IO

    import pyoxigraph

_HEAD = 4096
STARTS = {".gz": b"\x1f\x8b", ".zst": b"\x28\xb5\x2f\xfd"}
"""Suffix of a compressed file -> how its bytes begin (RFC 1952, RFC 8878)."""

PARTS_CONTENTS = "build.json"
"""What a folder of parts says of itself; it would be taken for a case, or for an empty graph in JSON-LD."""

_CASES = (".yaml", ".yml", ".nbib", ".txt")


def opened(names: Sequence[str], *, cached: bool = False) -> pyoxigraph.Store:
    """One store over all of them; a single store folder is opened in place, read-only.

    With `cached`, large files are kept as a store for the next time. Raises KgError for names that
    lead nowhere and for files that cannot be read.
    """
    piped = names.count(store.STANDARD_STREAM)
    paths = [path for name in names if name != store.STANDARD_STREAM for path in expanded(name)]
    if piped:
        if len(paths) == 1 and store.is_store(paths[0]):
            raise UsageError("a store folder and standard input cannot be asked together (build one graph)")
        whole = store.load(paths)
        _load_piped(whole, sys.stdin.buffer)
        return whole
    if cached and not any(map(store.is_store, paths)):
        from kg import cache

        if (kept := cache.opened(paths, store.load_file)) is not None:
            return kept
    return store.load(paths)


def may_hold_cases(names: Sequence[str]) -> bool:
    """True when a name may stand for cases or foreign graphs rather than RDF; told without opening any."""
    return any(
        store.format_of(name) in {"JSON_LD", "RDF_XML"}
        or (store.format_of(name) is None and not store.is_store(name))
        for name in names
        if name != store.STANDARD_STREAM
    )


def expanded(name: str) -> Iterator[Path]:
    """The graph files that a name stands for."""
    from glob import glob, has_magic

    path = Path(name)
    if store.is_store(path):
        yield path
    elif path.is_dir():
        inside = sorted(child for child in path.rglob("*") if _is_inside(child, path))
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
            yield from expanded(one)
    else:
        case = f" (a case is chosen with -p case={name} or --graph {name})" if is_curie(name) else ""
        raise KgError(f"{name}: there is no such file or folder{case}")


def _is_inside(file: Path, folder: Path) -> bool:
    """True for a graph file of the folder; what is hidden, or says only what the parts are, is none."""
    from kg.readers import is_plain

    of_parts = file.name == PARTS_CONTENTS and any(file.parent.glob("*.nq.zst"))
    return bool(store.format_of(file)) and is_plain(file, folder) and not of_parts


def _load_piped(whole: pyoxigraph.Store, piped: IO[bytes]) -> None:
    """Add a graph from a pipe; its format, and whether it is compressed, are told by how it begins."""
    from io import BufferedReader

    outer = BufferedReader(piped, _HEAD)  # type: ignore[type-var]
    head = outer.peek(_HEAD)
    suffix = next((suffix for suffix, start in STARTS.items() if head.startswith(start)), "")
    inner = BufferedReader(store.decompressing(outer, suffix), _HEAD) if suffix else outer  # type: ignore[type-var]
    name = format_of_content(inner.peek(_HEAD) if suffix else head)
    store.load_stream(whole, inner, name, "<stdin>")
    outer.detach()  # standard input is not ours to close


def format_of_content(data: bytes) -> str:
    """The name of the format of a graph that begins so."""
    start = data.lstrip()[:200].lower()
    if start.startswith((b"{", b"[")):
        return "JSON_LD"
    if start.startswith((b"<?xml", b"<rdf", b"<!doctype")):
        return "RDF_XML"
    return "TRIG" if start.startswith((b"@", b"prefix", b"base", b"graph")) else "N_QUADS"
