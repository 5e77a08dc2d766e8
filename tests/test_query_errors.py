"""Broken queries, as people write them: each one clear message with place and remedy, exit 2, no traceback."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import store
from kg.cli import main
from kg.errors import KgError, UsageError
from kg.questions import run, syntax
from kg.questions.tokens import tokens

BROKEN = [
    # (query, line:column or '', words of the message)
    ("", "", "holds no query"),
    ("   # only a comment", "", "holds no query"),
    ("PREFIX ex: <http://example.org/>", "1:1", "this is no query"),
    ("{ ?s ?p ?o }", "1:1", "this is no query"),
    ("SELCT * { ?s ?p ?o }", "1:1", "did you mean SELECT?"),
    ("SELECT * WEHRE { ?s ?p ?o }", "1:10", "did you mean WHERE?"),
    ("SELECT * {\n  ?s ?p ?o .\n  OPTINAL { ?s ?q ?r }\n}", "3:3", "did you mean OPTIONAL?"),
    ("SELECT * { ?s ?p ?o FLITER(?o > 1) }", "1:21", "did you mean FILTER?"),
    ("SELECT * { ?s ?p ?o } ODER BY ?s", "1:23", "did you mean ORDER?"),
    ("SELECT * { ?s ?p pyrotinib }", "1:18", "no word of SPARQL"),
    ("SELECT * { ?s ?p ?o FILTER(lenght(?o) > 1) }", "1:28", "no word of SPARQL"),
    ("SELECT * { ?s ?p ?o", "1:10", "this { is never closed"),
    ("SELECT * { { ?s ?p ?o }", "1:10", "this { is never closed"),
    ("SELECT * { ?s ?p ?o } }", "1:23", "was never opened"),
    ("ASK " + "{" * 900 + "}" * 900, "1:105", "more than 100 deep"),
    (f"SELECT ?s {{ FILTER({'(' * 5000}1{')' * 5000}) }}", "1:118", "more than 100 deep"),
    ("SELECT *\n{ ?s ?p ?o\n  FILTER(?o = 1\n}", "3:9", "this ( is never closed"),
    ("SELECT * { ?s ?p ?o FILTER(?o = 1)) }", "1:10", "put } before the )"),
    ("SELECT * { ?s ?p [ ?q ?o }", "1:18", "this [ is never closed"),
    ("SELECT (COUNT(?s AS ?n) { ?s ?p ?o }", "1:8", "this ( is never closed"),
    ('SELECT * { ?s ?p "open }', "1:18", "never closed"),
    ("SELECT * { ?s ?p 'open\n' }", "1:18", "never closed"),
    ('SELECT * { ?s ?p """open }', "1:18", "never closed"),
    ("SELECT * { ?s mondo:x ?o }", "1:15", "did you mean 'MONDO:'?"),
    ("SELECT * { ?s ex:p ?o }", "1:15", "PREFIX ex: <…>"),
    ("PREFIX exa: <http://example.org/> SELECT * { ?s ex:p ?o }", "1:49", "did you mean 'exa:'?"),
    ("SELECT * { ?s ?p ?o FILTER ?o = 1 }", "1:28", "FILTER takes its condition in brackets"),
    ("SELECT ?s COUNT(?o) { ?s ?p ?o }", "1:11", "(COUNT(?x) AS ?n)"),
    ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", "1:8", "GROUP BY ?s"),
    ("SELECT * { ?s ?p }", "1:15", "the object is missing"),
    ("SELECT * { ?s ?p ?o ?q }", "1:21", "does not fit here"),
    ("SELECT * {\n  ?s a kg:Case\n  ?s ?p ?o .\n}", "3:3", "part two triples"),
    ("SELECT * { ?s ?p ?o .. ?a ?b ?c }", "1:22", "missing"),
    ("SELECT * { ?s ?p ?o , }", "1:21", "the object is missing"),
    ("SELECT * { ?s kg:drug ?d ; kg:x ?y ?z kg:w ?v }", "1:36", "part two triples"),
    ("SELECT * WHERE ?s ?p ?o", "1:16", "expected {"),
    ("SELECT { ?s ?p ?o }", "1:8", "names no column"),
    ("SELECT * { ?s ?p ?o } LIMIT ten", "1:29", "no word of SPARQL"),
    ("SELECT * { ?s ?p ?o } LIMIT", "1:", "ends before"),
    ("SELECT * { ?s ?p ?o } LIMIT ?n", "1:29", "a whole number"),
    ("SELECT * { ?s ?p ?o } ORDER ?s", "1:29", "BY is missing"),
    ("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }", "1:36", "?x is computed twice"),
    ("SELECT * { VALUES ?x { ?y } }", "1:", "does not fit here"),
    ("SELECT * { <http://example.org/a b> ?p ?o }", "1:33", "write %20"),
    ("INSERT DATA { <a:b> <a:c> 1 }", "1:1", "would change the graph"),
    ("DELETE WHERE { ?s ?p ?o }", "1:1", "would change the graph"),
    ("PREFIX kg: <http://example.org/> DROP ALL", "1:34", "would change the graph"),
    ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "1:20", "--allow-service example.org"),
    ("SELECT * { ?s ?p ?o } SELECT * { ?s ?p ?o }", "1:23", "a second query"),
    ("ASK", "1:4", "ends before"),
    ("CONSTRUCT { ?s ?p ?o }", "1:", "ends before"),
    ("SELECT * { ?s ?p ?o } \u202e\x1b[31m", "1:23", "no sign of SPARQL"),
    # habits of other languages
    ("SELECT ?s, ?o { ?s ?p ?o }", "1:10", "take the comma away"),
    ("SELECT COUNT(?s) { ?s ?p ?o }", "1:8", "(COUNT(?x) AS ?n)"),
    ("SELECT (COUNT(?s) ?n) { ?s ?p ?o }", "1:19", "expected AS"),
    ("SELECT ?s AS ?x { ?s ?p ?o }", "1:11", "(?s AS ?name)"),
    ("SELECT TOP 5 ?s { ?s ?p ?o }", "1:8", "write LIMIT"),
    ("SELECT s { ?s ?p ?o }", "1:8", "write ?s"),
    ("SELECT ?case-id { ?case-id ?p ?o }", "1:14", "?case_id"),
    ("SELECT * { ?s ?p ?o } LIMIT 5 ORDER BY ?s", "1:31", "GROUP BY, HAVING, ORDER BY, LIMIT"),
    ("SELECT * { ?s ?p ?o } LIMIT 1, 5", "1:30", "OFFSET"),
    ("SELECT * { ?s ?p ?o } ORDER BY ?s DESC", "1:39", "write DESC(?s)"),
    ("SELECT * { ?s ?p ?o } ORDER BY ?s + 1", "1:35", "'+' does not fit"),
    ("SELECT * { ?s ?p ?o };", "1:22", "take it away"),
    ("SELECT * { ?s ?p ?o } FILTER(?o > 1)", "1:23", "outside of the braces"),
    ("SELECT * { ?s ?p ?o } UNION { ?a ?b ?c }", "1:23", "outside of the braces"),
    ("SELECT * { ?s ?p ?o } WHERE { ?s ?q ?r }", "1:23", "given already"),
    ("SELECT * { ?s ?p ?o FILTER(?o == 1) }", "1:32", "a single ="),
    ("SELECT * { ?s ?p ?o FILTER(?o <> 1) }", "1:31", "write !="),
    ("SELECT * { ?s ?p ?o FILTER(?o = 1 AND ?o = 2) }", "1:35", "write &&"),
    ("SELECT * { ?s ?p ?o FILTER(?o = 1 & ?o = 2) }", "1:35", "write &&"),
    ("SELECT * { ?s ?p ?o FILTER(?o LIKE 'x%') }", "1:31", "CONTAINS"),
    ("SELECT * { ?s ?p ?o FILTER(?o IS NOT NULL) }", "1:31", "BOUND"),
    ("SELECT * { ?s ?p ?o FILTER(NOT ?o = 1) }", "1:32", "!(…)"),
    ("SELECT * { ?s ?p ?o FILTER(?o IN ['a', 'b']) }", "1:34", "expected ("),
    ("SELECT * { ?s ?p ?o FILTER EXISTS (?s ?q ?r) }", "1:35", "expected {"),
    ("SELECT * { ?s ?p ?o FILTER REGEX(?o 'x') }", "1:37", "expected ) or ,"),
    ("SELECT * { ?s ?p ?o FILTER() }", "1:28", "expected a value"),
    ("SELECT ?s { ?s ?p ?o } HAVING ?n > 1", "1:31", "a condition in brackets"),
    ("MATCH (n) RETURN n", "1:1", "Cypher"),
    # names and texts
    ("@prefix ex: <http://example.org/> . SELECT * { ?s ?p ?o }", "1:1", "Turtle"),
    ("PREFIX ex: <http://example.org/> . SELECT * { ?s ?p ?o }", "1:34", "without a dot"),
    ("PREFIX ex <http://example.org/> SELECT * { ?s ?p ?o }", "1:8", "PREFIX ex: <…>"),
    ("PREFIX ex: http://example.org/ SELECT * { ?s ?p ?o }", "1:12", "write <http://example.org/>"),
    ("SELECT * { ?s http://example.org/p ?o }", "1:15", "write <http://example.org/p>"),
    ("SELECT * { ?s <http://example.org/p ?o }", "1:16", "never closed"),
    ("SELECT * { ?s <http://example.org/{id}> ?o }", "1:35", "write %7B"),
    ("SELECT * { ?s ?p MONDO_0005051 }", "1:18", "write MONDO:0005051"),
    ("SELECT * { ?s rdfs:label “pyrotinib” }", "1:26", 'the plain quote "'),
    ("SELECT * { ?s\u00a0?p ?o }", "1:14", "a plain space"),
    ("SELECT * { ?s rdfs:label 'it's' }", "1:31", "never closed"),
    ("SELECT * { ?s rdfs:label 'x'@en_US }", "1:32", "write @en-US"),
    ("SELECT * { ?s rdfs:label 'x'^xsd:string }", "1:29", "two ^"),
    ("SELECT * { ?s rdfs:label 'x'^^string }", "1:31", "write xsd:string"),
    ('SELECT * { ?s ?p ?o FILTER(REGEX(?o, "\\d+")) }', "1:39", "write \\\\d"),
    ("SELECT * { ?s ?p 2023-07-05 }", "1:22", "xsd:date"),
    ("SELECT * { ? ?p ?o }", "1:12", "expected"),
    # patterns
    ("SELECT * { ?s A kg:Case }", "1:15", "a small a"),
    ("SELECT * { ?s kg:drug > 50 }", "1:23", "a value for the property"),
    ("SELECT * { ?s 'a' ?o }", "1:15", "expected a property"),
    ("SELECT * { ?s kg:drug{2} ?o }", "1:22", "counts no steps"),
    ("SELECT * { ?s kg:drug/?q ?o }", "1:23", "no variables"),
    ("SELECT * { VALUES ?x { 'a', 'b' } }", "1:27", "take the comma away"),
    ("SELECT * { VALUES ?x ('a' 'b') }", "1:22", "expected {"),
    ("SELECT * { VALUES (?x ?y) { 'a' 'b' } }", "1:29", "stands in brackets"),
    ("SELECT * { VALUES (?x ?y) { ('a') } }", "1:29", "of 2 variables this row gives 1"),
    ("SELECT * { BIND(1, ?x) }", "1:18", "expected AS"),
    ("SELECT * { ?s ?p ?o BIND(1 AS ?o) }", "1:31", "has a value already"),
    ("SELECT * { OPTIONAL ?s ?p ?o }", "1:21", "expected {"),
    ("SELECT * { UNION { ?s ?p ?o } }", "1:12", "{ … } UNION { … }"),
    ("SELECT * { ?s ?p ?o . SELECT ?s { ?s ?q ?r } }", "1:23", "braces of its own"),
    ("SELECT * { SELECT ?s { ?s ?p ?o } ?s ?q ?r }", "1:35", "braces of its own"),
    ("SELECT * { _:a ?p ?o { _:a ?q ?r } }", "1:24", "use a variable in its place: ?a"),
    ("CONSTRUCT { ?s ?p ?o FILTER(?o > 1) } WHERE { ?s ?p ?o }", "1:22", "no triple"),
    ("ASK ?x { ?x ?p ?y }", "1:5", "names no columns"),
    # counting
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", "1:8", "goes with no GROUP BY"),
    ("SELECT ?s ?o { ?s ?p ?o } GROUP BY ?s", "1:11", "?o is neither grouped nor counted"),
    ("SELECT (SUM(?x, ?y) AS ?z) { ?x ?p ?y }", "1:15", "takes a single value"),
    ("SELECT (GROUP_CONCAT(?s, ',') AS ?n) { ?s ?p ?o }", "1:24", "SEPARATOR"),
    ("SELECT (IF(?x, 1) AS ?y) { ?s ?p ?x }", "1:9", "takes 3 values, not 2"),
    ("SELECT (1 AS ?x) (2 AS ?x) { }", "1:24", "computed twice"),
    ("SELECT (kg:count(?s) AS ?n) { ?s ?p ?o }", "1:9", "no function kg:count"),
]


