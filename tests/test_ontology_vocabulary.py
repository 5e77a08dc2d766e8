"""ontology/kg.ttl, kg.vocabulary, the shapes and the queries speak of the same terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg import case, check, validation, vocabulary
from kg.ids import VOCABULARY, expand
from kg.resources import folder

KG = Namespace(VOCABULARY)
SH = Namespace("http://www.w3.org/ns/shacl#")
ONTOLOGY = Graph().parse(folder("ontology") / "kg.ttl")
CLASSES = set(ONTOLOGY.subjects(RDF.type, OWL.Class))
INDIVIDUALS = set(ONTOLOGY.subjects(RDF.type, OWL.NamedIndividual))
ANNOTATIONS = set(ONTOLOGY.subjects(RDF.type, OWL.AnnotationProperty))
PROPERTIES = {
    kind: set(ONTOLOGY.subjects(RDF.type, kind)) for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
}
EVERY_PROPERTY = set().union(*PROPERTIES.values())
DECLARED = CLASSES | INDIVIDUALS | ANNOTATIONS | EVERY_PROPERTY
LISTS = {kind for one in INDIVIDUALS for kind in ONTOLOGY.objects(one, RDF.type) if kind in CLASSES}
"""The classes of the closed lists, which the code needs only through their individuals."""

ON_ANYTHING = {"method", "evidence", "fromSource", "mergedFrom", "mappedLabel"}
"""Properties that stand on nodes of any type."""

ALIGNMENTS = (RDFS.subPropertyOf, SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)


def names(terms: Iterable[Node]) -> list[str]:
    return sorted(str(term).removeprefix(VOCABULARY) for term in terms)


def test_the_code_and_the_ontology_declare_the_same_terms() -> None:
    coded = {name for name in vars(vocabulary.KG) if not name.startswith("_")}
    coded |= {node.strip("<>").removeprefix(VOCABULARY) for node in vocabulary.INDIVIDUALS.values()}
    assert sorted(coded) == names(DECLARED - LISTS - ANNOTATIONS)


def test_each_name_in_the_code_stands_for_its_own_iri() -> None:
    for name, node in vars(vocabulary.KG).items():
        if not name.startswith("_"):
            assert node == f"<{KG[name]}>"


@pytest.mark.parametrize(
    "wanted", [RDFS.label, RDFS.comment, RDFS.isDefinedBy], ids=["label", "comment", "isDefinedBy"]
)
def test_every_term_has_one(wanted: URIRef) -> None:
    assert names(term for term in DECLARED if len(list(ONTOLOGY.objects(term, wanted))) != 1) == []


def test_nothing_is_said_of_a_term_that_is_not_declared() -> None:
    said = {node for triple in ONTOLOGY for node in triple if str(node).startswith(VOCABULARY)}
    assert said - DECLARED == {URIRef(VOCABULARY)}


def test_every_property_says_where_it_stands() -> None:
    placed = {
        p
        for p in EVERY_PROPERTY
        if (p, RDFS.domain, None) in ONTOLOGY or (p, SKOS.scopeNote, None) in ONTOLOGY
    }
    assert names(EVERY_PROPERTY - placed) == []


def test_every_property_is_aligned_or_says_that_nothing_matches() -> None:
    for term in EVERY_PROPERTY:
        matched = any((term, alignment, None) in ONTOLOGY for alignment in ALIGNMENTS)
        assert matched != ((term, SKOS.editorialNote, None) in ONTOLOGY), term


def test_object_and_datatype_properties_are_apart_and_ranges_fit() -> None:
    assert PROPERTIES[OWL.ObjectProperty] & PROPERTIES[OWL.DatatypeProperty] == set()
    for term in PROPERTIES[OWL.DatatypeProperty]:
        assert all(str(kind).startswith(str(XSD)) for kind in ONTOLOGY.objects(term, RDFS.range)), term
    for term in PROPERTIES[OWL.ObjectProperty]:
        assert not any(str(kind).startswith(str(XSD)) for kind in ONTOLOGY.objects(term, RDFS.range)), term


def test_the_vocabulary_holds_no_blank_node() -> None:
    assert all(isinstance(node, URIRef | Literal) for triple in ONTOLOGY for node in triple)


# The shapes and queries


@pytest.mark.parametrize(
    "path",
    sorted([*folder("queries").glob("**/*.rq"), *(folder("ontology") / "shapes").glob("*.ttl")]),
    ids=lambda path: path.stem,
)
def test_a_query_or_shape_uses_only_declared_terms(path: Path) -> None:
    text = re.sub(r'"[^"\n]*"', "", path.read_text(encoding="utf-8"))
    used = {KG[name] for name in re.findall(r"(?<![\w/:])kg:(\w+)", text)}
    assert names(used - DECLARED - drug_classes()) == []


def drug_classes() -> set[Node]:
    """The kinds of drugs of our own, which the table of terms declares."""
    rows = (folder("ontology") / "terms" / "drug-class.tsv").read_text(encoding="utf-8").splitlines()
    return {KG[row.partition("\t")[0].removeprefix("kg:")] for row in rows if row.startswith("kg:")}


def listed(shape: str) -> set[Node]:
    """The values that a shape allows."""
    shapes = validation.shape_graph()
    head = shapes.value(URIRef(check.SHAPES + shape), SH["in"])
    assert head is not None
    return set(Collection(shapes, head))


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        ("Statement-modality", "Modality"),
        ("Statement-method", "Method"),
        ("Case-method", "Method"),
        ("Claim-relation", "ClaimRelation"),
        ("Claim-certainty", "Certainty"),
        ("Graded-strength", "Strength"),
        ("EvidenceStatement-predicate", "Predicate"),
        ("EvidenceStatement-direction", "Direction"),
    ],
)
def test_a_closed_list_of_the_shapes_is_that_of_the_ontology(shape: str, kind: str) -> None:
    assert listed(shape) == set(ONTOLOGY.subjects(RDF.type, KG[kind]))


def words(values: Iterable[str]) -> set[Node]:
    return {Literal(value) for value in values}


def terms(curies: Iterable[str]) -> set[Node]:
    return {URIRef(expand(curie)) for curie in curies}


@pytest.mark.parametrize(
    ("shape", "values"),
    [
        ("Biomarker-status", words(case.STATUSES)),
        ("Variant-kind", words(case.VARIANT_KINDS)),
        ("Outcome-status", words(case.VITAL_STATUSES)),
        ("EvidenceStatement-level", words(case.LEVELS)),
        ("Patient-sex", terms(vocabulary.SEX_TERMS.values())),
        ("VariantFinding-origin", terms(vocabulary.ORIGIN_TERMS.values())),
        ("Response-category", terms(vocabulary.RESPONSE_TERMS.values())),
        ("VariantFinding-effect", terms(vocabulary.EFFECT_TERMS.values())),
        ("VariantFinding-effectText", words(case.EFFECTS)),
    ],
)
def test_a_closed_list_of_the_shapes_is_that_of_the_case_model(shape: str, values: set[Node]) -> None:
    assert listed(shape) == values


def test_the_check_for_response_categories_lists_those_of_the_code() -> None:
    text = (folder("queries") / "checks" / "response-category.rq").read_text(encoding="utf-8")
    assert dict(re.findall(r'\("([^"]+)" ((?:NCIT|MESH):\w+)\)', text)) == vocabulary.RESPONSE_TERMS


def test_the_check_for_misplaced_properties_knows_every_domain() -> None:
    text = (folder("queries") / "checks" / "misplaced-property.rq").read_text(encoding="utf-8")
    rows: dict[str, set[Node]] = {}
    for names, kinds in re.findall(r"\?property \{([^}]*)\}.*?\?kind \{([^}]*)\}", text, re.DOTALL):
        for name in names.replace("kg:", "").split():
            assert name not in rows, f"kg:{name} stands twice in misplaced-property.rq"
            rows[name] = terms(kinds.split())
    for term in EVERY_PROPERTY:
        name = str(term).removeprefix(VOCABULARY)
        domain = ONTOLOGY.value(term, RDFS.domain)
        if domain is not None:
            below = set(ONTOLOGY.transitive_subjects(RDFS.subClassOf, domain))
            documents = terms(["fabio:ClinicalCaseReport", "fabio:JournalArticle"])
            assert rows[name] <= below | (documents if domain == URIRef(expand("IAO:0000310")) else set()), (
                name
            )
        assert name in rows or name in ON_ANYTHING, f"add kg:{name} to misplaced-property.rq"
