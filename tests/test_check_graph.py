"""A case that states everything once, its graph, and the promise that nothing is wrong with it.

The other tests of `kg check` make bad graphs by small changes to this one.
"""

from __future__ import annotations

import io

import pyoxigraph

from kg import case, check
from kg.builders import quads
from kg.case import Author, Concept, Modality, Section, Span

CARCINOMA = Concept("lobular cancer", "MONDO:0005051", "invasive lobular breast carcinoma")
LUNG = Concept("lung cancer", "MONDO:0008903", "lung cancer")
ERBB2 = Concept("HER2", "HGNC:3430", "ERBB2")
PYROTINIB = Concept("pyrotinib", "NCIT:C111895", "Pyrotinib")
TDM1 = Concept("T-DM1", "NCIT:C82492", "Trastuzumab Emtansine")
INHIBITOR = Concept("tyrosine kinase inhibitor", "CHEBI:38637", "tyrosine kinase inhibitor")
HER2_NEGATIVE = Concept("HER2 negative", "NCIT:C68749", "HER2/Neu Negative")
LIVER = Concept("liver", "UBERON:0002107", "liver")
BREAST = Concept("breast", "UBERON:0000310", "breast")
NAUSEA = Concept("nausea", "NCIT:C3258", "Nausea")
EFFUSION = Concept("effusion", "NCIT:C3331", "Pleural Effusion")
SPECIFIC = Concept("metastatic lobular cancer", "NCIT:C76328", "Metastatic Lobular Breast Carcinoma")
STAGE_IV = Concept("Stage IV", "NCIT:C27971", "Stage IV")
T2 = Concept("T2 Stage Finding", "NCIT:C48724", "T2 Stage Finding")
CONGENITAL = Concept("Congenital onset", "HP:0003577", "Congenital onset")
LEFT = Concept("Left", "HP:0012835", "Left")
SEVERE = Concept("Severe", "HP:0012828", "Severe")
HETEROZYGOUS = Concept("heterozygous", "GENO:0000135", "heterozygous")
CURE = Concept("Cure", "NCIT:C62220", "Cure")
BIOPSY = Concept("Biopsy", "NCIT:C15189", "Biopsy")
CELLS = Concept("cells per microliter", "UCUM:{cells}/uL", "cells per microliter")
PLATELETS = Concept("Platelets [#/volume] in Blood", "LOINC:26515-7", "Platelets [#/volume] in Blood")
TERMS = (
    CARCINOMA,
    LUNG,
    ERBB2,
    PYROTINIB,
    TDM1,
    INHIBITOR,
    HER2_NEGATIVE,
    LIVER,
    BREAST,
    NAUSEA,
    EFFUSION,
    SPECIFIC,
    HETEROZYGOUS,
)
"""Made for tests: the labels matter to nobody but the check for missing ones."""

HERE = (Span("abstract", 10, 14, "word"),)
D769H = case.Variant(
    gene=ERBB2,
    protein="p.Asp769His",
    coding="c.2305G>C",
    kind="missense",
    exon=19,
    mappings=("CLINVAR:1", "NP_004439.2:p.Asp769His"),
)
V777L = case.Variant(gene=ERBB2, protein="p.Val777Leu", kind="missense")
FUSION = case.Variant(gene=ERBB2, partner=Concept("GRB7", "HGNC:4567", "GRB7"), kind="fusion")
AMPLIFIED = case.Variant(gene=ERBB2, kind="amplification")

