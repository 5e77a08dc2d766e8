"""Variants, shared by all cases that name them, and the findings and profiles made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.builders.evidence import statement
from kg.builders.names import Names, term_node
from kg.case import Case, Modality, Variant, VariantFinding
from kg.ids import expand, is_curie
from kg.rdf import Node, Triple, decimal, integer, iri, moment, text
from kg.vocabulary import EFFECT_TERMS, KG, OBO, ORIGIN_TERMS, RDF, SEQUENCE_ONTOLOGY, SKOS

_DNA_LEVEL = ("CLINVAR:", "CAID:")
# One protein change may come of several DNA changes, so an id of one DNA change is close, not exact.


def triples(case: Case, names: Names) -> Iterator[Triple]:
    """Yield variant findings, profiles, and the patient's short edges to what was observed."""
    for position, finding in enumerate(case.variants, 1):
        yield from finding_triples(finding, names.part("variant", position), names)
    for position, profile in enumerate(case.profiles, 1):
        node, shared = names.part("profile", position), names.profile(profile.members)
        yield from statement(names, node, KG.ProfileFinding, profile, profile_label(profile.members))
        yield f"{node} {KG.profile} {shared}"
        yield from profile_triples(profile.members, names)
        if profile.modality is Modality.OBSERVED:
            yield f"{names.patient} {KG.hasProfile} {shared}"


def finding_triples(finding: VariantFinding, node: Node, names: Names) -> list[Triple]:
    """One variant seen in, or explicitly absent from, the patient."""
    out: list[Triple] = []
    variant = names.variant(finding.variant)
    out += statement(names, node, KG.VariantFinding, finding, variant_label(finding.variant))
    out.append(f"{node} {KG.variant} {variant}")
    if finding.origin:
        out.append(f"{node} {OBO.allele_origin} {term_node(ORIGIN_TERMS[finding.origin])}")
    if finding.effect:
        out.append(f"{node} {KG.effectText} {text(finding.effect)}")
    if finding.effect in EFFECT_TERMS:
        out.append(f"{node} {KG.effect} {term_node(EFFECT_TERMS[finding.effect])}")
    if finding.allele_fraction is not None:
        out.append(f"{node} {KG.alleleFraction} {decimal(finding.allele_fraction)}")
    if finding.assay:
        out.append(f"{node} {KG.assay} {text(finding.assay)}")
    if finding.when:
        out.append(f"{node} {KG.when} {moment(finding.when)}")
    out += interpreted(finding, node, names)
    out += variant_triples(finding.variant, names)
    if finding.modality is Modality.OBSERVED:
        out.append(f"{names.patient} {KG.hasVariant} {variant}")
    return out


def interpreted(finding: VariantFinding, node: Node, names: Names) -> list[Triple]:
    """What a laboratory or clinic makes of the variant, in which interpretation and sample."""
    out: list[Triple] = []
    if finding.allelic_state:
        out.append(f"{node} {KG.allelicState} {names.concept(finding.allelic_state)}")
    for predicate, words in (
        (KG.causalStatus, finding.causal),
        (KG.pathogenicity, finding.pathogenicity),
        (KG.actionability, finding.actionability),
    ):
        if words:
            out.append(f"{node} {predicate} {text(words)}")
    if finding.interpretation is not None:
        out.append(f"{node} {KG.interpretedIn} {names.part('interpretation', finding.interpretation)}")
    if finding.sample is not None:
        out.append(f"{node} {KG.foundInSample} {names.part('sample', finding.sample)}")
    return out


def variant_triples(variant: Variant, names: Names) -> list[Triple]:
    """The variant itself: the same triples in every case that names it."""
    out: list[Triple] = []
    node = names.variant(variant)
    out.append(f"{node} {RDF.type} {KG.Variant}")
    out.append(f"{node} {RDF.label} {text(variant_label(variant))}")
    out.append(f"{node} {OBO.affected_gene} {names.concept(variant.gene)}")
    if variant.kind in SEQUENCE_ONTOLOGY:
        out.append(f"{node} {RDF.type} {term_node(SEQUENCE_ONTOLOGY[variant.kind])}")
    if variant.kind:
        out.append(f"{node} {KG.variantKind} {text(variant.kind)}")
    if variant.partner:
        out.append(f"{node} {OBO.affected_gene} {names.concept(variant.partner)}")
        out.append(f"{node} {KG.fusionPartner} {names.concept(variant.partner)}")
    if variant.protein:
        out.append(f"{node} {KG.proteinChange} {text(variant.protein)}")
    if variant.coding:
        out.append(f"{node} {KG.codingChange} {text(variant.coding)}")
    if variant.exon is not None:
        out.append(f"{node} {KG.exon} {integer(variant.exon)}")
    for mapping in variant.mappings:
        if is_curie(mapping):
            predicate = SKOS.closeMatch if mapping.startswith(_DNA_LEVEL) else SKOS.exactMatch
            out.append(f"{node} {predicate} {iri(expand(mapping))}")
        else:
            out.append(f"{node} {KG.hgvs} {text(mapping)}")
    return out


def profile_triples(members: Sequence[Variant], names: Names) -> list[Triple]:
    """A molecular profile and its members."""
    out: list[Triple] = []
    node = names.profile(members)
    out.append(f"{node} {RDF.type} {KG.MolecularProfile}")
    out.append(f"{node} {RDF.label} {text(profile_label(members))}")
    out.append(f"{node} {KG.memberCount} {integer(len(set(map(names.variant, members))))}")
    for member in members:
        out.append(f"{node} {KG.member} {names.variant(member)}")
        out += variant_triples(member, names)
    return out


def profile_label(members: Sequence[Variant]) -> str:
    """The members' labels in sorted order: 'ERBB2 D769H + ERBB2 V777L'."""
    return " + ".join(sorted(set(map(variant_label, members))))


def variant_label(variant: Variant) -> str:
    """A variant as people write it: 'ERBB2 D769H', 'EML4::ALK fusion', 'EGFR exon 19 deletion'."""
    gene = f"{variant.partner.name}::{variant.gene.name}" if variant.partner else variant.gene.name
    if variant.protein or variant.coding:
        return f"{gene} {short_protein(variant.protein) if variant.protein else variant.coding}"
    if variant.exon is not None and variant.kind:
        return f"{gene} exon {variant.exon} {variant.kind.removeprefix('exon ')}"
    return f"{gene} {variant.kind or 'mutation'}"


@lru_cache(maxsize=100_000)
def short_protein(change: str) -> str:
    """'p.Asp769His' -> 'D769H'."""
    from kg.hgvs import protein_change

    return protein_change(change).short
