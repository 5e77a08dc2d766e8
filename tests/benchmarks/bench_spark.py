"""A build by one and by two workers of a Spark cluster, beside one plain process: time, and where it goes.

`python -m tests.benchmarks.bench_spark [--cases N] [--input FILE] [--rounds N]` makes N invented cases as JSON lines
(or takes FILE) and builds them in turn by one plain process, by one worker and by two workers of one core each, every
worker a process of its own on this machine (`local-cluster[N,1,1024]`). The start is a build of one case. Told are
medians: seconds of the whole, seconds behind the start, and the processor time that each kind of process took
("all" together), with what others took meanwhile, so that it is seen whether the machine had cores left. The last run has one of its two
workers killed (`kill -9`) when a third of the parts is there. It ends with an error when any byte of any run differs.

Linux only, where `/proc` tells what each process took.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kg.workers import cores
from tests.benchmarks.soak_build import digest, written

LOOK = 0.2
"""Seconds between two looks at a build."""
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
KINDS = ("driver", "driver's Java", "workers' Java", "workers")


class Process(NamedTuple):
    """One of those that a build consists of."""

    kind: str
    seconds: float
    """Of processor time, so far."""


class Took(NamedTuple):
    """What a run took."""

    wall: float
    spent: dict[str, float]
    """Seconds of processor time by kind of process."""
    others: float
    """Seconds of processor time that other programs took meanwhile, but for those that give way (`nice`)."""


def family(first: int) -> Iterator[tuple[int, Process]]:
    """The process and all that came of it."""
    parents, spent = {}, {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            words = (place / "stat").read_text().rpartition(")")[2].split()
            parents[int(place.name)] = int(words[1])
            spent[int(place.name)] = (int(words[11]) + int(words[12])) / TICKS
    for one, seconds in spent.items():
        above = one
        while above in parents and above != first:
            above = parents[above]
        if above == first:
            yield one, Process(kind(one, first), seconds)


def kind(one: int, first: int) -> str:
    """What a process of the family does; '' where it has ended."""
    with suppress(OSError):
        line = Path(f"/proc/{one}/cmdline").read_bytes()
        if not line:  # as of one that is ending
            return ""
        if one == first:
            return KINDS[0]
        if b"CoarseGrainedExecutorBackend" in line:
            return KINDS[2]
        return KINDS[3] if b"pyspark.daemon" in line else KINDS[1]
    return ""


def busy() -> float:
    """Seconds that all cores have worked, but for what gives way."""
    words = [int(word) for word in Path("/proc/stat").read_text().partition("\n")[0].split()[1:]]
    return (words[0] + words[2] + words[5] + words[6]) / TICKS


def build(given: Path, out: Path, workers: int, kill_after: int = 0) -> Took:
    """Build anew, by so many workers, or by one plain process for 0. A worker is killed after so many parts."""
    shutil.rmtree(out, ignore_errors=True)
    engine = ("--engine", "spark", "--master", f"local-cluster[{workers},1,1024]")
    words = [sys.executable, "-m", "kg", "build", given, "-o", out, "--parts", "-q"]
    words += engine if workers else ("--jobs", "1")
    began, before = time.monotonic(), busy()
    seen: dict[int, Process] = {}
    with subprocess.Popen([str(word) for word in words], stderr=subprocess.DEVNULL) as running:
        while running.poll() is None:
            seen |= {one: process for one, process in family(running.pid) if process.kind}
            if kill_after and len(list(out.with_name(f".{out.name}.building").glob("*.json"))) >= kill_after:
                os.kill(
                    next(one for one, process in seen.items() if process.kind == KINDS[2]), signal.SIGKILL
                )
                kill_after = 0
            time.sleep(LOOK)
    if running.returncode or kill_after:
        raise SystemExit(f"kg build ended with {running.returncode}, or before a worker was killed")
    wall, spent = time.monotonic() - began, Counter[str]()
    for process in seen.values():
        spent[process.kind] += process.seconds
    return Took(wall, dict(spent), busy() - before - spent.total())


def middle(runs: list[Took], value: Callable[[Took], float]) -> float:
    """The median of a value of some runs."""
    return statistics.median(map(value, runs))


def line(name: str, runs: list[Took], start: float) -> str:
    """What the runs took, in a line of the table."""
    wall = middle(runs, lambda run: run.wall)
    spent = [middle(runs, lambda run, one=one: run.spent.get(one, 0.0)) for one in KINDS]
    shown = (wall, wall - start, *spent, sum(spent), middle(runs, lambda run: run.others))
    return f"{name:26}" + "".join(f"{value:15.1f}" for value in shown)


def measured(folder: Path, given: Path, rounds: int) -> None:
    """Run all in turn, compare, and print."""
    one = folder / "one.jsonl"
    with given.open() as lines:
        one.write_text(lines.readline())
    full: dict[int, list[Took]] = {0: [], 1: [], 2: []}
    starts: dict[int, list[Took]] = {0: [], 1: [], 2: []}
    expected: dict[str, str] = {}
    for _ in range(rounds):
        for workers, runs in full.items():
            starts[workers].append(build(one, folder / "start", workers))
            runs.append(build(given, folder / "out", workers))
            expected = expected or digest(folder / "out")
            same(folder / "out", expected)
    killed = build(given, folder / "out", 2, kill_after=len(list((folder / "out").glob("part-*.zst"))) // 3)
    same(folder / "out", expected)
    report(full, starts, killed)
    print(f"{len(expected):,} files, every byte the same in all runs, also in that with a killed worker")


def same(out: Path, expected: dict[str, str]) -> None:
    """End with an error unless the folder holds these bytes."""
    if digest(out) != expected:
        raise SystemExit(f"{out} differs")


def report(full: dict[int, list[Took]], starts: dict[int, list[Took]], killed: Took) -> None:
    """Print the table and the gain."""
    heads = ("whole", "behind", *KINDS, "all", "others")
    print(f"{'seconds':26}" + "".join(f"{head:>15}" for head in heads))
    names = {0: "one plain process", 1: "Spark, one worker", 2: "Spark, two workers"}
    begun = {workers: middle(runs, lambda run: run.wall) for workers, runs in starts.items()}
    for workers, name in names.items():
        print(line(f"{name}, start", starts[workers], 0.0))
        print(line(name, full[workers], begun[workers]))
    print(line("two, one of them killed", [killed], begun[2]))
    walls = {workers: middle(runs, lambda run: run.wall) for workers, runs in full.items()}
    behind = {workers: walls[workers] - begun[workers] for workers in walls}
    print(
        f"two workers beside one: {walls[1] / walls[2]:.2f} times as fast, {behind[1] / behind[2]:.2f} behind the start; "
        f"beside one plain process: {walls[0] / walls[2]:.2f}, {behind[0] / behind[2]:.2f} behind the start"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=40_000)
    parser.add_argument("--input", type=Path, metavar="FILE", help="cases to build, as JSON lines")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    if not shutil.which("java"):
        print("left out, there is no Java here")
        return
    with tempfile.TemporaryDirectory() as name:
        given = asked.input or Path(name) / "cases.jsonl"
        if not asked.input:
            written(given, asked.cases)
        with given.open() as lines:
            count = sum(1 for _ in lines)
        print(
            f"{count:,} invented cases, medians of {asked.rounds} interleaved runs, {cores()} cores",
            flush=True,
        )
        measured(Path(name), given.absolute(), asked.rounds)


if __name__ == "__main__":
    main()
