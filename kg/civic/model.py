"""An evidence statement of a catalogue: what variants mean for a therapy or a disease."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kg.case import Concept, Modality, Variant
from kg.rdf import Node


class Together(StrEnum):
    """How the therapies of a statement belong together."""

    ONE = "one"
    """A single therapy."""
    COMBINATION = "combination"
    """Given together: one regimen."""
    SUBSTITUTES = "substitutes"
    """Each by itself: the statement holds for every one."""
    SEQUENTIAL = "sequential"
    """One after the other, in an order that is not stated."""
    UNSTATED = "not stated"
    """Named together, and not how."""


@dataclass(frozen=True, slots=True)
class Category:
    """A group of variants, or a state of the gene, that is no single change: 'kinase domain mutation'."""

    gene: Concept
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One evidence item or assertion."""

    node: Node
    members: tuple[Variant | Category, ...]
    """The molecular profile."""
    predicate: str
    """From `kg.civic.meanings`."""
    direction: str
    """'supports', 'disputes' or 'neutral'."""
    modality: Modality = Modality.BACKGROUND
    therapies: tuple[Concept, ...] = ()
    together: Together = Together.ONE
    disease: Concept | None = None
    also: str | None = None
    """Another id of the very same disease, such as the DOID that `disease` was found by."""
    level: str | None = None
    strength: str | None = None
    status: str | None = None
    """'accepted', 'submitted', 'rejected'."""
    rating: int | None = None
    origin: str | None = None
    """'somatic' or 'germline'."""
    description: str | None = None
    document: Node | None = None
    citation: str | None = None
    evidence: tuple[Node, ...] = ()
    """The statements that an assertion rests on."""
    case: Node | None = None
    """The case that a statement comes from, when it is not a catalogue's."""
    cells: dict[str, str] = field(default_factory=dict)
    """Column -> cell, of what the source says beside the above or in its own words."""
