"""A long build: how fast it goes on, what it takes, and whether it comes through being killed.

`python -m tests.benchmarks.soak_build [--cases N] [--input FILE] [--jobs N] [--kills N] [--seed N]` makes N invented
cases as JSON lines (or takes those that an earlier run kept as FILE) and builds them to parts of N-Quads twice: once
undisturbed, telling cases a second, processor time a case and the most memory that all processes took together; then
once more, killed without warning (`kill -9`, the whole family) at as many random moments, each time when another share
of the parts was there, and gone on with by the same command. It ends with an error when any byte of the two differs.

What a start takes is the same however many cases there are, so the rate that goes on is that between the first
tenth of the cases and the last.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from kg.case_text import mapping
from kg.grounding import named_case
from kg.workers import cores
from tests.benchmarks.cases import cases

LOOK = 0.5
"""Seconds between two looks at a build."""


class Look(NamedTuple):
    """A build at one moment."""

    seconds: float
    done: int
    """Parts that are there."""
    memory: int
    """Bytes that all its processes have in memory."""


def written(path: Path, count: int) -> None:
    """Put so many cases as JSON lines into the file."""
    with path.open("w") as out:
        out.writelines(json.dumps(mapping(named_case(case))) + "\n" for case in cases(count))


def started(given: Path, out: Path, jobs: int) -> subprocess.Popen[bytes]:
    """A build, as the first of a group of processes."""
    command = [sys.executable, "-m", "kg", "build", given, "-o", out, "--parts", "--jobs", jobs, "-q"]
    return subprocess.Popen([str(word) for word in command], start_new_session=True)


def memory(process: int) -> int:
    """Bytes that the process and all that it started have in memory, pages that they share counted once."""
    family, total = [process], 0
    for one in family:
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
            children = Path(f"/proc/{one}/task/{one}/children").read_text()
        except OSError:  # it has ended
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        family += map(int, children.split())
    return total * 1024


def looks(build: subprocess.Popen[bytes], out: Path) -> Iterator[Look]:
    """The build from time to time until it has ended."""
    began = time.monotonic()
    beside = out.with_name(f".{out.name}.building")
    while build.poll() is None:
        time.sleep(LOOK)
        done = sum(1 for _ in beside.glob("*.json")) if beside.is_dir() else 0
        yield Look(time.monotonic() - began, done, memory(build.pid))
    if build.returncode:
        raise SystemExit(f"kg build ended with {build.returncode}")


def calm(given: Path, out: Path, jobs: int) -> int:
    """Build undisturbed and tell what it took; how many parts there are."""
    before = os.times()
    seen = list(looks(started(given, out, jobs), out))
    after = os.times()
    said = json.loads((out / "build.json").read_text())
    parts, count = len(said["parts"]), said["cases"]
    first = next(look for look in seen if look.done >= parts / 10)
    last = max(seen, key=lambda look: look.done)
    rate = count * (last.done - first.done) / parts / (last.seconds - first.seconds)
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    size = sum(file.stat().st_size for file in out.glob("*.zst"))
    print(
        f"{count:,} cases, {said['quads']:,} quads, {size / 1e9:.2f} GB in {parts:,} parts with {jobs} jobs: "
        f"{seen[-1].seconds:.0f} s, {count / seen[-1].seconds:,.0f} cases/s, start and end included, {rate:,.0f} between; "
        f"{spent / count * 1e3:.2f} ms of processor time a case; "
        f"at most {max(look.memory for look in seen) / 1e6:,.0f} MB",
        flush=True,
    )
    return parts


def disturbed(given: Path, out: Path, jobs: int, moments: list[int]) -> None:
    """Build, killed when so many parts are there, and gone on with."""
    for moment in moments:
        build = started(given, out, jobs)
        for look in looks(build, out):
            if look.done >= moment:
                with suppress(ProcessLookupError):
                    os.killpg(build.pid, signal.SIGKILL)
                build.wait()
                print(f"killed after {look.done:,} parts, {look.seconds:.1f} s after its start", flush=True)
                break
    for _ in looks(started(given, out, jobs), out):
        pass


def digest(folder: Path) -> dict[str, str]:
    """Each file of the folder with the sum of its bytes."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest() for file in files}


def main() -> None:
    """Build twice, and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument(
        "--input", type=Path, metavar="FILE", help="cases to build; made and kept when not there"
    )
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = asked.input or folder / "cases.jsonl"
        if not given.exists():
            written(given, asked.cases)
        parts = calm(given, folder / "calm", asked.jobs)
        if not asked.kills:
            return
        expected = digest(folder / "calm")
        chance = random.Random(asked.seed)
        moments = sorted(chance.sample(range(1, parts), min(asked.kills, parts - 1)))
        disturbed(given, folder / "killed", asked.jobs, moments)
        if digest(folder / "killed") != expected:
            raise SystemExit("the build that was killed differs")
        print(f"killed {len(moments)} times: {len(expected):,} files, every byte the same")


if __name__ == "__main__":
    main()
