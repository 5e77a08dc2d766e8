"""One graph held against the shapes and asked the check queries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from kg import validation, workers
from kg.check.catalogue import SHAPES, Check
from kg.errors import Fault, printable
from kg.ids import VOCABULARY, compress
from kg.resources import folder

if TYPE_CHECKING:
    import pyoxigraph

NAMELESS = "a blank node"
"""How a node without IRI is shown: the name that a file gives it is not kept when it is read."""

_IRI = re.compile(r"<([^<>\s]+)>")

Progress = Callable[[str], None]


class Look(NamedTuple):
    """What is looked at, and how."""

    checks: tuple[Check, ...]
    source: str
    """The input as the user named it."""
    validator: str = "shacl"

    @property
    def queries(self) -> list[Check]:
        """The checks that are queries."""
        return [check for check in self.checks if check.query]

    @property
    def shaped(self) -> dict[str, Check]:
        """The checks that are shapes, by name."""
        return {check.name: check for check in self.checks if not check.query}


def found(look: Look, store: pyoxigraph.Store, progress: Progress) -> set[tuple[Check, Fault]]:
    """Every fault of a store, with the check that found it."""
    progress(f"reading {len(store):,} statements")
    text = validation.united(store)
    queries, rows_found = look.queries, set[tuple[Check, Fault]]()
    with ThreadPoolExecutor(_threads()) as pool:  # both engines work without holding the interpreter
        said = pool.submit(_said, look.shaped, text, look.source, look.validator)
        union = loaded(text)
        rows = [
            pool.submit(_rows, check, store if check.over_graphs else union, look.source) for check in queries
        ]
        for position, (check, row) in enumerate(zip(queries, rows, strict=True), 1):
            progress(f"check {position} of {len(queries)}: {check.name}")
            rows_found.update((check, fault) for fault in row.result())
        if look.shaped:
            progress(f"validating the nodes against {len(look.shaped)} shapes")
        rows_found.update(said.result())
    return rows_found


def found_in_text(look: Look, text: bytes) -> set[tuple[Check, Fault]]:
    """As `found`, of a part of the graphs in N-Triples, whose IRIs were looked at; SyntaxError for others."""
    union = loaded(text)
    faults = {
        (check, fault)
        for check in look.queries
        if not check.of_whole
        for fault in asked(check, union, look.source)
    }
    faults.update(_said(look.shaped, text, look.source, look.validator))
    return faults


def _threads() -> int:
    """As many as there are processors for this process, and no more than are of use."""
    return min(workers.cores(), 4)


def merged(store: pyoxigraph.Store) -> pyoxigraph.Store:
    """A copy in memory whose default graph holds the triples of all its graphs, each once.

    What is shared by many cases stands in each of their graphs, and queries over the union of the
    graphs meet it as often: their time would grow with the square of the number of cases. The
    vocabulary stands beside them in a graph of its own, for the check that compares with it.
    """
    return loaded(validation.united(store))


def loaded(text: bytes) -> pyoxigraph.Store:
    """N-Triples, whose IRIs need not be looked at, as a store, and the vocabulary in a graph of its own."""
    import pyoxigraph

    copy = pyoxigraph.Store()  # `load`: in memory a bulk load takes longer, and twice the memory
    copy.load(text, pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
    vocabulary = (folder("ontology") / "kg.ttl").read_bytes()
    copy.load(vocabulary, pyoxigraph.RdfFormat.TURTLE, to_graph=pyoxigraph.NamedNode(VOCABULARY))
    return copy


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
