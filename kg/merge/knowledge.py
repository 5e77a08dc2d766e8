"""Mappings, and what is known of the identifiers that they name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.merge import termfacts
from kg.merge.vocabularies import kind_of


class Edge(NamedTuple):
    """Two identifiers that a mapping calls one thing, in the order of their IRIs."""

    one: str
    other: str
    is_claimed: bool = False
    """True when only `owl:sameAs` or its kin say so, which glue nothing of unknown kind."""


class Refusal(NamedTuple):
    """A mapping that does not glue, and why."""

    one: str
    other: str
    why: str


@dataclass(frozen=True)
class Facts:
    """What is known of the identifiers beside their mappings."""

    types: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """IRI -> kinds that the graphs state."""
    labels: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """IRI -> labels that the graphs and mapping tables state."""
    deprecated: Collection[str] = frozenset()
    """IRIs that a graph calls deprecated."""

    def kinds(self, iri: str) -> frozenset[str]:
        """The kinds of the thing, as the term tables say, else the vocabulary, else the graphs."""
        if own := termfacts.cliques().get(iri):
            return frozenset({own.kind})
        kind = kind_of(iri)
        return frozenset({kind}) if kind else self.types.get(iri, frozenset())

    def is_obsolete(self, iri: str) -> bool:
        """True for an identifier that its vocabulary has withdrawn."""
        return iri in self.deprecated or iri in termfacts.withdrawn()

    def names(self, iri: str) -> frozenset[str]:
        """The labels of the thing."""
        return self.labels.get(iri, frozenset()) | frozenset(filter(None, [termfacts.label(iri)]))
