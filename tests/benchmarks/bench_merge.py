"""How fast `kg merge` joins a large graph, a set of cases and 20,000 mappings, beside its peers.

    python -m tests.benchmarks.bench_merge [--quads 10000000] [--cases 1000000] [--koza PATH] [--kgx FILE...]

In one run, one after the other: `kg merge`; GNU sort with the same rewriting piped in, which neither proves its input,
nor reports, nor can be undone; rdflib on a hundredth of the lines, scaled up; with --koza, `koza merge` and `kg merge`
on the same KGX files. Wall time, processor time of the process and its children, and the largest memory.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

OBO = "http://purl.obolibrary.org/obo/"
RELATIONS = [
    f"{OBO}RO_0016002",
    "https://w3id.org/biolink/vocab/related_to",
    "https://w3id.org/biolink/vocab/affects",
]
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
CASE = 280
"""Quads of a case."""
MAPPINGS = 20_000
FIRST = 9_000_000
"""Number of the first id: beyond those that the vocabularies have given out."""

REWRITE = """
import sys
pairs = dict(line.split(b"\\t") for line in open(sys.argv[1], "rb").read().splitlines())
get = pairs.get
for path in sys.argv[2:]:
    with open(path, "rb") as lines:
        while block := lines.readlines(1 << 20):
            sys.stdout.buffer.write(b"".join([b" ".join([get(part, part) for part in line.split(b" ")]) for line in block]))
"""
RDFLIB = """
import sys, rdflib
pairs = dict(line.split("\\t") for line in open(sys.argv[1]).read().splitlines())
nodes = {rdflib.URIRef(one[1:-1]): rdflib.URIRef(other[1:-1]) for one, other in pairs.items()}
whole = rdflib.Dataset()
for path in sys.argv[2:-1]:
    part = rdflib.Dataset()
    part.parse(path, format="nquads")
    for s, p, o, g in part.quads():
        whole.graph(g).add((nodes.get(s, s), p, nodes.get(o, o)))
whole.serialize(sys.argv[-1], format="nquads")
"""


def large(count: int) -> Iterator[str]:
    """Lines of one large graph: things with names and relations, MONDO's ids among them."""
    chance = random.Random(1)
    graph = "<https://w3id.org/casekg/graph/large>"
    for number in range(count):
        key = chance.randrange(count // 8)
        subject = f"<{OBO}MONDO_{FIRST + key}>"
        if number % 5 == 2:
            yield f'{subject} <{LABEL}> "thing {key} of \\"many\\"" {graph} .\n'
        else:
            thing = f"<{OBO}MONDO_{FIRST + chance.randrange(count // 8)}>"
            yield f"{subject} <{RELATIONS[number % 3]}> {thing} {graph} .\n"


def cases(count: int) -> Iterator[str]:
    """Lines of cases, each in its own graph, with DO's ids."""
    chance = random.Random(2)
    for number in range(count):
        name = f"https://w3id.org/casekg/case/{number // CASE}"
        graph = f"<https://w3id.org/casekg/graph/{number // CASE}>"
        if number % 4:
            yield f'<{name}/finding/{number % CASE}> <{LABEL}> "finding {chance.randrange(99)}" {graph} .\n'
        else:
            thing = f"<{OBO}DOID_{FIRST + chance.randrange(MAPPINGS)}>"
            yield f"<{name}/finding/{number % CASE}> <{RELATIONS[0]}> {thing} {graph} .\n"


def measured(words: Sequence[str], env: dict[str, str] | None = None) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and megabytes of a command."""
    code = (
        "import resource, subprocess, sys, time; t = time.time(); r = subprocess.call(sys.argv[1:]); "
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(r, time.time() - t, u.ru_utime + u.ru_stime, u.ru_maxrss / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, text=True, check=True, env=env
    )
    failed, *figures = done.stdout.split()[-4:]
    if failed != "0":
        raise SystemExit(f"{words[:3]} failed")
    wall, processor, memory = map(float, figures)
    return wall, processor, memory


def say(name: str, lines: int, figures: tuple[float, float, float], scale: int = 1) -> float:
    """Print a row; the lines per second."""
    wall, processor, memory = figures
    speed = lines / wall
    remark = f"   (measured on 1/{scale})" if scale > 1 else ""
    print(
        f"{name:<28}{speed:>12,.0f} lines/s{wall:>9.1f} s{processor:>9.1f} s cpu{memory:>8.0f} MB{remark}",
        flush=True,
    )
    return speed


def main() -> None:
    """Run all and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quads", type=int, default=10_000_000)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--koza")
    parser.add_argument("--kgx", nargs="*", default=[])
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        compare(Path(name), given.quads, given.cases)
        if given.koza and given.kgx:
            beside_koza(Path(name), given.koza, given.kgx)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; own peak {own_peak():.0f} MB")


