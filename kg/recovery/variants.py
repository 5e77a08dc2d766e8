"""Variants, the findings of them, and the profiles made of them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph

from kg.case import (
    ACTIONABILITIES,
    CAUSAL_STATUSES,
    EFFECTS,
    PATHOGENICITIES,
    VARIANT_KINDS,
    Profile,
    Variant,
    VariantFinding,
)
from kg.hgvs import HgvsError, protein_change
from kg.ids import compress
from kg.rdf import Node
from kg.recovery.concepts import codes, concept, in_order, maybe
from kg.recovery.page import Page
from kg.recovery.statements import Statements, position
from kg.vocabulary import KG, OBO, ORIGIN_TERMS, SKOS

if TYPE_CHECKING:
    from kg.recovery.page import Resource


@cache
def _origins() -> dict[str, str]:
    return codes(ORIGIN_TERMS)


def findings(statements: Statements) -> tuple[VariantFinding, ...]:
    """The variants looked for, in their order."""
    page = statements.page
    found = []
    for node in statements.of(KG.VariantFinding):
        named = variants(page, node, KG.variant)
        if named:
            effect = page.text(node, KG.effectText)
            found.append(
                VariantFinding(
                    variant=named[0],
                    origin=page.phrase(node, OBO.allele_origin, _origins()),
                    effect=effect if effect in EFFECTS else None,
                    allele_fraction=page.decimal(node, KG.alleleFraction),
                    when=page.moment(node, KG.when),
                    assay=page.text(node, KG.assay),
                    **_interpreted(page, node),
                    **statements.shared(node),
                )
            )
    return tuple(found)


def _interpreted(page: Page, node: Resource) -> dict[str, Any]:
    """What is made of the variant, and where it was found."""

    def choice(predicate: Node, options: Collection[str]) -> str | None:
        said = page.text(node, predicate)
        return said if said in options else None

    return {
        "allelic_state": maybe(page, node, KG.allelicState),
        "causal": choice(KG.causalStatus, CAUSAL_STATUSES),
        "pathogenicity": choice(KG.pathogenicity, PATHOGENICITIES),
        "actionability": choice(KG.actionability, ACTIONABILITIES),
        "interpretation": position(page.node(node, KG.interpretedIn)),
        "sample": position(page.node(node, KG.foundInSample)),
    }


def profiles(statements: Statements) -> tuple[Profile, ...]:
    """The molecular profiles stated, in their order."""
    page = statements.page
    found = []
    for node in statements.of(KG.ProfileFinding):
        if told := members(page, node):
            found.append(Profile(members=told, **statements.shared(node)))
    return tuple(found)


def members(page: Page, statement: Resource) -> tuple[Variant, ...]:
    """The variants of the profile that a statement names, by the names of their nodes."""
    profile = page.node(statement, KG.profile)
    return variants(page, profile, KG.member) if profile is not None else ()


def variants(page: Page, node: Resource, predicate: Node) -> tuple[Variant, ...]:
    """The variants that a node leads to, by the names of their nodes."""
    found = (variant(page, one) for one in page.nodes(node, predicate))
    return tuple(one for one in found if one is not None)


def variant(page: Page, node: Resource) -> Variant | None:
    """The variant of one node; None when no gene is stated."""
    partner = maybe(page, node, KG.fusionPartner)
    genes = in_order(concept(page, one) for one in page.nodes(node, OBO.affected_gene))
    gene = next((one for one in genes if one != partner), partner)
    if gene is None:
        return None
    kind = page.text(node, KG.variantKind)
    return Variant(
        gene=gene,
        protein=_protein(page, node),
        coding=page.text(node, KG.codingChange),
        kind=kind if kind in VARIANT_KINDS else None,
        partner=partner,
        exon=page.integer(node, KG.exon),
        mappings=_mappings(page, node),
    )


def _protein(page: Page, node: Resource) -> str | None:
    """The protein change, where it is one."""
    for text in page.texts(node, KG.proteinChange):
        try:
            protein_change(text)
        except HgvsError:
            continue
        return text
    return None


def _mappings(page: Page, node: Resource) -> tuple[str, ...]:
    """What others call this very change: CURIEs, and names."""
    matches = (*page.nodes(node, SKOS.exactMatch), *page.nodes(node, SKOS.closeMatch))
    curies = (compress(one.value) for one in matches if isinstance(one, pyoxigraph.NamedNode))
    return tuple(sorted({*filter(None, curies), *page.texts(node, KG.hgvs)}))
