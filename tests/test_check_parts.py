"""Graphs checked in parts give the faults of the whole, whatever ties the parts together.

The cases are those of the benchmarks and the bundled ones; statements are changed at random, moved and copied
between graphs, and turned into ties between cases. Parts hold a graph or two each, or end within one.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
import pytest
from test_validation import BUNDLED

from kg import check, pipeline, validation
from kg.check import views
from kg.check.parts import parts, units
from kg.errors import Fault, KgError
from kg.grounding import named_case
from kg.ids import BASE
from kg.vocabulary import KG
from tests.benchmarks.cases import cases

TEXTS = ("", "P1X", "-1", "obsolete thing", "10.1/A", "10.1/a", "complete response")
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
TIES = (KG.hasPatient, KG.inCase, KG.responseTo, KG.pmid, KG.doi)


class Statement(NamedTuple):
    """A quad, each term as N-Quads write it."""

    subject: str
    predicate: str
    value: str
    graph: str

    def __str__(self) -> str:
        return f"{' '.join(self)} .\n"


@cache
def good() -> tuple[Statement, ...]:
    """The statements of 12 invented cases and of the bundled ones, graph by graph."""
    built = "".join(pipeline.build(map(named_case, cases(12))))
    quads = pyoxigraph.parse(built + BUNDLED.read_text(), pyoxigraph.RdfFormat.N_QUADS)
    return tuple(Statement(*map(str, (*quad.triple, quad.graph_name))) for quad in quads)


def changed(changes: int, seed: int) -> list[Statement]:
    """The good statements with so many changes, half of them ties between cases."""
    chance = random.Random(seed)
    statements = list(good())
    ties = [one for one in statements if one.predicate in TIES or one.value == KG.Case]
    for _ in range(changes):
        place = chance.randrange(len(statements))
        old, other = statements[place], chance.choice(statements)
        alike = chance.choice([one for one in statements if one.predicate == old.predicate])
        statements[place] = chance.choice(
            (
                old._replace(value=alike.value),
                old._replace(value=other.value),
                old._replace(value=str(pyoxigraph.Literal(chance.choice(TEXTS)))),
                old._replace(predicate=other.predicate),
                old._replace(subject=alike.subject),
                old._replace(graph=other.graph),
                other,  # so that the old one is gone
            )
        )
        tie = chance.choice(ties)
        friend = chance.choice([one for one in ties if one.predicate == tie.predicate])
        copy = (
            old._replace(graph=other.graph),
            tie._replace(value=friend.value),
            tie._replace(subject=friend.subject),
            tie._replace(graph=other.graph),
        )
        statements.insert(chance.randrange(len(statements)), chance.choice((*copy, old)))
    return statements


def in_parts(file: Path, size: int, jobs: int = 1) -> list[tuple[check.Check, Fault]]:
    return check.found_in_files(check.Look(check.checks(), "x"), [file], check.Work(jobs, size))


def whole(statements: list[Statement]) -> list[tuple[check.Check, Fault]]:
    store = pyoxigraph.Store()
    store.bulk_load("".join(map(str, statements)), pyoxigraph.RdfFormat.N_QUADS)
    return check.found(store, "x")


def written(file: Path, statements: Iterable[Statement]) -> Path:
    file.write_text("".join(map(str, statements)))
    return file


@pytest.mark.parametrize(
    ("changes", "seed", "size"),
    [
        (0, 0, 300_000),
        (1, 1, 60_000),
        (2, 2, 20_000),
        (4, 3, 60_000),
        (4, 4, 30_000),
        (20, 5, 60_000),
        (900, 6, 300_000),
    ],
)
def test_parts_of_any_size_give_the_faults_of_the_whole(
    tmp_path: Path, changes: int, seed: int, size: int
) -> None:
    statements = changed(changes, seed)
    expected = whole(statements)
    assert in_parts(written(tmp_path / "graph.nq", statements), size) == expected
    random.Random(seed).shuffle(statements)
    assert in_parts(written(tmp_path / "mixed.nq", statements), 300_000) == expected


def test_no_check_asks_for_what_is_not_told() -> None:
    shapes = pyoxigraph.parse(validation.shapes_text(), pyoxigraph.RdfFormat.TURTLE)
    named = {str(quad.object).encode() for quad in shapes}
    assert b"<http://www.w3.org/2000/01/rdf-schema#label>" in named
    assert not views.UNASKED & named
    assert not any("skos" in (one.query or "") for one in check.checks())


def test_two_processes_say_what_one_says(tmp_path: Path) -> None:
    file = written(tmp_path / "graph.nq", changed(10, 7))
    assert in_parts(file, 60_000, jobs=2) == in_parts(file, 60_000) != []


def statement(line: str) -> Statement:
    """A statement about case 1 and others: 'case:1/patient kg:sex "x" 1' (graph at the end)."""
    terms = [_term(word) for word in line.split(" ")]
    return Statement(terms[0], terms[1], terms[2], terms[3])


def _term(word: str) -> str:
    starts = {"kg": f"{BASE}vocab/", "case": f"{BASE}case/invented-000000", "ex": "https://example.org/"}
    prefix, _, rest = word.partition(":")
    if word.isdigit():
        return f"<{BASE}graph/invented-000000{word}>"
    return f"<{starts[prefix]}{rest}>" if prefix in starts else word


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["ex:a kg:pmid \"7\" 1", "ex:b kg:pmid \"7\" 2"], "same-document"),
        (["ex:a kg:doi \"10.1/A\" 1", "ex:b kg:doi \"10.1/a\"@en 2"], "same-document"),
        ([f"ex:a {TYPE} kg:Case 1", f"ex:a {TYPE} kg:Case 2"], "case-in-two-graphs"),
        (["ex:a kg:responseTo case:1/line/1 1", "ex:a kg:inCase case:2 1"], "across-cases"),
        ([f"ex:a {SUBCLASS} ex:b 1", f"ex:b {SUBCLASS} ex:a 2"], "subclass-cycle"),
        (["case:1/patient kg:hasVariant ex:a 3", f"ex:a {TYPE} kg:Variant 2"], "short-edge-without-statement"),
        # from what two graphs describe to a node of one of them, and from there to a tied one
        (["ex:a kg:variant ex:b 1", "ex:b kg:receivedRegimen ex:c 1", "ex:c kg:drug case:1 1",
          "ex:a kg:effectText \"x\" 2", "ex:d kg:profile ex:a 3"], "dangling"),
    ],
)  # fmt: skip
def test_what_ties_graphs_together_is_found_across_parts(tmp_path: Path, lines: list[str], name: str) -> None:
    statements = [*good(), *map(statement, lines)]
    found = in_parts(written(tmp_path / "graph.nq", statements), 60_000)
    assert found == whole(statements)
    assert name in {one.name for one, _ in found}


@pytest.mark.parametrize(
    "line",
    [
        '<https://example.org/a> <https://example.org/b> "in the default graph" .',
        f'<https://example.org/a>  <{BASE}vocab/sex>\t"x"<https://example.org/g>.  # spaces and a remark',
        f"<{BASE}case/invented-000000\\u0031> <{BASE}vocab/sex> <https://example.org/a> <https://example.org/g> .",
        "_:a <https://example.org/b> _:a <https://example.org/g> .",
        "",
    ],
)
def test_other_spellings_are_read(tmp_path: Path, line: str) -> None:
    file = written(tmp_path / "graph.nq", good())
    with file.open("a") as out:
        out.write(f"{line}\n")
    store = pyoxigraph.Store()
    store.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.N_QUADS)
    assert in_parts(file, 60_000) == check.found(store, "x")


@pytest.mark.parametrize(
    "fault", ["<https://example.org/a> .", "<a> <b> <c> <d> .", "<urn:a> <urn:b> <urn:c> <d d> ."]
)
def test_a_fault_of_syntax_is_told_with_its_line(tmp_path: Path, fault: str) -> None:
    file = written(tmp_path / "graph.nq", good())
    with file.open("a") as out:
        out.write(f"{fault}\n")
    with pytest.raises(KgError, match=rf"graph.nq:{len(good()) + 1}: not valid N-QUADS"):
        in_parts(file, 60_000)


def test_stores_and_other_formats_are_checked_in_parts(tmp_path: Path) -> None:
    statements = changed(5, 8)
    expected = whole(statements)
    store = pyoxigraph.Store(str(tmp_path / "store"))
    store.bulk_load("".join(map(str, statements)), pyoxigraph.RdfFormat.N_QUADS)
    store.dump(str(tmp_path / "graph.trig"), pyoxigraph.RdfFormat.TRIG)
    store.flush()
    del store
    assert in_parts(tmp_path / "store", 60_000) == expected
    assert in_parts(tmp_path / "graph.trig", 60_000) == expected


def test_no_part_is_much_larger_than_it_should_be_however_long_the_file(tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    for statements in (good(), sorted(good()), [one._replace(graph="<urn:g>") for one in good()]):
        written(file, statements)
        cut = list(parts([file, file], 20_000))
        assert b"".join(cut) == file.read_bytes() * 2
        assert max(map(len, cut)) < 60_000


def test_cases_that_share_variants_and_terms_are_not_held_together(tmp_path: Path) -> None:
    file = written(tmp_path / "graph.nq", good())
    seen = [views.view(units(part)) for part in parts([file], 300_000)]
    assert len(seen) > 3
    nodes = views.shared(seen)
    assert nodes, "the terms are shared"
    assert not views.tied(seen, nodes)


def test_what_is_remembered_of_a_part_does_not_depend_on_the_number_of_parts(tmp_path: Path) -> None:
    file = written(tmp_path / "graph.nq", good())
    sizes = []
    for times in (1, 5):
        seen = [views.view(units(part)) for part in parts([file] * times, 30_000)]
        nodes = views.shared(seen)
        sizes.append((len(nodes), sum(views.describing(seen, nodes)), max(len(one.entries) for one in seen)))
    assert sizes[0] == sizes[1]
