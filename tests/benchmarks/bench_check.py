"""Graphs checked: how fast, and in how much memory, beside pySHACL on the same graph and shapes.

`python -m tests.benchmarks.bench_check [--cases N] [--rounds N] [--more N]` makes N invented cases and runs whole
commands in turn: `kg check`, shapes and check queries, of the N-Quads file; pySHACL's own command, the shapes
alone, of the same triples as N-Triples. It prints medians of wall-clock time, of processor time (both include the start of
Python) and of the peak of memory, then the ratios. Last comes the same, once, of N times as many cases (`--more`; 0 for
none), since the memory of `kg check` should not grow with them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pyoxigraph

from kg import validation
from tests.benchmarks.soak_build import written

KG = (sys.executable, "-m", "kg")
PYSHACL = (sys.executable, "-m", "pyshacl")
MEASURE = """
import resource, subprocess, sys, time
began = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
if code not in (0, 1):  # 1: faults were found
    raise SystemExit(f"{sys.argv[1:]} ended with {code}")
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""
"""A process of its own, and a small one: a child's peak is at least what its parent held when it began."""


class Run(NamedTuple):
    """What a command took."""

    wall: float
    cpu: float
    """Processor time of all its threads and processes."""
    peak: float
    """Megabytes of its largest process."""


def run(command: Sequence[str | Path]) -> Run:
    """Run the command; what it prints is thrown away."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *map(str, command)], check=True, capture_output=True, text=True
    )
    return Run(*map(float, done.stdout.split()))


def prepared(folder: Path, count: int) -> int:
    """Put the cases as N-Quads, their triples as N-Triples, and the shapes, into the folder; how many triples."""
    written(folder / "cases.jsonl", count)
    run((*KG, "build", folder / "cases.jsonl", "-o", folder / "graph.nq", "--jobs", "1", "-q"))
    quads = pyoxigraph.parse(path=str(folder / "graph.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    triples = sorted({f"{quad.triple} .\n" for quad in quads})
    (folder / "graph.nt").write_text("".join(triples))
    (folder / "shapes.ttl").write_text(validation.shapes_text())
    return len(triples)


def median(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(*(statistics.median(figures) for figures in zip(*runs, strict=True)))


def line(what: str, one: Run) -> None:
    """Print a row."""
    print(f"{what:48} {one.wall:8.2f} s {one.cpu:8.2f} s {one.peak:8.0f} MB", flush=True)


def compared(folder: Path, rounds: int) -> None:
    """The commands in turn, and the ratios."""
    graph = folder / "graph.nq"
    commands = {
        "kg check, all cores": (*KG, "check", graph),
        "kg check, one core": (*KG, "check", graph, "--jobs", "1"),
        "pySHACL, the shapes alone": (
            *PYSHACL, "-s", folder / "shapes.ttl", "-sf", "turtle", "-df", "nt", folder / "graph.nt",
        ),
    }  # fmt: skip
    taken: dict[str, list[Run]] = {what: [] for what in commands}
    for _ in range(rounds):
        for what, command in commands.items():
            taken[what].append(run(command))
    medians = {what: median(runs) for what, runs in taken.items()}
    for what, one in medians.items():
        line(what, one)
    *ours, theirs = medians.values()
    for what, one in zip(commands, ours, strict=False):
        print(
            f"{what}: {theirs.wall / one.wall:.1f} times as fast, {theirs.cpu / one.cpu:.1f} in processor time"
        )


def told(count: int, rounds: int) -> None:
    """Compare the commands on so many cases, and print what came of it."""
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
    with tempfile.TemporaryDirectory() as name:
        triples = prepared(Path(name), count)
        of = f"medians of {rounds} runs in turn" if rounds > 1 else "one run of each, in turn"
        print(f"{count:,} cases, {triples:,} triples, {of}, {load}")
        print(f"{'':48} {'wall':>10} {'processor':>10} {'peak':>11}", flush=True)
        compared(Path(name), rounds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--more", type=int, default=10, metavar="N")
    given = parser.parse_args()
    told(given.cases, given.rounds)
    if given.more:
        told(given.cases * given.more, 1)


if __name__ == "__main__":
    main()
