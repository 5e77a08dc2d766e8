"""A graph taken apart into its statements: what each asserts, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyoxigraph

from kg.ids import BASE
from kg.rdf import plain
from kg.recovery import base_of
from kg.vocabulary import DCTERMS, KG, OA, PROV, RDF

Triples = list[pyoxigraph.Triple]

STATEMENTS = frozenset(
    map(
        plain,
        (
            *(KG.Diagnosis, KG.BiomarkerFinding, KG.VariantFinding, KG.ProfileFinding, KG.Observation),
            *(KG.TherapyLine, KG.Response, KG.AdverseEvent, KG.Outcome, KG.DrugClassification),
            *(KG.Claim, KG.EvidenceStatement),
        ),
    )
)
_SHARED = frozenset(map(plain, (KG.Variant, KG.MolecularProfile, KG.Regimen, KG.Unmapped)))
_CASE = plain(KG.Case)
_TYPE = plain(RDF.type)
_RESTS_ON = frozenset(
    map(
        plain,
        (PROV.hadPrimarySource, PROV.wasAttributedTo, KG.evidence, KG.method, KG.confidence, KG.rule),
    )
)
OTHER_GRAPHS = "triples of graphs without statements, such as ontology terms"
OTHER_TRIPLES = "triples beside the statements"
BESIDE = (OTHER_GRAPHS, OTHER_TRIPLES)


@dataclass(frozen=True, slots=True)
class Part:
    """A statement, or a case with its patient and its document."""

    base: str
    graph: str | None
    """The IRI of its named graph."""
    label: str
    assertion: Triples
    provenance: Triples
    source: str
    """The IRI of what it was taken from."""
    agents: tuple[str, ...]
    """Who made the case."""
    invented: bool


def parts(store: pyoxigraph.Store, left: dict[str, int]) -> Iterator[Part]:
    """Every statement and case, a graph at a time; in `left` is counted what belongs to none of them."""
    for name in (pyoxigraph.DefaultGraph(), *sorted(store.named_graphs(), key=str)):
        graph = _Graph(store, name)
        found = list(graph.parts())
        told = {triple for part in found for triple in (*part.assertion, *part.provenance)}
        noun = OTHER_TRIPLES if found else OTHER_GRAPHS
        left[noun] = left.get(noun, 0) + len(graph.triples - told)
        yield from found


class _Graph:
    """One graph."""

    def __init__(self, store: pyoxigraph.Store, name: Any) -> None:
        self.name: str | None = getattr(name, "value", None)
        quads = store.quads_for_pattern(None, None, None, name)
        self.triples = {quad.triple for quad in quads}

    @cached_property
    def about(self) -> Mapping[Any, Triples]:
        """Subject -> what is stated of it, in sorted order."""
        found: dict[Any, Triples] = {}
        for triple in sorted(self.triples, key=str):
            found.setdefault(triple.subject, []).append(triple)
        return found

    def parts(self) -> Iterator[Part]:
        for node in self.about:
            types = self.types(node)
            if _CASE in types:
                yield self._case(node)
            elif not STATEMENTS.isdisjoint(types):
                yield self._statement(node)

    def types(self, node: Any) -> set[str]:
        return {one.value for one in self.things(node, _TYPE) if isinstance(one, pyoxigraph.NamedNode)}

    def things(self, node: Any, predicate: str) -> list[Any]:
        return [one.object for one in self.about.get(node, ()) if one.predicate.value == predicate]

    def _statement(self, node: Any) -> Part:
        """The statement with the shared things that it names described."""
        case = next(iter(self.things(node, plain(KG.inCase))), None)
        asserted, rests = self._divided(node)
        return self._part(node, case, [*asserted, *self._described(asserted)], rests)

    def _case(self, node: Any) -> Part:
        """The case and its patient, with the document and the agent as what they rest on."""
        asserted, rests = self._divided(node)
        for patient in self.things(node, plain(KG.hasPatient)):
            more = self._divided(patient)
            asserted, rests = [*asserted, *more[0]], [*rests, *more[1]]
        documents = self.things(node, plain(PROV.hadPrimarySource))
        for document in (*documents, *self.things(node, plain(PROV.wasAttributedTo))):
            rests += self.about.get(document, [])
            for author in self.things(document, plain(DCTERMS.creator)):
                rests += self.about.get(author, [])
        for document in documents:
            rests += [triple for one in self._sections.get(document, ()) for triple in self.about[one]]
        return self._part(node, node, asserted, rests)

    @cached_property
    def _sections(self) -> Mapping[Any, list[Any]]:
        """Document -> the nodes of its sections."""
        found: dict[Any, list[Any]] = {}
        for node in self.about:
            for document in self.things(node, plain(DCTERMS.isPartOf)):
                found.setdefault(document, []).append(node)
        return found

    def _divided(self, node: Any) -> tuple[Triples, Triples]:
        """What is stated of the node, and what that rests on, the places in the text with their selectors."""
        asserted: Triples = []
        rests: Triples = []
        for triple in self.about.get(node, ()):
            if isinstance(triple.object, pyoxigraph.Triple):
                continue  # a hash of what quotes is not defined
            if triple.predicate.value not in _RESTS_ON:
                asserted.append(triple)
                continue
            rests.append(triple)
            if triple.predicate.value == plain(KG.evidence):
                rests += self.about.get(triple.object, [])
                for selector in self.things(triple.object, plain(OA.hasSelector)):
                    rests += self.about.get(selector, [])
        return asserted, rests

    def _described(self, asserted: Iterable[pyoxigraph.Triple]) -> Triples:
        """What is stated of the variants, profiles, regimens and unmapped names that triples lead to."""
        found: Triples = []
        seen: set[Any] = set()
        waiting = [triple.object for triple in asserted]
        while waiting:
            node = waiting.pop()
            if node in seen or _SHARED.isdisjoint(self.types(node)):
                continue
            seen.add(node)
            found += self.about[node]
            waiting += [triple.object for triple in self.about[node]]
        return found

    def _part(self, node: Any, case: Any, asserted: Triples, rests: Triples) -> Part:
        label = next((one.value for one in self.things(node, plain(RDF.label))), node.value)
        sources = self.things(node, plain(PROV.hadPrimarySource))
        source = next((one.value for one in (*sources, case, node) if one is not None), "")
        agents = self.things(case, plain(PROV.wasAttributedTo))
        return Part(
            base=base_of(case.value) if case is not None else BASE,
            graph=self.name,
            label=label,
            assertion=asserted,
            provenance=rests,
            source=source,
            agents=tuple(one.value for one in agents),
            invented=any(one.value in {"true", "1"} for one in self.things(case, plain(KG.invented))),
        )
