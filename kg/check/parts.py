"""Graph files of any size in parts that fit into memory: N-Quads as they come, cut where a graph ends."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kg import store
from kg.errors import KgError

SIZE = 16_000_000
"""Bytes of a part, about: some 80,000 statements, which engines turn into ten times as much memory."""

_PACKED = 10
"""Bytes of N-Quads that a byte of a store or a compressed file may stand for."""

_REACH = 10_000
"""Bytes at the end of a block in which the beginning of its last graph is looked for first."""


class UndividedError(KgError):
    """These graphs cannot be looked at in parts: blank nodes are in them, or what is no N-Quads."""


class Unit(NamedTuple):
    """Statements of one named graph."""

    graph: bytes
    """The graph's name as N-Quads write it; empty for the default graph."""
    lines: list[bytes]
    """The triples in N-Triples, without the point at the end."""

    @property
    def text(self) -> bytes:
        """The triples as N-Triples."""
        return b" .\n".join(self.lines) + b" .\n"

    @property
    def quads(self) -> bytes:
        """The same as N-Quads."""
        end = b" " + self.graph + b" .\n" if self.graph else b" .\n"
        return end.join(self.lines) + end


def is_large(files: Iterable[Path]) -> bool:
    """True for graph files and store folders that are more than one part."""
    return sum(map(_weight, files)) > SIZE


def _weight(file: Path) -> int:
    """Bytes, about, that the statements take as N-Quads."""
    if store.is_store(file):
        return _PACKED * sum(child.stat().st_size for child in file.iterdir())
    return file.stat().st_size * (_PACKED if file.suffix.lower() in store.COMPRESSED else 1)


def parts(files: Iterable[Path], size: int) -> Iterator[bytes]:
    """Yield the lines of N-Quads files in parts of about that size.

    Raises KgError for a file that cannot be read.
    """
    waiting: list[bytes] = []
    for file in files:
        for block in _blocks(file, size):
            if waiting and sum(map(len, waiting)) + len(block) > size:
                yield b"".join(waiting)
                waiting.clear()
            waiting.append(block)
    if waiting:
        yield b"".join(waiting)


def _blocks(file: Path, size: int) -> Iterator[bytes]:
    with store.reading(file) as raw, store.faults_told("N_QUADS", str(file)):
        stream = store.decompressing(raw, file.suffix.lower())
        rest = b""
        while read := stream.read(size):
            block = rest + read
            end = _end(block) if len(block) >= size else 0
            if end:
                yield block[:end]
            rest = block[end:]
        if rest:
            yield rest if rest.endswith(b"\n") else rest + b"\n"


def _end(block: bytes) -> int:
    """Where the last graph in the block begins; where its last line ends, if that graph is a large one."""
    end = block.rfind(b"\n") + 1
    last = block[block.rfind(b"\n", 0, max(end - 1, 0)) + 1 : end]
    graph = last[last.rfind(b" ", 0, -3) :]
    reach = _REACH
    while reach < end // 2:
        first = block.index(b"\n", end - reach) + 1
        start = block.rfind(b"\n", 0, block.find(graph, first)) + 1
        if start > first:  # a line of another graph stands before it
            return start
        reach *= 2
    return end


def units(part: bytes) -> list[Unit]:
    """The statements of a part by graph, as they are written; a view of them tells whether that is safe."""
    graphs: dict[bytes, list[bytes]] = {}
    for line in part.splitlines():
        triple, _, graph = line.removesuffix(b" .").rpartition(b" ")
        if graph in graphs:
            graphs[graph].append(triple)
        else:
            graphs[graph] = [triple]
    return [Unit(graph, lines) for graph, lines in graphs.items()]


def parsed(part: bytes) -> list[Unit]:
    """As `units`, of N-Quads in any spelling.

    Raises SyntaxError for what is none, UndividedError for blank nodes.
    """
    import pyoxigraph

    graphs: dict[bytes, list[bytes]] = {}
    for quad in pyoxigraph.parse(part, pyoxigraph.RdfFormat.N_QUADS):
        if any(map(_is_blank, (quad.subject, quad.object, quad.graph_name))):
            raise UndividedError("blank nodes have no name that another part could share")
        default = isinstance(quad.graph_name, pyoxigraph.DefaultGraph)
        graph = b"" if default else str(quad.graph_name).encode()
        graphs.setdefault(graph, []).append(str(quad.triple).encode())
    return [Unit(graph, lines) for graph, lines in graphs.items()]


def check_terms(values: Iterable[bytes]) -> None:
    """Raise SyntaxError for a value that is no term."""
    import pyoxigraph

    lines = b"".join(b"<a:> <a:> %s .\n" % value for value in values)
    for _ in pyoxigraph.parse(lines, pyoxigraph.RdfFormat.N_TRIPLES):
        pass


def _is_blank(term: object) -> bool:
    import pyoxigraph

    if isinstance(term, pyoxigraph.Triple):
        return any(map(_is_blank, (term.subject, term.object)))
    return isinstance(term, pyoxigraph.BlankNode)


@contextmanager
def as_quads(files: Iterable[Path]) -> Iterator[list[Path]]:
    """The same graphs as N-Quads files: store folders and other formats are copied for the time being."""
    import pyoxigraph
    import zstandard

    with tempfile.TemporaryDirectory(prefix="kg-check-") as folder:
        written: list[Path] = []
        for number, file in enumerate(files):
            if not store.is_store(file) and store.format_of(file) == "N_QUADS":
                written.append(file)
                continue
            copy = Path(folder, f"{number}.nq.zst")
            with (
                store.full_disk_told(copy),
                copy.open("wb") as raw,
                zstandard.ZstdCompressor(level=1).stream_writer(raw) as out,
            ):
                store.load([file]).dump(out, pyoxigraph.RdfFormat.N_QUADS)
            written.append(copy)
        yield written
