"""How fast cases become N-Quads, beside rdflib and beside writing the same bytes.

Run it with `python -m tests.benchmarks.bench_build [CASES]` from the checkout. The ways take turns in one
process, five rounds, and the medians are compared; what is slower is said, too. rdflib and
pyoxigraph get a fiftieth of the cases, since rdflib would take minutes; rates are per quad.
"""

from __future__ import annotations

import io
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pyoxigraph
import rdflib

from kg.builders import quads as case_quads
from kg.case import Case
from tests.benchmarks.cases import cases

ROUNDS = 5
SHARE = 50
Plain = tuple[str, str, str, str | None, str]


def ours(batch: list[Case], out: IO[bytes]) -> None:
    """Case objects to N-Quads bytes in a file, as `kg build` does it."""
    for case in batch:
        out.write(case_quads(case).encode())


def to_file(work: Callable[[IO[bytes]], object]) -> None:
    """Let the work write into a file; the disk's own time (fsync) is left out for all ways alike."""
    with tempfile.TemporaryFile(dir=Path.cwd()) as file:
        work(file)
        file.flush()


def in_memory(batch: list[Case]) -> bytes:
    """The N-Quads of the batch."""
    return b"".join(case_quads(case).encode() for case in batch)


def straightforward_rdflib(quads: list[Plain]) -> bytes:
    """The same quads made as rdflib terms, added to a Dataset and serialised, as most scripts do."""
    data = rdflib.Dataset()
    for subject, predicate, thing, datatype, graph in quads:
        value = (
            rdflib.URIRef(thing)
            if datatype is None
            else rdflib.Literal(thing, datatype=rdflib.URIRef(datatype))
        )
        data.graph(rdflib.URIRef(graph)).add((rdflib.URIRef(subject), rdflib.URIRef(predicate), value))
    return data.serialize(format="nquads", encoding="utf-8")


def plain_quads(data: bytes) -> list[Plain]:
    """The quads as plain strings: subject, predicate, object, datatype (None for an IRI), graph."""
    return [
        (q.subject.value, q.predicate.value, q.object.value, _datatype(q.object), q.graph_name.value)
        for q in pyoxigraph.parse(io.BytesIO(data), pyoxigraph.RdfFormat.N_QUADS)
    ]


def _datatype(term: object) -> str | None:
    return term.datatype.value if isinstance(term, pyoxigraph.Literal) else None


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(count: int) -> None:
    """Print rates and ratios."""
    batch = list(cases(count))
    data = in_memory(batch)
    quads = data.count(b"\n")
    part = in_memory(batch[: max(count // SHARE, 1)])
    sample = plain_quads(part)
    engine = list(pyoxigraph.parse(io.BytesIO(part), pyoxigraph.RdfFormat.N_QUADS))
    nquads = pyoxigraph.RdfFormat.N_QUADS
    times: dict[str, list[float]] = {"kg": [], "bytes": [], "rdflib": [], "pyoxigraph": []}
    for _ in range(ROUNDS):
        times["kg"].append(seconds(lambda: to_file(lambda out: ours(batch, out))) / quads)
        times["bytes"].append(seconds(lambda: to_file(lambda out: out.write(data))) / quads)
        times["rdflib"].append(seconds(lambda: straightforward_rdflib(sample)) / len(sample))
        times["pyoxigraph"].append(
            seconds(lambda: to_file(lambda out: pyoxigraph.serialize(engine, out, nquads))) / len(engine)
        )
    median = {way: statistics.median(values) for way, values in times.items()}
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    print(
        f"{count:,} cases, {quads:,} quads ({quads / count:.0f} a case), {len(data) / 1e6:.1f} MB; medians of {ROUNDS}"
    )
    for way, value in median.items():
        print(
            f"  {way:<11}{1 / value:>12,.0f} quads/s  {quads / count:.0f}-quad cases/s: {count / quads / value:>10,.0f}"
        )
    print(f"kg : rdflib      {median['rdflib'] / median['kg']:.1f} times faster")
    print(f"kg : pyoxigraph  {median['pyoxigraph'] / median['kg']:.2f} (its serialiser alone, terms ready)")
    print(f"kg : bytes       {median['bytes'] / median['kg']:.3f} of writing the same bytes")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
