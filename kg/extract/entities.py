"""What was met in a text before it is known what to make of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from kg.case import Modality
from kg.extract.model import Topic
from kg.terms import Term


@dataclass(slots=True)
class Entity:
    """A thing met in a text; reading fills in whose it is and what it belongs to."""

    topic: Topic
    start: int
    end: int
    text: str
    sentence: int
    rule: str
    term: Term | None = None
    modality: Modality = Modality.OBSERVED
    confidence: float = 0.95
    unread: str = ""
    used: bool = False
    """True once it went into a case."""
    rank: int = 0
    """How far behind firm statements a disease is: 0 told now, 1 past, 2 concluded, 3 supposed, 4 denied."""
    site: str = ""
    """The label of the site told with it."""

    @property
    def id(self) -> str | None:
        """The CURIE of the term, None without one."""
        return self.term.id if self.term else None


@dataclass(slots=True)
class Alteration(Entity):
    """A change of a gene: specific ('V777L'), of a kind ('amplification'), or just 'mutation'."""

    gene: Term | None = None
    partner: Term | None = None
    kind: str = "mutation"
    protein: str | None = None
    coding: str | None = None
    exon: int | None = None
    origin: str | None = None
    effect: str | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two alterations the same."""
        genes = sorted(term.id for term in (self.gene, self.partner) if term)
        return (*genes, self.protein or self.coding or "", str(self.exon or ""), self.kind)

    @property
    def specific(self) -> bool:
        """True when more than 'mutated' or 'altered' is said."""
        return bool(self.protein or self.coding or self.exon or self.partner) or self.kind != "mutation"


@dataclass(slots=True)
class Status(Entity):
    """A receptor or marker with its status."""

    receptor: str = ""
    status: str = ""
    assay: str | None = None
    value: str | None = None


_E = TypeVar("_E", bound=Entity)


def by_sentence(entities: Iterable[_E]) -> dict[int, list[_E]]:
    """The number of a sentence -> the entities in it, in the order given."""
    found: dict[int, list[_E]] = {}
    for entity in entities:
        found.setdefault(entity.sentence, []).append(entity)
    return found
