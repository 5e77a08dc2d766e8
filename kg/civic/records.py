"""What CIViC's tables say of its variants, genes, drugs and groups: records, each under CIViC's own id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kg.builders.names import term_node
from kg.case import Variant
from kg.civic import therapies, variants
from kg.civic.tables import Row, Table
from kg.civic.variants import member_label
from kg.errors import Notepad
from kg.ids import expand, slug
from kg.rdf import Node, Triple, iri, plain, text
from kg.vocabulary import KG, RDF, SKOS

if TYPE_CHECKING:
    from kg.civic.building import Builder

NAMESPACE = "https://w3id.org/casekg/civic/"
"""Start of the properties that keep a column's cells as they are."""
_PREFIX = {
    Table.VARIANTS: "civic.vid",
    Table.GENES: "civic.gid",
    Table.DRUGS: "civic.tid",
    Table.PROFILES: "civic.mpid",
}
_LABEL = ("variant", "variant_group", "drug_name", "name")
_NOTHING = frozenset({"N/A", "NONE FOUND"})


def record_node(row: Row, base: str) -> Node:
    """The IRI of a record: CIViC's own, where a registry knows its form."""
    if row.table in _PREFIX:
        return term_node(f"{_PREFIX[row.table]}:{slug(row.key)}")
    return Node(f"<{base}civic/variant-group/{slug(row.key)}>")


def triples(row: Row, builder: Builder, base: str) -> Iterator[Triple]:
    """A record, its cells, and what it is a record of."""
    node = record_node(row, base)
    yield f"{node} {RDF.type} {KG.CatalogueRecord}"
    if label := _label(row):
        yield f"{node} {RDF.label} {text(label)}"
    yield from cells(node, row.cells)
    if row.table is Table.VARIANTS:
        yield from _of_variant(row, node, builder)
    elif row.table is Table.PROFILES:
        found = variants.profile(row.first("name"))
        yield from builder.profile(found)
        yield f"{node} {KG.describes} {builder.profile_node(found)}"
    elif row.table is Table.GENES:
        found_gene = variants.gene(row.first("name"), row.first("entrez_id"))
        if found_gene.id:
            yield f"{builder.names.concept(found_gene)} {SKOS.exactMatch} {node}"
            builder.terms.add(found_gene.id)
    elif row.table is Table.DRUGS:
        drug = therapies.therapy(row.first("drug_name", "name"), row.first("ncit_id"))
        if drug.id:
            yield f"{node} {KG.describes} {builder.names.concept(drug)}"
            builder.terms.add(drug.id)


def _label(row: Row) -> str:
    """The record's name; a variant's together with its gene, as the variant itself is labelled."""
    name = row.first(*_LABEL)
    symbol = row.first("gene", "feature_name") if row.table is Table.VARIANTS else ""
    if not symbol or not name:
        return name
    found = variants.members(name, variants.gene(symbol, row.first("entrez_id")))
    return member_label(found[0]) if len(found) == 1 else f"{symbol} {name}"


def cells(node: Node, said: Mapping[str, str]) -> Iterator[Triple]:
    """The cells as they are, each under its column."""
    for name, cell in said.items():
        yield f"{node} <{NAMESPACE}{slug(name)}> {text(cell)}"


def _of_variant(row: Row, node: Node, builder: Builder) -> Iterator[Triple]:
    """What the record describes; for a single change its ids elsewhere."""
    symbol, name = row.first("gene", "feature_name"), row.first("variant")
    if not symbol or not name:
        return
    found = variants.members(name, variants.gene(symbol, row.first("entrez_id")))
    yield from builder.profile(found)
    yield f"{node} {KG.describes} {builder.profile_node(found)}"
    if len(found) != 1:
        return
    member, is_change = builder.member_node(found[0]), isinstance(found[0], Variant)
    builder.records.setdefault(member, {})[node] = not (is_change and variants.dna_level(name))
    if is_change:
        for curie in elsewhere(row):
            yield f"{member} {SKOS.closeMatch} {iri(expand(curie))}"


def matches(builder: Builder, pad: Notepad) -> Iterator[Triple]:
    """The records of each variant: an exact match where it has one alone and that is of the same level.

    A record that several rows give to different variants is told, and is a match of none.
    """
    owners: dict[Node, list[Node]] = {}
    for member, found in builder.records.items():
        for node in found:
            owners.setdefault(node, []).append(member)
    for node, several in owners.items():
        if len(several) > 1:
            names = " and ".join(plain(one).rpartition("/")[2] for one in several)
            pad.warn("", f"{plain(node)} stands for {names}", "it is taken as a match of neither")
    for member, found in builder.records.items():
        for node, same_level in found.items():
            if len(owners[node]) == 1:
                exact = same_level and len(found) == 1
                yield f"{member} {SKOS.exactMatch if exact else SKOS.closeMatch} {node}"


def elsewhere(row: Row) -> Iterator[str]:
    """The ids that ClinVar and ClinGen give the changes of DNA."""
    for number in row.first("clinvar_ids").split(","):
        if number.strip().isdigit():
            yield f"CLINVAR:{number.strip()}"
    registered = row.first("allele_registry_id").strip()
    if registered.startswith("CA") and registered not in _NOTHING:
        yield f"CAID:{registered}"
