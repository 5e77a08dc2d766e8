"""Writing and reading graphs."""

from __future__ import annotations

import gzip
import io
import os
import stat
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg import rdf, store
from kg.errors import KgError, UsageError

QUAD_FORMATS = (".nq", ".trig", ".jsonld")
TRIPLE_FORMATS = (".ttl", ".nt", ".rdf")
PACKINGS = ("", ".gz", ".zst")


def quads(lines: list[str]) -> set[ox.Quad]:
    return set(ox.parse(io.BytesIO("".join(lines).encode()), ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("suffix", QUAD_FORMATS)
def test_quad_formats_are_read_back_equal(suffix, packing, first_lines, tmp_path):
    path = tmp_path / f"graph{suffix}{packing}"
    store.write(first_lines, path)
    assert set(store.load([path])) == quads(first_lines)


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("suffix", TRIPLE_FORMATS)
def test_triple_formats_hold_every_triple(suffix, packing, first_lines, tmp_path):
    path = tmp_path / f"graph{suffix}{packing}"
    store.write(first_lines, path)
    assert {quad.triple for quad in store.load([path])} == {quad.triple for quad in quads(first_lines)}


@pytest.mark.parametrize(
    "suffix", [form + packing for form in QUAD_FORMATS + TRIPLE_FORMATS for packing in PACKINGS]
)
def test_writing_twice_gives_the_same_bytes(suffix, first_lines, tmp_path):
    for name in ("a", "b"):
        store.write(first_lines, tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_a_store_folder_holds_the_same_quads_and_is_replaced_whole(first_lines, tmp_path):
    folder = tmp_path / "store"
    store.write(first_lines[:50], folder)
    store.write(first_lines, folder)
    assert set(store.load([folder])) == quads(first_lines)
    assert [entry.name for entry in tmp_path.iterdir()] == ["store"]


def test_a_folder_that_is_no_store_is_left_alone(first_lines, tmp_path):
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "chapter").write_text("dear")
    with pytest.raises(UsageError, match="no Oxigraph store"):
        store.write(first_lines, folder)
    assert (folder / "chapter").read_text() == "dear"


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(first_lines, tmp_path):
    path = tmp_path / "graph.nq"
    path.write_text("old")

    def breaking():
        yield from first_lines[:10]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write(breaking(), path)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["graph.nq"]


def test_a_written_file_has_the_usual_permissions(tmp_path):
    old = os.umask(0o022)
    try:
        store.write([], tmp_path / "graph.nq")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "graph.nq").stat().st_mode) == 0o644


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.nq", b"<http://a> <http://b> .\n", "a.nq:1: not valid N-QUADS"),
        ("a.ttl", b"@prefix x: <http://x/> .\nx:a x:b", "not valid TURTLE"),
        ("a.nq.gz", b"not gzip", "not compressed as its name says"),
        ("a.nq.zst", b"not zstd", "not compressed as its name says"),
        ("a.nq.gz", gzip.compress(b"x" * 99, mtime=0)[:-9], "not compressed as its name says"),
        ("a.docx", b"", "not a graph file by its suffix"),
    ],
)
def test_a_broken_file_gets_one_clear_message(name, content, said, tmp_path):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(KgError, match=said) as caught:
        store.load([tmp_path / name])
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(KgError, match=r"gone\.nq: cannot be read: No such file"):
        store.load([tmp_path / "gone.nq"])


@pytest.mark.parametrize(("path", "said"), [("x.doc", "unknown suffix"), ("nowhere/x.nq", "no folder")])
def test_an_unusable_target_is_refused_before_any_work(path, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=said):
        store.check_target(path)


def test_the_rdflib_dataset_answers_from_the_same_quads(first_lines):
    data = store.dataset(store.from_lines(first_lines))
    assert isinstance(data, rdflib.Dataset)
    asked = data.query('SELECT ?o WHERE { ?s rdfs:label "ERBB2" ; ?p ?o } ORDER BY ?o')
    assert len(list(asked)) > 1


def test_the_network_keeps_every_predicate_between_two_nodes(first_lines):
    network = store.network(store.from_lines(first_lines))
    assert isinstance(network, networkx.MultiDiGraph)
    expected = {
        (q.subject.value, q.object.value, q.predicate.value)
        for q in quads(first_lines)
        if isinstance(q.object, ox.NamedNode)
    }
    assert {(s, o, key) for s, o, key in network.edges(keys=True)} == expected


texts = st.text(st.characters(exclude_categories=("Cs",)))


@given(texts)
@settings(max_examples=300)
def test_any_text_survives_as_a_literal(value):
    line = f"<http://s> <http://p> {rdf.text(value)} .\n".encode()
    (quad,) = ox.parse(io.BytesIO(line), ox.RdfFormat.N_QUADS)
    assert quad.object.value == value


@given(texts)
@example("##")
@example("%")
@example("[a]")
@settings(max_examples=200)
def test_any_text_makes_an_iri_that_parses(value):
    line = f"<http://s> <http://p> {rdf.iri('http://x/' + value)} .\n".encode()
    assert len(list(ox.parse(io.BytesIO(line), ox.RdfFormat.N_QUADS))) == 1


def test_no_temporary_file_is_left_after_an_unwritable_target(tmp_path):
    target = tmp_path / "folder"
    target.mkdir()
    (target / "x").touch()
    with pytest.raises(UsageError):
        store.write(["x"], Path(target), "N_QUADS")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["folder"]
