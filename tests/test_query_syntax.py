"""Every query that the engine can answer is let through, and answered as the engine answers it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError, UsageError
from kg.ids import BASE, PREFIXES
from kg.questions import catalogue, engine, syntax
from kg.questions.grammar import Piece, Rule, rules
from kg.questions.misfit import misfit
from kg.questions.tokens import plain, tokens

EX = "http://example.org/"

VALID = r"""
ASK { }
ask where {}
ASK{?s?p?o}
SELECT*{?s?p?o}
SELECT?s{?s?p?o}LIMIT 1OFFSET 0
SELECT(1AS?x){}
SELECT $s { ?s ?p ?o . FILTER(BOUND($o)) }
SELECT ?été ?x1 ?1x { ?été ?p ?x1, ?1x }
SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY STR(?o) DESC(?s) LIMIT 3
SELECT REDUCED * { ?s ?p ?o } OFFSET 1 LIMIT 1
SELECT * { SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 2 }
SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }
SELECT ?s (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 0) (1 < 2) ORDER BY ?s COUNT(?o)
SELECT ?k (SUM(?o) AS ?n) { ?s ?p ?o } GROUP BY (STRLEN(STR(?s)) AS ?k)
SELECT (GROUP_CONCAT(DISTINCT ?s; SEPARATOR = ', ') AS ?all) (SAMPLE(1) AS ?one) { ?s ?p ?o }
SELECT (MAX(?o) - MIN(?o) AS ?span) { ?s <p> ?o }
SELECT (IF(?o > 1, "many", "one") AS ?w) (COALESCE(?none, 1/0, "x") AS ?c) { ?s ?p ?o }
SELECT (NOT EXISTS { ?s ?p 9 } AS ?x) { ?s ?p ?o }
SELECT ?s { ?s ?p ?o FILTER EXISTS { SELECT ?s { ?s ?q 2 } } }
SELECT * { ?s ?p ?o FILTER(?o IN (1, 2)) FILTER(?o NOT IN ()) }
SELECT * { ?s ?p ?o FILTER(!(?o = 1) && (?o < 5 || ?o >= 9) && -?o != +1) }
SELECT * { ?s ?p ?o FILTER(?o<3&&?o>1) }
SELECT * { ?s ?p ?o FILTER REGEX(STR(?s), "^http", "i") FILTER(!ISBLANK(?s)) }
SELECT * { ?s ?p ?o OPTIONAL { ?s ?q ?r FILTER(?r != ?o) } MINUS { ?s <none> ?x } }
SELECT * { { ?s ?p 1 } UNION { ?s ?p 2 } UNION { } }
SELECT * { GRAPH ?g { ?s ?p ?o } }
SELECT * { GRAPH <g> { } }
SELECT * { VALUES (?x ?y) { (1 UNDEF) ("a"@en-GB 'b'^^<t>) } VALUES ?z { true -1 +.5 1e-3 } }
SELECT * { VALUES () { () () } }
SELECT * { ?s ?p ?o } VALUES ?o { 1 2 }
SELECT ?o { ?s ?p ?o } ORDER BY ?o VALUES (?o) { (1) (2) }
SELECT * { BIND(1 + 2 * 3 AS ?x) BIND(<i> AS ?y) BIND("" AS ?empty) }
SELECT * { ?s ?p 1. ?s ?q 2. }
SELECT * { ?s ?p -1, +2, 3.5, .5, 1e5, 1.e5, 2.0E-3, true, false }
SELECT * { ?s ?p "a\t\"\\\u00e9", 'it"s', '''x''y''' }
SELECT * { ?s ?p 'x'@en, 'x'^^xsd:string, 'x' ^^ <t> }
SELECT * { ?s ?p ?o ; ; <q> ?r , ?t ; . }
SELECT * { [] ?p [ ?q ?r ; <s> ( 1 ?x () [ ] ) ] . [ ?a ?b ] . ( 1 2 ) ?c _:b.1 . _:b.1 ?d ?e }
SELECT * { ?s <p>/<q>|^<r>/!(a|^<p>|<q>) ?o ; (<p>+/<q>*)? ?x ; !a ?y ; ^(<p>/<q>) ?z ; a|<p> ?w }
CONSTRUCT { ?s <p> [ <q> ?o ] . } WHERE { ?s ?p ?o } LIMIT 2
CONSTRUCT { } WHERE { ?s ?p ?o }
CONSTRUCT WHERE { ?s ?p ?o . ?s <p> ?x }
CONSTRUCT FROM <g> WHERE { ?s ?p ?o }
DESCRIBE <a>
DESCRIBE ?s <b> { ?s ?p 1 }
DESCRIBE * { ?s ?p 1 }
SELECT * FROM <g> FROM NAMED <h> { ?s ?p ?o }
ASK FROM <g> { ?s ?p ?o } ORDER BY ?s LIMIT 1
BASE <http://example.org/x/> PREFIX a: <#> BASE <y/> PREFIX b: <b#> SELECT * { a:x b:x <z> }
PREFIX select: <http://example.org/s#> SELECT * { select:a select:select select: }
PREFIX : <http://example.org/> SELECT * { : :a.b :1 ; :%41\-\,b :a:b: . :c-d :ü-1 ?x }
PREFIX a-b.c: <http://example.org/> SELECT * { a-b.c:x ?p ?o }
prefix ex: <http://example.org/#> select * where { ?s ex:a ?o . # a comment with "quotes" and {
  filter(?o = <http://example.org/#not-a-comment>) }
SELECT * { ?s rdfs:label ?l ; kg:receivedDrug MONDO:0005051 }
SELECT * { ?s <http://example.org/(a)&b;c='d',e?x=1&&y#z> ?o }
SELECT (NOW() AS ?n) (RAND() < 2 AS ?r) (STRLEN(STRUUID()) AS ?u) (YEAR(NOW()) > 2000 AS ?y) { }
SELECT (CONCAT("a", 'b') AS ?x) (REPLACE("abc", "b", "[$0]") AS ?y) (SUBSTR("abc", 2, 1) AS ?z) { }
SELECT (xsd:integer("3") AS ?i) (xsd:boolean(1) AS ?b) (STRDT("x", <t>) AS ?d) (LANG("x"@en) AS ?l) { }
SELECT * { ?s ?p ?o LATERAL { SELECT ?o { ?s ?q ?o } LIMIT 1 } }
SELECT * { ?s ?p <<( ?a ?b ?c )>> . << ?s ?p ?o >> ?q ?r . ?s ?p ?o {| ?u ?v |} }
"""


def _valid() -> list[str]:
    queries: list[str] = []
    for line in VALID.strip().split("\n"):
        if line.startswith(" "):
            queries[-1] += "\n" + line
        else:
            queries.append(line)
    return [*queries, """SELECT * { ?s ?p \"\"\"two "lines"\nwith 'quotes'\"\"\" }"""]


@pytest.fixture(scope="module")
def small() -> pyoxigraph.Store:
    found = pyoxigraph.Store()
    graph, node = pyoxigraph.NamedNode(BASE + "g"), pyoxigraph.NamedNode
    for s, p, o in (("a", "p", 1), ("a", "q", 2), ("b", "p", 2), ("c", "p", 3)):
        found.add(pyoxigraph.Quad(node(BASE + s), node(BASE + p), pyoxigraph.Literal(o), graph))
    found.add(pyoxigraph.Quad(node(BASE + "c"), node(BASE + "p"), node(BASE + "a")))
    return found


def _bare(store: pyoxigraph.Store, text: str) -> object:
    """The engine's own answer; rows and triples without their order, blank nodes without their names."""
    union = " FROM " not in f" {text} "
    answer = store.query(text, base_iri=BASE, prefixes=PREFIXES, use_default_graph_as_union=union)
    return _seen(answer)


def _seen(answer: object) -> object:
    if isinstance(answer, pyoxigraph.QueryBoolean):
        return bool(answer)
    if isinstance(answer, pyoxigraph.QuerySolutions):
        names = [variable.value for variable in answer.variables]
        return sorted(
            str(
                sorted((name, _term(cell)) for name, cell in zip(names, row, strict=True) if cell is not None)
            )
            for row in answer
        )
    lines = [line.decode() if isinstance(line, bytes) else f"{line} ." for line in answer]  # type: ignore[attr-defined]
    return sorted({" ".join("_:b" if word[:2] == "_:" else word for word in line.split()) for line in lines})


def _term(cell: object) -> str:
    return "_:b" if isinstance(cell, pyoxigraph.BlankNode) else str(cell)


def _ours(store: pyoxigraph.Store, text: str) -> object:
    question = engine.ready(store, catalogue.parse(text), {})
    return _seen(engine.ask(store, question))


@pytest.mark.parametrize("text", _valid())
def test_a_valid_query_is_let_through_and_answered_as_the_engine_does(small, text: str) -> None:
    assert misfit(tokens(text)) is None
    syntax.check(text, "q")
    if any(word in text for word in ("NOW()", "DESCRIBE")):
        return
    if engine.is_cut(text) and not engine.is_ordered(text):  # which rows are left is ours to settle
        assert len(_ours(small, text)) == len(_bare(small, text))
    else:
        assert _ours(small, text) == _bare(small, text)


@pytest.mark.parametrize("text", [text for text in _valid() if text.startswith("SELECT")])
def test_a_limit_takes_rows_of_the_answer(small, text: str) -> None:
    if "NOW()" in text or "LIMIT" in text or "SAMPLE" in text:
        return
    rows = _bare(small, text)
    limited = _seen(engine.ask(small, engine.ready(small, catalogue.parse(text), {}, 1)))
    assert isinstance(rows, list) and isinstance(limited, list)
    assert len(limited) == min(1, len(rows)) and set(limited) <= set(rows)


@pytest.mark.parametrize("text", _valid())
def test_the_words_of_a_query_may_stand_on_lines_of_their_own(small, text: str) -> None:
    apart = "\n".join(token.text for token in tokens(text))
    assert _kinds(apart) == _kinds(text)
    syntax.check(plain(apart), "q")
    syntax.check(text.replace("\n", "\r\n"), "q")


def _kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(text)]


# Random queries, made by the grammar that places errors: what the engine accepts must pass unchanged

WORDS = {
    "variable": ["?a", "?b", "$c"],
    "iri": ["<p>", "rdfs:label", "kg:x.y", "<a>"],
    "iriref": ["<http://example.org/#>"],
    "prefix": ["ex:"],
    "string": ['"x"', "'''a'b'''", '"\\u00e9\\n"', "''"],
    "number": ["1", ".5", "2.0e1"],
    "whole": ["0", "2"],
    "blank": ["_:n"],
    "tag": ["@en", "@de-CH"],
    "a": ["a"],
    "function": ["STR", "isIRI", "lang", "Datatype"],
}
AVOIDED = {
    "service",
    "call",
    "dataset",
    "concat",
    "count",
    "grouping",
    "having",
    "row",
    "blank",
    "bind",
    "separator",
}
"""What would leave the machine, what the engine has no function for, and what scope often forbids."""
RULES = {
    **rules(),
    "arguments": Rule(((Piece("mark", "("), Piece("name", "expression"), Piece("mark", ")")),)),
    "column": Rule(((Piece("name", "variable"),),)),
}


def _heights() -> dict[str, int]:
    """The least number of levels that each rule needs."""
    found: dict[str, int] = {}
    while len(found) < len(RULES):
        for name, rule in RULES.items():
            heights = [height for choice in rule.choices if (height := _height(choice, found)) is not None]
            if name not in found and heights:
                found[name] = 1 + min(heights)
    return found


def _height(choice: tuple[Piece, ...], known: dict[str, int]) -> int | None:
    inner = [piece.text for piece in choice if piece.text in RULES and piece.repeat not in {"?", "*"}]
    return max((known[name] for name in inner), default=0) if all(name in known for name in inner) else None


HEIGHTS = _heights()


@st.composite
def queries(draw: st.DrawFn, rule: str = "query", room: int = 14) -> str:
    return " ".join(_made(draw, rule, room))


def _made(draw: st.DrawFn, rule: str, room: int) -> Iterator[str]:
    choices = [choice for choice in RULES[rule].choices if not AVOIDED & _needed(choice)]
    least_room = min(_height(choice, HEIGHTS) or 0 for choice in choices)
    fitting = [choice for choice in choices if (_height(choice, HEIGHTS) or 0) < max(room, least_room + 1)]
    for piece in draw(st.sampled_from(fitting)):
        least, most = {"": (1, 1), "?": (0, 1), "*": (0, 2), "+": (1, 2)}[piece.repeat]
        if piece.text in AVOIDED or (piece.text in RULES and HEIGHTS[piece.text] >= room):
            most = least
        for _ in range(draw(st.integers(least, most)) if least < most else least):
            if piece.text in RULES:
                yield from _made(draw, piece.text, room - 1)
            else:
                yield draw(st.sampled_from(WORDS[piece.text])) if piece.kind == "name" else piece.text


def _needed(choice: tuple[Piece, ...]) -> set[str]:
    return {piece.text for piece in choice if piece.repeat not in {"?", "*"}}


@given(queries())
@settings(max_examples=150, deadline=None)
def test_what_the_engine_accepts_passes_unchanged(text: str) -> None:
    assert misfit(tokens(text)) is None, text
    store = pyoxigraph.Store()
    node = pyoxigraph.NamedNode
    store.add(pyoxigraph.Quad(node(BASE + "a"), node(BASE + "p"), pyoxigraph.Literal("x")))
    try:
        expected = _bare(store, text)
    except (SyntaxError, ValueError, RuntimeError):
        with pytest.raises(UsageError):
            syntax.check(text, "q")
        return
    assert _ours(store, text) == expected, text


# What the specification allows and the engine does not


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"ASK { ?s rdfs:\u006Cabel ?\u006F }", "ASK { ?s rdfs:label ?o }"),
        ("ASK { ?s ?p TRUE, False }", "ASK { ?s ?p true, false }"),
        ("ASK { FILTER(concat # (a\n ('x') = '') }", "ASK { FILTER( # (a\n concat('x') = '') }"),
        (r"""ASK { ?s ?p "TRUE \u0022 \u00e9" } # TRUE \u0041""", None),
        (r"ASK { <\u0041> ?p '''TRUE''' }", None),
    ],
)
def test_codes_and_capitals_are_read_as_the_specification_says(written: str, read: str | None) -> None:
    assert plain(written) == (read or written)
    syntax.check(plain(written), "q")


