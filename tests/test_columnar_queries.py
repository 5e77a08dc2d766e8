"""SPARQL of any kind put to tables: the rows of a store, or a message that names what is not written for."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import store
from kg.cli import main
from kg.columnar import codes, opened
from kg.columnar.tables import Tables
from kg.errors import KgError, UsageError
from kg.questions import run
from tests.columnar_graphs import both

XSD = "http://www.w3.org/2001/XMLSchema#"
GRAPH = f"""
<urn:a> <urn:p> <urn:b> <urn:g1> .
<urn:a> <urn:p> <urn:c> <urn:g1> .
<urn:b> <urn:p> <urn:d> <urn:g2> .
<urn:d> <urn:p> <urn:b> <urn:g2> .
<urn:a> <urn:n> "10"^^<{XSD}integer> <urn:g1> .
<urn:b> <urn:n> "9.50"^^<{XSD}decimal> <urn:g1> .
<urn:c> <urn:n> "007"^^<{XSD}integer> <urn:g1> .
<urn:d> <urn:n> "1.0E1"^^<{XSD}double> <urn:g2> .
<urn:a> <urn:l> "Ärger 'quoted' \\"twice\\" \\\\ $x" <urn:g1> .
<urn:b> <urn:l> "tumour"@en <urn:g1> .
<urn:b> <urn:l> "Tumor"@de <urn:g1> .
<urn:c> <urn:l> "" <urn:g1> .
<urn:a> <urn:d> "2020-01-02"^^<{XSD}date> <urn:g1> .
<urn:b> <urn:d> "2019-12-31"^^<{XSD}date> <urn:g1> .
<urn:c> <urn:d> "P13M"^^<{XSD}duration> <urn:g1> .
<urn:d> <urn:d> "1"^^<{XSD}boolean> <urn:g2> .
<urn:a> <urn:P> <urn:a> <urn:g2> .
"""


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> tuple[pyoxigraph.Store, Tables]:
    store, table = both(GRAPH, tmp_path_factory.mktemp("small"))
    return store, opened("duckdb", [table])


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s <urn:p> ?o }",
        "SELECT ?s ?S { ?s <urn:p> ?S }",
        "SELECT ?g ?s { GRAPH ?g { ?s <urn:p> <urn:b> } }",
        "SELECT ?s { GRAPH <urn:g2> { ?s ?p ?o . ?o ?q ?s } }",
        "SELECT * { ?s <urn:n> ?n FILTER(?n >= 9.5) }",
        "SELECT * { ?s <urn:n> ?n FILTER(?n = 10) }",
        "SELECT * { ?s <urn:n> ?n FILTER(?n != 10.0) }",
        "SELECT * { ?s <urn:n> ?n FILTER(?n IN (7, 9.5)) }",
        "SELECT ?s { ?s <urn:n> ?n } ORDER BY DESC(?n) ?s",
        "SELECT ?s ?o { ?s <urn:p>|<urn:l>|<urn:P> ?o } ORDER BY DESC(?o) ?s",
        "SELECT * { ?s <urn:n> ?n OPTIONAL { ?s <urn:l> ?l } }",
        "SELECT * { ?s <urn:n> ?n OPTIONAL { ?s <urn:l> ?l FILTER(?n > 9.5) } }",
        "SELECT * { ?s <urn:n> ?n OPTIONAL { ?s <urn:l> ?l FILTER EXISTS { ?s <urn:p> ?x } } }",
        "SELECT * { ?s <urn:n> ?n OPTIONAL { ?s <urn:l> ?l } OPTIONAL { ?t <urn:l> ?l . ?t <urn:P> ?u } }",
        "SELECT * { { ?s <urn:p> ?o } UNION { ?s <urn:l> ?l } }",
        "SELECT * { { ?s <urn:p> ?o } UNION { ?s <urn:l> ?l } ?x <urn:l> ?l }",
        "SELECT * { ?s <urn:n> ?n MINUS { ?s <urn:l> ?l } }",
        "SELECT * { ?s <urn:n> ?n MINUS { ?x <urn:l> ?l } }",
        "SELECT * { ?s <urn:n> ?n OPTIONAL { ?s <urn:P> ?q } MINUS { ?q <urn:d> ?n2 . ?s <urn:n> ?n } }",
        "SELECT * { ?s <urn:n> ?n FILTER NOT EXISTS { ?s <urn:p> ?o FILTER(?o = <urn:c>) } }",
        "SELECT * { ?s <urn:n> ?n FILTER EXISTS { ?t <urn:n> ?m FILTER(?m < ?n) } }",
        "SELECT * { ?s <urn:n> ?n OPTIONAL { ?s <urn:P> ?q } FILTER EXISTS { ?q <urn:p> ?o } }",
        "SELECT * { ?s <urn:n> ?n FILTER EXISTS { ?s <urn:p> ?x FILTER EXISTS { ?x <urn:p> ?y FILTER EXISTS { ?y <urn:n> ?m FILTER(?m < ?n) } } } }",
        "SELECT * { VALUES ?end { <urn:c> } ?s <urn:n> ?n FILTER EXISTS { ?s <urn:p>* ?x FILTER EXISTS { ?x <urn:p>? ?y FILTER EXISTS { ?y <urn:p>* ?end } } } }",
        "SELECT * { ?s <urn:p>* ?o }",
        "SELECT * { <urn:a> <urn:p>+ ?o }",
        "SELECT * { ?s <urn:p>+ <urn:b> }",
        "SELECT * { ?s (<urn:p>|^<urn:p>)* <urn:c> }",
        "SELECT * { ?s <urn:p>/<urn:p> ?o }",
        "SELECT * { ?s <urn:p>? ?o . ?s <urn:n> 10 }",
        "SELECT * { ?s !(<urn:p>|<urn:n>) ?o }",
        "SELECT * { ?s <urn:l> ?l BIND(LCASE(?l) AS ?low) BIND(UCASE(STR(?l)) AS ?up) }",
        "SELECT * { ?s <urn:l> ?l BIND(LANG(?l) AS ?tag) BIND(DATATYPE(?l) AS ?type) BIND(STRLEN(?l) AS ?n) }",
        'SELECT * { ?s <urn:l> ?l FILTER(REGEX(STR(?l), "^t.m", "i")) }',
        'SELECT * { ?s <urn:l> ?l FILTER(CONTAINS(?l, "quoted") || LANGMATCHES(LANG(?l), "de")) }',
        'SELECT * { ?s <urn:l> ?l BIND(REPLACE(?l, "(m)", "<$1>") AS ?r) }',
        'SELECT * { ?s <urn:l> ?l BIND(STRAFTER(?l, "m") AS ?after) BIND(STRBEFORE(?l, "m") AS ?before) }',
        'SELECT * { ?s <urn:l> ?l BIND(SUBSTR(?l, 2, 3) AS ?part) BIND(CONCAT(STR(?s), "/", STR(?l)) AS ?all) }',
        'SELECT * { ?s ?p ?o FILTER(STRSTARTS(STR(?o), "urn:") && STRENDS(STR(?o), "b")) }',
        "SELECT * { ?s ?p ?o BIND(isIRI(?o) AS ?i) BIND(isLITERAL(?o) AS ?l) BIND(isNUMERIC(?o) AS ?n) }",
        "SELECT * { ?s <urn:d> ?d BIND(YEAR(?d) AS ?y) }",
        'SELECT * { ?s <urn:d> ?d FILTER(?d > "2020-01-01"^^xsd:date) }',
        "SELECT * { ?s <urn:n> ?n BIND(IF(?n > 9.5, ?s, ?nowhere) AS ?big) BIND(COALESCE(?big, 1) AS ?any) }",
        "SELECT * { ?s <urn:d> ?d FILTER(?d) }",
        "SELECT * { VALUES (?s ?x) { (<urn:a> 1) (<urn:b> UNDEF) (UNDEF 3) } ?s <urn:n> ?n }",
        "SELECT (COUNT(*) AS ?n) (SUM(?v) AS ?sum) (MIN(?v) AS ?least) (MAX(?s) AS ?most) { ?s <urn:n> ?v }",
        "SELECT (SUM(?v) AS ?sum) { VALUES ?v { 1 2 2.5 } }",
        "SELECT (COUNT(?v) AS ?n) (SUM(?v) AS ?sum) { ?s <urn:none> ?v }",
        "SELECT ?s (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING(COUNT(?o) > 2) ORDER BY ?n ?s",
        'SELECT (GROUP_CONCAT(?o; separator="|") AS ?all) { { SELECT DISTINCT ?o { ?s <urn:l> ?o } ORDER BY DESC(?o) } }',
        "SELECT (GROUP_CONCAT(?o) AS ?all) (MIN(?o) AS ?least) { VALUES ?o { UNDEF 'a' } }",
        "SELECT (GROUP_CONCAT(?o) AS ?all) { VALUES ?o { <urn:a> 'a' } }",
        "SELECT (GROUP_CONCAT(?o) AS ?all) { { SELECT ?o { VALUES ?o { 'b'@en 'a'@en } } ORDER BY ?o } }",
        "SELECT (GROUP_CONCAT(?o) AS ?all) { ?s <urn:none> ?o }",
        "SELECT ?kind (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY (isIRI(?o) AS ?kind) ORDER BY ?kind",
        "SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY DESC(?p) LIMIT 2 OFFSET 1",
        "SELECT DISTINCT ?p { ?s ?p ?o FILTER(?p != <urn:d>) } ORDER BY ?s STR(?o)",
        "SELECT ?s { { SELECT ?s { ?s <urn:n> ?n } ORDER BY ?n LIMIT 1 } ?s <urn:l> ?l }",
        "SELECT ?x { BIND(1 AS ?x) }",
        "ASK { ?s <urn:P> ?s }",
        "ASK { ?s <urn:q> ?o }",
        'SELECT * { ?s <urn:l> "Ärger \'quoted\' \\"twice\\" \\\\ $x" }',
        "SELECT * { ?s <urn:n> 7 }",
        'SELECT * { ?s <urn:d> "P1Y1M"^^xsd:duration }',
    ],
)
def test_a_query_gives_the_rows_of_the_store(query: str, graphs: tuple[pyoxigraph.Store, Tables]) -> None:
    ours, theirs = run(graphs[0], query), run(graphs[1], query)
    assert (theirs.columns, theirs.cells) == (ours.columns, ours.cells)


def test_a_triple_of_two_graphs_is_one_triple(tmp_path: Path) -> None:
    """As SPARQL has it; Oxigraph gives it once for each graph, so that the library asks for distinct rows."""
    _, table = both("<urn:a> <urn:p> <urn:b> <urn:g1> .\n<urn:a> <urn:p> <urn:b> <urn:g2> .\n", tmp_path)
    tables = opened("duckdb", [table])
    assert len(run(tables, "SELECT * { ?s ?p ?o }")) == 1
    assert len(run(tables, "SELECT * { GRAPH ?g { ?s ?p ?o } }")) == 2
    assert len(run(tables, "SELECT * { ?s ?p ?o }", graphs=["urn:g1"])) == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE <urn:a>", "DESCRIBE"),
        ("SELECT * FROM <urn:g1> { ?s ?p ?o }", "FROM"),
        ("SELECT (AVG(?n) AS ?a) { ?s <urn:n> ?n }", "AVG"),
        ("SELECT (COUNT(DISTINCT *) AS ?a) { ?s <urn:n> ?n }", r"COUNT\(DISTINCT \*\)"),
        ("SELECT (MD5(?l) AS ?a) { ?s <urn:l> ?l }", "MD5"),
        ("SELECT (?n + 1 AS ?a) { ?s <urn:n> ?n }", "AdditiveExpression"),
        ("SELECT * { ?s <urn:l> ?l FILTER(REGEX(?l, STR(?s))) }", "a regular expression that is computed"),
        ("SELECT * { GRAPH ?g { ?s <urn:p>+ ?o } }", "a property path within GRAPH"),
        (
            "SELECT * { ?s <urn:n> ?n FILTER EXISTS { ?s <urn:p> ?o OPTIONAL { ?o <urn:n> ?m FILTER(?m < ?n) } } }",
            r"\?n",
        ),
    ],
)
def test_what_is_not_written_for_is_named_with_the_way_out(
    query: str, said: str, graphs: tuple[pyoxigraph.Store, Tables]
) -> None:
    with pytest.raises(UsageError, match=f"{said}.* ask a store instead"):
        run(graphs[1], query)


HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["'", "''; DROP VIEW quads; --", "\\", "\\'", "a\0b", "${spark.master}", "\u2028", "😀'", '"@en"', "%s{}"]
)


@settings(max_examples=60, deadline=None)
@given(text=HOSTILE, language=st.sampled_from([None, "en"]))
def test_no_value_can_end_its_literal(
    text: str, language: str | None, graphs: tuple[pyoxigraph.Store, Tables]
) -> None:
    literal = pyoxigraph.Literal(text, language=language)
    assert codes.decoded(codes.coded(literal)) == literal
    (row,) = graphs[1].ask(f"SELECT ?x {{ VALUES ?x {{ {_spelt(literal)} }} }}", "SELECT")
    assert row[0] == literal


def _spelt(literal: pyoxigraph.Literal) -> str:
    from kg.questions.binding import spelt

    return spelt(literal)


# The command


def test_the_command_asks_the_tables_of_a_build(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("case: one\ndiagnoses: [{disease: breast cancer}]\n")
    runner, parts = CliRunner(), str(tmp_path / "parts")
    built = runner.invoke(
        main, ["build", str(tmp_path / "a.yaml"), "-o", parts, "--parts", "--parquet", "--jobs", "1"]
    )
    assert built.exit_code == 0, built.output
    asked = ["query", "cases-by-disease", "-p", "disease=cancer"]
    found = runner.invoke(main, [*asked, "--engine", "duckdb", "-d", parts])
    assert found.exit_code == 0, found.output
    assert found.stdout == runner.invoke(main, [*asked, "-d", parts]).stdout
    told = runner.invoke(main, [*asked, "--engine", "duckdb", "-d", parts, "--explain"])
    assert told.stdout.startswith("WITH RECURSIVE")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--engine", "duckdb"], "-d names no tables"),
        (["--engine", "duckdb", "-d", "nowhere"], "no such file or folder"),
        (["--engine", "duckdb", "-d", "s3://bucket/parts"], "files on this machine"),
        (["--engine", "duckdb", "--endpoint", "https://example.org/sparql"], "not an endpoint"),
        (["--engine", "duckdb", "--master", "local[2]"], "--master goes with --engine spark"),
        (["--master", "local[2]"], "--master goes with --engine spark"),
        (["--engine", "duckdb", "-d", "."], "holds no Parquet table"),
    ],
)
def test_options_that_do_not_go_together_are_told(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["query", "authors", *words])
    assert done.exit_code in {1, 2}
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_table_of_quads_is_told(tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"a": [1]}), tmp_path / "a.parquet")
    with pytest.raises(KgError, match="tables of quads have the columns"):
        opened("duckdb", [str(tmp_path / "a.parquet")])
    (tmp_path / "b.parquet").write_bytes(b"no table")
    with pytest.raises(KgError, match="DuckDB: "):
        opened("duckdb", [str(tmp_path / "b.parquet")])


def test_a_folder_of_parts_without_all_its_tables_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("case: one\n")
    parts = tmp_path / "parts"
    words = ["build", str(tmp_path / "a.yaml"), "-o", str(parts), "--parts", "--parquet", "--jobs", "1"]
    assert CliRunner().invoke(main, words).exit_code == 0
    (parts / "part-00000.parquet").unlink()
    with pytest.raises(KgError, match=r"no table of part-00000\.nq\.zst"):
        opened("duckdb", [str(parts)])
    (parts / "terms.parquet").unlink()
    with pytest.raises(KgError, match=r"no table of part-00000\.nq\.zst"):
        opened("duckdb", [str(parts)])
    assert CliRunner().invoke(main, words).exit_code == 0
    assert len(run(opened("duckdb", [str(parts)]), "SELECT * { ?case a kg:Case }")) == 1


def test_several_folders_of_parts_are_one_graph(tmp_path: Path) -> None:
    folders = []
    for case in ("one", "two"):
        (tmp_path / f"{case}.yaml").write_text(f"case: {case}\ndiagnoses: [{{disease: breast cancer}}]\n")
        folders.append(str(tmp_path / case))
        words = ["build", str(tmp_path / f"{case}.yaml"), "-o", folders[-1], "--parts", "--parquet"]
        assert CliRunner().invoke(main, [*words, "--jobs", "1"]).exit_code == 0
    found = run(opened("duckdb", [*folders, folders[0]]), "cases-by-disease", {"disease": "cancer"})
    assert [row[0].rpartition("/")[2] for row in found.rows] == ["one", "two"]


def test_a_store_is_no_folder_of_tables(tmp_path: Path) -> None:
    store.write_store(["<urn:a> <urn:b> <urn:c> .\n"], tmp_path / "store")
    with pytest.raises(UsageError, match="is a store, no folder of tables"):
        opened("duckdb", [str(tmp_path / "store")])
