"""KGX as JSON lines: OUT_nodes.jsonl and OUT_edges.jsonl, values with their types."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from kg.errors import Notepad
from kg.export import output
from kg.export.kgx import paths
from kg.export.kgx_rows import rows
from kg.export.material import Material, Profile, Written
from kg.foreign.records import Record

SUMMARY = "KGX, Biolink 4.4.4: JSON lines, OUT_nodes.jsonl and OUT_edges.jsonl"


def write(material: Material, out: Path, pad: Notepad, profile: Profile | None) -> Written:
    """Write both files, whole or not at all."""
    found = rows(material, pad, profile)
    with output.files(paths(out, "jsonl")) as (nodes, edges):
        node_count = _lines(nodes, found.node_columns, found.nodes())
        edge_count = _lines(edges, found.edge_columns, found.edges())
    return Written({"nodes": node_count, "edges": edge_count}, found.left_out)


def _lines(stream: IO[bytes], columns: list[str], records: Iterable[Record]) -> int:
    """Write a line for each record; how many."""
    count = 0
    for record in records:
        said = {name: value for name in columns if (value := record.value(name)) is not ...}
        stream.write(json.dumps(said, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count
