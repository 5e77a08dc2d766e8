"""How fast every question of the library is answered: kg on a store on disk beside other engines.

Run it with `python -m tests.benchmarks.bench_query [--cases N]` from the checkout; 300 cases are a quick
look. Each question is asked with its example's values (see `tests.benchmarks.cohort`):

- as a whole command, `kg query NAME -d STORE -p …`, the second of two calls;
- in one running process, the median of three;
- by rdflib, in a process of its own over the same quads in memory, loading not counted. A question is
  given up after `--timeout` seconds, and then its ratio is a lower bound;
- three counts over the whole graph also by DuckDB, a columnar engine, when it is installed.

Seconds are of CPU, for other work may share the machine. What another engine does faster comes first.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import resource
import shlex
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from kg import store
from kg.questions import catalogue, engine
from tests.benchmarks.cohort import lines

ROUNDS = 3
FEDERATED = "federated"

KG, GENO = "https://w3id.org/casekg/vocab/", "http://purl.obolibrary.org/obo/GENO_"
COUNTS = {
    "vocabulary-coverage": """
        SELECT o, count(DISTINCT s) FROM quad
        WHERE p = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type' GROUP BY o""",
    "cohort-counts": f"""
        SELECT g.o, count(DISTINCT v.s) FROM quad v JOIN quad g ON v.o = g.s
        WHERE v.p = '{KG}hasVariant' AND g.p = '{GENO}0000418' GROUP BY g.o""",
    "conflicting-responses": f"""
        SELECT v.o, r.o FROM quad v JOIN quad r ON v.s = r.s
        WHERE v.p = '{KG}hasVariant' AND r.p IN ('{KG}respondedTo', '{KG}progressedOn')
        GROUP BY v.o, r.o HAVING count(DISTINCT r.p) = 2""",
}
"""Questions that count over the whole graph, as SQL over one table of quads."""


class Timing(NamedTuple):
    """One question's CPU seconds and rows; None for what was not asked."""

    name: str
    command: float
    inside: float
    rows: int
    rdflib: float | None = None
    """Infinite when it was given up."""
    rdflib_rows: int | None = None
    duckdb: float | None = None

    @property
    def beaten(self) -> bool:
        """Whether another engine was faster."""
        return any(other is not None and other < self.inside for other in (self.rdflib, self.duckdb))


def questions(only: list[str]) -> list[catalogue.Query]:
    """The questions that one machine can answer."""
    found = [query for query in catalogue.every() if FEDERATED not in query.tags]
    return [query for query in found if not only or query.name in only]


def values(query: catalogue.Query) -> dict[str, list[str]]:
    """The -p pairs of the example's call."""
    found: dict[str, list[str]] = {}
    for before, word in pairwise(shlex.split(query.example.call if query.example else "")):
        if before == "-p":
            name, _, value = word.partition("=")
            found.setdefault(name, []).append(value)
    return found


def command_seconds(query: catalogue.Query, folder: Path) -> float:
    """CPU seconds of `kg query` as a process of its own: the second of two calls."""
    pairs = [word for name, said in values(query).items() for one in said for word in ("-p", f"{name}={one}")]
    call = [sys.executable, "-m", "kg", "query", query.name, "-q", "-d", str(folder), *pairs]
    spent = 0.0
    for _ in range(2):
        before = _children()
        subprocess.run(call, check=True, stdout=subprocess.DEVNULL)
        spent = _children() - before
    return spent


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def inside_seconds(query: catalogue.Query, graph: Any) -> tuple[float, int, str]:
    """Median CPU seconds in this process, the number of rows, and the text with its values in it."""
    times, rows, text = [], 0, ""
    for _ in range(ROUNDS):
        start = time.process_time()
        ready = engine.ready(graph, query, values(query))
        rows = sum(1 for _ in engine.ask(graph, ready))
        times.append(time.process_time() - start)
        text = ready.text
    return statistics.median(times), rows, text