GOOD = case.Case(
    id="PMID:37120151",
    invented=True,
    curator="A Curator",
    publication=case.Publication(
        title="A case", authors=(Author("Tian H", ("Chongqing",)), Author("Qu M")), journal="Oncologist", date="2023-07-05",
        volume="28", issue="7", pages="e534-e541", doi="10.1093/oncolo/oyad122", pmid="37120151", pmcid="PMC10322140",
        types=("Case Reports", "Journal Article"), issn="1083-7159", keywords=("HER2",), conflict_of_interest="None.", sections=(Section(name="abstract", text="…"),),
    ),
    patient=case.Patient(sex="female", age="P61Y", ethnicity="Han", evidence=HERE),
    diagnoses=(
        case.Diagnosis(disease=CARCINOMA, specific=SPECIFIC, metastatic=True, stage="IV", grade="2", site=BREAST, metastatic_sites=(LIVER,), when="2018-01", onset=CONGENITAL, stages=(STAGE_IV,), tnm=(T2,), laterality=LEFT, at_age="P57Y", record='{"a":1}', evidence=HERE, confidence=0.9, rule="diseases: full name", method=case.Method.EXTRACTED, note="as read"),
        case.Diagnosis(disease=LUNG, modality=Modality.ABSENT, evidence=HERE),
    ),
    biomarkers=(case.Biomarker(receptor="HER2", status="negative", term=HER2_NEGATIVE, gene=ERBB2, assay="IHC", value="1+", evidence=HERE),),
    variants=(
        case.VariantFinding(variant=D769H, origin="somatic", effect="gain of function", allele_fraction=0.2, when="2018-01", assay="NGS", allelic_state=HETEROZYGOUS, causal="causative", pathogenicity="pathogenic", actionability="actionable", interpretation=1, sample=1, evidence=HERE),
        case.VariantFinding(variant=V777L, evidence=HERE),
        case.VariantFinding(variant=FUSION, evidence=HERE),
        case.VariantFinding(variant=AMPLIFIED, modality=Modality.ABSENT, evidence=HERE),
    ),
    profiles=(case.Profile(members=(D769H, V777L), evidence=HERE),),
    therapy=(
        case.TherapyLine(drugs_stated=False, lines="multiple", procedures=("radiotherapy",), evidence=HERE, response=case.Response(category="disease progression", evidence=HERE)),
        case.TherapyLine(
            drugs=(PYROTINIB, TDM1), number=4, regimen="PT", setting="palliative", start="2019-01-10", end="2020-02", duration="P13M", cycles=8, end_age="P59Y", intent=CURE, target=CARCINOMA, ended_because=NAUSEA, regimen_term=PYROTINIB, procedure_term=BIOPSY, procedure_site=BREAST, route=CURE, evidence=HERE,
            response=case.Response(category="response", criteria="none", quality="significant", durable=True, ongoing=False, duration="P11M", progression_free="P13M", when="2019-04", evidence=HERE),
            later_responses=(case.Response(category="relapse", when="2020-02", evidence=HERE), case.Response(category="treatment failure", evidence=HERE)),
            adverse_events=(case.AdverseEvent(event=NAUSEA, grade=2, drugs=(PYROTINIB,), evidence=HERE),),
        ),
        case.TherapyLine(drugs=(PYROTINIB,), start="2020-03", evidence=HERE, response=case.Response(category="stable disease", evidence=HERE)),
        case.TherapyLine(drugs=(TDM1,), start="2020-09", evidence=HERE, response=case.Response(category="progressive disease", evidence=HERE)),
        case.TherapyLine(procedures=("surgery",), ordered=False, evidence=HERE),
    ),
    drug_facts=(case.DrugFact(drug=PYROTINIB, drug_class=INHIBITOR, evidence=HERE),),
    findings=(case.Observation(what=EFFUSION, site=LIVER, when="P1Y", onset=CONGENITAL, severity=SEVERE, modifiers=(LEFT,), modality=Modality.ABSENT, evidence=HERE),),
    measurements=(
        case.Measurement(assay=PLATELETS, value=24000.0, unit=CELLS, low=150000.0, high=450000.0, when="2018-01", evidence=HERE),
        case.Measurement(assay=PLATELETS, result=SEVERE, evidence=HERE),
    ),
    samples=(
        case.Sample(
            name="a biopsy", tissue=BREAST, kind=BIOPSY, material=BIOPSY, histology=CARCINOMA, progression=CURE, grade=SEVERE, stage=STAGE_IV,
            tnm=(T2,), markers=(HER2_NEGATIVE,), procedure=BIOPSY, procedure_site=BREAST, when="2018-01", evidence=HERE,
        ),
    ),
    interpretations=(case.Interpretation(name="an interpretation", progress="solved", disease=CARCINOMA, evidence=HERE),),
    record='{"files":[]}',
    outcome=case.Outcome(status="dead", cause=CARCINOMA, overall_survival="P4Y2M", progression_free="P2Y", disease_free="P1Y", when="2022", evidence=HERE),
    claims=(
        case.Claim(says="Inhibitors help in lung cancer.", modality=Modality.BACKGROUND, relation="is promising in", subjects=(INHIBITOR,), objects=(ERBB2,), disease=LUNG, variants=(case.Variant(gene=ERBB2, kind="mutation"),), biomarkers=(case.Biomarker(receptor="HER2", status="negative", term=HER2_NEGATIVE),), certainty="suggested", strength="clinical evidence", evidence=HERE),
    ),
    assertions=(
        case.Assertion(profile=(D769H, V777L), predicate="predicts sensitivity to", drugs=(PYROTINIB, TDM1), disease=CARCINOMA, strength="case study evidence", level="C", evidence=HERE),
    ),
)  # fmt: skip

