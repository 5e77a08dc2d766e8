"""How fast cases become N-Quads, beside rdflib and beside writing the same bytes.

Run it with `python -m tests.benchmarks.bench_build [CASES]` from the checkout. The ways take turns in one
process, five rounds, and the medians are compared; what is slower is said, too. rdflib gets a
tenth of the cases, since it would take minutes, and its rate is scaled per quad.
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

import pyoxigraph
import rdflib

from kg.builders import quads as case_quads
from kg.case import Case
from tests.benchmarks.cases import cases

ROUNDS = 5


def ours(batch: list[Case]) -> bytes:
    """Case objects to N-Quads bytes, as `kg build` does it."""
    out = io.BytesIO()
    for case in batch:
        out.write(case_quads(case).encode())
    return out.getvalue()


def write(data: bytes) -> None:
    """The physical limit: the ready bytes into a file."""
    with tempfile.NamedTemporaryFile(dir=Path.cwd()) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def straightforward_rdflib(quads: list[tuple[rdflib.term.Node, ...]]) -> bytes:
    """The same quads added to an rdflib Dataset and serialised."""
    data = rdflib.Dataset()
    for s, p, o, graph in quads:
        data.graph(graph).add((s, p, o))
    return data.serialize(format="nquads", encoding="utf-8")


def rdflib_quads(data: bytes) -> list[tuple[rdflib.term.Node, ...]]:
    """The quads as rdflib terms, made before the clock starts: only add and serialise are timed."""
    parsed = rdflib.Dataset()
    parsed.parse(io.BytesIO(data), format="nquads")
    return [quad for quad in parsed.quads() if quad[3] is not None]


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(count: int) -> None:
    """Print rates and ratios."""
    batch = list(cases(count))
    tenth = batch[: max(count // 10, 1)]
    data = ours(batch)
    quads = data.count(b"\n")
    sample = rdflib_quads(ours(tenth))
    engine = list(pyoxigraph.parse(io.BytesIO(ours(tenth)), pyoxigraph.RdfFormat.N_QUADS))
    times: dict[str, list[float]] = {"kg": [], "bytes": [], "rdflib": [], "pyoxigraph": []}
    for _ in range(ROUNDS):
        times["kg"].append(seconds(lambda: ours(batch)) / quads)
        times["bytes"].append(seconds(lambda: write(data)) / quads)
        times["rdflib"].append(seconds(lambda: straightforward_rdflib(sample)) / len(sample))
        times["pyoxigraph"].append(
            seconds(lambda: pyoxigraph.serialize(engine, format=pyoxigraph.RdfFormat.N_QUADS)) / len(engine)
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
