"""Ontology classes of a packet as concepts of a case, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kg.case import Concept
from kg.grounding import grounded
from kg.ids import compress, expand, is_curie, is_foreign, normal_curie, slug
from kg.terms import Kind, find, mapped

Json = dict[str, Any]

OWN = "casekg"
"""Prefix of ids that a packet gets for what has no term: `casekg:unmapped/…`."""
UNMAPPED = f"{OWN}:unmapped/"


@dataclass
class Classes:
    """The classes of one packet, each with one label wherever it is named."""

    _labels: dict[str, str] = field(default_factory=dict)

    def read(self, given: Json | None, kinds: tuple[Kind, ...] = ()) -> Concept | None:
        """The concept; None where there is no class. One without a usable id is found by its name.

        A term of our tables has the tables' label, any other that of the packet; its first one, should it
        have several, as a graph has one.
        """
        if not given:
            return None
        identifier, label = given.get("id", "").strip(), given.get("label", "").strip()
        curie, known = _known(identifier)
        if curie is not None:
            name = known or self._labels.setdefault(curie, label or curie)
            return Concept(name, curie, name)
        text = label or identifier
        if term := _by_name(text, kinds):
            return term
        return Concept(self._labels.setdefault(UNMAPPED + slug(text), text)) if text else None

    def named(self, given: Json | None, otherwise: str, kinds: tuple[Kind, ...]) -> Concept:
        """The concept, or one of those words where there is no class."""
        return self.read(given, kinds) or Concept(otherwise)

    def several(self, given: Iterable[Json]) -> tuple[Concept, ...]:
        """The concepts, each once, in the order in which they are written."""
        found = {key(concept): concept for concept in map(self.read, given) if concept}
        return tuple(found[name] for name in sorted(found))


@lru_cache(maxsize=100_000)
def _by_name(text: str, kinds: tuple[Kind, ...]) -> Concept | None:
    """The term that `kg.grounding` will find for the name, so that what is written of it is known here."""
    found = grounded(text, kinds) if text else None
    return Concept(found.name, found.id, found.label) if found else None


@lru_cache(maxsize=100_000)
def _known(identifier: str) -> tuple[str | None, str | None]:
    """The CURIE that an id is, if it is one, and its label in our tables, if it is there."""
    if identifier.startswith(f"{OWN}:"):
        return None, None
    if "://" in identifier:
        curie = compress(identifier)
    elif is_curie(identifier):
        curie = normal_curie(identifier)
    else:
        curie = identifier if is_foreign(identifier) else None
    if curie is None:
        return None, None
    if is_curie(curie):
        curie = compress(expand(curie)) or curie  # through the IRI and back, as a graph gives it
    term = find(curie)
    return (term.id, term.label) if term else (curie, None)


@lru_cache(maxsize=100_000)
def same_disease(curie: str) -> Concept | None:
    """The one disease of our tables that is an exact match of the id; None for any other number of them."""
    found = [term for term in mapped(curie) if term.kind is Kind.DISEASE and not term.obsolete]
    return Concept(found[0].label, found[0].id, found[0].label) if len(found) == 1 else None


def key(concept: Concept) -> str:
    """The id that a packet gives the concept."""
    return concept.id or UNMAPPED + slug(concept.text)


def written(concept: Concept) -> Json:
    """The concept as a class."""
    return {"id": key(concept), "label": concept.name}


def fields(found: Iterable[tuple[str, Concept | None]]) -> Json:
    """The fields whose concept is there, as classes."""
    return {name: written(concept) for name, concept in found if concept}


def listed(name: str, concepts: Iterable[Concept]) -> Json:
    """The field with the concepts as classes, by id, since a graph keeps no order; {} without any."""
    by_id = {key(concept): concept for concept in concepts}
    return {name: [written(by_id[one]) for one in sorted(by_id)]} if by_id else {}
