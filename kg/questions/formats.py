"""Answers as files: the formats of the W3C by the engine's own writers, and some for people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any, cast

from kg.errors import UsageError
from kg.ids import PREFIXES
from kg.questions.cells import value

if TYPE_CHECKING:
    from kg.questions.cells import Cell

    Rows = Iterable[tuple[Cell, ...]]

W3C = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
"""Formats of W3C recommendations for rows -> name in pyoxigraph."""

GRAPHS = {"ttl": "TURTLE", "nt": "N_TRIPLES", "nq": "N_QUADS", "jsonld": "JSON_LD"}
"""Formats for the triples of CONSTRUCT and DESCRIBE -> name in pyoxigraph."""

FOR_PEOPLE = ("table", "jsonl", "md", "html")
ALL = (*FOR_PEOPLE[:1], *W3C, *FOR_PEOPLE[1:], "parquet", *GRAPHS)
SUFFIXES = {f".{name}": name for name in (*W3C, *FOR_PEOPLE[1:], *GRAPHS)} | {
    ".txt": "table",
    ".srj": "json",
    ".srx": "xml",
    ".htm": "html",
    ".turtle": "ttl",
    ".parquet": "parquet",
}

_FORMULA = re.compile(rb'(?:^|[\n,])"?(?:[=@\t]|[+-](?![\d.]))')
_FORMULA_START = re.compile(r"[=@\t\r]|[+-](?![\d.])")
_HEAD = 10_000
_LOOKED_AT = 20_000
"""Triples that are looked through for the prefixes they need."""


class Written:
    """A stream that remembers of what it passes on as much as the user should hear of.

    `formula` is true when a spreadsheet would take some cell for a formula. The W3C's CSV holds the
    values as they are; so they stay, unless the user asks for `guarded` rows.
    """

    def __init__(self, out: IO[bytes]) -> None:
        self.out = out
        self.head = b""
        self.formula = False

    def write(self, data: bytes) -> int:
        """Pass the bytes on, noting what they are."""
        self.head += data[: max(0, _HEAD - len(self.head))]
        self.formula = self.formula or _FORMULA.search(data) is not None
        self.out.write(data)
        return len(data)

    def flush(self) -> None:
        """Pass on what is held back."""
        self.out.flush()

    def is_empty(self, name: str) -> bool:
        """True when an answer of that W3C format has no row."""
        if name == "json":
            return b'"bindings":[]' in self.head
        if name == "xml":
            return b"<result>" not in self.head and b"<boolean>" not in self.head
        return self.head.count(b"\n") < 2 and self.head.strip() not in {b"true", b"false"}


def check(name: str, form: str) -> None:
    """Raise UsageError when an answer of that form cannot be written so."""
    if name in GRAPHS and form in {"SELECT", "ASK"}:
        fitting = ", ".join(other for other in ALL if other not in GRAPHS)
        raise UsageError(f"{form} gives no triples, so it cannot be written as {name} (use {fitting})")


def write_result(result: Any, out: IO[bytes], name: str) -> Written:
    """Write a SELECT's or ASK's answer as it comes, in a format of the W3C."""
    import pyoxigraph

    if name == "xml":
        from kg.questions.xmltext import XmlText

        out = cast("IO[bytes]", XmlText(out))
    written = Written(out)
    result.serialize(written, getattr(pyoxigraph.QueryResultsFormat, W3C[name]))
    return written


def write_rows(columns: Sequence[str], rows: Rows, out: IO[bytes], name: str, width: int | None) -> None:
    """Write rows in any format for rows; `width` is the room of a table in characters."""
    if name in W3C:
        write_result(solutions(columns, rows), out, name)
        return
    if name == "parquet":
        from kg.questions.parquet import write_parquet

        write_parquet(columns, rows, out)
        return
    from kg.questions import layout

    writers: dict[str, Callable[[], Iterator[str]]] = {
        "table": lambda: layout.table(columns, rows, width),
        "jsonl": lambda: json_lines(columns, rows),
        "md": lambda: layout.markdown(columns, rows),
        "html": lambda: layout.html_page(columns, rows, "Answer"),
    }
    for piece in writers[name]():
        out.write(piece.encode())


def write_triples(lines: Iterable[bytes], out: IO[bytes], name: str) -> bool:
    """Write sorted N-Triples lines in an RDF format, in the order given; True when there was any."""
    remaining = iter(lines)
    first = list(islice(remaining, _LOOKED_AT))
    whole = chain(first, remaining)
    if name in {"nt", "nq"}:  # triples are quads of the default graph
        out.writelines(whole)
    else:
        import pyoxigraph

        from kg.questions.ordering import parsed

        rdf_format = getattr(pyoxigraph.RdfFormat, GRAPHS[name])
        pyoxigraph.serialize(parsed(whole), out, rdf_format, prefixes=_prefixes_in(first))
    return bool(first)


def _prefixes_in(lines: Sequence[bytes]) -> dict[str, str]:
    """The prefixes that the lines need; all of them for a graph that is too long to look through."""
    if len(lines) == _LOOKED_AT:
        return PREFIXES
    text = b"".join(lines)
    return {prefix: start for prefix, start in PREFIXES.items() if f"<{start}".encode() in text}


def json_lines(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    """One JSON object per row; numbers and truth values are such, an unbound cell is null."""
    import json

    for row in rows:
        cells = {name: _plain(value(cell)) for name, cell in zip(columns, row, strict=True)}
        yield json.dumps(cells, ensure_ascii=False) + "\n"


def _plain(cell: Any) -> Any:
    """A value that JSON has: decimals become numbers, infinite ones text."""
    import math
    from decimal import Decimal

    if isinstance(cell, Decimal):
        return float(cell)
    return str(cell) if isinstance(cell, float) and not math.isfinite(cell) else cell


def solutions(columns: Sequence[str], rows: Rows) -> Any:
    """The rows as an engine's solutions, for it to write in any format of the W3C."""
    import io

    import pyoxigraph

    from kg.questions.ordering import Stream

    stream = io.BufferedReader(Stream(_results_json(columns, rows)))
    return pyoxigraph.parse_query_results(stream, pyoxigraph.QueryResultsFormat.JSON)


def _results_json(columns: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """The rows in the W3C's JSON form, piece by piece."""
    import json

    yield f'{{"head":{json.dumps({"vars": list(columns)})},"results":{{"bindings":['.encode()
    comma = ""
    for row in rows:
        cells = zip(columns, row, strict=True)
        binding = {name: _binding(cell) for name, cell in cells if cell is not None}
        yield f"{comma}{json.dumps(binding)}".encode()
        comma = ",\n"
    yield b"]}}"


def _binding(cell: Any) -> dict[str, Any]:
    if hasattr(cell, "predicate"):
        parts = ("subject", "predicate", "object")
        return {"type": "triple", "value": {part: _binding(getattr(cell, part)) for part in parts}}
    if not hasattr(cell, "datatype"):
        return {"type": "bnode" if str(cell).startswith("_:") else "uri", "value": cell.value}
    found = {"type": "literal", "value": cell.value}
    if cell.language:
        return found | {"xml:lang": cell.language}
    return found if cell.datatype.value.endswith("#string") else found | {"datatype": cell.datatype.value}


def guarded(rows: Rows) -> Iterator[tuple[Cell, ...]]:
    """The rows with an apostrophe before each text that a spreadsheet would run as a formula."""
    import pyoxigraph

    for row in rows:
        yield tuple(
            pyoxigraph.Literal(f"'{cell.value}")
            if isinstance(cell, pyoxigraph.Literal) and _FORMULA_START.match(cell.value)
            else cell
            for cell in row
        )