def own_peak() -> float:
    """Megabytes that this script held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compare(folder: Path, quads: int, count: int) -> None:
    """kg, sort and rdflib on the same lines."""
    one, other, table, pairs = (
        folder / name for name in ("large.nq", "cases.nq", "map.sssom.tsv", "pairs.tsv")
    )
    for path, lines in ((one, large(quads)), (other, cases(count))):
        with path.open("w") as out:
            out.writelines(lines)
    ids = range(FIRST, FIRST + MAPPINGS)
    rows = (f"MONDO:{number}\tskos:exactMatch\tDOID:{number}\n" for number in ids)
    table.write_text("subject_id\tpredicate_id\tobject_id\n" + "".join(rows))
    pairs.write_text("".join(f"<{OBO}DOID_{number}>\t<{OBO}MONDO_{number}>\n" for number in ids))
    total, files = quads + count, [str(one), str(other)]
    kg = [
        sys.executable,
        "-m",
        "kg",
        "merge",
        *files,
        "--mappings",
        str(table),
        "-o",
        str(folder / "kg.nq"),
        "-q",
    ]
    ours = say("kg merge", total, measured(kg))
    piped = f"{sys.executable} -c '{REWRITE}' {pairs} {one} {other} | sort -u --parallel=2 -S 400M -T {folder} > {folder}/sort.nq"
    theirs = say("rewriting | sort -u", total, measured(["sh", "-c", piped], {**os.environ, "LC_ALL": "C"}))
    print(f"kg merge has {ours / theirs:.2f} of the speed of sort")
    small = []
    for path in (one, other):
        part = folder / f"small-{path.name}"
        with path.open() as lines, part.open("w") as out:
            out.writelines(line for number, line in enumerate(lines) if number % 100 == 0)
        small.append(str(part))
    figures = measured([sys.executable, "-c", RDFLIB, str(pairs), *small, str(folder / "rdflib.nq")])
    say("rdflib", total // 100, figures, 100)


def beside_koza(folder: Path, koza: str, files: Sequence[str]) -> None:
    """`koza merge` and `kg merge` on the same KGX files."""
    kinds = [[path for path in files if word in Path(path).name] for word in ("nodes", "edges")]
    lines = sum(Path(path).read_bytes().count(b"\n") for path in files)
    options = [
        word
        for kind, paths in zip(("--nodes", "--edges"), kinds, strict=True)
        for path in paths
        for word in (kind, path)
    ]
    say(
        "koza merge",
        lines,
        measured(
            [koza, "merge", *options, "--output", str(folder / "koza.duckdb"), "--skip-normalize", "--quiet"]
        ),
    )
    say(
        "kg merge",
        lines,
        measured([sys.executable, "-m", "kg", "merge", *files, "-o", str(folder / "kgx.nq"), "-q"]),
    )


if __name__ == "__main__":
    start = time.time()
    main()
    print(f"{time.time() - start:.0f} s in all")
