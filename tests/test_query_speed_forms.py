"""Questions written for speed answer as their plain forms do, on a cohort where cases share much."""

from __future__ import annotations

import pytest

from kg import demo, pipeline, store
from kg.builders import quads as case_quads
from kg.builders import terms as terms_graph
from kg.questions import run
from tests.benchmarks.cohort import cohort

PREFIXES = """
PREFIX GENO: <http://purl.obolibrary.org/obo/GENO_>
PREFIX RO: <http://purl.obolibrary.org/obo/RO_>
PREFIX kg: <https://w3id.org/casekg/vocab/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
ANSWER = """
  ?answer a kg:Response ; kg:modality kg:observed ; kg:inCase ?case ; kg:responseTo ?line ;
    kg:regimen ?drugs ; kg:categoryText ?response .
  ?line rdfs:label ?regimen .
  ?case kg:hasPatient ?patient .
"""
PLAIN = {
    "responders": f"""SELECT DISTINCT ?case ?regimen ?response ?durable ?diagnosis {{ {ANSWER}
      ?patient kg:respondedTo ?drugs .
      OPTIONAL {{ ?answer kg:durable ?durable }}
      OPTIONAL {{ ?told a kg:Diagnosis ; kg:inCase ?case ; kg:modality kg:observed ; rdfs:label ?diagnosis }}
    }}""",
    "responders-by-gene": f"""SELECT DISTINCT ?case ?gene ?variant ?regimen ?response {{ {ANSWER}
      ?patient kg:respondedTo ?drugs ; kg:hasVariant ?change .
      ?change GENO:0000418 ?gene ; rdfs:label ?variant .
    }}""",
    "responders-by-drug-class": f"""SELECT DISTINCT ?case ?drug ?drugName ?regimen ?response {{ {ANSWER}
      ?patient kg:respondedTo ?drugs .
      ?drugs kg:drug ?drug .
      ?drug rdfs:label ?drugName ; rdfs:subClassOf* ?class .
      ?class rdfs:label "tyrosine kinase inhibitor" .
    }}""",
    "response-rates": f"""SELECT ?drug_class ?className (COUNT(DISTINCT ?line) AS ?lines)
        (COUNT(DISTINCT ?good) AS ?responded) (COUNT(DISTINCT ?steady) AS ?stable)
        (COUNT(DISTINCT ?bad) AS ?progressed) {{ {ANSWER}
      ?drugs kg:drug ?drug .
      ?drug rdfs:subClassOf+ ?drug_class .
      ?drug_class rdfs:label ?className .
      BIND(IF(CONTAINS(?response, "response"), ?line, ?none) AS ?good)
      BIND(IF(CONTAINS(?response, "stable"), ?line, ?none) AS ?steady)
      BIND(IF(CONTAINS(?response, "progress"), ?line, ?none) AS ?bad)
    }} GROUP BY ?drug_class ?className""",
    "genes-by-drugs": """SELECT ?gene ?symbol ?drug ?drugName (COUNT(DISTINCT ?patient) AS ?cases)
        (COUNT(DISTINCT ?helped) AS ?responded) (COUNT(DISTINCT ?failed) AS ?progressed) {
      ?patient kg:hasVariant ?variant ; kg:receivedDrug ?drug .
      ?variant GENO:0000418 ?gene .
      ?gene rdfs:label ?symbol .
      ?drug rdfs:label ?drugName .
      OPTIONAL { ?helped kg:respondedTo ?good . ?good kg:drug ?drug . FILTER(?helped = ?patient) }
      OPTIONAL { ?failed kg:progressedOn ?bad . ?bad kg:drug ?drug . FILTER(?failed = ?patient) }
    } GROUP BY ?gene ?symbol ?drug ?drugName""",
    "drugs-before-response": f"""SELECT DISTINCT ?case ?regimen ?response ?order ?earlier ?earlierResponse {{ {ANSWER}
      ?patient kg:respondedTo ?drugs .
      ?line kg:order ?place .
      ?before a kg:TherapyLine ; kg:inCase ?case ; kg:order ?order ; rdfs:label ?earlier .
      FILTER(?order < ?place)
      OPTIONAL {{ ?failed kg:responseTo ?before ; kg:categoryText ?earlierResponse }}
    }}""",
    "conflicting-responses": """SELECT ?variant ?regimen (COUNT(DISTINCT ?helped) AS ?responded)
        (COUNT(DISTINCT ?failed) AS ?progressed) {
      ?helped kg:respondedTo ?regimen ; kg:hasVariant ?variant .
      ?failed kg:progressedOn ?regimen ; kg:hasVariant ?variant .
    } GROUP BY ?variant ?regimen""",
}


@pytest.fixture(scope="module")
def shared_by_many():
    """A cohort of which each variant, regimen and disease is in many cases, hence in many graphs."""
    cases = [*cohort(100), *pipeline.cases(demo.bundled())]
    ids = {one for case in cases for one in terms_graph.named_terms(case)}
    return store.from_lines([*map(case_quads, cases), terms_graph.quads(ids)])


@pytest.mark.parametrize("name", PLAIN)
def test_a_question_answers_as_its_plain_form(name: str, shared_by_many) -> None:
    """The plain forms are slow, so they are asked of few cases; the rows are compared, not their order."""
    given = {"drug_class": "tyrosine kinase inhibitor"} if name == "responders-by-drug-class" else {}
    fast = run(shared_by_many, name, given).rows
    plain = run(shared_by_many, PREFIXES + PLAIN[name]).rows
    assert fast
    assert sorted(map(str, fast)) == sorted(map(str, plain))