# SERVICE


class Counting(BaseHTTPRequestHandler):
    asked = 0

    def do_POST(self) -> None:
        type(self).asked += 1
        body = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://x/y"}}]}}'
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(200)
        self.send_header("content-type", "application/sparql-results+json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[str]:
    Counting.asked = 0
    found = HTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{found.server_port}"
    found.shutdown()
    found.server_close()


ASKING = [
    "SELECT * {{ SERVICE <http://{0}/> {{ ?s ?p ?o }} }}",
    "SELECT ?s {{ SERVICE SILENT <http://{0}/> {{ ?s ?p ?o }} }}",
    "ASK {{ SERVICE <http://{0}/> {{ ?s ?p ?o }} }}",
    "PREFIX x: <http://{0}/> ASK {{ SERVICE x:sparql {{ ?s ?p ?o }} }}",
    "BASE <http://{0}/> ASK {{ service <sparql> {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p 1 }} WHERE {{ {{ SERVICE <http://{0}/> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <http://{0}/> {{ ?s ?p ?o }} }} }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <http://{0}/> {{ ?s ?p ?o }} }} }}",
    "ASK {{ SERVICE <http:\\u002F/{0}/> {{ ?s ?p ?o }} }}",
]


@pytest.mark.parametrize("text", ASKING)
def test_no_server_is_asked_that_is_not_named(server: str, text: str) -> None:
    for services in ([], ["example.org"], ["127.0.0.1:1"]):
        with pytest.raises(UsageError, match="--allow-service 127"):
            engine.ready(pyoxigraph.Store(), catalogue.parse(text.format(server)), {}, services=services)
    assert Counting.asked == 0


@pytest.mark.parametrize("text", ASKING)
@pytest.mark.parametrize("named", ["127.0.0.1", "{0}", "*"])
def test_checking_asks_no_server_even_when_it_is_named(server: str, text: str, named: str) -> None:
    assert syntax.check(text.format(server), "q", services=[named.format(server)])
    assert Counting.asked == 0


@pytest.mark.parametrize(
    ("text", "services", "said"),
    [
        ("ASK { SERVICE ?x { } }", ["example.org"], "may ask any server"),
        ("ASK { SERVICE <file:///a> { } }", ["a"], "takes the IRI of a server"),
        ("BASE <http://example.org/> ASK { SERVICE <http:other.org/> { } }", ["example.org"], "the IRI of a"),
        (
            "BASE <http://other.org/> PREFIX a: <b> BASE <http://example.org/> ASK { SERVICE a: { } }",
            ["example.org"],
            "--allow-service other.org",
        ),
        ("ASK { SERVICE <http://example.org@other.org/> { } }", ["example.org"], "other.org"),
        ("ASK { SERVICE <http://example.org:80@other.org/> { } }", ["example.org"], "other.org"),
        ("ASK { SERVICE <http://example.org.other.org/> { } }", ["example.org"], "example.org.other.org"),
        ("ASK { SERVICE <http://example.org:81/> { } }", ["example.org:80"], "example.org"),
        ("INSERT { } WHERE { SERVICE <http://other.org/> { } }", ["example.org"], "other.org"),
    ],
)
def test_a_server_cannot_pass_for_another(text: str, services: list[str], said: str) -> None:
    check = syntax.check_update if text.startswith("INSERT") else syntax.check
    with pytest.raises(UsageError, match=said):
        check(text, "q", services=services)


# Updates

UPDATES = [
    "INSERT DATA { <a> <p> 1, 'x' . GRAPH <g> { <a> a <C> } }",
    "DELETE DATA { <a> <p> 1 }",
    "DELETE WHERE { ?s ?p ?o . GRAPH ?g { ?s ?q 1 } }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p 2 } WHERE { ?s ?p ?o FILTER(?o = 1) }",
    "WITH <g> INSERT { ?s ?p [ ] } USING <h> USING NAMED <i> WHERE { ?s ?p ?o };",
    "CLEAR ALL ; CLEAR SILENT NAMED ; DROP GRAPH <g> ; DROP DEFAULT ; CREATE SILENT GRAPH <g>",
    "COPY <a> TO <b> ; MOVE SILENT GRAPH <a> TO DEFAULT ; ADD DEFAULT TO <b>",
    "PREFIX ex: <http://example.org/> INSERT DATA { ex:a ex:b ex:c } ; DELETE DATA { ex:a ex:b ex:c }",
]


@pytest.mark.parametrize("text", UPDATES)
def test_an_update_that_is_right_is_let_through(text: str) -> None:
    assert misfit(tokens(text), "update") is None
    assert syntax.check_update(text, "q") == tokens(text)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("", "", "holds no update"),
        ("SELECT * { ?s ?p ?o }", "1:1", "ask it with kg query"),
        ("LOAD <http://example.org/>", "1:1", "by itself"),
        ("CLEAR ALL ; LOAD SILENT <file:///x> INTO GRAPH <g>", "1:13", "by itself"),
        ("INSRT DATA { <a> <p> 1 }", "1:1", "did you mean INSERT?"),
        ("INSERT DATA { ?s <p> 1 }", "1:15", "data hold no variables"),
        ("DELETE DATA { _:a <p> 1 }", "1:15", "use a variable"),
        ("DELETE { ?s <p> [ ] } WHERE { ?s <p> 1 }", "1:17", "use a variable"),
        ("INSERT { ?s <p> 1 }", "1:20", "expected USING or WHERE"),
        ("INSERT DATA { <a> <p> }", "1:19", "the object is missing"),
        ("INSERT DATA { <a> <p> 1 } DELETE DATA { <a> <p> 1 }", "1:27", "expected ;"),
        ("DROP <g>", "1:6", "GRAPH, DEFAULT, NAMED or ALL"),
        ("COPY <a> <b>", "1:10", "expected TO"),
        ("INSERT DATA { <a> ex:p 1 }", "1:19", "PREFIX ex: <…>"),
        ("INSERT DATA { <a> <p> 1", "1:13", "never closed"),
    ],
)
def test_a_broken_update_gets_one_message_with_its_place(text: str, place: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        syntax.check_update(text, "mine.ru")
    assert str(raised.value).startswith(f"mine.ru:{place}"), raised.value
    assert said in str(raised.value), raised.value


@given(queries("update"))
@settings(max_examples=60, deadline=None)
def test_every_update_of_the_grammar_is_let_through_or_gets_a_message(text: str) -> None:
    assert misfit(tokens(text), "update") is None
    try:
        syntax.check_update(text, "q")
    except KgError as error:
        assert str(error).startswith("q")


def test_a_query_nested_too_deep_to_read_twice_gets_a_message() -> None:
    deep = "SELECT * " + "{ " * 600 + "?s ?p" + " }" * 600
    with pytest.raises(KgError):
        syntax.check(deep, "q")
