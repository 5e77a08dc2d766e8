r"""RDF terms as one text each, so that equal terms are equal texts and joins are plain ones.

An IRI is written as it is, a blank node as `_:name`. A literal is `"`, what it is of, `"` and its text: it is
of nothing (a string), of a language (`@en`) or of a datatype (its IRI). No IRI begins with a quotation mark.

Literals are spelt as Oxigraph spells them, which keeps numbers, dates and durations as values: `86.0` is
`86`, `P13M` is `P1Y1M`. Constants of a query are spelt so here; those of the tables by
`kg.columnar.spelling`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph

Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal

XSD = "http://www.w3.org/2001/XMLSchema#"
STRING = XSD + "string"
BOOLEAN = XSD + "boolean"
INTEGER = XSD + "integer"
NUMERIC = tuple(
    XSD + name
    for name in (
        *("integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger"),
        *("positiveInteger", "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong"),
        *("unsignedShort", "unsignedByte"),
    )
)


def coded(term: Term) -> str:
    """The text that stands for a term.

    >>> coded(pyoxigraph.Literal("a")), coded(pyoxigraph.Literal("a", language="en"))
    ('""a', '"@en"a')
    """
    if isinstance(term, pyoxigraph.NamedNode):
        return term.value
    if isinstance(term, pyoxigraph.BlankNode):
        return f"_:{term.value}"
    if term.language:
        return f'"@{term.language}"{term.value}'
    kind = "" if term.datatype.value == STRING else term.datatype.value
    return f'"{kind}"{term.value}'


def decoded(code: str) -> Term:
    """The term that a text stands for."""
    if code.startswith("_:"):
        return pyoxigraph.BlankNode(code[2:])
    if not code.startswith('"'):
        return pyoxigraph.NamedNode(code)
    kind, _, text = code[1:].partition('"')
    if kind.startswith("@"):
        return pyoxigraph.Literal(text, language=kind[1:])
    return pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode(kind)) if kind else pyoxigraph.Literal(text)


def of_rdflib(term: Any) -> str:
    """The text for a constant as rdflib has it, spelt as Oxigraph spells it."""
    import rdflib

    if not isinstance(term, rdflib.Literal):
        return str(term)
    if term.language:
        literal = pyoxigraph.Literal(str(term), language=term.language.lower())
    elif term.datatype:
        literal = pyoxigraph.Literal(str(term), datatype=pyoxigraph.NamedNode(str(term.datatype)))
    else:
        literal = pyoxigraph.Literal(str(term))
    return coded(spelt([literal]).get(literal, literal))


def spelt(literals: Iterable[pyoxigraph.Literal]) -> Mapping[pyoxigraph.Literal, pyoxigraph.Literal]:
    """Each literal that the engine spells otherwise, with its spelling there."""
    found = {}
    store = pyoxigraph.Store()
    subject, property_ = pyoxigraph.NamedNode("urn:s"), pyoxigraph.NamedNode("urn:p")
    for literal in literals:
        quad = pyoxigraph.Quad(subject, property_, literal)
        store.add(quad)
        kept = next(iter(store)).object
        store.clear()
        if kept != literal and isinstance(kept, pyoxigraph.Literal):
            found[literal] = kept
    return found
