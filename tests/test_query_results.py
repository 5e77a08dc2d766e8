"""Answers in the W3C's formats: what a reader of the format gets is what the engine found."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.query import Result

from kg.cli import main
from kg.errors import KgError
from kg.questions.xmltext import XmlText

XSD = "http://www.w3.org/2001/XMLSchema#"
EX = "http://example.org/"
NODE, LITERAL = pyoxigraph.NamedNode, pyoxigraph.Literal
TEXTS = (
    "plain",
    "",
    " leading and trailing ",
    'a "quoted" word',
    "it's, with a comma",
    "back\\slash \\n",
    "tab\there",
    "line\nbreak",
    "\U0001d11e \U0001f9ec",
    "<b>&amp;</b> ]]>",
    "{x} %s",
    "\u2028\u0085\x7f",
    "naïve Ünïcödé",
    "مرحبا",
    "=cmd()",
)
TERMS = (
    *map(LITERAL, TEXTS),
    LITERAL("colour", language="en-gb"),
    LITERAL("x", language="ar", direction=pyoxigraph.BaseDirection.RTL),
    LITERAL("7", datatype=NODE(XSD + "integer")),
    LITERAL("1.5", datatype=NODE(XSD + "decimal")),
    LITERAL("INF", datatype=NODE(XSD + "double")),
    LITERAL("true", datatype=NODE(XSD + "boolean")),
    LITERAL("seven", datatype=NODE(XSD + "integer")),
    LITERAL("2023-07-05", datatype=NODE(XSD + "date")),
    LITERAL("POINT(1 2)", datatype=NODE(EX + "wkt")),
    NODE(EX + "é?x=1&y=%22#z"),
    pyoxigraph.BlankNode("b"),
)
QUERY = f"SELECT ?s ?o ?none {{ ?s <{EX}p> ?o OPTIONAL {{ ?s <{EX}q> ?none }} }}"
READERS = {
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("results") / "graph.nt"
    triples = [
        pyoxigraph.Triple(NODE(f"{EX}{number:02}"), NODE(EX + "p"), term) for number, term in enumerate(TERMS)
    ]
    pyoxigraph.serialize(triples, path, pyoxigraph.RdfFormat.N_TRIPLES)
    return path


def kg(graph: Path, form: str, query: str = QUERY, *more: str) -> bytes:
    result = CliRunner().invoke(main, ["query", "-e", query, "-d", str(graph), "-f", form, *more])
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes


def spelt(term: object) -> str:
    return "_:b" if isinstance(term, pyoxigraph.BlankNode) else str(term)


@pytest.mark.parametrize("form", READERS)
def test_every_term_comes_back_as_the_engine_found_it(graph: Path, form: str) -> None:
    answer = pyoxigraph.parse_query_results(kg(graph, form), READERS[form])
    assert [variable.value for variable in answer.variables] == ["s", "o", "none"]
    rows = [(str(row[0]), spelt(row[1]), row[2]) for row in answer]
    assert rows == [(f"<{EX}{number:02}>", spelt(term), None) for number, term in enumerate(TERMS)]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_another_library_reads_the_same(graph: Path, form: str) -> None:
    answer = Result.parse(io.BytesIO(kg(graph, form)), format=form)
    assert [str(variable) for variable in answer.vars or ()] == ["s", "o", "none"]
    found = {str(row["s"]): str(row["o"]) for row in answer}
    assert [found[f"{EX}{number:02}"] for number in range(len(TEXTS))] == list(TEXTS)


def test_csv_holds_the_values_and_nothing_else(graph: Path) -> None:
    written = kg(graph, "csv")
    assert written.startswith(b"s,o,none\r\n") or written.startswith(b"s,o,none\n")
    rows = list(csv.reader(io.StringIO(written.decode(), newline="")))
    assert [row[1] for row in rows[1:]][: len(TEXTS)] == list(TEXTS)
    assert {len(row) for row in rows} == {3}
    assert [row[2] for row in rows[1:]] == [""] * len(TERMS)


def test_json_and_xml_have_the_shape_that_the_recommendation_gives_them(graph: Path) -> None:
    document = json.loads(kg(graph, "json"))
    assert document["head"] == {"vars": ["s", "o", "none"]}
    cells = {row["s"]["value"]: row["o"] for row in document["results"]["bindings"]}
    assert all("none" not in row for row in document["results"]["bindings"])
    tagged, number = f"{EX}{len(TEXTS):02}", f"{EX}{len(TEXTS) + 2:02}"
    assert cells[tagged] == {"type": "literal", "value": "colour", "xml:lang": "en-gb"}
    assert cells[number] == {"type": "literal", "value": "7", "datatype": XSD + "integer"}
    assert cells[EX + "00"] == {"type": "literal", "value": "plain"}
    tree = ElementTree.fromstring(kg(graph, "xml"))
    names = "{http://www.w3.org/2005/sparql-results#}"
    assert tree.tag == names + "sparql"
    assert [element.get("name") for element in tree.iter(names + "variable")] == ["s", "o", "none"]
    assert len(list(tree.iter(names + "result"))) == len(TERMS)


@pytest.mark.parametrize(
    ("form", "yes", "no"),
    [
        ("json", b'"boolean":true', b'"boolean":false'),
        ("xml", b"<boolean>true</boolean>", b"<boolean>false</boolean>"),
        ("csv", b"true", b"false"),
        ("tsv", b"true", b"false"),
    ],
)
def test_a_truth_value_is_written_in_every_format(graph: Path, form: str, yes: bytes, no: bytes) -> None:
    assert yes in kg(graph, form, "ASK { ?s ?p ?o }")
    assert no in kg(graph, form, "ASK { ?s <x:none> ?o }")


@pytest.mark.parametrize("form", READERS)
def test_no_rows_and_no_columns_are_results_too(graph: Path, form: str) -> None:
    empty = pyoxigraph.parse_query_results(kg(graph, form, "SELECT ?a ?b { ?a <x:none> ?b }"), READERS[form])
    assert [variable.value for variable in empty.variables] == ["a", "b"] and list(empty) == []
    one = pyoxigraph.parse_query_results(kg(graph, form, "SELECT ?a { }"), READERS[form])
    assert [tuple(row) for row in one] == [(None,)]


def test_equal_rows_come_as_often_as_they_were_found(graph: Path) -> None:
    text = "SELECT ?x { VALUES ?x { 1 1 'a' UNDEF } }"
    document = json.loads(kg(graph, "json", text))
    values = sorted(row.get("x", {}).get("value", "") for row in document["results"]["bindings"])
    assert values == ["", "1", "1", "a"]


@pytest.mark.parametrize("form", ["tsv", "csv", "json", "xml", "jsonl", "table", "md", "html"])
def test_the_same_question_gives_the_same_bytes(graph: Path, form: str) -> None:
    text = f"SELECT ?s ?o {{ ?s <{EX}p> ?o FILTER(!ISBLANK(?o)) }}"
    assert kg(graph, form, text) == kg(graph, form, text)


# XML, which cannot hold every text


@given(st.lists(st.binary(max_size=12), max_size=5), st.sampled_from([b"", b"\r", b"\x01", b"\xef\xbf\xbe"]))
@settings(max_examples=150)
def test_text_for_xml_is_escaped_or_refused_however_it_is_cut(pieces: list[bytes], odd: bytes) -> None:
    text = "".join(piece.decode("utf-8", "replace") for piece in pieces) + odd.decode("utf-8", "replace")
    data = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
    taken = io.BytesIO()
    try:
        out = XmlText(taken)
        for place in range(0, len(data), 2):
            out.write(data[place : place + 2])
    except KgError as error:
        assert "XML cannot hold" in str(error)
        with pytest.raises(ElementTree.ParseError):
            ElementTree.fromstring(b"<a>" + data + b"</a>")
        return
    assert (ElementTree.fromstring(b"<a>" + taken.getvalue() + b"</a>").text or "") == text
