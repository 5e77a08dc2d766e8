"""The order of answers: the same for the same graph, however long, in little memory."""

from __future__ import annotations

import io

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.questions import ordering

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
TERMS = st.one_of(
    st.none(),
    TEXTS.map(pyoxigraph.Literal),
    st.tuples(TEXTS, st.sampled_from(["en", "de-AT"])).map(lambda x: pyoxigraph.Literal(x[0], language=x[1])),
    st.integers(-(10**20), 10**20).map(pyoxigraph.Literal),
    st.floats(allow_nan=False).map(pyoxigraph.Literal),
    st.booleans().map(pyoxigraph.Literal),
    st.sampled_from(["x:a", "http://example.org/b#c"]).map(pyoxigraph.NamedNode),
    st.sampled_from(["05", "+5", "1.", "1e3", "true", "1"]).map(
        lambda text: pyoxigraph.Literal(
            text, datatype=pyoxigraph.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
        )
    ),
)


def solutions(rows: list[tuple[object, object]]) -> pyoxigraph.QuerySolutions:
    """Rows of two columns as an engine gives them."""
    from kg.questions import formats

    found: pyoxigraph.QuerySolutions = formats.solutions(["a", "b"], rows)
    return found


def told(rows: object) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in rows]


@given(st.lists(st.tuples(TERMS, TERMS), max_size=8), st.randoms())
def test_no_row_is_lost_or_changed_and_the_order_is_one(rows, random) -> None:
    mixed = random.sample(rows, len(rows))
    first, second = told(ordering.rows(solutions(rows))), told(ordering.rows(solutions(mixed)))
    assert first == second
    assert sorted(first) == sorted(told(solutions(rows)))


def test_numbers_come_by_value() -> None:
    rows = pyoxigraph.Store().query("SELECT ?n { VALUES ?n { 10 9 -3 -20 1.5 2e1 0 } }")
    assert [row["n"].value for row in ordering.rows(rows)] == ["-20", "-3", "0", "1.5", "9", "10", "20"]


@pytest.mark.parametrize("size", [1, 40, 1_000, 1_000_000])
def test_runs_on_disk_give_what_memory_gives(size, monkeypatch) -> None:
    lines = [f'{number % 37}\t"text {number * 7919 % 1000}"\n'.encode() for number in range(400)]
    wanted = ordering.Sorted(has_header=True)
    wanted.write(b"?n\t?t\n" + b"".join(lines))
    monkeypatch.setattr(ordering, "CHUNK", size)
    cut = ordering.Sorted(has_header=True)
    whole = b"?n\t?t\n" + b"".join(lines)
    for start in range(0, len(whole), 13):
        cut.write(whole[start : start + 13])
    assert list(cut.lines()) == list(wanted.lines())
    assert cut.header == wanted.header == b"?n\t?t\n"


@given(st.lists(st.binary(max_size=30), max_size=10), st.integers(1, 50))
def test_a_stream_gives_its_lines_at_any_pace(lines, pace) -> None:
    stream = io.BufferedReader(ordering.Stream(lines), pace)
    taken = b""
    while piece := stream.read(pace):
        taken += piece
    assert taken == b"".join(lines)


def test_triples_come_sorted_and_once() -> None:
    store = pyoxigraph.Store()
    for graph in ("x:g", "x:h"):
        for name in "cab":
            store.add(pyoxigraph.Quad(*map(pyoxigraph.NamedNode, (f"x:{name}", "x:p", "x:o", graph))))
    found = store.query("CONSTRUCT WHERE { ?s ?p ?o }", use_default_graph_as_union=True)
    assert list(ordering.triples(found)) == [f"<x:{name}> <x:p> <x:o> .\n".encode() for name in "abc"]


def test_a_row_without_columns_stays_a_row() -> None:
    assert len(list(ordering.rows(pyoxigraph.Store().query("SELECT * {}")))) == 1


def test_blank_nodes_have_the_same_names_at_each_load() -> None:
    graph = '<x:s> <x:p> _:one , _:two . _:one <x:q> 2 . _:two <x:q> 1 ; <x:r> "> _:b <x> _:b" .'
    told = set()
    for _ in range(5):
        store = pyoxigraph.Store()
        store.load(graph.encode(), pyoxigraph.RdfFormat.TURTLE)
        triples = b"".join(ordering.triples(store.query("CONSTRUCT WHERE { ?s ?p ?o }")))
        rows = [str(row) for row in ordering.rows(store.query("SELECT ?n ?o { ?n <x:q> ?o }"))]
        told.add((triples, tuple(rows)))
    ((triples, rows),) = told
    assert b'"> _:b <x> _:b"' in triples
    assert [row.split("value=")[1].split(">")[0] for row in rows] == ["b0", "b1"]


def test_a_limit_leaves_the_first_rows_of_a_small_graph() -> None:
    from kg.questions import run

    quads = [pyoxigraph.Quad(*map(pyoxigraph.NamedNode, (f"x:{i:02}", "x:p", "x:o"))) for i in range(50)]
    for way in (1, -1):
        store = pyoxigraph.Store()
        for quad in quads[::way]:
            store.add(quad)
        for limit in ("SELECT ?s { ?s ?p ?o } LIMIT 3", "SELECT * { ?s ?p ?o } LIMIT 3"):
            assert [row[0] for row in run(store, limit).rows] == ["x:00", "x:01", "x:02"]
        assert run(store, "SELECT ?s { ?s ?p ?o }", limit=2).rows == (("x:00",), ("x:01",))
