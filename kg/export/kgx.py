"""KGX as two tables: OUT_nodes.tsv and OUT_edges.tsv."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from kg.errors import Notepad
from kg.export import output
from kg.export.kgx_rows import rows
from kg.export.material import Material, Profile, Written
from kg.foreign.records import Record

SUMMARY = "KGX, Biolink 4.4.4: two tables, OUT_nodes.tsv and OUT_edges.tsv"

_BREAKS = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
_BREAK = re.compile(r"[\t\n\r]")


def write(material: Material, out: Path, pad: Notepad, profile: Profile | None) -> Written:
    """Write both tables, whole or not at all."""
    found = rows(material, pad, profile)
    with output.files(paths(out, "tsv")) as (nodes, edges):
        node_count, broken = _table(nodes, found.node_columns, found.nodes())
        edge_count, more = _table(edges, found.edge_columns, found.edges())
    if broken + more:
        what = f"{broken + more:,} values hold tabs or line ends, written as \\t and \\n: TSV has no others"
        pad.note("", what)
    return Written({"nodes": node_count, "edges": edge_count}, found.left_out)


def paths(out: Path, suffix: str) -> list[Path]:
    """The two files for an output called 'x', 'x.tsv' or 'x_nodes.tsv.gz': packed alike.

    >>> [path.name for path in paths(Path("x.tsv.gz"), "tsv")]
    ['x_nodes.tsv.gz', 'x_edges.tsv.gz']
    """
    packed = out.suffix if out.suffix.lower() in {".gz", ".zst"} else ""
    stem = out.name.removesuffix(packed).removesuffix(f".{suffix}")
    stem = re.sub(r"_(nodes|edges)\Z", "", stem)
    return [out.with_name(f"{stem}_{part}.{suffix}{packed}") for part in ("nodes", "edges")]


def _table(stream: IO[bytes], columns: list[str], records: Iterable[Record]) -> tuple[int, int]:
    """Write a table; how many rows, and in how many of their values breaks had to be changed for it."""
    count = broken = 0
    stream.write("\t".join(columns).encode() + b"\n")
    for record in records:
        cells = [record.cell(name) for name in columns]
        line = "\t".join(cells)
        if line.count("\t") >= len(columns) or "\n" in line or "\r" in line:
            broken += sum(bool(_BREAK.search(cell)) for cell in cells)
            line = "\t".join(_BREAK.sub(_escaped, cell) for cell in cells)
        stream.write(line.encode() + b"\n")
        count += 1
    return count, broken


def _escaped(found: re.Match[str]) -> str:
    return _BREAKS[found[0]]
