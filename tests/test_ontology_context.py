"""ontology/context.jsonld: the prefixes and terms of JSON-LD, in step with code and ontology."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph
import rdflib
from rdflib import OWL, RDF, RDFS, XSD, URIRef
from test_check_graph import good_store
from test_ontology_vocabulary import DECLARED, ONTOLOGY, names

from kg import check, validation
from kg.ids import PREFIXES, VOCABULARY
from kg.resources import folder

DOCUMENT: dict[str, dict[str, Any]] = json.loads(
    (folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
)
CONTEXT = DOCUMENT["@context"]


def iri(entry: Any) -> str:
    return str(entry["@id"] if isinstance(entry, dict) else entry)


def ours() -> dict[str, Any]:
    return {
        name: entry for name, entry in CONTEXT.items() if name != "@version" and iri(entry).startswith("kg:")
    }


def test_the_prefixes_are_those_of_the_code() -> None:
    assert {prefix: iri(CONTEXT[prefix]) for prefix in PREFIXES} == PREFIXES


def test_a_prefix_that_ends_in_a_letter_or_underscore_is_marked_as_one() -> None:
    for prefix, start in PREFIXES.items():
        assert isinstance(CONTEXT[prefix], dict) == (start[-1] not in ":/?#[]@"), prefix


def test_the_context_names_every_term_of_the_ontology_and_no_other() -> None:
    assert sorted(ours()) == names(DECLARED)
    assert all(iri(entry) == f"kg:{name}" for name, entry in ours().items())


def test_every_property_is_read_as_what_the_ontology_says() -> None:
    for name, entry in ours().items():
        term, stated = URIRef(VOCABULARY + name), entry.get("@type") if isinstance(entry, dict) else None
        span = ONTOLOGY.value(term, RDFS.range)
        if (term, RDF.type, OWL.DatatypeProperty) in ONTOLOGY and span in {None, XSD.string}:
            assert stated is None, name
        elif (term, RDF.type, OWL.ObjectProperty) in ONTOLOGY:
            assert stated == "@id", name
        elif (term, RDF.type, OWL.DatatypeProperty) in ONTOLOGY:
            assert stated == f"xsd:{str(span).removeprefix(str(XSD))}", name


def test_a_graph_written_with_the_context_is_read_back_equal_by_two_readers() -> None:
    graph = validation.in_rdflib(check.merged(good_store()))
    text = graph.serialize(format="json-ld", context=CONTEXT, auto_compact=True)
    assert '"hasVariant"' in text
    assert '"https://w3id.org/casekg/vocab/' not in text.partition('"@graph"')[2]
    assert set(rdflib.Graph().parse(data=text, format="json-ld")) == set(graph)
    again = pyoxigraph.Store()
    again.load(text.encode(), pyoxigraph.RdfFormat.JSON_LD)
    assert set(validation.in_rdflib(again)) == set(graph)


def test_a_hand_written_document_becomes_the_triples_it_means() -> None:
    document = {
        "@context": CONTEXT,
        "id": "https://example.org/line",
        "type": "TherapyLine",
        "order": "2",
        "regimen": "https://example.org/regimen",
        "start": {"@value": "2020-03", "@type": "xsd:gYearMonth"},
        "precededBy": "https://example.org/earlier",
    }
    lines = {
        str(quad) for quad in pyoxigraph.parse(json.dumps(document).encode(), pyoxigraph.RdfFormat.JSON_LD)
    }
    line = "<https://example.org/line>"
    assert lines == {
        f"{line} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{VOCABULARY}TherapyLine>",
        f'{line} <{VOCABULARY}order> "2"^^<http://www.w3.org/2001/XMLSchema#integer>',
        f"{line} <{VOCABULARY}regimen> <https://example.org/regimen>",
        f'{line} <{VOCABULARY}start> "2020-03"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
        f"{line} <http://purl.obolibrary.org/obo/BFO_0000062> <https://example.org/earlier>",
    }
