"""From a graph to the cases it was built of: the inverse of `kg.builders`.

What a graph does not hold cannot come back: the name that the source used for a term (its label stands for
it), the text of sections, what an automatic reading proposed, the order and repetition of things that stand
together (drugs of a regimen, members of a profile, sites, keywords). Lengths of time are spelt as the store
spells them (24 months are P2Y, a week is P7D), fractions have six places. What belongs to no case is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph

from kg import terms
from kg.builders import quads
from kg.case import Case, Method
from kg.errors import Notepad
from kg.ids import BASE, compress, expand
from kg.rdf import plain
from kg.recovery import claims, findings, measurements, publication, therapy, variants
from kg.recovery.page import Page
from kg.recovery.statements import Statements, stated_method
from kg.store import from_lines
from kg.vocabulary import DCTERMS, KG, PROV, RDF

if TYPE_CHECKING:
    from kg.recovery.page import Resource

_TYPE, _CASE = pyoxigraph.NamedNode(plain(RDF.type)), pyoxigraph.NamedNode(plain(KG.Case))
_NAMED = 10
"""Predicates named in the note about what is left over."""


def cases(store: pyoxigraph.Store, pad: Notepad) -> Iterator[Case]:
    """Yield every case that the store states, by the names of their graphs; one graph at a time in memory.

    A case that a second graph states again is passed over. Both this and the triples in the graphs of cases
    that are part of no case are said on the pad.
    """
    seen: dict[str, str] = {}
    rest: Counter[str] = Counter()
    places = _places(store)
    alone = Counter(graph for _, graph in places)
    for node, graph in places:
        page = Page(store, graph)
        found = case(page, node)
        if found.id in seen:
            where = f"is stated in two graphs: {seen[found.id]} and {graph}"
            pad.warn(f"case {found.id}", where, "the first was taken; kg merge joins both")
            continue
        seen[found.id] = str(graph)
        rest.update(_left_over(page, found, node, whole=alone[graph] == 1))
        yield found
    if rest:
        ranked = sorted(rest.items(), key=lambda pair: (-pair[1], pair[0]))
        most = ", ".join(f"{name} ({count:,})" for name, count in ranked[:_NAMED])
        more = ", …" if len(rest) > _NAMED else ""
        pad.note("", f"{rest.total():,} triples beside the cases belong to none of them: {most}{more}")


def _places(store: pyoxigraph.Store) -> list[tuple[Any, Any]]:
    """Every case with the graph that states it."""
    found = store.quads_for_pattern(None, _TYPE, _CASE, None)
    return sorted(((quad.subject, quad.graph_name) for quad in found), key=lambda pair: str(pair[::-1]))


def case(page: Page, node: Resource) -> Case:
    """The case that one node stands for."""
    method = stated_method(page, node) or Method.IMPORTED
    statements = Statements(page, node, method)
    document = page.node(node, PROV.hadPrimarySource)
    agent = page.node(node, PROV.wasAttributedTo)
    return Case(
        id=page.text(node, DCTERMS.identifier) or node.value,
        invented=page.flag(node, KG.invented) or False,
        curator=page.text(agent, RDF.label) if agent is not None else None,
        method=method,
        source=getattr(page.graph, "value", ""),
        publication=publication.publication(page, document) if document is not None else None,
        patient=publication.patient(page, page.node(node, KG.hasPatient)),
        diagnoses=findings.diagnoses(statements),
        biomarkers=findings.biomarkers(statements),
        variants=variants.findings(statements),
        profiles=variants.profiles(statements),
        therapy=therapy.lines(statements),
        drug_facts=therapy.drug_facts(statements),
        findings=findings.observations(statements),
        measurements=measurements.measurements(statements),
        samples=measurements.samples(statements),
        interpretations=measurements.interpretations(statements),
        record=page.text(node, KG.record),
        outcome=findings.outcome(statements),
        claims=claims.claims(statements),
        assertions=claims.assertions(statements),
    )


def _left_over(page: Page, found: Case, node: Resource, *, whole: bool) -> Iterator[str]:
    """The predicate of each triple around the case that is not built of it again.

    `whole`: of the whole graph, else of the nodes that the case is made of.
    """
    # a store, because it spells values in its own way
    again = from_lines([quads(found, base_of(node.value))])
    built = {quad.triple for quad in again}
    alone = whole and isinstance(page.graph, pyoxigraph.NamedNode)
    around = {None} if alone else {one.subject for one in built}
    for subject in around:
        for quad in page.store.quads_for_pattern(subject, None, None, page.graph):
            if quad.triple not in built and built.isdisjoint(_meant(quad.triple)):
                yield compress(quad.predicate.value) or quad.predicate.value


def _meant(triple: pyoxigraph.Triple) -> Iterator[pyoxigraph.Triple]:
    """The triple with our terms for its object: a merge may lead with another vocabulary's."""
    curie = compress(triple.object.value) if isinstance(triple.object, pyoxigraph.NamedNode) else None
    for term in terms.mapped(curie) if curie else ():
        yield pyoxigraph.Triple(triple.subject, triple.predicate, pyoxigraph.NamedNode(expand(term.id)))


def base_of(node: str) -> str:
    """The start of the IRIs that the case was built with; ours where its node is named otherwise."""
    base, _, key = node.rpartition("case/")
    return base if base and key else BASE
