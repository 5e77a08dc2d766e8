"""The faults of a graph: SHACL shapes for each node, SPARQL checks for what holds between nodes.

Shapes are `ontology/shapes/*.ttl`: every named shape with a message is one check, and its message
says what is wrong and, in parentheses at its end, how to mend it. Check queries are
`queries/checks/*.rq`: each returns a row (`?node ?what`) for every fault, and its `#+` header says
how grave that is and how to mend it. A new check is a new shape or file and a bad graph in
`tests/data/bad-graphs` that it is seen to fail on; nothing is registered here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg import validation, workers
from kg.errors import Fault, Severity, UsageError, printable
from kg.ids import VOCABULARY, compress
from kg.resources import folder

if TYPE_CHECKING:
    import pyoxigraph

SHAPES = "https://w3id.org/casekg/shapes/"
"""Start of the IRIs of the shapes; what follows is the check's name."""

NAMELESS = "a blank node"
"""How a node without IRI is shown: the name that a file gives it is not kept when it is read."""

_SH = "http://www.w3.org/ns/shacl#"
_SEVERITIES = {
    f"{_SH}Violation": Severity.ERROR,
    f"{_SH}Warning": Severity.WARNING,
    f"{_SH}Info": Severity.NOTE,
}
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_CURE = re.compile(r"(?P<what>.*?) \((?P<cure>.*)\)\Z", re.DOTALL)
_IRI = re.compile(r"<([^<>\s]+)>")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, order=True)
class Check:
    """One thing that is looked at in every graph."""

    name: str
    """The file's name without suffix, or the shape's name: 'dangling', 'Statement-modality'."""
    severity: Severity
    summary: str
    cure: str
    query: str | None = None
    """The SPARQL text; None for a shape."""

    @property
    def over_graphs(self) -> bool:
        """True for a query about named graphs; the others are asked of the union of all graphs."""
        return "GRAPH ?" in (self.query or "")


def faults(store: pyoxigraph.Store, source: str) -> Iterator[Fault]:
    """Every fault of the graphs in the store, errors first; `source` is the input as the user named it."""
    return (fault for _, fault in found(store, source))


def found(
    store: pyoxigraph.Store,
    source: str,
    *,
    chosen: Iterable[Check] | None = None,
    validator: str = "shacl",
    progress: Progress = lambda said: None,
) -> list[tuple[Check, Fault]]:
    """Every fault with the check that found it: errors first, then by node and name of the check."""
    looked_at = checks() if chosen is None else tuple(chosen)
    queries = [check for check in looked_at if check.query]
    shaped = {check.name: check for check in looked_at if not check.query}
    faults_found: set[tuple[Check, Fault]] = set()
    progress(f"reading {len(store):,} statements")
    text = validation.united(store)
    with ThreadPoolExecutor(_threads()) as pool:  # both engines work without holding the interpreter
        said = pool.submit(_said, shaped, text, source, validator)
        union = loaded(text)
        rows = [pool.submit(_rows, check, store if check.over_graphs else union, source) for check in queries]
        for position, (check, row) in enumerate(zip(queries, rows, strict=True), 1):
            progress(f"check {position} of {len(queries)}: {check.name}")
            faults_found.update((check, fault) for fault in row.result())
        if shaped:
            progress(f"validating the nodes against {len(shaped)} shapes")
        faults_found.update(said.result())
    return sorted(faults_found, key=_order)


def _threads() -> int:
    """As many as there are processors for this process, and no more than are of use."""
    return min(workers.cores(), 4)


def _order(pair: tuple[Check, Fault]) -> tuple[int, str, str, str]:
    check, fault = pair
    return _RANK[fault.severity], fault.path, check.name, fault.what


def merged(store: pyoxigraph.Store) -> pyoxigraph.Store:
    """A copy in memory whose default graph holds the triples of all its graphs, each once.

    What is shared by many cases stands in each of their graphs, and queries over the union of the
    graphs meet it as often: their time would grow with the square of the number of cases. The
    vocabulary stands beside them in a graph of its own, for the check that compares with it.
    """
    return loaded(validation.united(store))


def loaded(text: bytes) -> pyoxigraph.Store:
    """N-Triples that an engine wrote, and the vocabulary in a graph of its own."""
    import pyoxigraph

    copy = pyoxigraph.Store()
    copy.bulk_load(text, pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)  # no IRI need be looked at again
    vocabulary = (folder("ontology") / "kg.ttl").read_bytes()
    copy.bulk_load(vocabulary, pyoxigraph.RdfFormat.TURTLE, to_graph=pyoxigraph.NamedNode(VOCABULARY))
    return copy


# The checks there are


@cache
def checks() -> tuple[Check, ...]:
    """All checks: first the queries, then the shapes, each by name."""
    return (*map(read_query, sorted((folder("queries") / "checks").glob("*.rq"))), *sorted(shape_checks()))


