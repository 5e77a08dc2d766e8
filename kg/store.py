"""Graphs on disk and in memory: every RDF format, compressed or not, and Oxigraph store folders.

Writing is atomic: the output is written beside its place and then renamed, so that an interrupted
run leaves what was there before.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg import locks, rdf, stamp
from kg.errors import FULL_DISK, KgError, UsageError, printable
from kg.ids import PREFIXES

if TYPE_CHECKING:
    import networkx
    import pyoxigraph
    import rdflib

SUFFIXES: dict[str, str] = {
    ".nq": "N_QUADS",
    ".nquads": "N_QUADS",
    ".trig": "TRIG",
    ".jsonld": "JSON_LD",
    ".json": "JSON_LD",
    ".ttl": "TURTLE",
    ".turtle": "TURTLE",
    ".nt": "N_TRIPLES",
    ".ntriples": "N_TRIPLES",
    ".rdf": "RDF_XML",
    ".owl": "RDF_XML",
    ".xml": "RDF_XML",
}
"""File suffix -> name of the format in pyoxigraph."""

COMPRESSED = (".gz", ".zst")
TRIPLES_ONLY = frozenset({"TURTLE", "N_TRIPLES", "RDF_XML"})
"""Formats that cannot hold named graphs: their graphs are written as one."""

STANDARD_STREAM = "-"

_BUFFER = 1 << 20
_UNFINISHED: set[Path] = set()


def format_of(path: str | os.PathLike[str]) -> str | None:
    """The format that a file's suffix names, '.gz' and '.zst' looked through; None for any other."""
    suffixes = [suffix.lower() for suffix in Path(path).suffixes]
    if suffixes and suffixes[-1] in COMPRESSED:
        suffixes.pop()
    return SUFFIXES.get(suffixes[-1]) if suffixes else None


def is_store(path: str | os.PathLike[str]) -> bool:
    """True for a folder that holds an Oxigraph store, whole (with RocksDB's file CURRENT) or broken."""
    return (Path(path) / stamp.CURRENT).is_file() or (Path(path) / stamp.NAME).is_file()


# Writing


def check_target(path: str | os.PathLike[str], format_name: str | None = None) -> None:
    """Raise UsageError for an output path that `write` could not use, before any work is done."""
    target = Path(path)
    if os.fspath(path) == STANDARD_STREAM:
        return
    if format_name is None and format_of(target) is None and target.suffix and not target.is_dir():
        known = " ".join(sorted(SUFFIXES))
        raise UsageError(
            f"{path}: unknown suffix {target.suffix!r} (use one of {known}, .gz or .zst behind it)"
        )
    check_folder_of(target)


def check_folder_of(path: str | os.PathLike[str]) -> None:
    """Raise UsageError for a path whose folder does not exist."""
    if not Path(path).parent.is_dir():
        raise UsageError(f"{path}: there is no folder {str(Path(path).parent)!r}")


def check_folder(folder: Path) -> None:
    """Raise UsageError for a folder that holds something else than a store."""
    if folder.exists() and not is_store(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: exists and is no Oxigraph store (choose another folder)")


def write(lines: Iterable[str], path: str | os.PathLike[str], format_name: str | None = None) -> None:
    """Write N-Quads lines to a file in the format its suffix names, or to a store folder.

    A path without a known suffix becomes a store folder. Raises UsageError for an unusable path.
    """
    check_target(path, format_name)
    target = Path(path)
    chosen = format_name or format_of(target)
    if chosen is None:
        write_store(lines, target)
        return
    with atomic(target) as raw, compressing(raw, target.suffix) as out:
        write_stream(lines, out, chosen)


def write_stream(lines: Iterable[str], out: IO[bytes], format_name: str) -> None:
    """Write N-Quads lines to an open stream in the named format, always in the same order."""
    if format_name == "N_QUADS":
        for line in lines:
            out.write(line.encode())
        return
    import pyoxigraph

    rdf_format: pyoxigraph.RdfFormat = getattr(pyoxigraph.RdfFormat, format_name)
    ordered = io.BytesIO("".join(sorted(set("".join(lines).splitlines(keepends=True)))).encode())
    quads: Iterable[Any] = pyoxigraph.parse(ordered, pyoxigraph.RdfFormat.N_QUADS)
    if format_name in TRIPLES_ONLY:
        quads = dict.fromkeys(quad.triple for quad in quads)
        quads = sorted(quads, key=str) if format_name != "N_TRIPLES" else quads
    elif format_name == "TRIG":
        quads = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.triple)))
    prefixes = {} if format_name == "RDF_XML" else PREFIXES
    pyoxigraph.serialize(quads, out, rdf_format, prefixes=prefixes)


def write_store(lines: Iterable[str], folder: Path) -> None:
    """Write N-Quads lines into a new store folder, put in the place of an old one when complete."""
    write_store_of(rdf.stream(lines), folder)


