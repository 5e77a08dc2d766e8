"""Plain questions are asked at once, and answered as after a closer look."""

from __future__ import annotations

import pyoxigraph
import pytest

from kg.bundled import bundled_store
from kg.questions import catalogue, engine, glance

PLAIN = [query for query in catalogue.every() if glance.plain(query.text)]


def answer(question: engine.Question) -> list[str]:
    result = engine.ask(bundled_store(), question)
    return [
        str(row) for row in (result if not isinstance(result, pyoxigraph.QueryBoolean) else [bool(result)])
    ]


def looked_at(query: catalogue.Query) -> engine.Question:
    """The question as the closer look makes it."""
    return engine.ready(bundled_store(), query, {}, limit=10**9)


def test_most_questions_of_the_library_are_plain() -> None:
    assert len(PLAIN) > 20


@pytest.mark.parametrize("query", [q for q in PLAIN if not q.fills_itself], ids=lambda query: query.name)
def test_a_glance_gives_the_answer_of_the_closer_look(query) -> None:
    quick, slow = engine.ready(bundled_store(), query, {}), looked_at(query)
    assert (quick.form == "SELECT", quick.is_ordered) == (slow.form == "SELECT", slow.is_ordered)
    assert answer(quick) == answer(slow)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?case a kg:Case ; ?p ?o }",
        "select distinct * where { $case a kg:Case }",
        "SELECT ?s { ?s a kg:Case } ORDER BY DESC(?s)",
        "SELECT (COUNT(*) AS ?n) { ?s rdfs:subClassOf* ?o }",
        "ASK { <case/PMID:37120151> a kg:Case }",
        "CONSTRUCT WHERE { ?s kg:drug ?o }",
        "DESCRIBE <case/PMID:37120151>",
        "SELECT ?s { # a remark\n ?s a kg:Case }",
        'SELECT ?s { ?s rdfs:label "Pyrotinib" }',
    ],
)
def test_texts_are_asked_as_after_the_closer_look(text) -> None:
    query = catalogue.parse(text)
    assert glance.plain(text)
    assert answer(engine.ready(bundled_store(), query, {})) == answer(looked_at(query))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        r"SELECT * { \u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        r"SELECT * { \U00000053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT ?s FROM <graph/PMID:37120151> { ?s a kg:Case }",
        "SELECT ?s { { SELECT ?s { ?s a kg:Case } ORDER BY ?s } }",
        "SELECT ?s { ?s a kg:Case } ORDER BY EXISTS { ?s ?p ?o }",
        'SELECT (CONCAT("*", "}") AS ?x) { } ORDER BY ?x # "',
        "SELECT ?x { VALUES ?x { UNDEF 1 } }",
        'SELECT ?x { BIND("""\nVALUES ?x { UNDEF }\n""" AS ?x) }',
        "SELECT * { ?s ?p '*' }",
        "SELECT ?s { ?s a kg:Case",
        "INSERT DATA { <a> <b> <c> }",
        "",
    ],
)
def test_what_needs_a_closer_look_is_left_to_it(text) -> None:
    assert glance.plain(text) is None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("SELECT * { ?s a kg:Case }", True),
        ("PREFIX kg: <https://w3id.org/casekg/vocab/> SELECT * { ?s a kg:Case }", True),
        ("SELECT * { ?s a kg:Cases }", False),
        ("SELECT * { ?s a kg:Case ; rdfs:lable ?o }", False),
        ("PREFIX rdfs: <https://www.w3.org/2000/01/rdf-schema#> SELECT * { ?s rdfs:label ?o }", False),
        ("SELECT * { ?s a <https://w3id.org/casekg/vocab/Case> }", False),
        ("SELECT * { ?s a kg:Case ; ?p nowhere:x }", False),
    ],
)
def test_names_that_may_be_misspelt_are_noticed(text, known) -> None:
    assert glance.knows_all_names(bundled_store(), text) is known