def rdflib_seconds(source: Path, texts: dict[str, str], limit: int) -> dict[str, tuple[float, int]]:
    """Seconds and rows per question in rdflib; infinitely many for one given up after `limit` seconds."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "found.json"
        worker = multiprocessing.get_context("spawn").Process(
            target=_rdflib, args=(source, texts, limit, out)
        )
        worker.start()
        worker.join()
        return {name: (seconds, rows) for name, (seconds, rows) in json.loads(out.read_text()).items()}


def _rdflib(source: Path, texts: dict[str, str], limit: int, out: Path) -> None:
    import rdflib

    data = rdflib.Dataset(default_union=True)
    data.parse(source, format="nquads")
    found: dict[str, tuple[float, int]] = {}
    signal.signal(signal.SIGALRM, _give_up)
    for name, text in texts.items():
        start = time.process_time()
        signal.alarm(limit)
        try:
            rows = len(list(data.query(text)))
            found[name] = (time.process_time() - start, rows)
        except TimeoutError:
            found[name] = (float("inf"), 0)
        finally:
            signal.alarm(0)
        out.write_text(json.dumps(found))


def _give_up(*_: object) -> None:
    raise TimeoutError


def duckdb_seconds(source: Path) -> dict[str, float]:
    """Median CPU seconds of the counts in DuckDB on one thread; empty when it is not installed."""
    try:
        import duckdb  # type: ignore[import-not-found]
    except ImportError:
        return {}
    import pyoxigraph

    database = duckdb.connect()
    database.execute("SET threads = 1")
    database.execute("CREATE TABLE quad (s VARCHAR, p VARCHAR, o VARCHAR)")
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as table:
        for quad in pyoxigraph.parse(path=str(source), format=pyoxigraph.RdfFormat.N_QUADS):
            if isinstance(quad.object, pyoxigraph.NamedNode):
                table.write(f"{quad.subject.value}\t{quad.predicate.value}\t{quad.object.value}\n")
        table.flush()
        database.execute(f"COPY quad FROM '{table.name}' (DELIMITER '\t', HEADER false)")
    found = {}
    for name, text in COUNTS.items():
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            database.execute(text).fetchall()
            times.append(time.process_time() - start)
        found[name] = statistics.median(times)
    return found


def report(timings: list[Timing], limit: int) -> Iterator[str]:
    """The table: what another engine does faster, then the slowest first; then the medians."""
    yield f"{'question':<28}{'command':>9}{'inside':>9}{'rows':>8}{'rdflib':>10}{'ratio':>9}{'DuckDB':>9}"
    for one in sorted(timings, key=lambda timing: (not timing.beaten, -timing.inside)):
        given_up = one.rdflib == float("inf")
        rdflib = "" if one.rdflib is None else f"> {limit}" if given_up else f"{one.rdflib:.2f}"
        times = "" if one.rdflib is None else f"{'> ' * given_up}{min(one.rdflib, limit) / one.inside:,.1f}"
        duckdb = "" if one.duckdb is None else f"{one.duckdb:.3f}"
        note = "  another engine is faster" if one.beaten else ""
        if one.rdflib is not None and not given_up and one.rdflib_rows != one.rows:
            note += f"  rdflib finds {one.rdflib_rows} rows"
        yield (
            f"{one.name:<28}{one.command:>9.2f}{one.inside:>9.3f}{one.rows:>8,}"
            f"{rdflib:>10}{times:>9}{duckdb:>9}{note}"
        )
    commands, inside = [one.command for one in timings], [one.inside for one in timings]
    yield f"median {statistics.median(commands):.2f} s a command, {statistics.median(inside):.3f} s inside"
    yield f"slowest {max(commands):.2f} s a command, {max(inside):.3f} s inside"
    ratios = [min(one.rdflib, limit) / one.inside for one in timings if one.rdflib is not None]
    if ratios:
        said = f"a question given up counts as {limit} s"
        yield f"median ratio to rdflib {statistics.median(ratios):,.0f}, inside ({said})"


def measured(arguments: argparse.Namespace, scratch: Path) -> Iterator[Timing]:
    """Build the graph and ask every question of it."""
    folder, source = scratch / "store", scratch / "graph.nq"
    pieces = list(lines(arguments.cases))
    source.write_text("".join(pieces))
    store.write_store(pieces, folder)
    graph = store.open_store(folder)
    print(f"{arguments.cases:,} cases and MONDO: {len(graph):,} quads; seconds of CPU", flush=True)
    found, texts = [], {}
    for query in questions(arguments.only):
        inside, rows, texts[query.name] = inside_seconds(query, graph)
        found.append(Timing(query.name, command_seconds(query, folder), inside, rows))
    rdflib = rdflib_seconds(source, texts, arguments.timeout) if arguments.rdflib else {}
    duckdb = duckdb_seconds(source)
    for one in found:
        seconds, rows_there = rdflib.get(one.name, (None, None))
        yield one._replace(rdflib=seconds, rdflib_rows=rows_there, duckdb=duckdb.get(one.name))


def options() -> argparse.ArgumentParser:
    """The options of this script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--timeout", type=int, default=60, help="seconds that rdflib has for a question")
    parser.add_argument("--only", nargs="*", default=[], help="only these questions")
    parser.add_argument("--no-rdflib", dest="rdflib", action="store_false")
    parser.add_argument("--folder", help="where the graph is put for the time being")
    return parser


def main(arguments: argparse.Namespace) -> None:
    """Measure and print."""
    print(f"Python {platform.python_version()}, {platform.machine()}")
    with tempfile.TemporaryDirectory(dir=arguments.folder) as scratch:
        for line in report(list(measured(arguments, Path(scratch))), arguments.timeout):
            print(line)


if __name__ == "__main__":
    main(options().parse_args())
