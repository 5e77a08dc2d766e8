"""What all nodes and edges of cases share: ids, categories, knowledge level, agent, source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from kg.biolink import contract
from kg.builders.names import Names, case_names
from kg.builders.variant import variant_label
from kg.case import Case, Concept, Finding, Method, Modality, Variant
from kg.export.biolink.identifiers import Identifiers
from kg.export.material import Profile
from kg.foreign.records import Record
from kg.rdf import plain

SOURCE = "infores:casekg"
AGENTS = {
    Method.CURATED: "manual_agent",
    Method.EXTRACTED: "text_mining_agent",
    Method.IMPORTED: "not_provided",
}

Ends = tuple[str, str, str]
"""Subject, predicate without its prefix, and object."""
Said = dict[str, list[Any]]
"""Column -> values."""


class CaseGraph:
    """Gathers the nodes and edges of cases; each node once however many cases share it."""

    def __init__(self, profile: Profile | None = None) -> None:
        self.ids = Identifiers(profile)
        self.nodes: dict[str, Record] = {}
        self.edges: dict[str, Record] = {}
        self.left_out: Counter[str] = Counter()

    def node(self, identifier: str, category: str, name: str, **more: Iterable[Any]) -> str:
        """Add a node, or what is new of one that is there; its id comes back."""
        record = self.nodes.setdefault(identifier, Record({"id": [identifier]}))
        said: dict[str, Iterable[Any]] = {"category": [f"biolink:{category}"], "name": [name], **more}
        for key, values in said.items():
            if key not in record.values and (listed := list(values)):
                record.values[key] = listed
        return identifier

    def edge(self, identifier: str, ends: Ends, said: Said) -> None:
        """Add an edge unless it is there."""
        subject, predicate, target = ends
        own: Said = {"id": [identifier], "subject": [subject], "object": [target]}
        own["predicate"] = [f"biolink:{predicate}"]
        self.edges.setdefault(identifier, Record(own | said))

    def leave_out(self, noun: str, *found: object) -> None:
        """Count those that are not None among what has no place."""
        if count := sum(one is not None for one in found):
            self.left_out[noun] += count


class CaseWriter:
    """Writes the nodes and edges of one case into the graph."""

    def __init__(self, case: Case, graph: CaseGraph) -> None:
        self.graph = graph
        self._case = case
        self.names: Names = case_names(case)
        self.case_node = contract(plain(self.names.case))

    def is_fact(self, finding: Finding) -> bool:
        """Whether it is stated of the patient, as present or as absent; counted when not."""
        if finding.modality in {Modality.OBSERVED, Modality.ABSENT}:
            return True
        self.graph.leave_out("background and hypothetical findings", finding)
        return False

    def thing(self, thing: Concept, category: str | None = None) -> tuple[str, str]:
        """The node of a concept and its category."""
        found = self.graph.ids.of(thing, category)
        self.graph.node(found.id, found.category, thing.name, xref=found.others)
        return found.id, found.category

    def drug(self, drug: Concept) -> str | None:
        """The node of a drug; None for a name that no drug is known by."""
        node, category = self.thing(drug, "Drug")
        return node if category == "Drug" else None

    def variant(self, variant: Variant) -> str:
        """The node of a variant, tied to its genes."""
        own = contract(plain(self.names.variant(variant)))
        found = self.graph.ids.of_variant(own, variant)
        genes = [self.thing(gene, "Gene") for gene in filter(None, (variant.gene, variant.partner))]
        hgvs = sorted(one.removeprefix("hgvs:") for one in variant.mappings if one.startswith("hgvs:"))
        more = {
            "xref": found.others,
            "has_gene": [gene for gene, kind in genes if kind == "Gene"],
            "hgvs_nomenclature": hgvs,
        }
        node = self.graph.node(found.id, "SequenceVariant", variant_label(variant), **more)
        said: Said = {
            "category": ["biolink:Association"],
            "knowledge_level": ["knowledge_assertion"],
            "agent_type": ["not_provided"],
            "primary_knowledge_source": [SOURCE],
        }
        for number, (gene, kind) in enumerate(genes, 1):
            predicate = "is_sequence_variant_of" if kind == "Gene" else "related_to"
            self.graph.edge(f"{own}%2Fgene%2F{number}", (node, predicate, gene), said)
        return node

    def edge(
        self,
        finding: Finding,
        key: Iterable[str | int],
        ends: Ends,
        kind: str = "Association",
        more: Said | None = None,
    ) -> None:
        """Add what a finding says; `key` is its place in the case and makes the id."""
        self.graph.edge(self.edge_id(key), ends, self.said(finding, kind) | (more or {}))

    def edge_id(self, key: Iterable[str | int]) -> str:
        """The id of the edge for that place in the case."""
        return contract(f"{plain(self.names.case)}/{'/'.join(map(str, key))}")

    def said(self, finding: Finding, kind: str) -> Said:
        """What every edge says of itself: class, level, agent, sources, and whether it is negated."""
        said: Said = {
            "category": [f"biolink:{kind}"],
            "knowledge_level": ["observation"],
            "agent_type": [AGENTS[finding.method or self._case.method]],
            "primary_knowledge_source": [SOURCE],
        }
        if finding.modality is Modality.ABSENT:
            said["negated"] = [True]
        if self._case.publication and (document := self._case.publication.curie):
            said["publications"] = [document.replace("DOI:", "doi:").replace("PMC:PMC", "PMC:")]
        if quotes := list(_quotes(finding)):
            said["supporting_text"] = quotes
        if finding.confidence is not None:
            said["has_confidence_score"] = [finding.confidence]
        return said


def _quotes(finding: Finding) -> Iterator[str]:
    return (span.quote for span in finding.evidence if span.quote)
