"""The graph as a Parquet file with a quad a row, for columnar engines; needs the extra `casekg[parquet]`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph

from kg import quadtable
from kg.errors import Notepad
from kg.export import output
from kg.export.material import Material, Profile, Written
from kg.export.network import TRIPLE_TERMS, id_of

SUMMARY = "a Parquet table with a quad a row: subject, predicate, object, kind, datatype, language, graph"

AT_ONCE = 50_000
"""Rows of a row group."""


def write(material: Material, out: Path, pad: Notepad, profile: Profile | None) -> Written:
    """Write every quad. Raises UsageError when pyarrow is not installed."""
    schema = quadtable.schema()
    from pyarrow import parquet

    quads = material.quads(profile, pad)
    count = left = 0
    with output.file(out) as stream, parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while batch := list(islice(quads, AT_ONCE)):
            rows = list(_rows(batch))
            writer.write_table(quadtable.table(rows))
            count, left = count + len(rows), left + len(batch) - len(rows)
    return Written({"quads": count}, {TRIPLE_TERMS: left} if left else {})


def _rows(quads: Iterable[pyoxigraph.Quad]) -> Iterator[quadtable.Row]:
    """The cells of each quad that is not about a quoted triple."""
    for quad in quads:
        thing: Any = quad.object
        if isinstance(thing, pyoxigraph.Triple) or isinstance(quad.subject, pyoxigraph.Triple):
            continue
        graph = getattr(quad.graph_name, "value", None)
        if isinstance(thing, pyoxigraph.Literal):
            cells = _literal(thing)
        else:
            cells = (id_of(thing), "iri" if isinstance(thing, pyoxigraph.NamedNode) else "blank", None, None)
        yield (id_of(quad.subject), quad.predicate.value, *cells, graph)


def _literal(thing: pyoxigraph.Literal) -> tuple[str, str, str | None, str | None]:
    return thing.value, "literal", thing.datatype.value, thing.language