def query_checks() -> tuple[Check, ...]:
    """The checks that are queries and find errors: quick enough for every build."""
    paths = sorted((folder("queries") / "checks").glob("*.rq"))
    return tuple(check for check in map(read_query, paths) if check.severity is Severity.ERROR)


def matching(patterns: Iterable[str]) -> tuple[Check, ...]:
    """The checks whose names fit one of the patterns ('dangling', 'Statement-*').

    Raises UsageError for a pattern that fits none.
    """
    chosen: set[str] = set()
    for pattern in patterns:
        names = {check.name for check in checks() if fnmatchcase(check.name.lower(), pattern.lower())}
        if not names:
            raise UsageError(f"no check is named '{pattern}' ({_nearest(pattern)})")
        chosen |= names
    return tuple(check for check in checks() if check.name in chosen)


def _nearest(pattern: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(pattern, [check.name for check in checks()], n=3)
    return f"did you mean {' or '.join(near)}?" if near else "see kg check --list"


def read_query(path: Path) -> Check:
    """The check in a query file, with what its `#+` header says."""
    import yaml

    text = path.read_text(encoding="utf-8")
    header = yaml.safe_load("\n".join(line[3:] for line in text.splitlines() if line.startswith("#+ ")))
    return Check(path.stem, Severity(header["severity"]), header["summary"], header["cure"], text)


def shape_checks() -> Iterator[Check]:
    """A check for every named shape that has a message."""
    import pyoxigraph

    said: dict[str, dict[str, str]] = {f"{_SH}message": {}, f"{_SH}severity": {}}
    for quad in pyoxigraph.parse(validation.shapes_text(), pyoxigraph.RdfFormat.TURTLE):
        if quad.predicate.value in said:
            said[quad.predicate.value][quad.subject.value] = quad.object.value
    for shape, message in said[f"{_SH}message"].items():
        what, cure = _parted(message)
        severity = _SEVERITIES[said[f"{_SH}severity"].get(shape, f"{_SH}Violation")]
        yield Check(shape.removeprefix(SHAPES), severity, what, cure)


def _parted(message: str) -> tuple[str, str]:
    match = _CURE.match(message)
    return (match["what"], match["cure"]) if match else (message, "")


# Asking the queries


def asked(check: Check, store: pyoxigraph.Store, source: str) -> Iterator[Fault]:
    """The faults that one check query returns on a merged store."""
    import pyoxigraph

    rows = store.query(check.query or "")
    if not isinstance(rows, pyoxigraph.QuerySolutions):
        raise TypeError(f"the check {check.name} is no SELECT query")
    for row in rows:
        node, what = row["node"], row["what"]
        where = _shown(node.value) if isinstance(node, pyoxigraph.NamedNode) else NAMELESS
        words = check.summary if what is None else what.value  # a blank node has no words to put in
        said = _IRI.sub(lambda match: _shown(match[1]), words)
        yield Fault(source, where, said, check.cure, severity=check.severity)


def _shown(iri: str) -> str:
    """A CURIE where there is one, else the IRI."""
    return compress(iri) or iri


def _rows(check: Check, store: pyoxigraph.Store, source: str) -> list[Fault]:
    return list(asked(check, store, source))


# Validating the shapes


def violations(
    shaped: dict[str, Check], store: pyoxigraph.Store, source: str, validator: str = "shacl"
) -> Iterator[tuple[Check, Fault]]:
    """What the shapes say of a merged store, each as the fault of its check."""
    yield from _said(shaped, validation.united(store, union=False), source, validator)


def _said(shaped: dict[str, Check], text: bytes, source: str, validator: str) -> list[tuple[Check, Fault]]:
    """As `violations`, of N-Triples."""
    return list(_violations(shaped, text, source, validator)) if shaped else []


def _violations(
    shaped: dict[str, Check], text: bytes, source: str, validator: str
) -> Iterator[tuple[Check, Fault]]:
    for shape, node, value in validation.violations(text, validator):
        check = shaped.get(shape.removeprefix(SHAPES))
        if check:
            said = "" if value is None else f": found {_term(value)}"
            where = NAMELESS if node is None else _shown(node)
            yield check, Fault(source, where, check.summary + said, check.cure, severity=check.severity)


def _term(node: str) -> str:
    """A term in N-Triples as messages show it."""
    if node.startswith("<"):
        return _shown(node[1:-1])
    if not node.startswith(('"', "'")):
        return NAMELESS
    import pyoxigraph

    (quad,) = pyoxigraph.parse(f"<urn:x> <urn:x> {node} .", pyoxigraph.RdfFormat.TURTLE)
    return f"'{printable(quad.object.value, 200)}'"
