"""What the source says of the world, and the evidence statements made of the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.case import STATUSES, Assertion, Biomarker, Claim, Concept
from kg.ground import ground
from kg.recovery.concepts import concepts, maybe
from kg.recovery.statements import PHRASES, Statements
from kg.recovery.variants import members, variants
from kg.terms import Kind
from kg.vocabulary import KG

if TYPE_CHECKING:
    from kg.recovery.page import Resource


def claims(statements: Statements) -> tuple[Claim, ...]:
    """The claims in their order."""
    page = statements.page
    found = []
    for node in statements.of(KG.Claim):
        if says := page.text(node, KG.says):
            found.append(
                Claim(
                    says=says,
                    relation=page.phrase(node, KG.relation, PHRASES),
                    subjects=concepts(page, node, KG.subject),
                    objects=concepts(page, node, KG.object),
                    disease=maybe(page, node, KG.inDisease),
                    variants=variants(page, node, KG.inVariantContext),
                    biomarkers=tuple(_biomarkers(statements, node)),
                    certainty=page.phrase(node, KG.certainty, PHRASES),
                    strength=page.phrase(node, KG.strength, PHRASES),
                    **statements.shared(node),
                )
            )
    return tuple(found)


def _biomarkers(statements: Statements, node: Resource) -> Iterator[Biomarker]:
    """Receptor and status as named, each with its term; then terms of which no name is stated."""
    known = {one.id: one for one in concepts(statements.page, node, KG.inStatusContext)}
    for words in statements.page.texts(node, KG.inStatusText):
        found = ground(words, Kind.STATUS).term
        yield from _biomarker(words, known.pop(found.id, None) if found else None)
    for term in known.values():
        yield from _biomarker(term.name, term)


def _biomarker(words: str, term: Concept | None) -> Iterable[Biomarker]:
    receptor, _, status = words.rpartition(" ")
    if receptor and status.lower() in STATUSES:
        yield Biomarker(receptor=receptor, status=status.lower(), term=term)


def assertions(statements: Statements) -> tuple[Assertion, ...]:
    """The evidence statements in their order."""
    page = statements.page
    found = []
    for node in statements.of(KG.EvidenceStatement):
        predicate, disease = page.phrase(node, KG.predicate, PHRASES), maybe(page, node, KG.condition)
        therapy, profile = page.node(node, KG.therapy), members(page, node)
        if predicate and disease and therapy is not None and profile:
            found.append(
                Assertion(
                    profile=profile,
                    predicate=predicate,
                    drugs=concepts(page, therapy, KG.drug),
                    disease=disease,
                    direction=page.phrase(node, KG.direction, PHRASES) or "supports",
                    strength=page.phrase(node, KG.strength, PHRASES),
                    level=page.text(node, KG.evidenceLevel),
                    **statements.shared(node),
                )
            )
    return tuple(found)
