"""Nanopublications: their four graphs, their trusty URIs, and that together they state what the cases state."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pyoxigraph
import pytest
from test_export import run

import kg
from kg.demo import FIRST, bundled

NP = "http://www.nanopub.org/nschema#"
ODD = r"""
<urn:c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/casekg/vocab/Claim> <urn:g> .
<urn:c> <https://w3id.org/casekg/vocab/says> "a\nb\\c" <urn:g> .
<urn:c> <https://w3id.org/casekg/vocab/says> "a"@en-GB <urn:g> .
<urn:c> <https://w3id.org/casekg/vocab/says> "a"@de <urn:g> .
<urn:c> <https://w3id.org/casekg/vocab/says> "a" <urn:g> .
<urn:c> <https://w3id.org/casekg/vocab/says> "a"^^<urn:a> <urn:g> .
<urn:c> <https://w3id.org/casekg/vocab/says> "😀\uFFFD" <urn:g> .
<urn:c> <https://w3id.org/casekg/vocab/says> <urn:z> <urn:g> .
<urn:c> <https://w3id.org/casekg/vocab/order> "7"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .
"""


def written(tmp_path: Path, *inputs: object, out: str = "np.nq") -> tuple[pyoxigraph.Store, str]:
    said = run(*inputs, "--to", "nanopub", "-o", tmp_path / out)
    return kg.load(tmp_path / out).store, said


def heads(store: pyoxigraph.Store) -> list[pyoxigraph.NamedNode]:
    kind = pyoxigraph.NamedNode(f"{NP}Nanopublication")
    return [quad.subject for quad in store.quads_for_pattern(None, None, kind, None)]


def part(store: pyoxigraph.Store, iri: pyoxigraph.NamedNode, suffix: str) -> set[pyoxigraph.Triple]:
    name = pyoxigraph.NamedNode(f"{iri.value}#{suffix}")
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, name)}


def computed(store: pyoxigraph.Store, iri: pyoxigraph.NamedNode) -> str:
    """The code of what the URI names, worked out by the specification's rules on the strings of N-Quads."""
    code = iri.value[-45:]

    def hole(node: pyoxigraph.NamedNode) -> str:
        return node.value.replace(code, " ")

    found = []
    for quad in store:
        if code in quad.graph_name.value:
            thing = quad.object
            names = hole(quad.graph_name), hole(quad.subject), hole(quad.predicate)
            if isinstance(thing, pyoxigraph.Literal):
                escaped = thing.value.replace("\\", r"\\").replace("\n", r"\n")
                kind = f"@{thing.language}" if thing.language else f"^{thing.datatype.value}"
                order = ("literal", thing.value, thing.language is None, kind)
                found.append((names, order, f"{kind} {escaped}"))
            else:
                found.append((names, ("iri", hole(thing), True, ""), hole(thing)))
    text = "".join(f"{line}\n" for names, _, thing in sorted(found) for line in (*names, thing))
    return "RA" + base64.b64encode(hashlib.sha256(text.encode()).digest(), b"-_").decode().rstrip("=")


def test_every_trusty_uri_verifies_what_it_names(tmp_path: Path) -> None:
    store, _ = written(tmp_path, *bundled())
    assert len(heads(store)) > 50
    for iri in heads(store):
        assert iri.value[-45:] == computed(store, iri)


def test_the_code_is_that_of_another_implementation(tmp_path: Path) -> None:
    """Worked out by `make_hash` of the package nanopub 2.0.1 from PyPI, on the file that is written here."""
    (tmp_path / "odd.nq").write_text(ODD, encoding="utf-8")
    store, _ = written(tmp_path, tmp_path / "odd.nq")
    (iri,) = heads(store)
    assert iri.value == "https://w3id.org/casekg/np/RAO7ihOkGn51qXLJBJVlXtnea8g1T4JWNwSk55guYeRao"


def test_each_has_its_four_graphs(tmp_path: Path) -> None:
    store, said = written(tmp_path, *bundled())
    for iri in heads(store):
        assert {triple.predicate.value for triple in part(store, iri, "Head")} >= {
            f"{NP}hasAssertion",
            f"{NP}hasProvenance",
            f"{NP}hasPublicationInfo",
        }
        assert part(store, iri, "assertion")
        about = {triple.subject for triple in part(store, iri, "provenance")}
        assert pyoxigraph.NamedNode(f"{iri.value}#assertion") in about
        assert {triple.subject for triple in part(store, iri, "pubinfo")} == {iri}
    graphs = {graph.value for graph in store.named_graphs()}
    assert len(graphs) == 4 * len(heads(store))
    assert "left out: " in said


def test_what_invented_cases_say_is_marked_as_an_example(tmp_path: Path) -> None:
    store, _ = written(tmp_path, *bundled())
    example = pyoxigraph.NamedNode("http://purl.org/nanopub/x/ExampleNanopub")
    marked = {quad.subject for quad in store.quads_for_pattern(None, None, example, None)}
    for iri in heads(store):
        real = any("PMID:37120151" in str(triple.object) for triple in part(store, iri, "pubinfo"))
        assert (iri in marked) != real


@pytest.mark.parametrize("name", ["np.nq", "np.trig.gz"])
def test_together_they_state_what_the_cases_state(tmp_path: Path, name: str) -> None:
    store, said = written(tmp_path, *bundled(), out=name)
    terms = "https://w3id.org/casekg/graph/terms"
    whole = kg.build(bundled()).store
    stated = {quad.triple for quad in whole if quad.graph_name.value != terms}
    parts = {quad.triple for quad in store if re.search("#(assertion|provenance)$", quad.graph_name.value)}
    added = {triple for triple in parts - stated if triple.subject.value.endswith("#assertion")}
    assert parts - added == stated
    left = sum(quad.graph_name.value == terms for quad in whole)
    assert f"left out: {left:,} triples of graphs without statements, such as ontology terms\n" in said


def test_places_in_the_text_are_provenance(tmp_path: Path) -> None:
    store, _ = written(tmp_path, FIRST)
    for quad in store.quads_for_pattern(
        None, pyoxigraph.NamedNode("http://www.w3.org/ns/oa#start"), None, None
    ):
        assert quad.graph_name.value.endswith("#provenance")


def test_the_same_statement_has_the_same_uri_whatever_stands_beside_it(tmp_path: Path) -> None:
    alone, _ = written(tmp_path, FIRST)
    among, _ = written(tmp_path, *bundled(), out="all.nq")
    assert set(heads(alone)) <= set(heads(among))


def test_a_graph_that_states_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "some.nt").write_text("<urn:s> <urn:p> <urn:o> .\n")
    said = run(tmp_path / "some.nt", "--to", "nanopub", "-o", tmp_path / "np.nq", code=1)
    assert "states nothing that could be a nanopublication" in said
    assert not (tmp_path / "np.nq").exists()
