"""Values in a question: they bind what they should and can do nothing else."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.questions import catalogue, run
from kg.questions.binding import bind, block, spelt

EX = "http://example.org/"
HOSTILE = [
    'x" . ?q ?any "y',
    '" } } SELECT * { ?s ?p ?o } #',
    "'''",
    '"""',
    "\\",
    '\\" . ?s ?p ?o . #',
    "\\u0022 . ?s ?p ?o",
    "\\U00000022",
    "\\\\u0022",
    "a\nb\r\tc\x00\x01",
    "} UNION { ?s ?p ?o }",
    "UNDEF",
    "<http://example.org/a>",
    "?s",
    "# all",
    "\u202etxt",
]


@pytest.fixture
def people() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    for number, name in enumerate(("Ann", "Bob", *HOSTILE)):
        node = pyoxigraph.NamedNode(f"{EX}{number}")
        store.add(pyoxigraph.Quad(node, pyoxigraph.NamedNode(EX + "name"), pyoxigraph.Literal(name)))
    return store


SLOT = f"SELECT ?name {{ VALUES ?name {{ UNDEF }} ?person <{EX}name> ?name }}"
BARE = f"SELECT ?person {{ ?person <{EX}name> ?name }}"


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("text", [SLOT, BARE])
def test_a_hostile_value_finds_itself_and_nothing_else(people, value: str, text: str) -> None:
    assert len(run(people, text, {"name:string": value})) == 1
    assert len(people) == 2 + len(HOSTILE)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=150)
def test_any_text_is_bound_as_itself(value: str) -> None:
    answer = run(pyoxigraph.Store(), "SELECT ?x { VALUES ?x { UNDEF } }", {"x:string": value})
    assert answer.rows == ((value,),)


@given(st.text(st.characters(codec="ascii", include_characters="\\uU\"'0123456789abcdef"), max_size=30))
@settings(max_examples=150)
def test_a_written_text_reads_the_same_when_codes_are_resolved_first(value: str) -> None:
    """Some engines resolve backslash-u codes before they read the query, as the specification says."""
    import re

    written = spelt(pyoxigraph.Literal(value))
    resolved = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), written)
    if any(character in value for character in "\x00\x7f") or not value.isprintable():
        return  # control characters are codes on purpose, and harmless
    read = pyoxigraph.Store().query(f"SELECT ?x {{ VALUES ?x {{ {resolved} }} }}")
    assert [row[0].value for row in read] == [value]


@given(st.lists(st.text(max_size=10).filter(lambda text: text.isprintable()), min_size=1, max_size=4))
@settings(max_examples=50)
def test_a_list_means_any_of_its_values(values: list[str]) -> None:
    answer = run(pyoxigraph.Store(), "SELECT ?x { VALUES ?x { UNDEF } }", {"x:string": values})
    assert sorted(row[0] for row in answer) == sorted(set(values))


def test_an_open_place_without_value_means_any(people) -> None:
    assert len(run(people, SLOT)) == len(people)
    assert "VALUES" not in bind(SLOT, {})


def test_a_place_with_data_keeps_it_without_a_value() -> None:
    text = "SELECT ?n { VALUES ?n { 2 } }"
    assert bind(text, {}) == text
    assert run(pyoxigraph.Store(), text).rows == ((2,),)
    assert run(pyoxigraph.Store(), text, {"n": "5"}).rows == ((5,),)


def test_every_place_of_a_variable_gets_the_value() -> None:
    text = "SELECT ?x { { VALUES ?x { UNDEF } } UNION { VALUES ?x { UNDEF } } }"
    assert run(pyoxigraph.Store(), text, {"x:integer": "7"}).rows == ((7,), (7,))


A, B, P, Q = (pyoxigraph.NamedNode(EX + name) for name in "abpq")


@pytest.fixture
def small() -> pyoxigraph.Store:
    """a p 1, a q 2; b p 3."""
    store = pyoxigraph.Store()
    for s, p, o in ((A, P, 1), (A, Q, 2), (B, P, 3)):
        store.add(pyoxigraph.Quad(s, p, pyoxigraph.Literal(o)))
    return store


def test_a_variable_that_is_not_projected_can_be_bound(small) -> None:
    assert run(small, f"SELECT ?s {{ ?s <{EX}p> ?o }}", {"o": "3"}).rows == ((f"{EX}b",),)


def test_a_value_reaches_into_a_sub_select(small) -> None:
    text = "SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }"
    assert run(small, text, {"s": f"<{EX}a>"}).rows == ((2,),)


