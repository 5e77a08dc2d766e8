"""Small graphs for the tests of the picture and the page, and a test that they are what they say."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyoxigraph

from kg.builders import quads as quad_lines
from kg.case import (
    AdverseEvent,
    Assertion,
    Author,
    Biomarker,
    Case,
    Claim,
    Concept,
    Diagnosis,
    DrugFact,
    Modality,
    Observation,
    Outcome,
    Patient,
    Profile,
    Publication,
    Response,
    Span,
    TherapyLine,
    Variant,
    VariantFinding,
)
from kg.ids import expand

if TYPE_CHECKING:
    from collections.abc import Iterable

TERMS = "https://w3id.org/casekg/graph/terms"

LOBULAR = Concept("invasive lobular carcinoma", "MONDO:0000552", "breast lobular carcinoma")
LUNG = Concept("lung cancer")
GENE = Concept("ERBB2", "HGNC:3430", "ERBB2")
TABLET = Concept("pyrotinib", None, None)
INFUSION = Concept("trastuzumab emtansine", None, None)
TABLET_CLASS = Concept("tyrosine kinase inhibitor")
D769H = Variant(gene=GENE, protein="p.Asp769His", kind="missense")
V777L = Variant(gene=GENE, protein="p.Val777Leu", kind="missense")
T790M = Variant(gene=Concept("EGFR", "HGNC:3236", "EGFR"), protein="p.Thr790Met", kind="missense")
REGIMEN = (TABLET, INFUSION)
PLACE = Span("abstract", 120, 164, "a sentence that was made up for this test")


def rich_case() -> Case:
    """One case with a thing of every kind."""
    return Case(
        id="made-up-1",
        invented=True,
        publication=Publication(
            title="A made-up report",
            pmid="1",
            date="2020-02",
            journal="J Made Up",
            types=("Case Reports",),
            authors=(Author("Ada Example"), Author("Bo Example")),
        ),
        patient=Patient(sex="female", age="P61Y"),
        diagnoses=(Diagnosis(disease=LOBULAR, metastatic=True, when="P0M", evidence=(PLACE,)),),
        biomarkers=(
            Biomarker(receptor="ER", status="positive"),
            Biomarker(receptor="HER2", status="negative", assay="IHC"),
        ),
        variants=(
            VariantFinding(variant=D769H, origin="somatic", effect="gain of function"),
            VariantFinding(variant=V777L, origin="somatic", effect="gain of function"),
            VariantFinding(variant=T790M, modality=Modality.ABSENT),
        ),
        profiles=(Profile(members=(D769H, V777L)),),
        therapy=(
            TherapyLine(
                lines="multiple", drugs_stated=False, response=Response(category="progressive disease")
            ),
            TherapyLine(
                drugs=REGIMEN,
                start="P14M",
                duration="P9M",
                response=Response(category="response", quality="significant", durable=True, ongoing=True),
                adverse_events=(AdverseEvent(event=Concept("diarrhoea"), grade=2, drugs=(TABLET,)),),
            ),
        ),
        drug_facts=(DrugFact(drug=TABLET, drug_class=TABLET_CLASS),),
        findings=(Observation(what=Concept("brain metastasis"), modality=Modality.ABSENT),),
        outcome=Outcome(status="alive", when="P30M"),
        claims=(
            Claim(
                says="Combining both kinds of drug looks hopeful in tumours with such mutations.",
                modality=Modality.HYPOTHESIS,
                relation="is promising in",
                subjects=(TABLET_CLASS,),
                disease=LOBULAR,
                certainty="suggested",
            ),
            Claim(
                says="Conjugates did well in trials of lung cancer.",
                modality=Modality.BACKGROUND,
                relation="is promising in",
                disease=LUNG,
            ),
        ),
        assertions=(
            Assertion(
                profile=(D769H, V777L),
                predicate="predicts sensitivity to",
                drugs=REGIMEN,
                disease=LOBULAR,
                strength="case study evidence",
                level="C",
            ),
        ),
    )


def small_case(number: int, drugs: tuple[Concept, ...] = (TABLET,)) -> Case:
    """One of many cases that share a disease, a variant and their drugs."""
    return Case(
        id=f"small-{number}",
        diagnoses=(Diagnosis(disease=LOBULAR),),
        variants=(VariantFinding(variant=V777L),),
        therapy=(
            TherapyLine(
                drugs=drugs, start="2019-01", end="2019-06", response=Response(category="stable disease")
            ),
        ),
    )


def terms() -> str:
    """What the graph of terms says of the disease and the genes."""
    disease, above = expand("MONDO:0000552"), expand("MONDO:0007254")
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    rows = [
        (disease, label, '"breast lobular carcinoma"'),
        (above, label, '"breast cancer"'),
        (disease, "http://www.w3.org/2000/01/rdf-schema#subClassOf", f"<{above}>"),
        (disease, "http://www.w3.org/2004/02/skos/core#altLabel", '"lobular breast cancer"'),
        (
            disease,
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
            "<https://w3id.org/biolink/vocab/Disease>",
        ),
        (expand("HGNC:3430"), label, '"ERBB2"'),
        (expand("HGNC:3236"), label, '"EGFR"'),
    ]
    return "".join(f"<{s}> <{p}> {o} <{TERMS}> .\n" for s, p, o in rows)


def store_of(cases: Iterable[Case], extra: str = "") -> pyoxigraph.Store:
    """A store with the cases, their terms, and more N-Quads."""
    store = pyoxigraph.Store()
    lines = "".join(quad_lines(case) for case in cases)
    store.load(io.BytesIO((lines + terms() + extra).encode()), pyoxigraph.RdfFormat.N_QUADS)
    return store


def chain(length: int, label: str = "thing") -> pyoxigraph.Store:
    """A plain graph of that many things in a tree, without any case."""
    store = pyoxigraph.Store()
    start = "https://example.org/"
    name = pyoxigraph.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    link = pyoxigraph.NamedNode(f"{start}vocab/linksTo")
    for number in range(length):
        here = pyoxigraph.NamedNode(f"{start}{number}")
        store.add(pyoxigraph.Quad(here, name, pyoxigraph.Literal(f"{label} {number}")))
        if number:
            parent = pyoxigraph.NamedNode(f"{start}{(number - 1) // 4}")
            store.add(pyoxigraph.Quad(parent, link, here))
    return store


def test_the_rich_sample_is_one_case() -> None:
    """The sample graph holds what the tests below count on."""
    found = store_of([rich_case()]).query(
        "SELECT ?c { GRAPH ?g { ?c a <https://w3id.org/casekg/vocab/Case> } }"
    )
    assert len(list(found)) == 1
