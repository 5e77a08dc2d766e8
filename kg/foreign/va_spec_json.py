"""VA-Spec statements, such as CIViC's GKS export: in an array, a line each, alone, or in an object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from kg import rdf
from kg.builders import terms
from kg.civic import Builder, Reader, Row, Table, records
from kg.errors import Notepad
from kg.foreign.civic_tsv import tell_unknown
from kg.foreign.rows import UNWRITABLE, is_writable
from kg.foreign.source import Source, lines, text
from kg.foreign.tally import Tally
from kg.readers.json_stream import BadJson, JsonStream
from kg.readers.packages import Part
from kg.readers.pieces import Broken
from kg.vaspec import Found, Taken, taken

_RECORDS = ("gks_records", "statements")
_STATEMENT = re.compile(
    r'"type"\s*:\s*"(?:Statement|VariationDescriptor|Variant\w+Proposition|ExperimentalVariantFunctionalImpactProposition)"'
)
_START = re.compile(r'\s*(?:\[\s*\{|\{)\s*"')


def looks_like(head: str, stem: str) -> bool:
    """True for JSON that begins with a statement of VA-Spec, or with a list of them."""
    return bool(_START.match(head)) and bool(_STATEMENT.search(head))


def source_name(stem: str) -> str:
    """The file's own name."""
    return stem


def quads(source: Source, pad: Notepad, base: str) -> Iterator[str]:
    """N-Quads of the statements, and the terms that they name."""
    yield from _Statements(source, pad, base).quads()


class _Statements:
    """The files of one source."""

    def __init__(self, source: Source, pad: Notepad, base: str) -> None:
        self._source, self._pad, self._base = source, pad, base
        self._graph = source.graph(base)
        self._reader, self._builder = Reader(base), Builder(base, self._graph)
        self._tally = Tally(pad)
        self._told: set[tuple[Table, frozenset[tuple[str, str]]]] = set()

    def quads(self) -> Iterator[str]:
        for part in self._source.parts(self._pad):
            for place, thing in _things(part, Notepad(part.name, self._pad.faults)):
                yield rdf.quads(self._triples(thing, part.name, place), self._graph)
        yield rdf.quads(records.matches(self._builder, self._pad), self._graph)
        self._tally.close()
        tell_unknown(self._reader, self._pad)
        yield terms.quads(self._builder.terms, self._base)

    def _triples(self, thing: Any, file: str, line: int) -> list[rdf.Triple]:
        out: list[rdf.Triple] = []
        if not is_writable(thing):
            self._tally.warn("things that are not taken", UNWRITABLE, where=(file, line))
            return out
        try:
            for one in taken(thing, self._base):
                out += self._of(one, file, line)
        except Found as error:
            name = str(thing.get("id", "")) if isinstance(thing, dict) else ""
            path = ".".join(filter(None, (name, error.path)))
            what = f"{path}: {error.what}" if path else error.what
            self._tally.warn("things that are not taken", what, error.cure, where=(file, line))
        return out

    def _of(self, one: Taken, file: str, line: int) -> Iterator[rdf.Triple]:
        for made in one.statements:
            yield from self._builder.statement(made)
        for row in one.rows:
            key = row.table, frozenset(row.cells.items())
            if key in self._told:
                continue
            self._told.add(key)
            if row.table not in {Table.EVIDENCE, Table.ASSERTIONS}:
                yield from records.triples(row, self._builder, self._base)
            elif statement := self._reader.statement(row, partial(self._doubt, file, line)):
                yield from self._builder.statement(statement)

    def _doubt(self, file: str, line: int, kind: str, what: str, cure: str) -> None:
        self._tally.warn(kind, what, cure, where=(file, line))


def _things(part: Part, pad: Notepad) -> Iterator[tuple[int, Row | Any]]:
    """Each statement with its line, whichever way they are put together."""
    if part.stem.lower().endswith((".jsonl", ".ndjson")) or _is_lines(part):
        for number, line in lines(part, pad):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except (ValueError, RecursionError):
                    pad.error("", "is not JSON", "write a statement a line", line=number)
        return
    stream = JsonStream(text(part, pad))
    try:
        if stream.peek() == "[":
            yield from _elements(stream)
            return
        yield from _members(stream)
    except BadJson as error:
        pad.error("", error.what, "fetch or save the file again", line=error.line)
    except Broken:
        pass  # it is told already


def _elements(stream: JsonStream) -> Iterator[tuple[int, Any]]:
    for _ in stream.elements():
        stream.peek()
        yield stream.line, stream.value()


def _members(stream: JsonStream) -> Iterator[tuple[int, Any]]:
    """The records in an object, or the object itself where it is a statement."""
    whole: dict[str, Any] = {}
    for key in stream.members():
        if key in _RECORDS and stream.peek() == "[":
            yield from _elements(stream)
        else:
            whole[key] = stream.value()
    if whole.get("type") == "Statement":
        yield 1, whole


def _is_lines(part: Part) -> bool:
    """True when the first line is a whole object and more follow."""
    head = part.stream.peek(1 << 16)[: 1 << 20] if hasattr(part.stream, "peek") else b""
    first, _, rest = head.partition(b"\n")
    return (
        first.lstrip().startswith(b"{") and first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")
    )