def test_a_value_reaches_into_exists_minus_and_union(small) -> None:
    exists = f"SELECT ?s {{ ?s <{EX}p> ?o FILTER EXISTS {{ ?s <{EX}q> ?v }} }}"
    assert len(run(small, exists, {"v": "2"})) == 1
    assert len(run(small, exists, {"v": "9"})) == 0
    union = f"SELECT ?s {{ {{ ?s <{EX}p> ?v }} UNION {{ ?s <{EX}q> ?v }} }}"
    assert len(run(small, union, {"v": "2"})) == 1


def test_a_value_in_an_optional_part_removes_no_row_and_invents_none(small) -> None:
    text = f"SELECT ?s ?v {{ ?s <{EX}p> ?o OPTIONAL {{ ?s <{EX}q> ?v }} }}"
    assert run(small, text, {"v": "9"}).rows == ((f"{EX}a", None), (f"{EX}b", None))
    tested = f"SELECT ?s {{ ?s <{EX}p> ?o OPTIONAL {{ ?s <{EX}q> ?v }} FILTER(BOUND(?v)) }}"
    assert run(small, tested, {"v": "9"}).rows == ()
    assert len(run(small, tested, {"v": "2"})) == 1


def test_a_value_counts_in_an_aggregate(small) -> None:
    text = "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s"
    assert run(small, text, {"p": f"<{EX}p>"}).rows == ((f"{EX}a", 1), (f"{EX}b", 1))


def test_a_value_works_in_construct_and_ask(small) -> None:
    assert len(run(small, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", {"o": "2"})) == 1
    assert not run(small, f"ASK {{ ?s <{EX}p> ?o }}", {"o": "2"})


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("SELECT ?s { ?s ?p ?o }", {"subject": "x"}, "has no ?subject"),
        ("SELECT ?drugs { ?s ?p ?drugs }", {"drugg": "x"}, "did you mean 'drugs'"),
        ("SELECT ?n { BIND(1 AS ?n) }", {"n": "2"}, "computed by the query"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", {"n": "2"}, "computed by the query"),
        ("DESCRIBE ?x", {"x": "<http://example.org/a>"}, "no pattern of the query names"),
    ],
)
def test_a_variable_that_cannot_be_given_is_said(text: str, value: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("?", r"\?")):
        run(pyoxigraph.Store(), text, value)


def test_numbers_may_be_written_in_other_ways() -> None:
    assert block(
        [pyoxigraph.Literal("007", datatype=pyoxigraph.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))]
    )


# Types


def typed(declared: str, value: str | list[str]):
    text = f"#+ params: {{x: {declared}}}\nSELECT ?x {{ VALUES ?x {{ UNDEF }} }}"
    query = catalogue.parse(text)
    assert query.params
    return run(pyoxigraph.Store(), text, {"x": value}).rows


@pytest.mark.parametrize(
    ("declared", "value", "row"),
    [
        ("{type: integer}", "-3", -3),
        ("{type: string}", "3", "3"),
        ("{type: number}", "1e3", 1000.0),
        ("{type: date}", "2023-07-05", "2023-07-05"),
        ("{type: date}", "2023-07", "2023-07"),
        ("{type: iri}", "mondo:0005051", "http://purl.obolibrary.org/obo/MONDO_0005051"),
        ("{type: iri}", "<case/x>", "https://w3id.org/casekg/case/x"),
        ("{type: enum, choices: [low, High]}", "HIGH", "High"),
        ("{type: enum, choices: {seen: 'kg:observed'}}", "seen", "https://w3id.org/casekg/vocab/observed"),
        ("{type: term, kind: gene}", "her2", "http://identifiers.org/hgnc/3430"),
        ("{type: term, kind: gene}", "HGNC:3430", "http://identifiers.org/hgnc/3430"),
        ("{type: term, kind: gene}", "http://identifiers.org/hgnc/3430", "http://identifiers.org/hgnc/3430"),
    ],
)
def test_a_value_gets_its_declared_type(declared: str, value: str, row: object) -> None:
    assert typed(declared, value) == ((row,),)


