"""The quick validator says what the careful one says, of good graphs and of graphs changed at random."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

import kg
from kg import check, validation
from kg.errors import Fault, UsageError

BUNDLED = Path(kg.__file__).parent / "examples" / "bundled.nq"
SHAPED = {one.name: one for one in check.checks() if not one.query}


def graph(changes: int, seed: int) -> pyoxigraph.Store:
    """The bundled graph, merged, with so many statements taken away, added or spoilt."""
    store = pyoxigraph.Store()
    store.bulk_load(BUNDLED.read_bytes(), pyoxigraph.RdfFormat.N_QUADS)
    merged = check.merged(store)
    chance = random.Random(seed)
    default = pyoxigraph.DefaultGraph()
    quads = sorted(merged.quads_for_pattern(None, None, None, default), key=str)
    for quad in chance.sample(quads, changes):
        other = chance.choice(quads)
        ways = ["gone", "other value", "another value", "other predicate", "text"]
        # pySHACL breaks off where it is to compare a blank node with a number
        way = chance.choice([*ways, "blank"] if isinstance(quad.object, pyoxigraph.NamedNode) else ways)
        if way in {"gone", "other value", "other predicate", "text", "blank"}:
            merged.remove(quad)
        thing: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal = {
            "text": pyoxigraph.Literal(chance.choice(("", " ", "P1X", "x" * 30, "-1", 'say "ja"\n'))),
            "blank": pyoxigraph.BlankNode("b1"),
        }.get(way, other.object)
        predicate = other.predicate if way == "other predicate" else quad.predicate
        if way != "gone":
            merged.add(pyoxigraph.Quad(quad.subject, predicate, thing, default))
    return merged


def said(store: pyoxigraph.Store, validator: str) -> set[tuple[str, Fault]]:
    return {(one.name, fault) for one, fault in check.violations(SHAPED, store, "x", validator)}


@pytest.mark.parametrize(("changes", "seed"), [(0, 0), (60, 1), (300, 2), (900, 3)])
def test_both_validators_find_the_same(changes: int, seed: int) -> None:
    pytest.importorskip("pyshacl", reason="pySHACL is not installed")
    store = graph(changes, seed)
    found = said(store, "shacl")
    assert found == said(store, "pyshacl")
    assert bool(found) == bool(changes)


def test_statements_about_statements_are_left_out_of_what_is_validated() -> None:
    store = graph(0, 0)
    inner = pyoxigraph.Triple(
        pyoxigraph.NamedNode("urn:a"), pyoxigraph.NamedNode("urn:b"), pyoxigraph.Literal("c")
    )
    about = pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
    store.add(pyoxigraph.Quad(pyoxigraph.NamedNode("urn:s"), about, inner))
    assert said(store, "shacl") == set()


def test_without_the_careful_validator_its_name_is_told() -> None:
    code = "import sys; sys.modules['pyshacl'] = None\nfrom kg.cli import run; run(sys.argv[1:])"
    words = ["check", str(BUNDLED), "--validator", "pyshacl"]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == UsageError.exit_code
    assert "pip install 'casekg[pyshacl]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert validation.VALIDATORS == ("shacl", "pyshacl")
