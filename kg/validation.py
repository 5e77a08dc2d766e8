"""SHACL validation of a graph against the shapes that ship with kg.

`shacl` (Rust) does it; pySHACL, an extra, is there to hold it against: `tests/test_validation.py` compares
their verdicts on changed graphs, and runs the W3C's own tests where they are at hand.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UsageError
from kg.resources import folder

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib
    import shacl

VALIDATORS = ("shacl", "pyshacl")


class Violation(NamedTuple):
    """What a shape says of a node."""

    shape: str
    """The IRI of the shape that carries the message."""
    node: str | None
    """The IRI of the node; None for a blank node, whose name is not kept when a file is read."""
    value: str | None
    """The value at fault as N-Triples writes it; None where the shape names none, or the node itself."""


def united(store: pyoxigraph.Store, *, union: bool = True) -> bytes:
    """The triples of the store's graphs in N-Triples; without `union`, those of its default graph.

    What stands in several graphs is there as often.
    """
    import pyoxigraph

    out = io.BytesIO()
    graphs = store.named_graphs() if union else ()
    for graph in (pyoxigraph.DefaultGraph(), *graphs):
        store.dump(out, pyoxigraph.RdfFormat.N_TRIPLES, from_graph=graph)
    return out.getvalue()


def violations(text: bytes, validator: str = "shacl") -> Iterator[Violation]:
    """Yield what the shapes say of a graph in N-Triples, in no order.

    Raises UsageError when the validator is not installed.
    """
    return _by_shacl(text) if validator == "shacl" else _by_pyshacl(text)


def shapes_text() -> str:
    """All shapes as one text in Turtle."""
    paths = sorted((folder("ontology") / "shapes").glob("*.ttl"))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


@cache
def shape_graph() -> rdflib.Graph:
    """All shapes in one graph."""
    import rdflib

    return rdflib.Graph().parse(data=shapes_text(), format="turtle")


@cache
def _compiled() -> shacl.Shapes:
    import shacl

    return shacl.Shapes.from_turtle(shapes_text())


def _by_shacl(text: bytes) -> Iterator[Violation]:
    for result in _compiled().validate_text(_plain(text), format="ntriples").results:
        node = result.focus_node
        value = result.value if result.value != node else None
        shape = (result.source_shape or "").strip("<>")
        yield Violation(shape, node[1:-1] if node.startswith("<") else None, value)


def _plain(text: bytes) -> str:
    """The text without triples about triples, which SHACL does not know."""
    if b"<<(" not in text:
        return text.decode()
    return b"".join(line for line in text.splitlines(keepends=True) if b" <<( " not in line).decode()


def demand(validator: str) -> None:
    """Raise UsageError when the validator is not installed."""
    if validator == "pyshacl":
        try:
            import pyshacl  # noqa: F401
        except ImportError:
            raise UsageError("--validator pyshacl needs pySHACL (pip install 'casekg[pyshacl]')") from None


def _by_pyshacl(text: bytes) -> Iterator[Violation]:
    demand("pyshacl")
    import pyoxigraph
    import pyshacl
    import rdflib

    store = pyoxigraph.Store()
    store.bulk_load(text, pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    _, report, _ = pyshacl.validate(in_rdflib(store), shacl_graph=shape_graph(), inplace=True)
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        node, value = report.value(result, sh.focusNode), report.value(result, sh.value)
        yield Violation(
            str(report.value(result, sh.sourceShape)),
            str(node) if isinstance(node, rdflib.URIRef) else None,
            None if value is None or value == node else value.n3(),
        )


def in_rdflib(store: pyoxigraph.Store) -> rdflib.Graph:
    """The store's default graph as an rdflib graph in memory: pySHACL asks for one triple at a time."""
    import pyoxigraph
    import rdflib

    @cache
    def term(value: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal) -> rdflib.term.Node:
        if isinstance(value, pyoxigraph.NamedNode):
            return rdflib.URIRef(value.value)
        if isinstance(value, pyoxigraph.BlankNode):
            return rdflib.BNode(value.value)
        if value.language:
            return rdflib.Literal(value.value, lang=value.language)
        plain = value.datatype == pyoxigraph.Literal("").datatype
        return rdflib.Literal(value.value, datatype=None if plain else rdflib.URIRef(value.datatype.value))

    graph = rdflib.Graph()
    with _unreported():
        for quad in store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph()):
            if not isinstance(quad.object, pyoxigraph.Triple):  # RDF 1.2, unknown to rdflib and to the shapes
                graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


@contextmanager
def _unreported() -> Iterator[None]:
    """Keep rdflib from logging a traceback for an ill-typed literal: the shapes report it."""
    import logging

    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