@pytest.mark.parametrize(
    ("declared", "value", "said"),
    [
        ("{type: integer}", "three", "not a whole number"),
        ("{type: integer}", "٣", "not a whole number"),
        ("{type: number}", "1,5", "not a number"),
        ("{type: date}", "2023-02-30", "not a date"),
        ("{type: date}", "yesterday", "not a date"),
        ("{type: iri}", "no iri", "no IRI or CURIE"),
        ("{type: iri}", "<http://example.org/a> . ?s ?p ?o", "no IRI or CURIE"),
        ("{type: enum, choices: [low, high]}", "hihg", "did you mean 'high'"),
        ("{type: term, kind: gene}", "KRASS", "did you mean 'KRAS'"),
        ("{type: term, kind: gene}", "MONDO:0005051", "not a gene"),
        ("{type: term, kind: pebble}", "x", "kinds are"),
        ("{type: string}", ["a", "b"], "takes one value"),
    ],
)
def test_a_value_of_the_wrong_type_is_said_with_the_choices(declared: str, value: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        typed(declared, value)


def test_all_bad_values_are_named_at_once() -> None:
    text = "#+ params: {a: {type: integer}, b: {type: date}, c: {required: 'true'}}\nSELECT ?a { VALUES ?a { UNDEF } }"
    with pytest.raises(UsageError) as raised:
        run(pyoxigraph.Store(), text, {"a": "x", "b": "y", "d": "z"})
    assert len(str(raised.value).splitlines()) == 4


# Beside the engine's own substitution, which says the same where it is allowed

TERMS = [
    pyoxigraph.NamedNode(EX + "a"),
    pyoxigraph.NamedNode(EX + "é/ü?x=1&y=2#z"),
    pyoxigraph.Literal('x" . ?q ?any "y'),
    pyoxigraph.Literal("a\\u0022b\n} #"),
    pyoxigraph.Literal("text", language="en-gb"),
    pyoxigraph.Literal("\U0001f9ec \u0301\u200d\ufeff"),
    pyoxigraph.Literal(3),
    pyoxigraph.Literal(True),
    pyoxigraph.Literal("1.50", datatype=pyoxigraph.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
    pyoxigraph.Literal("2023-07-05", datatype=pyoxigraph.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
    pyoxigraph.Literal("POINT(1 2)", datatype=pyoxigraph.NamedNode(EX + "wkt")),
    pyoxigraph.Literal("x" * 100_000),
]
SHAPES = [
    f"SELECT ?s ?v {{ ?s <{EX}p> ?v }}",
    f"SELECT ?s ?v {{ {{ ?s <{EX}p> ?v }} UNION {{ ?s <{EX}q> ?v }} }}",
    f"SELECT ?s ?v {{ ?s <{EX}q> ?o FILTER EXISTS {{ ?s <{EX}p> ?v }} ?s <{EX}p> ?v }}",
    f"SELECT ?s ?v {{ GRAPH ?g {{ ?s <{EX}p> ?v }} }}",
    f"SELECT ?s ?v {{ ?s <{EX}p> ?v FILTER(STR(?v) != '') }}",
    f"SELECT ?v (COUNT(?s) AS ?n) {{ ?s <{EX}p> ?v }} GROUP BY ?v",
    f"SELECT ?s ?v {{ ?s <{EX}p> ?v MINUS {{ ?s <{EX}q> ?v }} }}",
]


@pytest.fixture(scope="module")
def many() -> pyoxigraph.Store:
    found = pyoxigraph.Store()
    for number, term in enumerate(TERMS):
        for name in ("p", "q")[: 1 + number % 2]:
            triple = (pyoxigraph.NamedNode(f"{EX}{number}"), pyoxigraph.NamedNode(EX + name), term)
            found.add(pyoxigraph.Quad(*triple, pyoxigraph.NamedNode(EX + "graph")))
    return found


@pytest.mark.parametrize("text", SHAPES)
def test_a_bound_value_answers_as_the_engines_own_substitution(many, text: str) -> None:
    from kg.questions import syntax

    for term in TERMS:
        ours = sorted(str([*row]) for row in syntax.parsed(many, bind(text, {"v": [term]})))
        engine = many.query(
            text, use_default_graph_as_union=True, substitutions={pyoxigraph.Variable("v"): term}
        )
        assert ours == sorted(str([*row]) for row in engine), (text, term)


def test_a_value_goes_into_no_annotation_template_or_data() -> None:
    texts = [
        "CONSTRUCT { ?s <x:p> ?v } WHERE { ?s ?p ?v }",
        "SELECT * { ?s ?p ?v {| <x:q> ?w |} }",
        "SELECT * { ?s ?p <<( ?v <x:q> ?w )>> }",
        "SELECT * { VALUES (?s ?w) { (1 2) } ?s ?p ?v }",
        "SELECT * { ?s ?p ?v } VALUES (?s ?w) { (1 2) }",
        "SELECT * { { SELECT ?v { ?s ?p ?v } } } VALUES ?w { 1 }",
    ]
    for text in texts:
        assert pyoxigraph.Store().query(bind(text, {"v": [pyoxigraph.Literal("x")]})) is not None


def test_a_parameter_of_a_block_of_several_variables_is_joined_with_it() -> None:
    text = "SELECT ?x ?y { VALUES (?x ?y) { (1 2) (3 4) } }"
    assert run(pyoxigraph.Store(), text, {"x": "3"}).rows == ((3, 4),)
    behind = "SELECT ?x ?y { BIND(2 AS ?y) } VALUES (?x ?y) { (1 2) (3 4) }"
    with pytest.raises(UsageError, match="cannot be given a value"):
        run(pyoxigraph.Store(), behind, {"x": "3"})
