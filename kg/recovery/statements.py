"""What every statement carries: modality, method, place in the text, and how sure the reader was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.case import Method, Modality, Span
from kg.rdf import Node, plain
from kg.recovery.concepts import types
from kg.recovery.page import Page
from kg.vocabulary import INDIVIDUALS, KG, OA

if TYPE_CHECKING:
    from kg.recovery.page import Resource

PHRASES = {plain(node): phrase for phrase, node in INDIVIDUALS.items()}
"""IRI of an individual -> its phrase."""

_MODALITIES = {plain(INDIVIDUALS[one]): one.value for one in Modality}
_METHODS = {plain(INDIVIDUALS[one]): one.value for one in Method}
_POSITION = re.compile(r"/([0-9]{1,9})\Z")


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of one case."""

    page: Page
    case: Resource
    method: Method
    """How the case came about."""
    _by_kind: dict[str, list[Resource]] = field(default_factory=dict)

    def of(self, kind: Node) -> list[Resource]:
        """The case's statements of that class, in their order."""
        if not self._by_kind:
            for one in self.page.subjects(KG.inCase, self.case):
                for found in types(self.page, one):
                    self._by_kind.setdefault(found, []).append(one)
        return in_order(self._by_kind.get(plain(kind), ()))

    def shared(self, node: Resource) -> dict[str, Any]:
        """The fields that all findings have."""
        modality = self.page.phrase(node, KG.modality, _MODALITIES)
        method = stated_method(self.page, node)
        return {
            "modality": Modality(modality or Modality.OBSERVED),
            "evidence": spans(self.page, node),
            "method": None if method is self.method else method,
            "confidence": self.page.decimal(node, KG.confidence),
            "rule": self.page.text(node, KG.rule),
            "note": self.page.text(node, KG.note),
            "at_age": self.page.duration(node, KG.atAge),
            "record": self.page.text(node, KG.record),
        }


def stated_method(page: Page, node: Resource) -> Method | None:
    """How the statement, or the case, came about."""
    found = page.phrase(node, KG.method, _METHODS)
    return Method(found) if found else None


def in_order(nodes: Iterable[Resource]) -> list[Resource]:
    """The nodes by the position at the end of their names."""
    return sorted(nodes, key=lambda node: (_position(node.value), node.value))


def position(node: Resource | None) -> int | None:
    """The position at the end of the node's name."""
    return (_position(node.value) or None) if node is not None else None


def _position(iri: str) -> int:
    found = _POSITION.search(iri)
    return int(found[1]) if found else 0


def spans(page: Page, node: Resource) -> tuple[Span, ...]:
    """The stretches of text that a statement rests on, by section and place."""
    found = (span for target in page.nodes(node, KG.evidence) for span in _span(page, target))
    return tuple(
        sorted(
            found,
            key=lambda one: (one.section, -1 if one.start is None else one.start, one.end, one.quote or ""),
        )
    )


def _span(page: Page, target: Resource) -> Iterator[Span]:
    """The stretch of one target; none where it names no section."""
    selector = page.node(target, OA.hasSelector)
    section = page.text(target, KG.section)
    if section is None or selector is None:
        return
    start, end = page.integer(selector, OA.start), page.integer(selector, OA.end)
    placed = start is not None and end is not None
    yield Span(section, start if placed else None, end if placed else None, page.text(selector, OA.exact))
