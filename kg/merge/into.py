"""Merging into what is there already: a store folder, or the named graphs of a running server.

A store is merged with the inputs like any other input, and replaced as a whole when all is well. A server is
not read: the merged inputs are put into it graph by graph. What it holds is compared before and counted
after, so that a run that broke off is simply run again, and only what is missing is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import IO

from kg.endpoint.graph_store import GraphStore
from kg.errors import KgError, UsageError
from kg.merge import facts, records
from kg.merge.lines import Sum, summed
from kg.merge.records import Memory
from kg.merge.report import Report
from kg.merge.sorting import Sorter

BATCH = 8 << 20
"""Bytes that are sent at once."""
_OF_MANY = (b"graph/sources>", b"graph/terms>", b"graph/terms/ids>")


def send(blocks: Iterable[bytes], server: GraphStore, folder: Path, report: Report) -> None:
    """Put the merged graph into the server, graph by graph; what is there already is not sent again.

    Raises EndpointError when the server fails, KgError when it holds something else afterwards.
    """
    sorter = Sorter(folder)
    for block in blocks:
        sorter.add(b"".join(map(_by_graph, block.splitlines())))
    for graph, same in groupby(sorter.lines(), key=lambda line: line[: line.find(b"\t")]):
        kept = folder / "graph.nt"
        with kept.open("wb") as out:
            out.writelines(line[len(graph) + 1 :] + b" .\n" for line in same)
        report.stores.append(_send(graph, kept, server))


def _by_graph(line: bytes) -> bytes:
    triple, graph = line[:-2].rsplit(b" ", 1)
    return b"%b\t%b\n" % (graph, triple)


def _send(graph: bytes, kept: Path, server: GraphStore) -> dict[str, object]:
    """Send one graph and look whether it has arrived."""
    iri = graph[1:-1].decode()
    is_added_to = _is_of_many(graph)
    with kept.open("rb") as stream:
        ours = summed(stream)
    there = _held(server, iri, kept if is_added_to else None)
    found = {"graph": iri, "quads": ours.lines, "did": "was there"}
    if there == ours:
        return found
    is_first = not is_added_to
    with kept.open("rb") as stream:
        while batch := b"".join(stream.readlines(BATCH)):
            (server.put if is_first else server.add)(iri, batch)
            is_first = False
    now = _held(server, iri, kept if is_added_to else None)
    if now.lines != ours.lines:
        raise KgError(
            f"{server.shown}: graph {iri} has {now.lines:,} of {ours.lines:,} triples afterwards "
            "(is somebody else writing to it? run the same command again)"
        )
    return found | {"did": "added" if is_added_to or not there.lines else "replaced"}


def _is_of_many(graph: bytes) -> bool:
    """True for a graph that sources share: it is added to, never replaced."""
    return graph == records.JOINED or graph.endswith(
        (b"graph/sources>", b"graph/terms>", b"graph/terms/ids>")
    )


def _held(server: GraphStore, graph: str, ours: Path | None) -> Sum:
    """What the server has of a graph; with `ours`, of those triples of the graph."""
    with server.read(graph) as stream:
        if stream is None:
            return Sum(0, 0)
        wanted = set(ours.read_bytes().splitlines(keepends=True)) if ours else None
        return summed(_canonical(stream, server), wanted)


def _canonical(stream: IO[bytes], server: GraphStore) -> Iterator[bytes]:
    import pyoxigraph

    try:
        for quad in pyoxigraph.parse(stream, pyoxigraph.RdfFormat.N_TRIPLES):
            yield f"{quad.triple} .\n".encode()
    except SyntaxError as error:
        raise KgError(f"{server.shown}: what it says of a graph is no N-Triples: {error.msg}") from None


def drop(names: Sequence[str], server: GraphStore, base: str, report: Report) -> None:
    """Take sources or graphs out of the server: drop their graphs, and what the server keeps about them.

    Raises UsageError for a name that the server's graph of sources does not know.
    """
    about = f"{base}graph/sources"
    with server.read(about) as stream:
        lines = [] if stream is None else [line.rstrip(b" .\n") for line in _canonical(stream, server)]
    node = f"<{about}>".encode()
    memory = Memory()
    memory.take(b"%b %b ." % (line, node) for line in lines)
    for name in names:
        sources = facts.sources_named(name, memory, base)
        graphs = set() if sources else facts.graphs_named(name, memory, base)
        if not sources and not graphs:
            known = ", ".join(sorted(facts.source_names(memory))[:20]) or "none"
            raise UsageError(f"--undo {name}: {server.shown} has no such source or graph (sources: {known})")
        before = {graph for graph, of in memory.graphs.items() if of}
        memory.forget(sources, graphs)
        for graph in sorted(before - {one for one, of in memory.graphs.items() if of}):
            for iri in (graph[1:-1].decode(), records.companion(graph)[1:-1].decode()):
                server.drop(iri)
            report.stores.append({"graph": graph[1:-1].decode(), "quads": 0, "did": "dropped"})
        report.undone.append(name)
    kept = [line for line in lines if _is_left(line, memory)]
    server.put(about, b"".join(b"%b .\n" % line for line in kept))


def _is_left(line: bytes, memory: Memory) -> bool:
    """True for a line about sources that still holds."""
    subject, predicate, thing = line.split(b" ", 2)
    if predicate == records.FROM_SOURCE:
        return thing in memory.graphs.get(subject, ())
    return subject in memory.sources or not records.is_source(subject)
