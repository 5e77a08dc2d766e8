"""Rows of KGX made at random of what is hard to keep come back as they were, from both forms of the format."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

import kg

CELLS = ("", "a", "0", "False", "True", "false", "-0", "1.0", "1e5", "007", "nan", "-inf", "a|b", "|", "a||b", "|a", "a\\|b",
         "\\", "\\\\|", "\\n", "“q”", '"q"', "é e\u0301", "\u202e", "\U0001f9ec", " a ", "\u00a0", "null", "[]", '{"a":1}', "biolink:Gene",
         "HGNC:3430", "http://x.org/a b", "x=y", "%3D", "PMID:1|PMID:1", "b|a", "\x0b", "\x85", "\u2028", "\ufeff")  # fmt: skip
VALUES = (None, True, False, 0, -1, 1.5, 1e22, 10**20, "", "0", "False", "a|b", [], ["a"], ["b", "a"], ["a", "a"], [1, "1"], [True, 1],
          [None], [""], {}, {"b": {"c": [1, {"d": None}]}}, [{"a": 1}], ["HGNC:1", "made:2"], "é\u2028", "nan")  # fmt: skip
IDS = ("HGNC:3430", "MONDO:0005051", "hgnc:3430", "MADE:1", "made up:1", "x", "HGNC:", "http://purl.obolibrary.org/obo/MONDO_0005051",
       "DOI:10.1/a<b>", "MONDO:0005051/x", "é:é", "a:b:c", "A:b%20c", "A:%", "_:b1", "CHEBI:1#x", "biolink:Gene", "kg:x", 'A:"q"', "A:\\|")  # fmt: skip
CATEGORIES = ("biolink:Gene", "biolink:Gene|biolink:NamedThing", "Gene", "made:Cat", "")
PREDICATES = (
    "biolink:related_to",
    "biolink:subclass_of",
    "related_to",
    "RO:0002200",
    "made:up",
    "biolink:no such",
    "é",
)
OF_NODES = (
    "name",
    "synonym",
    "xref",
    "in_taxon",
    "deprecated",
    "has_count",
    "odd col",
    "a=b",
    "100%",
    "type",
    "same_as",
)
OF_EDGES = (
    "category",
    "negated",
    "publications",
    "knowledge_level",
    "has_count",
    "has_percentage",
    "supporting_text",
    "p_value",
    "score",
)
ENDS = ["subject", "predicate", "object"]


def drawn(chance: Random) -> tuple[list[str], list[list[str]], list[str], list[list[str]]]:
    """Columns and rows of nodes and of edges."""
    columns = ["id", "category", *chance.sample(OF_NODES, 5)]
    ids = chance.sample(IDS, 8)
    nodes = [[one, chance.choice(CATEGORIES), *(chance.choice(CELLS) for _ in range(5))] for one in ids]
    of_edges = ["id", *ENDS, *chance.sample(OF_EDGES, 5)]
    edges = [
        [chance.choice(("", f"uuid:{n}")), chance.choice(ids), chance.choice(PREDICATES), chance.choice(ids)]
        + [chance.choice(CELLS) for _ in range(5)]
        for n in range(8)
    ]
    return columns, nodes, of_edges, edges


def said(columns: list[str], rows: list[list[str]]) -> set[frozenset[tuple[str, str]]]:
    """What the rows say, their order and empty cells aside."""
    return {frozenset((name, cell) for name, cell in zip(columns, row, strict=True) if cell) for row in rows}


def written(path: Path, columns: list[str], rows: list[list[str]]) -> None:
    path.write_text("".join("\t".join(row) + "\n" for row in [columns, *rows]), encoding="utf-8", newline="")


def read(path: Path) -> tuple[list[str], list[list[str]]]:
    columns, *rows = (line.split("\t") for line in path.read_bytes().decode().split("\n")[:-1])
    return columns, rows


@pytest.mark.parametrize("seed", range(30))
def test_any_table_comes_back_letter_for_letter(seed: int, tmp_path: Path) -> None:
    columns, nodes, of_edges, edges = drawn(Random(seed))
    written(tmp_path / "x_nodes.tsv", columns, nodes)
    written(tmp_path / "x_edges.tsv", of_edges, edges)
    kg.build([tmp_path / "x_nodes.tsv", tmp_path / "x_edges.tsv"]).write(tmp_path / "x.nq")
    kg.export(tmp_path / "x.nq", "kgx", tmp_path / "out")
    for name, head, rows in (("nodes", columns, nodes), ("edges", of_edges, edges)):
        back = read(tmp_path / f"out_{name}.tsv")
        assert back[0] == head
        assert said(*back) == said(head, rows)
    kg.export(tmp_path / "x.nq", "kgx-jsonl", tmp_path / "out")  # and what JSON makes of it is read again
    lines = kg.load(sorted(tmp_path.glob("out_*.jsonl")))
    kg.export(lines, "kgx", tmp_path / "again")
    assert len(read(tmp_path / "again_nodes.tsv")[1]) == len(nodes)


def objects(chance: Random) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    ids = chance.sample(IDS, 7)
    kinds = (["biolink:Gene"], ["biolink:NamedThing", "biolink:Gene"], "biolink:Gene", [], None)
    nodes = [
        {"id": one, "category": chance.choice(kinds)}
        | {name: chance.choice(VALUES) for name in chance.sample(OF_NODES, 4)}
        for one in ids
    ]
    edges = [
        {"subject": chance.choice(ids), "predicate": chance.choice(PREDICATES), "object": chance.choice(ids)}
        | ({"id": f"uuid:{n}"} if chance.random() < 0.7 else {})
        | {name: chance.choice(VALUES) for name in chance.sample(OF_EDGES, 4)}
        for n in range(7)
    ]
    return nodes, edges


@pytest.mark.parametrize("seed", range(30))
def test_any_objects_come_back_with_their_types(seed: int, tmp_path: Path) -> None:
    given = dict(zip(("nodes", "edges"), objects(Random(seed)), strict=True))
    for name, rows in given.items():
        (tmp_path / f"x_{name}.jsonl").write_text(
            "".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8"
        )
    kg.build([tmp_path / "x_nodes.jsonl", tmp_path / "x_edges.jsonl"]).write(tmp_path / "x.nq")
    kg.export(tmp_path / "x.nq", "kgx-jsonl", tmp_path / "out")
    for name, rows in given.items():
        lines = (tmp_path / f"out_{name}.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
        back = {json.dumps(json.loads(line), sort_keys=True) for line in lines}
        assert back == {json.dumps(row, sort_keys=True) for row in rows}