TERM_TRIPLES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX MONDO: <http://purl.obolibrary.org/obo/MONDO_>
PREFIX NCIT: <http://purl.obolibrary.org/obo/NCIT_>
PREFIX HGNC: <http://identifiers.org/hgnc/>
PREFIX biolink: <https://w3id.org/biolink/vocab/>
PREFIX kg: <https://w3id.org/casekg/vocab/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX GENO: <http://purl.obolibrary.org/obo/GENO_>
PREFIX IAO: <http://purl.obolibrary.org/obo/IAO_>
PREFIX civic: <https://civicdb.org/links/evidence/>
PREFIX profile: <https://w3id.org/casekg/profile/HGNC:3430:category:>
PREFIX category: <https://w3id.org/casekg/variant/HGNC:3430:category:>
PREFIX group: <https://w3id.org/casekg/therapy-group/>
INSERT DATA { GRAPH <https://w3id.org/casekg/graph/terms> {
  MONDO:0005051 a biolink:Disease ; rdfs:subClassOf MONDO:0000552 .
  MONDO:0000552 a biolink:Disease ; rdfs:label "breast lobular carcinoma" ; rdfs:subClassOf MONDO:0004992 .
  MONDO:0004992 a biolink:Disease ; rdfs:label "cancer" .
  MONDO:0008903 a biolink:Disease ; rdfs:subClassOf MONDO:0004992 .
  HGNC:3430 a biolink:Gene . HGNC:4567 a biolink:Gene ; rdfs:label "GRB7" .
  NCIT:C111895 a biolink:Drug . NCIT:C82492 a biolink:Drug .
} GRAPH <https://w3id.org/casekg/graph/catalogue> {
  <https://w3id.org/casekg/graph/catalogue> a kg:Source ; rdfs:label "catalogue" .
  civic:99999 a kg:EvidenceStatement ; rdfs:label "ERBB2 LOSS predicts resistance to Pyrotinib, T-DM1 in lobular cancer" ;
    kg:modality kg:background ; kg:method kg:imported ; kg:predicate kg:predictsResistanceTo ; kg:direction kg:neutral ;
    kg:profile profile:lost ; kg:therapy group:both ; kg:condition MONDO:0000552 ; kg:reviewStatus "accepted" ; kg:rating 3 ;
    prov:hadPrimarySource <http://www.ncbi.nlm.nih.gov/pubmed/1> .
  <http://www.ncbi.nlm.nih.gov/pubmed/1> a IAO:0000310 .
  profile:lost a kg:MolecularProfile ; rdfs:label "ERBB2 LOSS" ; kg:memberCount 1 ; kg:member category:lost .
  category:lost a kg:VariantCategory ; rdfs:label "ERBB2 LOSS" ; GENO:0000418 HGNC:3430 .
  group:both a kg:TherapyGroup ; rdfs:label "Pyrotinib, T-DM1" ; kg:interaction "not stated" ; kg:drug NCIT:C111895 , NCIT:C82492 .
  <https://civicdb.org/links/variant/99999> a kg:CatalogueRecord ; rdfs:label "LOSS" ; kg:describes profile:lost .
} }
"""


def good_store() -> pyoxigraph.Store:
    """A graph without faults: the good case and the terms it uses."""
    store = pyoxigraph.Store()
    store.load(io.BytesIO(quads(GOOD).encode()), pyoxigraph.RdfFormat.N_QUADS)
    store.update(TERM_TRIPLES)
    label, terms = (
        pyoxigraph.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
        pyoxigraph.NamedNode("https://w3id.org/casekg/graph/terms"),
    )
    for concept in TERMS:
        from kg.ids import expand

        store.add(
            pyoxigraph.Quad(
                pyoxigraph.NamedNode(expand(concept.id or "")),
                label,
                pyoxigraph.Literal(concept.label or ""),
                terms,
            )
        )
    return store


def test_the_good_graph_has_no_fault() -> None:
    assert [str(fault) for fault in check.faults(good_store(), "good")] == []


def test_a_short_edge_to_a_blank_node_is_told_in_the_words_of_the_check() -> None:
    store = good_store()
    store.update(
        "INSERT DATA { GRAPH <https://w3id.org/casekg/graph/PMID:37120151> {"
        "<https://w3id.org/casekg/case/PMID:37120151/patient> <https://w3id.org/casekg/vocab/hasVariant> _:b } }"
    )
    (told,) = check.matching(["short-edge-without-statement"])
    assert [fault.what for _, fault in check.found(store, "bad", chosen=[told])] == [told.summary]
