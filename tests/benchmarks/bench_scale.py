"""Many cases: how fast they are built and loaded, beside the physical limit and other engines.

`python -m tests.benchmarks.bench_scale [--cases N] [--rounds N] [-o docs/figures]` makes N invented cases
(seeded, drawn from the term tables, skewed as cohorts are) and runs each pair of commands in turn, so that both
meet the machine in the same state. It prints medians of whole processes and the ratio of each pair, kg's first;
above 1 kg is faster. With `-o` the table (Markdown) and a plot of it (SVG) are written there.

- build: `kg build --parts` of JSON lines, beside compressing and writing the same bytes, which are ready in memory.
- two jobs: the same on two processes, beside one.
- load: a store made of the parts, beside the engine's own bulk load of the same N-Quads as a plain file.
- again: the same command when every part is there.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.soak_build import written

KG = (sys.executable, "-m", "kg")
WRITE = """
import sys, time, zstandard
from pathlib import Path
parts = [zstandard.ZstdDecompressor().stream_reader(p.open('rb')).read() for p in sorted(Path(sys.argv[1]).glob('*.zst'))]
began = time.perf_counter()
for number, part in enumerate(parts):
    Path(sys.argv[2], f'{number}.zst').write_bytes(zstandard.ZstdCompressor(level=3).compress(part))
print(time.perf_counter() - began)
"""
LOAD = """
import sys, pyoxigraph
store = pyoxigraph.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS)
store.flush()
"""


class Row(NamedTuple):
    """A pair that was measured."""

    what: str
    ours: float
    """Seconds, the median."""
    beside: str
    theirs: float

    @property
    def ratio(self) -> float:
        """How many times as fast as the other."""
        return self.theirs / self.ours


def seconds(*command: str | Path, inner: bool = False) -> float:
    """How long the command takes as a whole process, or, with `inner`, what it says itself."""
    began = time.perf_counter()
    done = subprocess.run([str(word) for word in command], check=False, capture_output=True, text=True)
    if done.returncode not in (0, 1):  # 1: faults were found
        raise SystemExit(done.stderr)
    return float(done.stdout) if inner else time.perf_counter() - began


def pair(what: str, beside: str, runs: Sequence[Callable[[], float]], rounds: int) -> Row:
    """The medians of two commands run in turn."""
    measured: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for one, run in zip(measured, runs, strict=True):
            one.append(run())
    row = Row(what, statistics.median(measured[0]), beside, statistics.median(measured[1]))
    print(
        f"{row.what:28} {row.ours:8.2f} s   {row.beside:44} {row.theirs:8.2f} s   {row.ratio:6.2f}",
        flush=True,
    )
    return row


def prepared(folder: Path, count: int) -> None:
    """Put the cases as JSON lines, their parts, and the same as one plain file, into the folder."""
    written(folder / "cases.jsonl", count)
    build(folder, "parts", "--parts")
    build(folder, "all.nq", "--jobs", "1")


def build(folder: Path, out: str, *options: str, fresh: bool = True) -> float:
    """Build the cases; an output of that name is removed before."""
    target = folder / out
    if fresh:
        shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
    return seconds(*KG, "build", folder / "cases.jsonl", "-o", target, "-q", *options)


def packed(folder: Path) -> float:
    """Compress and write bytes that are ready."""
    target = Path(tempfile.mkdtemp(dir=folder))
    try:
        return seconds(sys.executable, "-c", WRITE, folder / "parts", target, inner=True)
    finally:
        shutil.rmtree(target)


def loaded(folder: Path) -> float:
    """The engine's own bulk load of the plain file."""
    target = Path(tempfile.mkdtemp(dir=folder))
    try:
        return seconds(sys.executable, "-c", LOAD, folder / "all.nq", target / "store")
    finally:
        shutil.rmtree(target)


def delivered(folder: Path) -> float:
    """A store made of the parts that are there."""
    target = Path(tempfile.mkdtemp(dir=folder))
    code = (
        "import sys; from pathlib import Path; from kg.bulk import parts, delivery; from kg import rdf, store\n"
        "files = parts.files(Path(sys.argv[1]))\n"
        "store.write_store_of(rdf.stream(delivery.unpacked(files)), Path(sys.argv[2]))"
    )
    try:
        return seconds(sys.executable, "-c", code, folder / "parts", target / "store")
    finally:
        shutil.rmtree(target)


def measured(folder: Path, rounds: int) -> list[Row]:
    """All rows."""
    one, two = ("--parts", "--jobs", "1"), ("--parts", "--jobs", "2")
    return [
        pair(
            "build, one job",
            "compress and write the same bytes",
            (lambda: build(folder, "out", *one), lambda: packed(folder)),
            rounds,
        ),
        pair(
            "build, two jobs",
            "one job",
            (lambda: build(folder, "out", *two), lambda: build(folder, "out", *one)),
            rounds,
        ),
        pair(
            "build again, nothing changed",
            "anew",
            (lambda: build(folder, "out", *one, fresh=False), lambda: build(folder, "out2", *one)),
            rounds,
        ),
        pair(
            "parts to store",
            "the engine's bulk load of plain N-Quads",
            (lambda: delivered(folder), lambda: loaded(folder)),
            rounds,
        ),
    ]


def facts(count: int, rounds: int) -> str:
    """The machine and the data, in a line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{count:,} invented cases, medians of {rounds} interleaved runs, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {cores} cores{load}"
    )


def table(rows: Sequence[Row], said: str) -> str:
    """The rows in Markdown, those where the other is faster first."""
    lines = [said, "", "| kg | s | beside | s | times as fast |", "|---|--:|---|--:|--:|"]
    ordered = sorted(rows, key=lambda row: row.ratio)
    lines += [f"| {r.what} | {r.ours:.2f} | {r.beside} | {r.theirs:.2f} | {r.ratio:.2f} |" for r in ordered]
    return "\n".join(lines) + "\n"


def plot(rows: Sequence[Row], path: Path) -> None:
    """The ratios as bars on a logarithmic scale, in SVG."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "kg"
    from matplotlib import pyplot

    ordered = sorted(rows, key=lambda row: -row.ratio)
    figure, axes = pyplot.subplots(figsize=(8, 0.6 + 0.5 * len(rows)), layout="constrained")
    colours = ["#2a7f62" if row.ratio >= 1 else "#b5493c" for row in ordered]
    axes.barh(
        [f"{row.what}\nbeside {row.beside}" for row in ordered], [row.ratio for row in ordered], color=colours
    )
    axes.set_xscale("log")
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set_xlabel("times as fast as what it is beside (right of 1: faster)")
    axes.tick_params(axis="y", labelsize=8)
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measure, print, and write what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        prepared(Path(name), given.cases)
        said = facts(given.cases, given.rounds)
        print(said)
        rows = measured(Path(name), given.rounds)
    if given.output:
        given.output.mkdir(parents=True, exist_ok=True)
        (given.output / "scale.md").write_text(table(rows, said))
        plot(rows, given.output / "scale.svg")


if __name__ == "__main__":
    main()
