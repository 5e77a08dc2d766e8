"""All benchmarks, one after the other, each as a process of its own.

`python -m tests.benchmarks [NAME...] [--quick] [--list] [-o docs/figures]` runs those named, or all, and shows what they
print. With `-o` that is kept there as NAME.txt, below a line on the machine. `--quick` takes small data: a look that
everything runs, no figures to quote. A benchmark whose data are not there is left out, and said so.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

SHARED = Path(__file__).parents[3] / "shared"
ENGINES = ("pyoxigraph", "rdflib", "pyshacl", "shacl", "duckdb", "pyspark", "pyvis", "spacy")


class Benchmark(NamedTuple):
    """A module of this folder."""

    module: str
    summary: str
    quick: tuple[str, ...] = ()
    """Words that make it small."""
    data: Path | None = None
    """What it reads that is not part of the project."""
    words: tuple[str, ...] = ()


CIVIC = SHARED / "data" / "graphs" / "civic"
BENCHMARKS = {
    "build": Benchmark("bench_build", "cases to N-Quads, beside rdflib and writing the same bytes", ("500",)),
    "scale": Benchmark(
        "bench_scale",
        "many cases built and loaded, beside the limit and other engines",
        ("--cases", "300", "--rounds", "1"),
    ),
    "spark": Benchmark(
        "bench_spark",
        "a build by one and two workers of a Spark cluster, beside one plain process",
        ("--cases", "3000", "--rounds", "1"),
    ),
    "check": Benchmark(
        "bench_check",
        "graphs checked, beside pySHACL",
        ("--cases", "50", "--rounds", "1"),
    ),
    "query": Benchmark(
        "bench_query", "every question, beside rdflib and DuckDB", ("--cases", "50", "--timeout", "3")
    ),
    "merge": Benchmark(
        "bench_merge", "graphs joined, beside sort, rdflib and koza", ("--quads", "100000", "--cases", "1000")
    ),
    "extract": Benchmark(
        "bench_extract",
        "texts read, beside patterns and spaCy",
        ("--rounds", "1", "--seconds", "0.5", "--count", "50"),
    ),
    "view": Benchmark("bench_view", "graphs to pages, beside pyvis", ("--sizes", "50", "500")),
    "civic": Benchmark(
        "bench_civic",
        "CIViC's tables to quads and VA-Spec",
        data=CIVIC,
        words=tuple(str(file) for file in sorted(CIVIC.glob("*.tsv"))),
    ),
    "quality": Benchmark("eval_extract", "how much of texts is read", data=SHARED / "eval" / "gold.jsonl"),
}


def machine() -> str:
    """The machine and the versions of what is compared, in a line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f"load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else "load unknown"
    here = (
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {cores} cores, {load}"
    )
    return "; ".join([here, *filter(None, map(_version, ENGINES))])


def _version(name: str) -> str:
    try:
        return f"{name} {importlib.metadata.version(name)}"
    except importlib.metadata.PackageNotFoundError:
        return ""


def run(name: str, quick: bool, kept: Path | None) -> int:
    """Run one, show what it prints and keep it; what comes back is its exit code."""
    one = BENCHMARKS[name]
    if one.data and not one.data.exists():
        print(f"{name}: left out, its data are not beside this checkout ({one.data.name})", flush=True)
        return 0
    words = [*one.words, *(one.quick if quick else ())]
    if kept and name == "scale":
        words += ["-o", str(kept)]
    shown = [
        f"python -m tests.benchmarks.{one.module} {' '.join(one.quick if quick else ())}".rstrip(),
        machine(),
        "",
    ]
    print("\n".join(shown), flush=True)
    command = [sys.executable, "-m", f"tests.benchmarks.{one.module}", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            shown.append(line.rstrip())
    if kept and running.returncode == 0:
        kept.mkdir(parents=True, exist_ok=True)
        (kept / f"{name}.txt").write_text("\n".join(shown) + "\n", encoding="utf-8")
    return running.returncode


def main() -> int:
    """Run what is asked for; 1 where a benchmark failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; all without any"
    )
    parser.add_argument("--quick", action="store_true", help="small data: a look that everything runs")
    parser.add_argument("--list", action="store_true", help="name the benchmarks, and end")
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="keep what they print there")
    given = parser.parse_args()
    if unknown := set(given.names) - BENCHMARKS.keys():
        parser.error(
            f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}"
        )
    if given.list:
        print("\n".join(f"{name:8} {one.summary}" for name, one in BENCHMARKS.items()))
        return 0
    failed = [name for name in given.names or BENCHMARKS if run(name, given.quick, given.output)]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
