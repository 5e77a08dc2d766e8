"""Every constraint of every shape is seen to fail, on the good graph with one value changed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pyoxigraph
import pyshacl
import pytest
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node
from test_check_graph import good_store

from kg import check, validation
from kg.vocabulary import KG

SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPES = validation.shape_graph()
NOWHERE = URIRef("https://example.org/nowhere")
COMPONENTS = {
    SH.minCount: SH.MinCountConstraintComponent,
    SH.maxCount: SH.MaxCountConstraintComponent,
    SH.datatype: SH.DatatypeConstraintComponent,
    SH.nodeKind: SH.NodeKindConstraintComponent,
    SH["class"]: SH.ClassConstraintComponent,
    SH["in"]: SH.InConstraintComponent,
    SH.pattern: SH.PatternConstraintComponent,
    SH.minInclusive: SH.MinInclusiveConstraintComponent,
    SH.maxInclusive: SH.MaxInclusiveConstraintComponent,
    SH.minLength: SH.MinLengthConstraintComponent,
    SH.lessThan: SH.LessThanConstraintComponent,
    SH.node: SH.NodeConstraintComponent,
    SH["or"]: SH.OrConstraintComponent,
}
CONSTRAINTS = sorted(
    (str(shape).removeprefix(check.SHAPES), parameter)
    for parameter in COMPONENTS
    for shape in SHAPES.subjects(parameter)
    if (shape, SH.path, None) in SHAPES and isinstance(shape, URIRef)
)


@cache
def good() -> Graph:
    """The good graph and a name without a term; tests put back what they change."""
    graph = validation.in_rdflib(check.merged(good_store()))
    graph.add((NOWHERE, RDF.type, URIRef(KG.Unmapped.strip("<>"))))
    graph.add((NOWHERE, RDFS.label, Literal("a name")))
    return graph


def around(node: Node) -> Iterator[tuple[Node, Node, Node]]:
    """The triples of a shape and of what it is made of."""
    for triple in SHAPES.triples((node, None, None)):
        yield triple
        if isinstance(triple[2], BNode) or triple[1] == SH.node:
            yield from around(triple[2])


def place(shape: URIRef) -> tuple[Node, Node, bool]:
    """A node of the good graph that the shape looks at, with the property and whether to go against it."""
    path = SHAPES.value(shape, SH.path)
    inverse = SHAPES.value(path, SH.inversePath)
    nodes = sorted(
        node for kind in SHAPES.objects(shape, SH.targetClass) for node in good().subjects(RDF.type, kind)
    )
    wanted = inverse or path
    stated = [node for node in nodes if ((None, wanted, node) if inverse else (node, wanted, None)) in good()]
    assert stated, f"no node of the good graph states {wanted}: add it to the case in test_check_graph"
    return stated[0], wanted, inverse is not None


def spoilt(parameter: URIRef, shape: URIRef, value: Node) -> list[Node]:
    """What to put in the place of a good value so that the constraint is broken."""
    kind = value.datatype if isinstance(value, Literal) else None
    if parameter == SH.maxCount:
        return [value, *extra(shape, value)]
    return {
        SH.minCount: [],
        SH.datatype: [Literal("x", datatype=XSD.anyURI)],
        SH.nodeKind: [Literal("a word")],
        SH["class"]: [NOWHERE],
        SH["in"]: [NOWHERE],
        SH.pattern: [Literal("?", datatype=kind)],
        SH.minInclusive: [Literal("-1", datatype=kind)],
        SH.maxInclusive: [Literal("1000", datatype=kind)],
        SH.minLength: [Literal("")],
        SH.lessThan: [Literal("1000000", datatype=kind)],
        SH.node: [Literal("once")],
        SH["or"]: [Literal("once")],
    }[parameter]


def extra(shape: URIRef, value: Node) -> list[Node]:
    """So many further values that a maximum is passed."""
    most = int(str(SHAPES.value(shape, SH.maxCount)))
    if isinstance(value, Literal):
        return [Literal(f"word {number}") for number in range(most)]
    return [URIRef(f"{NOWHERE}/{number}") for number in range(most)]


def broken(shape: URIRef) -> set[tuple[Node, Node]]:
    """The constraints of that shape that the graph now breaks: pairs of focus node and component."""
    alone = Graph()
    for triple in around(shape):
        alone.add(triple)
    _, report, _ = pyshacl.validate(good(), shacl_graph=alone, inplace=True)
    return {
        (report.value(result, SH.focusNode), report.value(result, SH.sourceConstraintComponent))
        for result in report.subjects(SH.sourceShape, shape)
    }


@pytest.mark.parametrize(("name", "parameter"), CONSTRAINTS, ids=lambda part: str(part).rsplit("#", 1)[-1])
def test_a_constraint_fails_on_a_spoilt_value(name: str, parameter: URIRef) -> None:
    shape, graph = URIRef(check.SHAPES + name), good()
    node, wanted, inverse = place(shape)
    pattern = (None, wanted, node) if inverse else (node, wanted, None)
    before = sorted(graph.triples(pattern))
    values = [subject if inverse else value for subject, _, value in before]
    try:
        graph.remove(pattern)
        for value in spoilt(parameter, shape, values[0]):
            graph.add((value, wanted, node) if inverse else (node, wanted, value))
        assert (node, COMPONENTS[parameter]) in broken(shape)
    finally:
        graph.remove(pattern)
        for triple in before:
            graph.add(triple)


def test_every_constraint_is_among_those_seen_to_fail() -> None:
    said = {SH.path, SH.targetClass, SH.message, SH.severity, RDF.type}
    for shape in SHAPES.subjects(SH.message):
        assert set(SHAPES.predicates(shape)) <= said | set(COMPONENTS), shape


def test_every_shape_has_one_message_that_says_what_and_how_to_mend_it() -> None:
    for shape in SHAPES.subjects(SH.targetClass):
        assert isinstance(shape, URIRef)
        messages = list(SHAPES.objects(shape, SH.message))
        assert len(messages) == 1, shape
        assert messages[0].endswith(")"), shape
        assert messages[0].count("(") == 1, shape


def test_every_kind_of_statement_is_looked_at_by_the_shapes_of_all_statements() -> None:
    shape = URIRef(f"{check.SHAPES}Statement-modality")
    classes = {f"<{kind}>" for kind in SHAPES.objects(shape, SH.targetClass)}
    built = {KG.Diagnosis, KG.BiomarkerFinding, KG.VariantFinding, KG.ProfileFinding, KG.Observation,
             KG.Measurement, KG.Sample, KG.Interpretation,
             KG.TherapyLine, KG.Response, KG.AdverseEvent, KG.Outcome, KG.DrugClassification, KG.Claim,
             KG.EvidenceStatement}  # fmt: skip
    assert classes == built


def test_an_ill_typed_value_is_reported_and_not_logged(capfd: pytest.CaptureFixture[str]) -> None:
    store = good_store()
    store.update(
        "INSERT DATA { GRAPH <https://w3id.org/casekg/graph/PMID:37120151> {"
        "<https://w3id.org/casekg/case/PMID:37120151/response/1> <https://w3id.org/casekg/vocab/duration> "
        '"four months"^^<http://www.w3.org/2001/XMLSchema#duration> } }'
    )
    said = [str(fault) for fault in check.faults(store, "bad")]
    assert said == [
        "bad: https://w3id.org/casekg/case/PMID:37120151/response/1: how long a response lasted is one "
        "xsd:duration: found 'four months' (write P14M for 14 months)"
    ]
    assert capfd.readouterr() == ("", "")


def test_faults_come_once_and_in_the_same_order_whatever_the_order_of_the_quads() -> None:
    store = good_store()
    store.update("DELETE WHERE { GRAPH ?g { ?s <https://w3id.org/casekg/vocab/modality> ?o } }")
    backwards = pyoxigraph.Store()
    for quad in sorted(store, key=str, reverse=True):
        backwards.add(quad)
    said = list(check.faults(store, "bad"))
    assert said == list(check.faults(backwards, "bad"))
    assert len(said) == len(set(said)) > 10
