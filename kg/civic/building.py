"""Statements and records as triples: shared variants, regimens and diseases, each said once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.builders.names import Names, concept_key, term_node
from kg.builders.therapy import described as described_regimen
from kg.builders.variant import described
from kg.case import Concept, Method, Variant
from kg.civic import meanings
from kg.civic.model import Statement, Together
from kg.civic.records import NAMESPACE
from kg.civic.variants import Member, member_label
from kg.ids import slug
from kg.rdf import Node, Triple, integer, text
from kg.terms import Kind, find
from kg.vocabulary import BIOLINK, DCTERMS, INDIVIDUALS, KG, OBO, ORIGIN_TERMS, PROV, RDF, SKOS

_TYPED = {Kind.DISEASE: BIOLINK.Disease, Kind.GENE: BIOLINK.Gene, Kind.DRUG: BIOLINK.Drug}
_SUFFIX = {"disputes": " (disputed)", "neutral": " (neutral)", "supports": ""}
_JOINED = {Together.SUBSTITUTES: " or ", Together.SEQUENTIAL: ", sequentially, ", Together.UNSTATED: ", "}


class Builder:
    """Makes triples; a thing that statements share is described the first time only."""

    def __init__(self, base: str, graph: Node) -> None:
        self._base = base
        self.names = Names(base, graph, "", graph, graph, None, "", Method.IMPORTED)
        self._described: set[Node] = set()
        self.terms: set[str] = set()
        """The CURIEs of terms that were named."""
        self.records: dict[Node, dict[Node, bool]] = {}
        """Variant or category -> its records, and whether each speaks of the change itself, not of DNA."""

    def statement(self, one: Statement) -> list[Triple]:
        """An evidence statement and all that it names for the first time."""
        node = one.node
        out = [
            f"{node} {RDF.type} {KG.EvidenceStatement}",
            f"{node} {RDF.type} {OBO.assertion}",
            f"{node} {RDF.label} {text(statement_label(one))}",
            f"{node} {KG.modality} {INDIVIDUALS[one.modality]}",
            f"{node} {KG.method} {INDIVIDUALS[Method.IMPORTED]}",
            f"{node} {KG.predicate} {INDIVIDUALS[one.predicate]}",
            f"{node} {KG.direction} {INDIVIDUALS[one.direction]}",
            f"{node} {KG.profile} {self.profile_node(one.members)}",
        ]
        out += self.profile(one.members)
        out += [f"{node} {KG.therapy} {therapy}" for therapy in self._therapies(one, out)]
        if one.disease:
            out.append(f"{node} {KG.condition} {self.concept(one.disease, BIOLINK.Disease, out, one.also)}")
        out += self._graded(one)
        out += self._sourced(one)
        out += [f"{node} {predicate} {text(cell)}" for predicate, cell in in_own_words(one.cells)]
        return out

    def _graded(self, one: Statement) -> Iterator[Triple]:
        if one.strength:
            yield f"{one.node} {KG.strength} {INDIVIDUALS[one.strength]}"
        if one.level:
            yield f"{one.node} {KG.evidenceLevel} {text(one.level)}"
        if one.status:
            yield f"{one.node} {KG.reviewStatus} {text(one.status)}"
        if one.rating is not None:
            yield f"{one.node} {KG.rating} {integer(one.rating)}"
        if one.origin:
            yield f"{one.node} {OBO.allele_origin} {term_node(ORIGIN_TERMS[one.origin])}"
            self.terms.add(ORIGIN_TERMS[one.origin])

    def _sourced(self, one: Statement) -> Iterator[Triple]:
        if one.description:
            yield f"{one.node} {DCTERMS.description} {text(one.description)}"
        if one.case:
            yield f"{one.node} {KG.inCase} {one.case}"
        for evidence in one.evidence:
            yield f"{one.node} {OBO.has_evidence_item} {evidence}"
        if one.document:
            yield f"{one.node} {PROV.hadPrimarySource} {one.document}"
            yield f"{one.document} {RDF.type} {OBO.document}"
            if one.citation:
                yield f"{one.document} {DCTERMS.bibliographicCitation} {text(one.citation)}"

    def member_node(self, member: Member) -> Node:
        """The IRI of a variant, as cases have it, or of a category, made of the gene and the name."""
        if isinstance(member, Variant):
            return self.names.variant(member)
        key = f"{concept_key(member.gene)}:category:{slug(member.name)}"
        return Node(f"<{self._base}variant/{key}>")

    def profile_node(self, members: tuple[Member, ...]) -> Node:
        """The IRI of a profile: as cases have it when all members are variants."""
        start = len(f"<{self._base}")
        keys = (self.member_node(member)[start:-1].removeprefix("variant/") for member in members)
        return Node(f"<{self._base}profile/{'+'.join(sorted(keys))}>")

    def profile(self, members: tuple[Member, ...]) -> list[Triple]:
        """A profile and its members, the first time that it is named."""
        node = self.profile_node(members)
        if not self._first(node):
            return []
        out = [
            f"{node} {RDF.type} {KG.MolecularProfile}",
            f"{node} {RDF.label} {text(profile_label(members))}",
            f"{node} {KG.memberCount} {integer(len(members))}",
        ]
        for member in members:
            out.append(f"{node} {KG.member} {self.member_node(member)}")
            out += self.member(member)
        return out

    def member(self, member: Member) -> list[Triple]:
        """A variant or a category of variants."""
        node, out = self.member_node(member), list[Triple]()
        self.concept(member.gene, BIOLINK.Gene, out)
        if isinstance(member, Variant):
            if member.partner:
                self.concept(member.partner, BIOLINK.Gene, out)
            return [*out, *described(member, self._base).triples]
        out += [
            f"{node} {RDF.type} {KG.VariantCategory}",
            f"{node} {RDF.label} {text(member_label(member))}",
            f"{node} {OBO.affected_gene} {self.names.concept(member.gene)}",
        ]
        return out

    def _therapies(self, one: Statement, out: list[Triple]) -> list[Node]:
        """The regimens of a statement; alternatives are several, each of one drug."""
        if not one.therapies:
            return []
        if one.together is Together.SUBSTITUTES:
            return [self._regimen((drug,), out) for drug in one.therapies]
        if one.together in {Together.ONE, Together.COMBINATION}:
            return [self._regimen(one.therapies, out)]
        return [self._group(one, out)]

    def _regimen(self, drugs: tuple[Concept, ...], out: list[Triple]) -> Node:
        node = self.names.regimen(drugs)
        if self._first(node):
            for drug in drugs:
                self.concept(drug, BIOLINK.Drug, out)
            out += described_regimen(drugs, self._base).triples
        return node

    def _group(self, one: Statement, out: list[Triple]) -> Node:
        """Drugs of which it is not said that they were given together."""
        keys = "+".join(sorted(map(concept_key, one.therapies)))
        node = Node(f"<{self._base}therapy-group/{slug(one.together)}:{keys}>")
        if self._first(node):
            out.append(f"{node} {RDF.type} {KG.TherapyGroup}")
            out.append(f"{node} {RDF.label} {text(therapies_label(one))}")
            out.append(f"{node} {KG.interaction} {text(one.together)}")
            for drug in one.therapies:
                out.append(f"{node} {KG.drug} {self.concept(drug, BIOLINK.Drug, out)}")
        return node

    def concept(self, concept: Concept, kind: Node, out: list[Triple], also: str | None = None) -> Node:
        """The node of a concept; `out` gets what our term tables do not say of it."""
        node = self.names.concept(concept)
        term = find(concept.id) if concept.id else None
        if term:
            self.terms.add(term.id)
        elif self._first(node):
            out.append(f"{node} {RDF.type} {kind if concept.id else KG.Unmapped}")
            out.append(f"{node} {RDF.label} {text(concept.name)}")
        if also and self._first(term_node(also)):
            out.append(f"{node} {SKOS.exactMatch} {term_node(also)}")
        return node

    def _first(self, node: Node) -> bool:
        if node in self._described:
            return False
        self._described.add(node)
        return True


def in_own_words(cells: Mapping[str, str]) -> list[tuple[Node, str]]:
    """Predicate and text of each cell that is kept as the source has it."""
    return [(Node(f"<{NAMESPACE}{slug(name)}>"), cell) for name, cell in cells.items()]


def profile_label(members: tuple[Member, ...]) -> str:
    """The members' labels in sorted order."""
    return " + ".join(sorted(map(member_label, members)))


def therapies_label(one: Statement) -> str:
    """The therapies in sorted order, with the word that joins them."""
    return _JOINED.get(one.together, " + ").join(sorted(drug.name for drug in one.therapies))


def statement_label(one: Statement) -> str:
    """The statement in words, with a mark where the evidence does not support it or nobody accepted it."""
    disease = one.disease.name if one.disease else ""
    words = [profile_label(one.members), one.predicate]
    if one.predicate in meanings.THERAPEUTIC:
        words += [therapies_label(one) or "therapy", f"in {disease}" if disease else ""]
    elif "function of" in one.predicate:
        words += [one.members[0].gene.name, f"in {disease}" if disease else ""]
    else:
        words.append(disease)
    status = f" ({one.status})" if one.status not in {None, meanings.ACCEPTED} else ""
    return " ".join(filter(None, words)) + _SUFFIX[one.direction] + status
