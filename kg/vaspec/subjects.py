"""Profiles, genes, diseases and therapies of a graph in VA-Spec's forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.civic.records import NAMESPACE
from kg.civic.tables import Table
from kg.civic.therapies import listed
from kg.ids import compress
from kg.rdf import plain
from kg.vaspec.concepts import Object, concept, extension, mapping
from kg.vaspec.graph import Graph
from kg.vocabulary import KG, OBO, RDF, SKOS

_KEPT = {
    "Gene": ("NCBIGene", "ENSEMBL"),
    "Disease": ("DOID", "NCIT"),
    "Therapy": ("DRUGBANK", "CHEMBL.COMPOUND", "RXCUI"),
}
"""Kind of concept -> the vocabularies whose ids of the same thing are given."""
_RECORDS = {
    "variant_id": ("civic.vid", Table.VARIANTS),
    "molecular_profile_id": ("civic.mpid", Table.PROFILES),
    "drug_id": ("civic.tid", Table.DRUGS),
    "therapy_id": ("civic.tid", Table.DRUGS),
    "gene_id": ("civic.gid", Table.GENES),
    "feature_id": ("civic.gid", Table.GENES),
}
"""Column that names a record, the first that it has -> prefix and table; merges may rename its node."""
_CATEGORY = plain(KG.VariantCategory)
_RECORD = plain(KG.CatalogueRecord)
_RELATIONS = ((SKOS.exactMatch, "exactMatch"), (SKOS.closeMatch, "closeMatch"))


def cells(facts: Mapping[str, list[str]]) -> Object:
    """Column -> cell of what a catalogue's row said; a list where several rows said several things."""
    found = {
        predicate.removeprefix(NAMESPACE): values[0] if len(values) == 1 else values
        for predicate, values in facts.items()
        if predicate.startswith(NAMESPACE)
    }
    return dict(sorted(found.items()))


class Subjects:
    """Makes what propositions speak of; what many statements share is made once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._made: dict[tuple[str, str], Object] = {}
        self.written: set[str] = set()
        """The records that some statement brings along."""

    def variant(self, profile: str, said: Object) -> Object:
        """A profile as a categorical variant, with its members and the records of it."""
        own = f"{said.get('variant_id', '')}/{said.get('molecular_profile_id', '')}"
        if (profile, own) not in self._made:
            self._made[profile, own] = self._variant(profile, said)
        return self._made[profile, own]

    def _variant(self, profile: str, said: Object) -> Object:
        members = [self._member(one) for one in self._graph.all(profile, KG.member)]
        made: Object = {"id": profile, "type": "CategoricalVariant", "name": self._graph.label(profile)}
        if len(members) == 1:
            if vrs := _vrs(members[0]):
                allele = {"type": "DefiningAlleleConstraint", "allele": vrs}
                made["constraints"] = [allele]
            if matches := _matches(members[0]):
                made["mappings"] = matches
        made["extensions"] = [extension("members", members)]
        wanted = {"civic.vid": said.get("variant_id"), "civic.mpid": said.get("molecular_profile_id")}
        records = [
            one
            for one in self._records(self._graph.about(KG.describes, profile))
            if wanted.get(one["id"].partition(":")[0]) in {None, one["id"].partition(":")[2]}
        ]
        if records:
            made["extensions"].append(extension("records", records))
        return made

    def _member(self, node: str) -> Object:
        """A variant in our own words, from which it can be made again."""
        graph = self._graph
        kind = "VariantCategory" if _CATEGORY in graph.all(node, RDF.type) else "Variant"
        partner = graph.one(node, KG.fusionPartner)
        genes = [one for one in graph.all(node, OBO.affected_gene) if one != partner]
        made: Object = {"id": node, "type": kind, "name": graph.label(node)}
        for name, gene in (("gene", genes[0] if genes else None), ("partner", partner)):
            if gene:
                made[name] = {"id": compress(gene) or gene, "name": graph.label(gene)}
        for name, predicate in (
            ("protein", KG.proteinChange),
            ("coding", KG.codingChange),
            ("kind", KG.variantKind),
            ("exon", KG.exon),
        ):
            if values := graph.all(node, predicate):
                made[name] = values[0] if len(values) == 1 else values
        for predicate, name in _RELATIONS:
            if values := graph.all(node, predicate):
                made[name] = [compress(one) or one for one in values]
        if values := graph.all(node, KG.hgvs):
            made["hgvs"] = values
        return made

    def gene(self, profile: str, said: Object) -> Object | None:
        """The one gene of a profile, or that of its record; None where it cannot be told."""
        genes: dict[str, None] = {}
        for member in self._graph.all(profile, KG.member):
            genes.update(dict.fromkeys(self._graph.all(member, OBO.affected_gene)))
        found = [one for one in genes if len(genes) == 1 or self._graph.label(one) == said.get("gene")]
        if not found:
            return None
        records = (found[0], *self._graph.all(found[0], SKOS.exactMatch))
        return self._concept("Gene", found[0], records)

    def condition(self, node: str, said: Object) -> Object:
        """The disease, with the phenotype that a catalogue names beside it.

        Of several phenotypes it is not said that all go together, so they stay with the catalogue's cells.
        """
        disease = self._concept("Disease", node)
        names = listed(str(said.get("phenotypes", "")))
        if len(names) != 1:
            return disease
        phenotype = {"conceptType": "Phenotype", "name": names[0]}
        return {"conditions": [disease, phenotype], "membershipOperator": "AND"}

    def therapeutic(self, regimens: list[str]) -> Object:
        """A drug, the drugs given together (AND), or alternatives (OR)."""
        drugs = sorted({drug for one in regimens for drug in self._graph.all(one, KG.drug)})
        made = [self._concept("Therapy", drug, self._graph.about(KG.describes, drug)) for drug in drugs]
        if len(made) == 1:
            return made[0]
        return {"therapies": made, "membershipOperator": "OR" if len(regimens) > 1 else "AND"}

    def _concept(self, kind: str, node: str, records: Iterable[str] = ()) -> Object:
        if (kind, node) not in self._made:
            curie = compress(node)
            same = (compress(one) for one in self._graph.all(node, SKOS.exactMatch))
            kept = [
                mapping(one, "exactMatch") for one in same if one and one.partition(":")[0] in _KEPT[kind]
            ]
            made = concept(kind, self._graph.label(node), curie, kept, node)
            if found := self._records(records):
                made["extensions"] = [extension("records", found)]
            self._made[kind, node] = made
        return self._made[kind, node]

    def _records(self, nodes: Iterable[str]) -> list[Any]:
        """A catalogue's records of a thing, as it states them."""
        made = []
        for node in nodes:
            said = cells(self._graph.facts(node))
            key = next((name for name in _RECORDS if name in said), None)
            if key and isinstance(said[key], str) and _RECORD in self._graph.all(node, RDF.type):
                prefix, table = _RECORDS[key]
                made.append({"id": f"{prefix}:{said[key]}", "table": table.value, "cells": said})
                self.written.add(node)
        return made


def _vrs(member: Object) -> str | None:
    return next((one for one in member.get("hgvs", []) if one.startswith("ga4gh:VA.")), None)


def _matches(member: Object) -> list[Object]:
    return [
        mapping(curie, relation, member["name"] if curie.startswith("civic.") else None)
        for _, relation in _RELATIONS
        for curie in member.get(relation, [])
        if "://" not in curie
    ]
