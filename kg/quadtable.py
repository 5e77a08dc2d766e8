"""Quads as rows of a table, for columnar engines (DuckDB, Spark, pandas); the extra `casekg[parquet]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError

if TYPE_CHECKING:
    import pyarrow

COLUMNS = ("subject", "predicate", "object", "kind", "datatype", "language", "graph")
"""`kind` of the object is 'iri', 'blank' or 'literal'; the default graph is null."""

Row = tuple[str | None, ...]
"""The cells of a quad, in the order of `COLUMNS`; IRIs without their brackets."""

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_LINE = re.compile(
    r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@([\w-]+))?) <([^>]*)> \.'
)
_ESCAPE = re.compile(r'\\(?:([tbnrf"\'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))')
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def rows_of(text: str) -> Iterator[Row]:
    """Yield the row of each N-Quads line, as builders write them: with a graph, without blank nodes."""
    for subject, predicate, iri, words, datatype, language, graph in _LINE.findall(text):
        if iri:
            yield subject, predicate, iri, "iri", None, None, graph
        else:
            kind = datatype or (_LANG_STRING if language else _XSD_STRING)
            value = _ESCAPE.sub(_character, words) if "\\" in words else words
            yield subject, predicate, value, "literal", kind, language or None, graph


def _character(escape: re.Match[str]) -> str:
    return _PLAIN[escape[1]] if escape[1] else chr(int(escape[2] or escape[3], 16))


def schema() -> pyarrow.Schema:
    """The columns and their type. Raises UsageError when pyarrow is not installed."""
    arrow = _arrow()
    found: pyarrow.Schema = arrow.schema([(name, arrow.string()) for name in COLUMNS])
    return found


def table(rows: Iterable[Row]) -> pyarrow.Table:
    """The rows as a table. Raises UsageError when pyarrow is not installed."""
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [[] for _ in COLUMNS]
    found: pyarrow.Table = _arrow().table([list(column) for column in columns], schema=schema())
    return found


def _arrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise UsageError("Parquet needs pyarrow (pip install 'casekg[parquet]')") from None
    return pyarrow


def parquet(text: str) -> bytes:
    """The N-Quads lines as the bytes of a Parquet file."""
    import io

    made = table(rows_of(text))
    from pyarrow import parquet as files

    out = io.BytesIO()
    files.write_table(made, out, compression="zstd")
    return out.getvalue()