def write_store_of(stream: IO[bytes], folder: Path, build: str = "") -> None:
    """As `write_store`, of N-Quads in an open stream; `build` is what `kg.stamp.build_of` will tell."""
    import shutil
    import tempfile

    import pyoxigraph

    check_folder(folder)
    with locks.only_writer(folder), writable(folder):
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            store = pyoxigraph.Store(str(beside))
            store.bulk_load(stream, pyoxigraph.RdfFormat.N_QUADS)
            store.flush()
            del store
            stamp.mark(beside, build)
            replace_folder(beside, folder)
        except RuntimeError as error:  # the engine calls a full disk so, or an OSError
            raise KgError(f"{folder}: cannot be written: {error}") from None
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def replace_folder(new: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one; where the system can, in one step."""
    import shutil

    new.chmod(0o777 & ~_umask())
    if not folder.exists():
        new.rename(folder)
        return
    if exchange(new, folder):
        shutil.rmtree(new)
        return
    old = folder.with_name(f"{new.name}-old")
    folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old)


_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE, from Linux's fcntl.h and fs.h."""


def exchange(one: Path, other: Path) -> bool:
    """Let two files or folders change places in one step; False where the system cannot."""
    import ctypes

    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    done: int = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return done == 0


@contextmanager
def atomic(path: Path, folder: Path | None = None) -> Iterator[IO[bytes]]:
    """A stream beside `path` that takes its place when the block ends without an error.

    With `folder`, of the same disk, what is unfinished stands in there.
    """
    import tempfile

    if path.exists() and not path.is_file() and not path.is_dir():
        with (
            full_disk_told(path),
            path.open("wb") as device,
        ):  # a pipe or /dev/stdout has no place to be renamed into
            yield device
        return
    if path.is_dir():
        raise UsageError(f"{path}: is a folder, not a file")
    with writable(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=folder or path.parent)
    beside = Path(name)
    _UNFINISHED.add(beside)
    try:
        with full_disk_told(path), os.fdopen(handle, "wb") as stream:
            yield stream
        beside.chmod(0o666 & ~_umask())
        with writable(path):
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
        _UNFINISHED.discard(beside)


def abandon() -> None:
    """Remove what was begun beside its place, before the process ends where no block can end."""
    for beside in tuple(_UNFINISHED):
        beside.unlink(missing_ok=True)


@contextmanager
def full_disk_told(path: str | os.PathLike[str]) -> Iterator[None]:
    """Turn a full or broken disk into a message about `path`; every other error passes."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL_DISK:
            raise
        raise KgError(f"{path}: cannot be written: {error.strerror}") from None


@contextmanager
def writable(path: Path) -> Iterator[None]:
    """Turn a refusal of the file system into a message about `path`."""
    try:
        yield
    except OSError as error:
        raise KgError(f"{path}: cannot be written: {error.strerror or error}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def compressing(raw: IO[bytes], suffix: str) -> Iterator[IO[bytes]]:
    """The stream itself, or a compressor over it; the same input gives the same bytes."""
    if suffix == ".gz":
        import gzip

        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as out:
            yield out  # type: ignore[misc]
    elif suffix == ".zst":
        import zstandard

        with zstandard.ZstdCompressor(level=9).stream_writer(raw, closefd=False) as out:
            yield out
    else:
        yield raw


# Reading


def load(paths: Iterable[str | os.PathLike[str]]) -> pyoxigraph.Store:
    """All the graphs of the given files in one store; a single store folder is opened read-only.

    Raises KgError naming the file, and the line for a syntax error.
    """
    import pyoxigraph

    chosen = [Path(path) for path in paths]
    if len(chosen) == 1 and is_store(chosen[0]):
        return open_store(chosen[0])
    store = pyoxigraph.Store()
    for path in chosen:
        if is_store(path):
            store.extend(iter(open_store(path)))
        else:
            load_file(store, path)
    return store


def from_lines(lines: Iterable[str]) -> pyoxigraph.Store:
    """N-Quads lines as a store in memory."""
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load(rdf.stream(lines), pyoxigraph.RdfFormat.N_QUADS)
    return store


def open_store(folder: Path) -> pyoxigraph.Store:
    """The store in that folder, read-only. Raises KgError when it cannot be opened."""
    import pyoxigraph

    stamp.check(folder)
    try:
        return pyoxigraph.Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:  # the engine calls a broken store a RuntimeError
        raise KgError(f"{folder}: cannot be opened as a store: {refusal(error)}") from None


def refusal(error: Exception) -> str:
    """Why the engine does not open or change a store, with the way out, in words for a message."""
    said = printable(str(error), 300)
    if "While lock file" in said or "lock hold by" in said:
        return "another process has it open for writing (wait for it, or stop it)"
    if any(sign in said for sign in ("Corruption", "No such file")):
        return f"{said} ({stamp.CURE})"
    return said


def load_file(store: pyoxigraph.Store, path: Path) -> None:
    """Add the graphs of one file to the store. Raises KgError naming file and line."""
    name = format_of(path)
    if name is None:
        known = " ".join(sorted(SUFFIXES))
        raise KgError(f"{path}: not a graph file by its suffix (kg reads {known}, also with .gz or .zst)")
    import pyoxigraph

    try:
        if path.suffix.lower() in COMPRESSED or name == "RDF_XML":
            with path.open("rb") as raw:
                load_stream(store, decompressing(raw, path.suffix.lower()), name, str(path))
        else:
            with faults_told(name, str(path)):
                store.bulk_load(path=str(path), format=getattr(pyoxigraph.RdfFormat, name))
    except OSError as error:
        raise KgError(f"{path}: cannot be read: {error.strerror or error}") from None


def load_stream(store: pyoxigraph.Store, stream: IO[bytes], format_name: str, source: str) -> None:
    """Add the graphs in an open stream of the named format. Raises KgError naming source and line."""
    import pyoxigraph

    with faults_told(format_name, source):
        store.bulk_load(whole(stream, format_name), getattr(pyoxigraph.RdfFormat, format_name))


def whole(stream: IO[bytes], format_name: str) -> IO[bytes]:
    """The stream of a format, which raises ValueError when it breaks off and the engine would not tell."""
    if format_name != "RDF_XML":
        return stream
    from kg.rdfxml import proven

    return proven(stream)


_LINE = re.compile(r"Parser error (?:at line \d+ |between line [^:]*: )")
"""Where the parser puts the line into its words; it stands before them in ours."""
_ENDED = re.compile(r"unexpected end|end of (?:file|input)", re.IGNORECASE)


@contextmanager
def faults_told(format_name: str, source: str) -> Iterator[None]:
    """Turn what the engine and the decompressors say of a bad graph into a message."""
    try:
        yield
    except SyntaxError as error:
        raise invalid(
            format_name, f"{source}:{error.lineno}" if error.lineno else source, error.msg
        ) from None
    except ValueError as error:
        raise invalid(format_name, source, str(error)) from None
    except _archive_errors() as error:
        said = str(error).lower().rstrip(".")
        cure = "fetch or save it again"
        raise KgError(
            f"{source}: is broken, cut short or not compressed as its name says: {said} ({cure})"
        ) from None


def invalid(format_name: str, place: str, said: str) -> KgError:
    """What is wrong at a place of a graph file, in its parser's words; that it is cut short is told."""
    cure = " (the file seems cut short: fetch or save it again)" if _ENDED.search(said) else ""
    return KgError(f"{place}: not valid {format_name.replace('_', '-')}: {_LINE.sub('', said)}{cure}")


@contextmanager
def reading(path: Path) -> Iterator[IO[bytes]]:
    """The file, opened; what the file system refuses becomes a message about it."""
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        if error.errno in FULL_DISK and error.filename != str(path):
            raise
        raise KgError(f"{path}: cannot be read: {error.strerror or error}") from None


def _archive_errors() -> tuple[type[Exception], ...]:
    """What decompressors raise; asked for only when something was raised."""
    import gzip
    import zlib

    import zstandard

    return EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError


def decompressing(raw: IO[bytes], suffix: str) -> IO[bytes]:
    """The stream itself, or a decompressor over it."""
    if suffix == ".gz":
        import gzip

        return gzip.GzipFile(fileobj=raw, mode="rb")  # type: ignore[return-value]
    if suffix == ".zst":
        from kg.frames import Frames

        return io.BufferedReader(Frames(raw), _BUFFER)
    return raw


# Other libraries' views of a store


def dataset(store: pyoxigraph.Store) -> rdflib.Dataset:
    """The store as an rdflib Dataset; rdflib's queries then run on Oxigraph."""
    import oxrdflib
    import rdflib

    view = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=store), default_union=True)
    for prefix, start in PREFIXES.items():
        view.bind(prefix, start, override=True)
    return view


def network(store: pyoxigraph.Store) -> networkx.MultiDiGraph[str]:
    """The store as a networkx graph: nodes are IRIs, literals become lists in node attributes.

    Each edge has the predicate's IRI as its key and, as `graphs`, the named graphs that state it.
    """
    import networkx
    import pyoxigraph

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for quad in sorted(store, key=str):
        subject, predicate, thing = quad.subject.value, quad.predicate.value, quad.object
        graph.add_node(subject)
        if isinstance(thing, pyoxigraph.Literal):
            values = graph.nodes[subject].setdefault(predicate, [])
            if thing.value not in values:
                values.append(thing.value)
            continue
        source = quad.graph_name.value if isinstance(quad.graph_name, pyoxigraph.NamedNode) else ""
        if graph.has_edge(subject, thing.value, predicate):
            graph.edges[subject, thing.value, predicate]["graphs"].append(source)
        else:
            graph.add_edge(subject, thing.value, predicate, graphs=[source])
    return graph
