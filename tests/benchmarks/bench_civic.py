"""How fast CIViC's tables become quads, VA-Spec, and quads again.

Run it with `python -m tests.benchmarks.bench_civic FILE.tsv…` from the checkout: rates are evidence items and
assertions per second of processor time, the best of three rounds after a first one that warms the term tables.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kg import foreign, store
from kg.errors import Notepad
from kg.export import write
from kg.export.material import Material
from kg.ids import BASE

ROUNDS = 3


def quads(names: list[str]) -> list[str]:
    """The pieces of N-Quads of the files."""
    return list(foreign.quads(foreign.sources(names), {}, BASE))


def best(work: Callable[[], object]) -> float:
    """The least processor time of the rounds after the first."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main(names: list[str]) -> None:
    """Print the three rates."""
    graph = store.from_lines(quads(names))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "civic.json")
        written = write(Material((), lambda: graph), "vaspec", out, Notepad("")).counts["statements"]
        for what, work in (
            ("tables to quads", lambda: quads(names)),
            ("graph to VA-Spec", lambda: write(Material((), lambda: graph), "vaspec", out, Notepad(""))),
            ("VA-Spec to quads", lambda: quads([str(out)])),
        ):
            seconds = best(work)
            print(f"{what:<17} {seconds:6.2f} s {written / seconds:10,.0f} statements/s")


if __name__ == "__main__":
    main(sys.argv[1:])
