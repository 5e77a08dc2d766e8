"""Variants, shared by all cases that name them, and the findings and profiles made of them."""

from __future__ import annotations

from functools import lru_cache

from kg.builders.evidence import statement
from kg.builders.names import KEPT, Described, Names, concept_node, profile_node, term_node, variant_node
from kg.case import Case, Modality, Variant, VariantFinding
from kg.ids import expand, is_curie
from kg.rdf import Node, Triple, decimal, integer, iri, moment, text
from kg.vocabulary import EFFECT_TERMS, KG, OBO, ORIGIN_TERMS, RDF, SEQUENCE_ONTOLOGY, SKOS

_DNA_LEVEL = ("CLINVAR:", "CAID:")
# One protein change may come of several DNA changes, so an id of one DNA change is close, not exact.


def triples(case: Case, names: Names) -> list[Triple]:
    """Variant findings, profiles, and the patient's short edges to what was observed."""
    out: list[Triple] = []
    for position, finding in enumerate(case.variants, 1):
        out += finding_triples(finding, names.part("variant", position), names)
    for position, profile in enumerate(case.profiles, 1):
        node, shared = names.part("profile", position), described_profile(profile.members, names.base)
        out += statement(names, node, KG.ProfileFinding, profile, shared.label)
        out.append(f"{node} {KG.profile} {shared.node}")
        out += shared.triples
        if profile.modality is Modality.OBSERVED:
            out.append(f"{names.patient} {KG.hasProfile} {shared.node}")
    return out


def finding_triples(finding: VariantFinding, node: Node, names: Names) -> list[Triple]:
    """One variant seen in, or explicitly absent from, the patient."""
    out: list[Triple] = []
    variant = described(finding.variant, names.base)
    out += statement(names, node, KG.VariantFinding, finding, variant.label)
    out.append(f"{node} {KG.variant} {variant.node}")
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
    out += variant.triples
    if finding.modality is Modality.OBSERVED:
        out.append(f"{names.patient} {KG.hasVariant} {variant.node}")
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


@lru_cache(maxsize=KEPT)
def described(variant: Variant, base: str) -> Described:
    """The variant itself."""
    out: list[Triple] = []
    node, label = variant_node(base, variant), variant_label(variant)
    out.append(f"{node} {RDF.type} {KG.Variant}")
    out.append(f"{node} {RDF.label} {text(label)}")
    out.append(f"{node} {OBO.affected_gene} {concept_node(base, variant.gene)}")
    if variant.kind in SEQUENCE_ONTOLOGY:
        out.append(f"{node} {RDF.type} {term_node(SEQUENCE_ONTOLOGY[variant.kind])}")
    if variant.kind:
        out.append(f"{node} {KG.variantKind} {text(variant.kind)}")
    if variant.partner:
        out.append(f"{node} {OBO.affected_gene} {concept_node(base, variant.partner)}")
        out.append(f"{node} {KG.fusionPartner} {concept_node(base, variant.partner)}")
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
    return Described(node, label, tuple(out))


@lru_cache(maxsize=KEPT)
def described_profile(members: tuple[Variant, ...], base: str) -> Described:
    """A molecular profile and its members, whose labels are its own: 'ERBB2 D769H + ERBB2 V777L'."""
    out: list[Triple] = []
    each = [described(member, base) for member in members]
    node = profile_node(base, members)
    label = " + ".join(sorted({member.label for member in each}))
    out.append(f"{node} {RDF.type} {KG.MolecularProfile}")
    out.append(f"{node} {RDF.label} {text(label)}")
    out.append(f"{node} {KG.memberCount} {integer(len({member.node for member in each}))}")
    for member in each:
        out.append(f"{node} {KG.member} {member.node}")
        out += member.triples
    return Described(node, label, tuple(out))


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
