"""The first case: every fact of its abstract is in the graph, and nothing more."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import pipeline, store
from kg.demo import FIRST
from kg.ids import PREFIXES

PROLOGUE = "".join(f"PREFIX {prefix}: <{start}>\n" for prefix, start in PREFIXES.items())
PATIENT = "<https://w3id.org/casekg/case/PMID:37120151/patient>"
PUBLICATION = "<http://www.ncbi.nlm.nih.gov/pubmed/37120151>"
GOLDEN = Path(__file__).parent / "golden" / "first-case.nq"


@pytest.fixture(scope="module")
def graph(first_lines):
    return store.from_lines(first_lines)


def rows(graph: ox.Store, query: str) -> list[tuple[str, ...]]:
    answer = graph.query(PROLOGUE + query, use_default_graph_as_union=True)
    return [tuple(value.value for value in solution) for solution in answer]


def true(graph: ox.Store, pattern: str) -> bool:
    return bool(graph.query(f"{PROLOGUE} ASK {{ {pattern} }}", use_default_graph_as_union=True))


def test_the_publication_is_complete(graph):
    authors = rows(
        graph,
        f"SELECT ?name {{ {PUBLICATION} dcterms:creator ?a . ?a foaf:name ?name ; kg:authorPosition ?n }} ORDER BY ?n",
    )
    assert [name for (name,) in authors] == [
        "Tian H", "Qu M", "Zhang G", "Yuan L", "Shi Q", "Wang Y", "Yang Y", "Zhang Y", "Qi X",
    ]  # fmt: skip
    assert true(
        graph,
        f"""{PUBLICATION} a fabio:ClinicalCaseReport ; dcterms:type MESH:D002363 ; kg:journal "Oncologist" ;
        dcterms:issued "2023-07-05"^^xsd:date ; kg:volume "28" ; kg:issue "7" ; kg:pages "e534-e541" ;
        kg:pmid "37120151" ; kg:doi "10.1093/oncolo/oyad122" ; kg:pmcid "PMC10322140" ; kg:conflictOfInterest ?c""",
    )
    (affiliations,) = rows(graph, "SELECT (COUNT(DISTINCT ?w) AS ?n) { ?a kg:affiliation ?w }")
    assert affiliations == ("1",)


@pytest.mark.parametrize(
    "pattern",
    [
        f"{PATIENT} a NCIT:C16960 ; RO:0016002 MONDO:0005051",
        f"{PATIENT} kg:hasReceptorStatus NCIT:C15492 , NCIT:C68749",
        "?d a kg:Diagnosis ; kg:disease MONDO:0005051 ; kg:metastatic true ; kg:specificDisease NCIT:C76328",
        f"""{PATIENT} kg:hasProfile ?p . ?p kg:memberCount 2 ; kg:member ?a , ?b .
            ?a kg:proteinChange "p.Asp769His" ; GENO:0000418 HGNC:3430 ; a SO:0001583 .
            ?b kg:proteinChange "p.Val777Leu" ; GENO:0000418 HGNC:3430""",
        "?f a kg:VariantFinding ; kg:effect SO:0002053 ; kg:variant/kg:proteinChange 'p.Asp769His'",
        "?f a kg:VariantFinding ; kg:effect SO:0002053 ; kg:variant/kg:proteinChange 'p.Val777Leu'",
        """?early a kg:TherapyLine ; kg:order 1 ; kg:lineCount "multiple" ; kg:drugsStated false .
           ?r kg:responseTo ?early ; kg:category NCIT:C17747""",
        """?late a kg:TherapyLine ; kg:order 2 ; BFO:0000062 ?early ; kg:regimen ?g . ?early kg:order 1 .
           ?g kg:drug NCIT:C111895 , NCIT:C82492 .
           ?r kg:responseTo ?late ; kg:category NCIT:C50995 ; kg:quality "significant" ; kg:durable true""",
        f"{PATIENT} kg:respondedTo ?g . ?g kg:drug NCIT:C111895 , NCIT:C82492",
        "?f a kg:DrugClassification ; kg:drug NCIT:C111895 ; kg:drugClass kg:IrreversibleTyrosineKinaseInhibitor",
        "?f a kg:DrugClassification ; kg:drug NCIT:C82492 ; kg:drugClass/rdfs:subClassOf* kg:AntibodyDrugConjugate",
        "NCIT:C111895 rdfs:subClassOf* kg:IrreversibleTyrosineKinaseInhibitor",
        "NCIT:C82492 rdfs:subClassOf* kg:AntibodyDrugConjugate",
        "MONDO:0005051 rdfs:subClassOf+ MONDO:0007254",
        """?s a kg:EvidenceStatement ; kg:predicate kg:predictsSensitivityTo ; kg:direction kg:supports ;
           kg:strength kg:caseStudyEvidence ; kg:evidenceLevel "C" ; kg:condition MONDO:0005051 ;
           kg:profile/kg:memberCount 2 ; kg:therapy/kg:drug NCIT:C111895""",
    ],
)
def test_a_stated_fact_is_in_the_graph(graph, pattern):
    assert true(graph, pattern)


@pytest.mark.parametrize(
    ("relation", "modality", "more"),
    [
        ("activates", "background", "kg:object HGNC:3430"),
        ("isFrequentIn", "background", "kg:inDisease MONDO:0005051"),
        ("isAssociatedWithPoorPrognosisIn", "background", "kg:certainty kg:stated"),
        ("isEffectiveIn", "background", "kg:subject kg:TyrosineKinaseInhibitor ; kg:inDisease MONDO:0007254"),
        ("isPromisingIn", "background", "kg:inDisease MONDO:0008903 ; kg:strength kg:clinicalEvidence"),
        (
            "isBeingEvaluatedIn",
            "background",
            "kg:subject kg:AntibodyDrugConjugate ; kg:certainty kg:underEvaluation",
        ),
        ("enhancesTheEfficacyOf", "background", "kg:strength kg:preclinicalEvidence"),
        ("hasNotBeenReportedIn", "background", "kg:certainty kg:notYetReported"),
        ("isPromisingIn", "hypothesis", "kg:inStatusContext NCIT:C68749 ; kg:certainty kg:suggested"),
        ("needsFurtherStudyIn", "hypothesis", "kg:certainty kg:recommended"),
    ],
)
def test_a_claim_is_in_the_graph_with_modality_and_place(graph, relation, modality, more):
    assert true(
        graph,
        f"""?c a kg:Claim ; kg:relation kg:{relation} ; kg:modality kg:{modality} ; {more} ;
            kg:inVariantContext/GENO:0000418 HGNC:3430 ; kg:evidence/oa:hasSelector/oa:start ?start""",
    )


@pytest.mark.parametrize(
    "pattern",
    [
        f"{PATIENT} RO:0016002 MONDO:0008903",
        "?d a kg:Diagnosis ; kg:disease ?x FILTER(?x != MONDO:0005051)",
        f"{PATIENT} kg:sex ?sex",
        f"{PATIENT} kg:age ?age",
        "?r kg:criteria ?any",
        "?r a kg:Response ; kg:category ?c FILTER(?c IN (NCIT:C4870, NCIT:C18058, NCIT:C18213, NCIT:C35571))",
        "?x kg:lineNumber ?n",
        "?x kg:duration ?d",
        "?b kg:assay ?method",
        "?f a kg:VariantFinding ; GENO:0000877 ?origin",
        "?f a kg:VariantFinding ; kg:modality kg:absent",
        f"{PATIENT} kg:receivedDrug ?d FILTER(?d NOT IN (NCIT:C111895, NCIT:C82492))",
        f"{PATIENT} kg:receivedDrug NCIT:C1647",
        f"{PATIENT} kg:progressedOn ?r",
    ],
)
def test_what_the_abstract_does_not_say_is_not_in_the_graph(graph, pattern):
    assert not true(graph, pattern)


def test_every_statement_has_its_place_in_the_text(graph):
    missing = rows(
        graph, "SELECT ?s { ?s kg:inCase ?case FILTER NOT EXISTS { ?s kg:evidence/oa:hasSelector ?x } }"
    )
    assert missing == []


def test_nothing_unmapped_and_no_blank_node(first_lines, graph):
    assert not true(graph, "?x a kg:Unmapped")
    quads = list(ox.parse(io.BytesIO("".join(first_lines).encode()), ox.RdfFormat.N_QUADS))
    assert not [quad for quad in quads if isinstance(quad.subject, ox.BlankNode)]


def test_beside_the_record_every_place_quotes_the_record(seed):
    lines, report = pipeline.graph([str(FIRST)], [str(seed)])
    graph = store.from_lines(lines)
    unquoted = "?s kg:evidence ?e FILTER NOT EXISTS { ?e oa:hasSelector/oa:exact ?words }"
    assert not true(graph, unquoted)
    ((quote,),) = rows(
        graph,
        "SELECT ?q { ?f a kg:DrugClassification ; kg:drug NCIT:C111895 ; kg:evidence/oa:hasSelector/oa:exact ?q }",
    )
    assert quote.startswith("pyrotinib (") and quote.endswith("TKI)")
    assert ["repaired" in str(fault) for fault in report.remarks] == [True]


def test_the_graph_is_the_golden_one(first_lines):
    """After a wanted change: `kg build kg/examples/first-case.yaml -o - | LC_ALL=C sort > tests/golden/first-case.nq`."""
    ours = sorted("".join(first_lines).splitlines(keepends=True))
    assert ours == GOLDEN.read_text(encoding="utf-8").splitlines(keepends=True)
