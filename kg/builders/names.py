"""The IRIs that a case mints: made from content only, so that every build agrees.

| thing | IRI under the base | shared between cases |
|---|---|---|
| case | `case/<case id>` | |
| its parts | `case/<case id>/<part>/<position>` | |
| named graph | `graph/<case id>` | |
| variant | `variant/<gene>:<change>` | yes |
| molecular profile | `profile/<variant>+<variant>` | yes |
| regimen | `regimen/<drug>+<drug>` | yes |
| publication's authors and sections | `publication/<id>/…` | yes |
| name without a term | `unmapped/<name>` | yes |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kg.case import Case, Concept, Method, Publication, Variant
from kg.ids import BASE, expand, iri_for, segment, slug
from kg.rdf import Node, Triple, iri
from kg.vocabulary import KG


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs around one case."""

    base: str
    case: Node
    in_case: str
    """Predicate and object that tie a statement to the case."""
    patient: Node
    graph: Node
    document: Node | None
    """The publication, None when the case has none."""
    document_start: str
    """Start of the IRIs of the document's authors and sections."""
    method: Method
    """How the case came about, unless a finding says otherwise."""

    def part(self, kind: str, position: int) -> Node:
        """The IRI of the case's part of that kind; positions count from 1."""
        return Node(f"{self.case[:-1]}/{kind}/{position}>")

    def concept(self, concept: Concept) -> Node:
        """The term's IRI when the concept is grounded, else one of ours made from its text."""
        return concept_node(self.base, concept)

    def concepts(self, found: Iterable[tuple[Node, Concept | None]]) -> Iterator[str]:
        """Predicate and object for each predicate whose concept is there."""
        return (f"{predicate} {self.concept(concept)}" for predicate, concept in found if concept)

    def variant(self, variant: Variant) -> Node:
        """The IRI of a variant, the same in every case."""
        return variant_node(self.base, variant)

    def profile(self, members: Iterable[Variant]) -> Node:
        """The IRI of a molecular profile, the same in every case."""
        return profile_node(self.base, members)

    def regimen(self, drugs: Iterable[Concept]) -> Node:
        """The IRI of drugs given together, the same in every case."""
        return regimen_node(self.base, drugs)


class Described(NamedTuple):
    """A thing that cases share, with its label and all that is said of it wherever it is named."""

    node: Node
    label: str
    triples: tuple[Triple, ...]


KEPT = 5_000
"""Things of a kind that are kept described: a case names each of its own several times."""


def case_names(case: Case, base: str = BASE) -> Names:
    """The names around one case."""
    key = segment(case.id)
    node = f"{base}case/{key}"
    document = case.publication and publication_node(case.publication)
    document_key = segment(case.publication.curie or case.id) if case.publication else key
    return Names(
        base=base,
        case=Node(f"<{node}>"),
        in_case=f"{KG.inCase} <{node}>",
        patient=Node(f"<{node}/patient>"),
        graph=Node(f"<{base}graph/{key}>"),
        document=document or (Node(f"<{base}publication/{key}>") if case.publication else None),
        document_start=f"{base}publication/{document_key}/",
        method=case.method,
    )


def publication_node(publication: Publication) -> Node | None:
    """The IRI that the large graphs use for the publication; None without an identifier."""
    return iri(expand(publication.curie)) if publication.curie else None


@lru_cache(maxsize=500_000)
def term_node(curie: str) -> Node:
    """The IRI of a term as a node; of one whose prefix is not ours, at the registry of prefixes."""
    return iri(iri_for(curie))


@lru_cache(maxsize=100_000)
def unmapped_node(base: str, text: str) -> Node:
    """The IRI of a name that has no term."""
    return Node(f"<{base}unmapped/{slug(text)}>")


def concept_node(base: str, concept: Concept) -> Node:
    """The IRI of a thing that a source names."""
    return term_node(concept.id) if concept.id else unmapped_node(base, concept.text)


def variant_node(base: str, variant: Variant) -> Node:
    """The IRI of a variant."""
    return Node(f"<{base}variant/{variant_key(variant)}>")


def profile_node(base: str, members: Iterable[Variant]) -> Node:
    """The IRI of a molecular profile: its members' keys in sorted order, each once."""
    return Node(f"<{base}profile/{'+'.join(sorted(set(map(variant_key, members))))}>")


def regimen_node(base: str, drugs: Iterable[Concept]) -> Node:
    """The IRI of drugs given together: their keys in sorted order, each once."""
    return Node(f"<{base}regimen/{'+'.join(sorted(set(map(concept_key, drugs))))}>")


def concept_key(concept: Concept) -> str:
    """The concept's name inside a longer IRI: its CURIE, or its text."""
    return segment(concept.id) if concept.id else slug(concept.text)


def variant_key(variant: Variant) -> str:
    """Gene and change: 'HGNC:3430:p.Asp769His', 'HGNC:3236:exon-19:exon-deletion'."""
    parts = [concept_key(variant.gene)]
    if variant.partner:
        parts[0] = f"{concept_key(variant.partner)}::{parts[0]}"
    if variant.protein or variant.coding:
        parts.append(segment(variant.protein or variant.coding or ""))
    else:
        parts += [f"exon-{variant.exon}"] if variant.exon is not None else []
        parts.append(slug(variant.kind or "mutation"))
    return ":".join(parts)
