"""How the SHACL validator that kg uses does in the W3C's own tests.

`python -m tests.benchmarks.shacl_conformance FOLDER` takes the folder of the W3C's data-shapes test suite (the
one with `manifest.ttl`; pySHACL's source distribution has it as `test/resources/sht_tests`) and prints each test
in which the verdict or the results differ from those the suite expects, then the counts by part. A result is
compared by focus node, path, value, severity and component, blank nodes as equal.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import rdflib
import shacl
from rdflib import RDF, Namespace
from rdflib.term import BNode, Node, URIRef

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
SH = Namespace("http://www.w3.org/ns/shacl#")
Result = tuple[str, ...]


def tests(folder: Path) -> Iterator[tuple[Path, rdflib.Graph, Node]]:
    """Yield each validation test with the file and the graph it stands in."""
    for path in sorted(folder.rglob("*.ttl")):
        if path.name == "manifest.ttl":
            continue
        graph = rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())
        yield from ((path, graph, test) for test in sorted(graph.subjects(RDF.type, SHT.Validate)))


def verdict(report: rdflib.Graph, node: Node) -> tuple[bool, Counter[Result]]:
    """Whether a report conforms, and its results."""
    results = Counter(
        tuple(said(report.value(result, part)) for part in PARTS)
        for result in report.objects(node, SH.result)
    )
    return str(report.value(node, SH.conforms)) == "true", results


PARTS = (SH.focusNode, SH.value, SH.resultSeverity, SH.sourceConstraintComponent)


def said(node: Node | None) -> str:
    """A term as it is compared."""
    return "_" if isinstance(node, BNode) else "" if node is None else node.n3()


def given(path: Path, graph: rdflib.Graph, test: Node) -> tuple[Path, Path]:
    """The files of data and shapes of a test."""
    action = graph.value(test, MF.action)
    files = (graph.value(action, part) for part in (SHT.dataGraph, SHT.shapesGraph))
    data, shapes = (Path(URIRef(file).removeprefix("file://")) if file else path for file in files)
    return data, shapes


def right(path: Path, graph: rdflib.Graph, test: Node) -> bool:
    """True when the validator says what the suite expects; a shapes graph it must refuse counts, too."""
    wanted = graph.value(test, MF.result)
    data, shapes = given(path, graph, test)
    try:
        compiled = shacl.Shapes.from_text(shapes.read_text(), base=shapes.as_uri())
        text = compiled.validate_text(data.read_text(), base=data.as_uri()).serialize("turtle")
    except ValueError:
        return wanted == SHT.Failure
    if wanted == SHT.Failure or wanted is None:
        return False
    report = rdflib.Graph().parse(data=text, format="turtle")
    (node,) = report.subjects(RDF.type, SH.ValidationReport)
    return verdict(report, node) == verdict(graph, wanted)


def main(folder: Path) -> int:
    """Run all tests; the number that failed."""
    counts: Counter[tuple[str, bool]] = Counter()
    for path, graph, test in tests(folder):
        passed = right(path, graph, test)
        part = str(path.relative_to(folder).parent)
        counts[part, passed] += 1
        if not passed:
            print(f"differs: {path.relative_to(folder)}")
    for part in sorted({name for name, _ in counts}):
        print(f"{part:30} {counts[part, True]:4} of {counts[part, True] + counts[part, False]}")
    failed = sum(count for (_, passed), count in counts.items() if not passed)
    print(f"{'all':30} {sum(counts.values()) - failed:4} of {sum(counts.values())}")
    return failed


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1]).resolve()), 1))