@pytest.mark.parametrize(("text", "place", "said"), BROKEN, ids=[repr(text)[:40] for text, _, _ in BROKEN])
def test_a_broken_query_gets_one_message_with_its_place(text: str, place: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        syntax.check(text, "mine.rq")
    message = str(raised.value)
    lines = message.splitlines()
    assert lines[0].startswith(f"mine.rq:{place}"), message
    assert any(words in message for words in said.split("|")), message
    assert all(line.isprintable() for line in lines)
    if place:
        assert lines[2].endswith("^")
        assert lines[3].startswith("help: ")


@pytest.mark.parametrize("text", ["SELCT * {}", "SELECT * { ?s ?p ", "DROP ALL", "SELECT * { ?s foo:x ?o }"])
def test_the_command_says_it_without_a_traceback(text: str) -> None:
    result = CliRunner().invoke(main, ["query", "-e", text])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("-e:1:")
    assert "Traceback" not in result.output and isinstance(result.exception, SystemExit)


def test_the_caret_stands_under_the_slip_behind_tabs_and_wide_lines() -> None:
    text = "SELECT *\n\t{ ?s ?p ?o }" + " " * 200 + "foo"
    with pytest.raises(UsageError) as raised:
        syntax.check(text, "q")
    _, line, caret, _ = str(raised.value).splitlines()
    assert line[caret.index("^") :].startswith("foo")


@given(st.text(alphabet="SELECT WHERE{}()[]?s kg:p'\"<>.;,#\\\n@^1", max_size=60))
@settings(max_examples=200)
def test_any_text_is_a_query_or_gets_a_message(text: str) -> None:
    try:
        syntax.check(text, "q")
    except KgError as error:
        assert str(error).startswith("q")


@given(st.text(max_size=80))
def test_the_words_of_any_text_have_their_places(text: str) -> None:
    for token in tokens(text):
        assert text[token.start : token.end] == token.text


def test_the_words_are_told_apart() -> None:
    text = """PREFIX a: <http://a#> SELECT $x { _:b a:p.q/a:r "#"@en-GB, '''it's''', 1.5e3 ; ?y FILTER(?x<?y && ?z>2) } # <"""
    kinds = [(token.kind, token.text) for token in tokens(text)]
    assert ("name", "a:p.q") in kinds
    assert ("string", "'''it's'''") in kinds
    assert ("tag", "@en-GB") in kinds
    assert ("number", "1.5e3") in kinds
    assert ("variable", "$x") in kinds
    assert ("blank", "_:b") in kinds
    assert kinds[-1] == ("mark", "}")


# Names that exist nowhere


@pytest.fixture(scope="module")
def bundled(all_lines: list[str]):
    return store.from_lines(all_lines)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { ?p kg:recievedDrug ?d }", "did you mean kg:receivedDrug?"),
        ("SELECT * { ?p a kg:Therapyline }", "did you mean kg:TherapyLine?"),
        ("SELECT * { ?p <https://w3id.org/casekg/vocab/hasVarient> ?d }", "did you mean kg:hasVariant?"),
        (
            "PREFIX v: <https://w3id.org/casekg/vocab/> ASK { ?p v:modalities ?d }",
            "did you mean kg:modality?",
        ),
    ],
)
def test_a_name_that_exists_nowhere_is_warned_of_with_the_nearest(bundled, text: str, said: str) -> None:
    assert any(said in warning for warning in run(bundled, text).warnings)


