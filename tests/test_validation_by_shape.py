"""Both validators say the same of every shape, whatever is put in the place of a good value.

For each shape, a node that it looks at is copied once for each kind of slip, and the copy is given the slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pyoxigraph
import pytest
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node
from test_check_shapes import NOWHERE, SH, SHAPES, good, place
from test_validation import said

from kg import check
from kg.vocabulary import KG

PATIENT = URIRef("https://w3id.org/casekg/case/PMID:37120151/patient")
CLASS = URIRef(KG.TherapyLine.strip("<>"))


def slips(value: Node) -> Iterator[tuple[str, list[Node]]]:
    """Names of slips, and what stands there instead of the value."""
    kind = value.datatype if isinstance(value, Literal) else XSD.integer
    yield "nothing", []
    yield "another beside it", [value, Literal("another")]
    yield "two nodes", [NOWHERE, PATIENT, URIRef(f"{NOWHERE}/2")]
    yield "a word", [Literal("a word")]
    yield "an empty word", [Literal("")]
    yield "a word in a language", [Literal(str(value), lang="en")]
    yield "another datatype", [Literal(str(value), datatype=XSD.anyURI)]
    yield "a word of the datatype", [Literal("four", datatype=kind)]
    yield "below", [Literal("-1", datatype=kind)]
    yield "beyond", [Literal("1000000", datatype=kind)]
    yield "a node without description", [NOWHERE]
    yield "a node of another kind", [PATIENT]
    yield "a class", [CLASS]
    if not isinstance(value, Literal):  # pySHACL breaks off where it is to compare a blank node with a number
        yield "a blank node", [BNode("b")]


def shapes() -> list[URIRef]:
    """The shapes of single properties."""
    return sorted(shape for shape in SHAPES.subjects(SH.targetClass) if (shape, SH.path, None) in SHAPES)


def slipped() -> Graph:
    """The good graph and all copies with their slips."""
    graph = Graph() + good()
    for number, shape in enumerate(shapes()):
        node, name, inverse = place(shape)
        value = good().value(None, name, node) if inverse else good().value(node, name)
        for kind, values in slips(value):
            copy = URIRef(f"https://example.org/{kind.replace(' ', '-')}/{number}")
            for _, predicate, thing in good().triples((node, None, None)):
                if inverse or predicate != name:
                    graph.add((copy, predicate, thing))
            for instead in values:
                graph.add((URIRef(f"{copy}/{len(graph)}"), name, copy) if inverse else (copy, name, instead))
    return graph


@cache
def store() -> pyoxigraph.Store:
    made = pyoxigraph.Store()
    made.bulk_load(slipped().serialize(format="nt").encode(), pyoxigraph.RdfFormat.N_TRIPLES)
    return made


def test_both_validators_say_the_same_of_every_slip() -> None:
    pytest.importorskip("pyshacl", reason="pySHACL is not installed")
    quick, careful = said(store(), "shacl"), said(store(), "pyshacl")
    assert careful - quick == set()
    # Two values that cannot be compared break sh:lessThan (SHACL, 4.5.3); pySHACL lets an ill-typed one pass.
    assert {(one, fault.path.split("/")[3]) for one, fault in quick - careful} == {
        ("Position-start", "a-word-of-the-datatype")
    }


def test_every_shape_objects_to_several_slips() -> None:
    found = said(store(), "shacl")
    for number, shape in enumerate(shapes()):
        name = str(shape).removeprefix(check.SHAPES)
        kinds = {fault.path for one, fault in found if one == name and fault.path.endswith(f"/{number}")}
        assert len(kinds) > 1, name