def test_names_that_the_vocabulary_has_bring_no_warning(bundled) -> None:
    assert run(bundled, "SELECT * { ?p kg:receivedDrug ?d }").warnings == ()
    names = "kg:confidence kg:Modality kg:observed kg:KinaseInhibitor kg:hasMetastasisIn"
    for name in names.split():
        warnings = run(bundled, f"SELECT * {{ ?p {name} ?o }}").warnings
        assert not any("vocabulary" in warning for warning in warnings), name


def test_every_name_that_the_builders_use_is_known() -> None:
    from kg.questions.hints import _vocabulary
    from kg.vocabulary import INDIVIDUALS, KG

    nodes = [node for name, node in vars(KG).items() if not name.startswith("_")] + list(INDIVIDUALS.values())
    assert {node[1:-1].rsplit("/", 1)[1] for node in nodes} <= _vocabulary()


def test_an_empty_answer_names_what_the_graph_lacks(bundled) -> None:
    warnings = run(bundled, "SELECT * { ?p kg:receivedDrug NCIT:C000 }").warnings
    assert warnings == ("nothing in the graph uses NCIT:C000",)


def test_an_empty_graph_is_said_to_be_empty() -> None:
    assert run(store.from_lines([]), "SELECT * { ?s ?p ?o }").warnings == ("the graph is empty",)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s a kg:Case ; rdfs:label ?l , ?m . }",
        "SELECT * { ?s ?p ?o ; . ?a ?b [ ?c ?d ; ?e ?f ] , (1 2 ?x) . }",
        "SELECT * { [ ?c ?d ] . [] ?p 'x'@en . ?s ?p 'x'^^xsd:string }",
        "SELECT * { ?s (rdfs:label|^rdfs:subClassOf)*/!(rdf:type|^kg:drug) ?o . ?x ^kg:drug/rdfs:subClassOf+ ?y }",
        "SELECT (COUNT(?s) AS ?n) ?o { ?s ?p ?o FILTER(?o > 1) ?a ?b ?c OPTIONAL { ?d ?e ?f } ?g ?h ?i } GROUP BY ?o",
        "SELECT * { VALUES (?a ?b) { (1 2) (UNDEF 3) } VALUES ?c { 1 } BIND(1 + 2 AS ?d) ?s ?p true }",
        "CONSTRUCT { ?s ?p ?o . ?a ?b ?c } WHERE { GRAPH ?g { ?s ?p ?o } MINUS { ?s a kg:Case } { ?a ?b ?c } UNION { } }",
        "ASK { ?s ?p ?o FILTER NOT EXISTS { ?s ?q -1 } }",
    ],
)
def test_no_slip_is_seen_in_a_query_that_is_right(text: str) -> None:
    from kg.questions.shape import slip

    syntax.check(text, "q")
    assert slip(tokens(text)) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { ?s rdfs:lable ?l }", "did you mean rdfs:label?"),
        ("SELECT * { ?s kg:receivedDrug ?d OPTIONAL { ?d rdfs:lable ?l } }", "did you mean rdfs:label?"),
        (
            "PREFIX rdfs: <https://www.w3.org/2000/01/rdf-schema#> SELECT * { ?s rdfs:label ?l }",
            "which is <http://www.w3.org/2000/01/rdf-schema#>",
        ),
        (
            "PREFIX r: <http://www.w3.org/2000/01/rdf-schema> SELECT * { ?s r:label ?l }",
            "is not the vocabulary rdfs:",
        ),
        ("SELECT * { ?s ?p <https://identifiers.org/hgnc/3430> }", "did you mean HGNC:3430?"),
        ("SELECT * { ?s rdfs:label 'pyrotinib' }", 'but "Pyrotinib"'),
        ("SELECT * { ?s rdfs:label 'Pyrotinib'@en }", "language tags, types and capitals count"),
        ("SELECT * { ?s rdfs:label 'Pyrotinb' }", "did you mean 'Pyrotinib'?"),
        ("SELECT * { ?s kg:lineNumber '1' }", 'but "1"^^xsd:integer'),
        ("SELECT * { ?p kg:receivedDrug 'Pyrotinib' }", "are IRIs, such as NCIT:"),
        ("SELECT * { ?p rdfs:label kg:Case }", "are texts, such as"),
        ("SELECT * { ?s kg:lineNumber 99 }", "nothing in the graph matches ?s kg:lineNumber 99"),
        (
            "SELECT * { ?p kg:receivedDrug ?d . ?d kg:receivedDrug ?x }",
            "nothing matches ?d kg:receivedDrug ?x together with those before it",
        ),
        ("SELECT * { ?s kg:receivedDrug ?d FILTER(?d = 'x') }", "FILTER ( ?d = 'x' ) leaves nothing of it"),
        ("SELECT * { ?s a kg:Case MINUS { ?s a kg:Case } }", "MINUS { ?s a kg:Case } leaves nothing of it"),
    ],
)
def test_an_empty_or_doubtful_answer_is_explained(bundled, text: str, said: str) -> None:
    assert any(said in warning for warning in run(bundled, text).warnings), run(bundled, text).warnings


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s a kg:Case } LIMIT 0",
        "SELECT * { ?s a kg:Case } OFFSET 10000",
        "SELECT ?s { ?s a kg:Case FILTER(?s != 1) } GROUP BY ?s HAVING (COUNT(*) > 1000)",
        "SELECT * { SERVICE SILENT <http://localhost:1/> { } FILTER(false) }",
    ],
)
def test_no_reason_is_made_up(bundled, text: str) -> None:
    from kg.questions import hints

    assert list(hints.reasons(bundled, text)) == []


def test_a_library_question_brings_no_warning_of_its_own(bundled) -> None:
    from kg.questions import catalogue, hints

    for query in catalogue.every():
        assert list(hints.unknown_terms(bundled, query.text)) == [], query.name


def test_reasons_keep_to_the_graphs_that_were_asked(bundled) -> None:
    from pyoxigraph import NamedNode

    from kg.questions import hints

    text = "SELECT * { ?s a kg:Case FILTER(?s = 1) }"
    assert list(hints.reasons(bundled, text, [NamedNode("http://example.org/other")])) == [
        "nothing in the graph matches ?s a kg:Case"
    ]
